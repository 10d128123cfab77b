"""The prompt's styles: the roles of the terminal output, and the parts of the editor."""

from __future__ import annotations

from prompt_toolkit.styles import Style

from derivrepl.formats.terminal_style import STYLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from derivrepl.formats.terminal_style import Line

PLAIN_COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")

EDITOR = {
    "err": "underline ansired",
    "covered": "underline",
    "own": "bold",
    "matching-bracket.cursor": "bold underline bg:default fg:default",
    "matching-bracket.other": "bold underline bg:default fg:default",
    "aborting": "",
    "exiting": "",
    "auto-suggestion": "ansibrightblack",
    "auto-suggest": "ansibrightblack",
    "completion-menu": "bg:default fg:default",
    "completion-menu.completion": "bg:default fg:default",
    "completion-menu.completion.current": "reverse bg:default fg:default",
    "completion-menu.meta.completion": "bg:default ansibrightblack",
    "completion-menu.meta.completion.current": "reverse bg:default fg:default",
    "scrollbar.background": "bg:default",
    "scrollbar.button": "bg:ansibrightblack",
    "search": "",
    "incsearch": "underline",
}
"""Parts of the editor → style; no background but that of the chosen row."""


def make_style(color: bool) -> Style:
    """The style sheet. Without colour, commands and errors are bold, as 1-bit terminals can show that."""
    rows = {role: _words(style) for role, style in STYLES.items() if role}
    if not color:
        rows |= {"command": "bold", "prompt": "bold", "function": ""}
        rows |= {"auto-suggestion": "", "err": "underline"}
        return Style.from_dict(EDITOR | rows)
    return Style.from_dict(EDITOR | rows)


def fragments(lines: Sequence[Line]) -> StyleAndTextTuples:
    """Lines with their roles as prompt_toolkit draws them."""
    pieces: StyleAndTextTuples = []
    for k, line in enumerate(lines):
        if k:
            pieces.append(("", "\n"))
        pieces += [(f"class:{role}" if role else "", text) for text, role in line]
    return pieces


def _words(style: str) -> str:
    """A style of Rich in the words of prompt_toolkit."""
    names = {"bright_black": "ansibrightblack", **{color: f"ansi{color}" for color in PLAIN_COLORS}}
    return " ".join(names.get(word, word) for word in style.split())
