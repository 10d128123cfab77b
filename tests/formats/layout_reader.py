"""Reads a formula that is drawn in two dimensions (Unicode) back into a line of the language.

Written for the tests alone and from the drawings alone: it knows what a bar, a raised box, a bracket and a root
look like, and tries every line as the baseline until each character of the picture has found its meaning.
"""

from __future__ import annotations

from derivrepl.formats.boxes import RAISED
from derivrepl.formats.typeset import GREEK

Cell = tuple[int, int]

DIGITS = {raised: plain for plain, raised in RAISED.items()}
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789"))
LETTERS = {letter: name for name, letter in GREEK.items()}
OPENING, CLOSING = "⎛⎜⎝", "⎞⎟⎠"


class Unreadable(Exception):
    """The picture means nothing with this baseline."""


def read(lines: list[str]) -> str:
    """The formula as text of the language; raises Unreadable."""
    cells = {(r, c): sign for r, line in enumerate(lines) for c, sign in enumerate(line) if sign != " "}
    return _region(cells)


def _region(cells: dict[Cell, str]) -> str:
    """A part of the picture whose baseline is not known."""
    if not cells:
        raise Unreadable("nothing")
    rows = sorted({r for r, _ in cells})
    for row in range(rows[0], rows[-1] + 1):
        try:
            return _Reading(cells, row).text()
        except Unreadable:
            continue
    raise Unreadable(str(cells))


class _Reading:
    """One try to read cells from left to right along a baseline."""

    def __init__(self, cells: dict[Cell, str], row: int) -> None:
        self.left = dict(cells)
        self.row = row
        self.column = min(c for _, c in cells)
        self.end = max(c for _, c in cells) + 1
        self.out: list[str] = []

    def text(self) -> str:
        while self.column < self.end:
            self._step()
        if self.left or not self.out:
            raise Unreadable(f"{self.left} is left of {''.join(self.out)}")
        return "".join(self.out)

    def _at(self, row: int, column: int) -> str:
        return self.left.get((row, column), " ")

    def _take(self, rows: range, columns: range) -> dict[Cell, str]:
        """The cells of a rectangle, which are read by this."""
        return {(r, c): self.left.pop((r, c)) for r in rows for c in columns if (r, c) in self.left}

    def _step(self) -> None:
        if self._tall_root():
            return
        sign = self._at(self.row, self.column)
        if sign == " ":
            self._blank()
        elif sign == "─":
            self._fraction()
        elif sign in OPENING:
            self._bracket()
        elif sign == "│":
            self._bars()
        elif sign in "√∛":
            self._root(sign)
        else:
            self._letter(sign)

    def _letter(self, sign: str) -> None:
        self.left.pop((self.row, self.column))
        self.column += 1
        if sign in DIGITS:
            before = self.column >= 2 and self.out and self.out[-1].startswith("^")
            self.out.append(DIGITS[sign] if before else "^" + DIGITS[sign])
        elif sign == "e" and self._raised() and not (self.out and self.out[-1].isalnum()):
            self.out.append("exp(" + _region(self._exponent()) + ")")
        else:
            self.out.append(LOWERED.get(sign) or LETTERS.get(sign) or {"·": "*", "π": "pi"}.get(sign, sign))

    def _raised(self) -> bool:
        """Whether the next column has something above the baseline and nothing on it."""
        above = any(r < self.row and c == self.column for r, c in self.left)
        return above and self._at(self.row, self.column) == " "

    def _exponent(self) -> dict[Cell, str]:
        first = self.column
        top = min(r for r, _ in self.left)
        while self.column < self.end and self._at(self.row, self.column) == " ":
            self.column += 1
        return self._take(range(top, self.row), range(first, self.column))

    def _blank(self) -> None:
        if any(c == self.column for _, c in self.left):
            if not self.out or not (self.out[-1][-1].isalnum() or self.out[-1][-1] in ")|"):
                raise Unreadable("an exponent without a base")
            self.out.append("^(" + _region(self._exponent()) + ")")
        else:
            self.out.append(" ")
            self.column += 1

    def _fraction(self) -> None:
        first = self.column
        while self._at(self.row, self.column) == "─":
            self.left.pop((self.row, self.column))
            self.column += 1
        rows = [r for r, _ in self.left] or [self.row]
        columns = range(first, self.column)
        above = self._take(range(min(rows), self.row), columns)
        below = self._take(range(self.row + 1, max(rows) + 1), columns)
        self.out.append(f"(({_region(above)})/({_region(below)}))")

    def _extent(self, signs: str, column: int) -> range:
        """The rows of a tall sign that the baseline goes through."""
        first = last = self.row
        while self._at(first - 1, column) in signs:
            first -= 1
        while self._at(last + 1, column) in signs:
            last += 1
        return range(first, last + 1)

    def _bracket(self) -> None:
        rows, first, depth = self._extent(OPENING, self.column), self.column, 1
        end = first
        while depth:
            end += 1
            if end >= self.end:
                raise Unreadable("a bracket without an end")
            column = [self._at(row, end) for row in rows]
            depth += all(c in OPENING for c in column) - all(c in CLOSING for c in column)
        self._take(rows, range(first, first + 1))
        self._take(rows, range(end, end + 1))
        self.out.append("(" + _region(self._take(rows, range(first + 1, end))) + ")")
        self.column = end + 1
        self._behind(rows[0])

    def _behind(self, top: int) -> None:
        """Raised digits at the first line of something tall."""
        digits = ""
        while self._at(top, self.column) in DIGITS:
            digits += DIGITS[self.left.pop((top, self.column))]
            self.column += 1
        if digits:
            self.out.append("^" + digits)

    def _bars(self) -> None:
        rows, end = self._extent("│", self.column), self.column + 1
        while self._at(rows[0], end) != "│" or self._at(rows[-1], end) != "│":
            end += 1
            if end >= self.end:
                raise Unreadable("a bar without an end")
        self._take(rows, range(self.column, self.column + 1))
        self._take(rows, range(end, end + 1))
        self.out.append("abs(" + _region(self._take(rows, range(self.column + 1, end))) + ")")
        self.column = end + 1
        self._behind(rows[0])

    def _root(self, sign: str) -> None:
        self.left.pop((self.row, self.column))
        self.column += 1
        end = self.column
        while self._at(self.row - 1, end) == "_":
            self.left.pop((self.row - 1, end))
            end += 1
        inside = self._take(range(self.row, self.row + 1), range(self.column, max(end, self.column + 1)))
        self.column = max(end, self.column + 1)
        self.out.append(f"{'sqrt' if sign == '√' else 'cbrt'}({_region(inside)})")

    def _tall_root(self) -> bool:
        """A root over several lines, whose sign stands below the baseline or on it."""
        tops = [r for r, c in self.left if c == self.column + 1 and self.left[r, c] == "┌"]
        feet = [r for r, c in self.left if c == self.column and self.left[r, c] == "√"]
        if not tops or not feet or not tops[0] < self.row <= feet[0]:
            return False
        degree = self._at(feet[0] - 1, self.column)
        rows, first = range(tops[0], feet[0] + 1), self.column
        end = first + 2
        while self._at(tops[0], end) == "─":
            end += 1
        self._take(rows, range(first, first + 2))
        inside = self._take(rows, range(first + 2, end))
        inside = {(r, c): sign for (r, c), sign in inside.items() if r > tops[0]}
        self.out.append(f"{'cbrt' if degree == '³' else 'sqrt'}({_region(inside)})")
        self.column = end
        return True
