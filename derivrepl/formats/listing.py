"""Rows of texts in columns, as many columns as fit: what `:eval x=1..3` and `:data` show."""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import GAP, Column, elide, fit, pad
from derivrepl.language.text import ASCII

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Notation
    from derivrepl.session.answer import Listing

WIDEST = 26
"""Cells that a column takes at most, such as one of arrays."""


def listing_lines(block: Listing, width: int, notation: Notation) -> tuple[list[str], list[str]]:
    """The lines without the screen's indent, the heads first; and the heads of the columns that do not fit."""
    table = [block.heads, *block.rows]
    if notation is ASCII:
        table = [list(map(to_ascii, row)) for row in table]
    columns = [Column(head, list(cells), cap=WIDEST) for head, *cells in zip(*table)]
    widths = fit(width, columns)
    lines = [
        (" " * GAP).join(pad(elide(cell, w, notation.mark), w) for cell, w in zip(row, widths)).rstrip()
        for row in table
    ]
    return lines, [column.head for column in columns[len(widths) :]]
