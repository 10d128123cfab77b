"""Lines into statements: continuation, comments, `;`, and where each character stood.

A statement goes on when its line ends in `\\`, or when a bracket is open and the next line is indented.
A line that is not indented always begins a new statement, so a missing bracket costs one statement only.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_prompt = r"\s*[∂d]\d+> ?"
_continued = r"\s*(?:…|\.\.\.) "
_behind = r"(?<=[\w)\]²³ᵀ′'])(\s{2,}[^\W\d_]\d+)?(\s{2,}(?:✓|ok|\?))?\s*$"
LONGEST = 10_000_000
"""Characters of a statement that is read; of a longer one only so much is kept as shows that it is longer."""

_special = r"[()\[\]#;]"


class Source:
    """One statement's text and where it begins: `line` and `column` are 1-based."""

    __slots__ = ("column", "line", "text")

    def __init__(self, text: str, line: int = 1, column: int = 1) -> None:
        self.text = text
        self.line = line
        self.column = column

    @property
    def end_line(self) -> int:
        """The line that the statement ends on."""
        return self.line + self.text.count("\n")

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a character of the text, 1-based, in code points."""
        before = self.text[:offset]
        down = before.count("\n")
        across = offset - (before.rfind("\n") + 1)
        return self.line + down, across + (self.column if down == 0 else 1)

    def shown(self, offset: int) -> tuple[str, int]:
        """The line of the text that holds the character, and the character's offset in it."""
        begin = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", begin)
        return self.text[begin : end if end >= 0 else len(self.text)], offset - begin

    def joined(self) -> str:
        """The statement on one line."""
        return " ".join(self.text.split("\n")) if "\n" in self.text else self.text


class Pasted:
    """What was typed, out of the lines of a terminal: what stands behind a prompt, and the lines that go on with it.

    Answers, tables and messages between them are left out. Where no prompt stands, every line was typed.
    """

    def __init__(self, lines: list[str]) -> None:
        self.lines = list(lines)
        self.moved: dict[int, int] = {}
        """Line, from 1 → how many characters stood before what was typed in it."""
        if any(re.match(_prompt, line) for line in lines):
            self._behind_prompts()

    def _behind_prompts(self) -> None:
        typed = False
        for k, line in enumerate(self.lines):
            found = re.match(_prompt, line)
            more = re.match(_continued, line) if typed and not found else None
            typed = bool(found or more)
            if found:
                self.moved[k + 1] = found.end()
            self.lines[k] = line[found.end() :] if found else f"  {line[more.end() :].strip()}" if more else ""

    def placed(self, source: Source) -> Source:
        """A statement of `lines` with its place in what was pasted."""
        source.column += self.moved.get(source.line, 0)
        return source


def bare(line: str) -> str:
    """A result from a screen without the node and the badge behind it; any other line as it is."""
    return re.sub(_behind, "", line, count=1) if "=" in line and line.lstrip()[:1] not in (":", "#") else line


def split(lines: Iterable[str]) -> Iterator[Source]:
    """The statements of the lines, each as soon as it is complete; blank ones and comments are left out."""
    number = 0
    pending: list[str] = []
    began, depth, joins, length = 0, 0, False, 0
    for raw in lines:
        number += 1
        line = raw.rstrip("\r\n")
        if number == 1:
            line = line.removeprefix("\ufeff")
            if line.startswith("#!"):
                continue
        if pending and not joins and not (depth > 0 and line[:1] in (" ", "\t") and line.strip()):
            yield from _cut(pending, began)
            pending, depth = [], 0
        if not pending:
            began, length = number, 0
        code, change = _measure(line)
        joins = code.endswith("\\")
        if length <= LONGEST:
            pending.append(code[:-1] + " " if joins else code)
            length += len(code) + 1
        depth += change
        if depth <= 0 and not joins:
            yield from _cut(pending, began)
            pending, depth = [], 0
    if pending:
        yield from _cut(pending, began)


def _measure(line: str) -> tuple[str, int]:
    """The line without its comment, and by how much it opens more brackets than it closes."""
    if "#" in line:
        line = _without_comment(line)
    line = line.rstrip()
    return line, line.count("(") + line.count("[") - line.count(")") - line.count("]")


def _without_comment(line: str) -> str:
    """In a command a `#` inside a word is part of it (a file's name)."""
    if line.lstrip().startswith(":"):
        found = re.search(r"(^|\s)#", line)
        return line[: found.start()] if found else line
    return line[: line.index("#")]


def _cut(pending: list[str], began: int) -> Iterator[Source]:
    """The statements of the joined lines: `;` outside of brackets separates them."""
    text = "\n".join(pending)
    if ";" not in text:
        pieces = [(0, text)]
    else:
        pieces = list(_pieces(text))
    whole = Source(text, began)
    for start, piece in pieces:
        stripped = piece.strip()
        if stripped:
            line, column = whole.place(start + len(piece) - len(piece.lstrip()))
            yield Source(stripped, line, column)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    depth = start = 0
    for found in re.finditer(_special, text):
        sign = found.group()
        depth += (sign in "([") - (sign in ")]")
        if sign == ";" and depth <= 0:
            yield start, text[start : found.start()]
            start = found.end()
    yield start, text[start:]
