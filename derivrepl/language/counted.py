"""Numbers of things in words."""

from __future__ import annotations


def counted(count: int, what: str, plural: str = "") -> str:
    """A number and its noun: `1 node`, `1,024 nodes`; `plural` where it is more than an s."""
    return f"{count:,} {what if count == 1 else plural or what + 's'}"
