"""Where the program keeps what outlives it: history and crash reports, in the user's state folder."""

from __future__ import annotations

import os


def state_folder() -> str:
    """`$XDG_STATE_HOME/derivrepl`; `~/.local/state/derivrepl` by default."""
    base = os.environ.get("XDG_STATE_HOME") or ""
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(base, "derivrepl")


def history_file() -> str:
    """The history's path; empty for none (`DERIVREPL_HISTORY=`)."""
    chosen = os.environ.get("DERIVREPL_HISTORY")
    return os.path.join(state_folder(), "history") if chosen is None else chosen


def make_folder(path: str) -> None:
    """Make the folder of a file, for the user's eyes only; raises OSError."""
    os.makedirs(os.path.dirname(os.path.abspath(path)), mode=0o700, exist_ok=True)
