"""A trace walked through row by row: which rows are there by then, which one is in force, what happens in it."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.panels import Cell, Row, Table

_label = re.compile(r"(?<!\w)[^\W\d]\d+(?!\w)")
_parts = re.compile(r"(\w+)(?: (\+?=) (.*))?$")
"""`a1 += a3/v1` as name, sign and what is read; an input's row is a name alone."""


class Frame:
    """One picture of a walk.

    lines  the table as far as it is known
    at     the line in force
    mark   the column before its row, -1 at the left edge
    marks  the operands that it reads: (line, start, end) of their names
    note   what happens, in a sentence
    """

    __slots__ = ("at", "lines", "mark", "marks", "note")

    def __init__(self, lines: list[str], at: int, mark: int, marks: list[tuple[int, int, int]], note: str) -> None:
        self.lines = lines
        self.at = at
        self.mark = mark
        self.marks = marks
        self.note = note


class Walk:
    """The pictures of some tables, each made when it is asked for."""

    def __init__(self, tables: list[Table]) -> None:
        known: dict[str, str] = {}
        self.parts = [Part(table, known) for table in tables]

    def __len__(self) -> int:
        return sum(len(part.order) for part in self.parts)

    def __getitem__(self, k: int) -> Frame:
        for part in self.parts:
            if k < len(part.order):
                return part.frame(k)
            k -= len(part.order)
        raise IndexError(k)


class Part:
    """One table from its first row to its last: a panel marked ▲ goes upward, after the others."""

    def __init__(self, table: Table, known: dict[str, str]) -> None:
        """known: the values of the tables before; those of this table are added."""
        self.table = table
        self.before = dict(known)
        self.order = _order(table)
        self.rank = {cell: k for k, cell in enumerate(self.order)}
        self.reads: list[list[Cell]] = []
        """For each row the rows that gave what it reads."""
        latest: dict[str, Cell] = {}
        for cell in self.order:
            name, _, read = _split(self.row(cell))
            self.reads.append([latest[operand] for operand in _label.findall(read) if operand in latest])
            latest[name] = cell
            known[name] = self.row(cell)[1]
        self.own = set(latest)
        """The names that this table shows."""

    def row(self, cell: Cell) -> Row:
        """The row in a cell."""
        row = self.table.rows[cell[0]][cell[1]]
        assert row is not None
        return row

    def frame(self, k: int) -> Frame:
        """The picture where the row number k is in force."""
        table, (line, column) = self.table, self.order[k]
        head, row = table.head(), self.row((line, column))
        read = _split(row)[2]
        start = table.offset(column) + len(row[0]) - len(read)
        marks = [(len(head) + line, start + m.start(), start + m.end()) for m in _label.finditer(read)]
        for at, where in self.reads[k]:
            name = _split(self.row((at, where)))[0]
            marks.append((len(head) + at, table.offset(where), table.offset(where) + len(name)))
        lines = head + table.lines(lambda cell: self.rank[cell] <= k)
        note = _note(row, table.nodes[line]) + self._elsewhere(read)
        return Frame(lines, len(head) + line, table.offset(column) - 1, marks, note)

    def _elsewhere(self, read: str) -> str:
        """The values of what a row reads that are not on the screen."""
        names = dict.fromkeys(n for n in _label.findall(read) if n in self.before and n not in self.own)
        return ", with " + ", ".join(f"{name} = {self.before[name]}" for name in names) if names else ""


def _order(table: Table) -> list[Cell]:
    """The cells in the order in which they are computed."""
    size = len(table.rows)
    upward = [c for c, panel in enumerate(table.panels) if panel.title.endswith("▲")]
    cells = [(k, c) for k in range(size) for c in range(len(table.panels)) if c not in upward]
    cells += [(k, c) for c in upward for k in reversed(range(size))]
    return [(k, c) for k, c in cells if table.rows[k][c] is not None]


def _split(row: Row) -> tuple[str, str, str]:
    found = _parts.match(row[0])
    return (found[1], found[2] or "", found[3] or "") if found else (row[0], "", "")


def _note(row: Row, node: str) -> str:
    """What happens in a row; node: what its node computes."""
    name, sign, read = _split(row)
    because = f" because {node}" if node != row[0] else ""
    if sign == "+=":
        return f"{name} gets {read}{because}"
    if sign:
        return f"{name} is {read}{because}: {row[1]}"
    if row[2].startswith("="):
        return f"{name} is complete: it is {row[2][1:].strip()}"
    return f"{name} is the seed: {row[1]}"
