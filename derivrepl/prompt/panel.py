"""The lines under the line being typed: what is wrong, what is missing, or its derivatives.

Lines are made once for each change of the text; drawing them again costs nothing.
"""

from __future__ import annotations

from derivrepl.errors import LEFT_OUT
from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import cells, clip, elide, pad
from derivrepl.formats.page import page_lines
from derivrepl.formats.prose import prose
from derivrepl.formats.terminal_style import Line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from derivrepl.errors import DerivError
    from derivrepl.prompt.reading import Reading
    from derivrepl.session.answer import Row

INDENT = 4
TALLEST = 4
PAGE_INDENT = 2
SHARED_FROM = 100
"""Columns from which derivatives share a line."""
BETWEEN = 5
NAME = 8
"""Cells that the name of a derivative has at least."""
FACTS = 14
"""Cells at least that are kept free at the right edge for what is known of the whole."""
WIDEST_GAP = 10
"""Blanks between the parts of what the lens shows."""


class Paper:
    """The panel's width and characters."""

    __slots__ = ("color", "unicode", "width")

    def __init__(self, width: int, unicode: bool, color: bool) -> None:
        self.width = max(width, 24)
        self.unicode = unicode
        self.color = color

    @property
    def mark(self) -> str:
        """What stands for text that is left out."""
        return LEFT_OUT if self.unicode else to_ascii(LEFT_OUT)

    def fits(self, left: str, right: str) -> bool:
        """Whether both have room in one line."""
        return cells(left) + 2 + cells(right) <= self.width - 1 - INDENT

    def line(self, left: str, role: str = "", right: str = "") -> Line:
        """One line: a text, and dim facts at the right edge where there is room."""
        if not self.unicode:
            left, right = to_ascii(left), to_ascii(right)
        room = self.width - 1 - INDENT
        if right and self.fits(left, right):
            gap = " " * (room - cells(left) - cells(right))
            return [(" " * INDENT, ""), (left, role), (gap, ""), (right, "dim")]
        return [(" " * INDENT, ""), (clip(left, room, self.mark), role)]


def error_panel(paper: Paper, error: DerivError, text: str, prompt: int) -> list[Line]:
    """The message with its hint and the key that mends it; without colour the place is marked with `~`."""
    lines: list[Line] = []
    if not paper.color and error.span is not None and "\n" not in text:
        start, end = error.span
        at = prompt + cells(text[:start])
        if at < paper.width - 1:
            lines.append([(" " * at + "~" * max(cells(text[start:end]), 1), "")])
    said = error.message + (f" — {error.hint}" if error.hint else "")
    said = f"✗ {said}" if paper.unicode else f"error: {to_ascii(said)}"
    key = "Tab: fix" if error.fix is not None else ""
    room = paper.width - 1 - INDENT
    body = prose(said, room, room - 2)
    if len(body) == 1:
        below = [paper.line("", "", key)] if key and not paper.fits(body[0], key) else []
        return [*lines, paper.line(body[0], "error", "" if below else key), *below]
    lines.append(paper.line(body[0], "error"))
    for k, part in enumerate(body[1 : TALLEST - 1], 2):
        lines.append(paper.line("  " + part, "error", key if k == min(len(body), TALLEST - 1) else ""))
    return lines


def page_panel(paper: Paper, rows: Sequence[Row], tallest: int) -> list[Line]:
    """A page of help, as much of it as there is room for."""
    lines = page_lines(rows, paper.width - 1 - PAGE_INDENT, paper.unicode)
    made: list[Line] = [[(" " * PAGE_INDENT + line, "")] for line in lines]
    return made if len(made) <= tallest else [*made[: tallest - 1], paper.line(paper.mark, "dim")]


