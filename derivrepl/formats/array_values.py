"""Arrays of numbers on a screen: matrices between tall brackets, vectors on a line, large ones without their middle."""

from __future__ import annotations

from derivrepl.formats import boxes
from derivrepl.formats.boxes import Box, matrix
from derivrepl.formats.columns import cells
from derivrepl.formats.terminal_expression import number
from derivrepl.language.text import UNICODE
from derivrepl.numeric.array_value import literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.language.text import Notation

MOST_ROWS = 12
GAP = 2
"""Blanks between the columns of a matrix."""


def array_lines(array: Any, digits: int, width: int, notation: Notation) -> list[str]:
    """The lines of an array within so many cells; arrays with more than two axes are written as literals."""
    mark = notation.mark
    if array.ndim == 1:
        parts = _shortened([number(float(v), digits) for v in array], width - 2, mark)
        return ["[" + ", ".join(parts) + "]"]
    if array.ndim != 2:
        text = literal(array, digits)
        return [text if cells(text) <= width else f"{mark} {'×'.join(map(str, array.shape))} numbers"]
    rows = [[number(float(v), digits) for v in row] for row in array]
    widest = max(cells(text) for row in rows for text in row)
    room = max((width - 4 + GAP) // (widest + GAP), 1)
    rows = [_middle_out(row, room, mark) for row in rows]
    rows = _middle_out(rows, MOST_ROWS, [mark] * len(rows[0]))
    columns = [max(cells(row[k]) for row in rows) for k in range(len(rows[0]))]
    cut = [[Box([text + " " * (w - cells(text))]) for text, w in zip(row, columns)] for row in rows]
    return matrix(cut, boxes.UNICODE if notation is UNICODE else boxes.ASCII).lines


def _middle_out(items: list[Any], most: int, mark: Any) -> list[Any]:
    """The first and last items, where there are more than so many."""
    if len(items) <= most:
        return items
    head = most // 2
    return [*items[:head], mark, *items[len(items) - (most - head - 1) :]]


def _shortened(parts: list[str], width: int, mark: str) -> list[str]:
    """As many of the first and last parts as fit."""
    most = len(parts)
    while most > 3 and sum(cells(p) + 2 for p in _middle_out(parts, most, mark)) > width + 2:
        most = most - 1 if most < 40 else most // 2
    return _middle_out(parts, most, mark)
