"""Pages of help in lines: paragraphs, and names beside what they are, under each other where there is no room."""

from __future__ import annotations

from itertools import groupby

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import GAP, cells, pad
from derivrepl.formats.prose import DEEPER, hung, prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from derivrepl.session.answer import Row

Pair = tuple[str, str]
"""A name, with the page's margin in front, and what it is."""

APART = 3
"""Blanks between two pairs on one line."""
LEAST = 20
"""Cells that the second column has at least; with fewer it stands below the first."""
WIDEST = 78
"""Cells of a page's lines where no screen says how wide: with a screen's indent they fit 80 columns."""


def page_lines(rows: Sequence[Row], width: int, unicode: bool) -> list[str]:
    """The page in lines of at most so many cells."""
    if not unicode:
        rows = [to_ascii(row) if isinstance(row, str) else tuple(map(to_ascii, row)) for row in rows]
    fitting: list[Row] = []
    for count, group in groupby(rows, _columns):
        some = list(group)
        fitting += _quads(some, width) if count == 4 else some
    column = _column([cells(row[0]) for row in fitting if _columns(row) == 2], width)
    lines: list[str] = []
    for row in fitting:
        if isinstance(row, str):
            lines += hung(row, width, 0)
        elif len(row) == 2:
            lines += _pair(row[0], row[1], column, width)
        else:
            lines += hung(row[0], width)
    return lines


def _columns(row: Row) -> int:
    """How many columns a row has; 0 for a paragraph."""
    return 0 if isinstance(row, str) else len(row)


def _column(names: Sequence[int], width: int) -> int:
    """Where what the names are stands; 0: below them. A name that takes half the line stands alone."""
    column = max((n for n in names if n <= width // 2), default=0) + GAP
    return column if width - column >= LEAST else 0


def _pair(name: str, told: str, column: int, width: int) -> list[str]:
    start: list[str] = []
    margin = column or len(name) - len(name.lstrip()) + 2 * DEEPER
    if cells(name) + GAP > column:
        start = hung(name, width)
        name = ""
    lines = prose(told, max(width - margin, 1))
    return [*start, (pad(name, margin) + lines[0]).rstrip(), *(" " * margin + line for line in lines[1:])]


def _quads(rows: Sequence[Row], width: int) -> list[Row]:
    """Rows of two pairs as rows of one cell where all of them fit; else the first pairs and then the second ones."""
    widths = [max(cells(row[k]) for row in rows) for k in range(4)]
    if sum(widths) + GAP + APART + GAP <= width:
        gaps = (GAP, APART, GAP, 0)
        return [("".join(pad(c, w + gap) for c, w, gap in zip(row, widths, gaps, strict=True)),) for row in rows]
    margin = " " * (len(rows[0][0]) - len(rows[0][0].lstrip()))
    return [*((row[0], row[1]) for row in rows), *((margin + row[2], row[3]) for row in rows)]