def lens_panel(paper: Paper, rows: Sequence[tuple[str, str, str]], facts: str, tallest: int) -> list[Line]:
    """A part and its derivatives: beside each other where that fits, else one below the other.

    rows: name, text and value of the part, then of each derivative
    """
    room = paper.width - 1 - INDENT
    told = [(name, f" = {text}" + (f" = {value}" if value else "")) for name, text, value in rows]
    used = sum(cells(name) + cells(text) for name, text in told)
    gaps = max(len(told) - 1, 1)
    gap = min((room - used) // gaps, WIDEST_GAP)
    if gap < BETWEEN - 2:
        shown = told[: tallest - 1 if facts else tallest]
        width = max(cells(name) for name, _ in shown)
        lines = [_two(pad(name, width), elide(text, room - width, paper.mark)) for name, text in shown]
        return [*lines, paper.line("", "", facts)] if facts else lines
    line: Line = [(" " * INDENT, "")]
    for k, (name, text) in enumerate(told):
        line += [(name, "derivative"), (text + " " * (gap if k < len(told) - 1 else 0), "")]
    if not facts:
        return [line]
    left = room - sum(cells(text) for text, _ in line[1:]) - cells(facts)
    return [[*line, (" " * left, ""), (facts, "dim")]] if left >= 2 else [line, paper.line("", "", facts)]


def _two(name: str, text: str) -> Line:
    return [(" " * INDENT, ""), (name, "derivative"), (text, "")]


CLOSING = ("Enter: new line     Alt-Enter: close it and run", "Alt-Enter: close it and run")
"""What keys do with an open bracket, and the one of them that is less known."""


def open_panel(paper: Paper, reading: Reading) -> list[Line]:
    """What comes next in a text that is not finished."""
    text = f"… {reading.expects} is expected"
    if reading.closers and reading.expects == reading.closers[0]:
        room = paper.width - 1 - INDENT
        told = [pad(text, 24) + keys for keys in CLOSING]
        return [paper.line(next((line for line in told if cells(line) <= room), text), "dim")]
    return [paper.line(text, "dim")]


def derivative_panel(
    paper: Paper, read_as: str, rows: Sequence[tuple[str, str, str]], facts: str, more: int
) -> list[Line]:
    """The text as it was read, and a line for each derivative: name, expression, value.

    read_as  how the text was read where that is not what was typed
    more     how many derivatives have no row
    """
    most = max((paper.width - 1 - INDENT) // 3, NAME)
    rows = [(elide(name, most, paper.mark), text, value) for name, text, value in rows]
    width = max([1, *(cells(name) for name, _, _ in rows)])
    lines = echo_panel(paper, read_as, width)
    room = TALLEST - len(lines)
    hidden = more + max(len(rows) - room, 0)
    kept = max(FACTS, min(cells(_facts(facts, hidden)) + 2, paper.width // 2))
    if paper.width >= SHARED_FROM:
        made = _shared(paper, rows, width, kept)
        hidden = hidden if len(made) == len(rows) else more
    else:
        made = _alone(paper, rows, width, room, kept)
    made = made[:room]
    facts = _facts(facts, hidden)
    for k, text in enumerate(made, 1):
        lines.append(_named(paper, text, width, facts if k == len(made) else ""))
    if not made and facts:
        lines = [paper.line("".join(t for t, _ in lines[0][1:]) if lines else "", "", facts), *lines[1:]]
    return lines


def _facts(facts: str, hidden: int) -> str:
    return f"+{hidden} more   {facts}".rstrip() if hidden else facts


def echo_panel(paper: Paper, read_as: str, width: int = 1) -> list[Line]:
    """How the text was read, behind a `=` as wide as the names below it; no line for nothing."""
    if not read_as:
        return []
    return [paper.line(f"{pad('=', width)}  {elide(read_as, paper.width - 1 - INDENT - width - 2, paper.mark)}")]


def _alone(paper: Paper, rows: Sequence[tuple[str, str, str]], width: int, count: int, kept: int) -> list[str]:
    """One line for each derivative, values under each other; behind the last of so many some cells are kept free."""
    valued = any(value for _, _, value in rows)
    whole = paper.width - 1 - INDENT - width - 2
    room = whole - (BETWEEN + kept if valued else kept)
    column = max([0, *(min(cells(text), room) for _, text, _ in rows)])
    texts = []
    for k, (name, text, value) in enumerate(rows, 1):
        text = elide(text, room if valued or k == min(count, len(rows)) else whole, paper.mark)
        tail = pad(text, column) + " " * BETWEEN + value if value else text
        texts.append(f"{pad(name, width)}  {tail}")
    return texts


def _shared(paper: Paper, rows: Sequence[tuple[str, str, str]], width: int, kept: int) -> list[str]:
    """As many derivatives on a line as fit."""
    room = paper.width - 1 - INDENT - kept
    lines: list[str] = []
    for name, text, value in rows:
        text = f"{name}  {elide(text, room - width - 2, paper.mark)}" + (f" = {value}" if value else "")
        if lines and cells(lines[-1]) + BETWEEN + cells(text) <= room:
            lines[-1] += " " * BETWEEN + text
        else:
            lines.append(text)
    return lines


def _named(paper: Paper, text: str, width: int, right: str) -> Line:
    """A derivative's line with its name in its colour."""
    line = paper.line(text, "", right)
    body = line[1][0]
    return [line[0], (body[:width], "derivative"), (body[width:], ""), *line[2:]]
