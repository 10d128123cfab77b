"""Roles of text on a screen and the styles they have: the 16 ANSI colours, and what remains without colour."""

from __future__ import annotations

STYLES = {
    "": "",
    "prompt": "bold blue",
    "function": "blue",
    "node": "cyan",
    "derivative": "green",
    "good": "green",
    "number": "cyan",
    "operator": "yellow",
    "command": "magenta",
    "error": "bold red",
    "warning": "bold yellow",
    "hint": "cyan",
    "dim": "bright_black",
    "head": "bold underline",
}
"""Role → style, in Rich's words. Meaning is never in the colour alone."""

Piece = tuple[str, str]
"""A text and its role."""
Line = list[Piece]
"""One line of the screen."""


def plain(line: Line) -> str:
    """The line's text."""
    return "".join(text for text, _ in line)
