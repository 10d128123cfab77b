"""Matrices of expressions on a screen: as a grid, or as a picture of what is not zero with a list."""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import cells, elide, pad, wrap
from derivrepl.formats.prose import hung
from derivrepl.formats.terminal_expression import number
from derivrepl.session.answer import INDENT, Results
from derivrepl.store import ZERO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.terminal_results import ResultLines
    from derivrepl.formats.terminal_style import Line
    from derivrepl.session.answer import Grid, Result

LARGEST = 8
"""Rows and columns that are drawn as a grid."""
PICTURE = (30, 60)
"""Rows and columns of the picture."""
TALLEST = 4
"""Lines that an entry of the legend takes before its middle is left out."""
HEAD_WIDTH = 6
HEAD_GAP = 6
CELL_WIDTH = 7
GAP = 2


class GridLines:
    """Lays out one grid with the means of the result lines."""

    def __init__(self, block: Grid, results: ResultLines) -> None:
        self.block = block
        self.results = results
        self.width = results.width
        self.expressions = results.expressions

    def lines(self) -> list[Line]:
        """All lines of the block."""
        block = self.block
        drawn = None
        if len(block.rows) <= LARGEST and len(block.columns) <= LARGEST:
            drawn = self._grid()
        lines = drawn if drawn is not None else self._picture()
        for fact in block.facts:
            told = fact if self.expressions.unicode else to_ascii(fact)
            lines += [[(text, "")] for text in hung(" " * INDENT + told, self.width)]
        return lines

    def _grid(self) -> list[Line] | None:
        """The grid with a legend for cells that are too wide, or None when it does not fit."""
        block = self.block
        head = max([HEAD_WIDTH, *map(cells, block.rows)])
        gap = HEAD_GAP
        share = self._share(head, gap)
        if share < CELL_WIDTH:
            head, gap = max(map(cells, block.rows)), GAP
            share = self._share(head, gap)
        if share < min(CELL_WIDTH, 4):
            return None
        legend: list[Line] = []
        known: dict[int, str] = {}
        texts = [
            [self._cell(result, i, k, share, legend, known) for k, result in enumerate(row, 1)]
            for i, row in enumerate(block.cells, 1)
        ]
        widths = [max(map(cells, [name, *(row[k] for row in texts)])) for k, name in enumerate(block.columns)]
        widths = [min(max(w, CELL_WIDTH), share) for w in widths]
        if any(w < cells(name) for w, name in zip(widths, block.columns, strict=True)):
            return None
        lines: list[Line] = [[(" " * (INDENT + head + gap), ""), *self._row(block.columns, widths, "derivative")]]
        for name, row in zip(block.rows, texts, strict=True):
            start = [(" " * (INDENT + head - cells(name)), ""), (name, "derivative"), (" " * gap, "")]
            lines.append([*start, *self._row(row, widths, "")])
        return lines + legend

    def _share(self, head: int, gap: int) -> int:
        count = max(len(self.block.columns), 1)
        return (self.width - INDENT - head - gap + GAP) // count - GAP

    def _row(self, texts: list[str], widths: list[int], role: str) -> Line:
        padded = [pad(text, w) for text, w in zip(texts, widths, strict=True)]
        return [((" " * GAP).join(padded).rstrip(), role)]

    def _cell(self, result: Result, i: int, k: int, share: int, legend: list[Line], known: dict[int, str]) -> str:
        """The entry itself where it fits, else its label, with a line in the legend."""
        if result.value is not None:
            return elide(number(result.value, self.results.digits), share, self.expressions.notation.mark)
        text = self.expressions.text(result.node)
        if text is not None and cells(text) <= share:
            return text
        if result.node in known:
            return known[result.node]
        place = f"{i}{k}" if max(len(self.block.rows), len(self.block.columns)) < 10 else f"{i},{k}"
        entry = f"{self.block.kind[0]}{place}"
        label = self.block.view.labels.get(result.node, "") if self.block.view is not None else ""
        known[result.node] = label or entry
        start = f"{entry} = {label}  " if label else f"{entry} = "
        room = self.width - INDENT - len(start)
        if text is None:
            text = self.expressions.told_size(result.node)
        elif cells(text) > TALLEST * room:
            text = elide(text, room, self.expressions.notation.mark)
        first, *more = wrap(text, room, room)
        legend.append([(" " * INDENT, ""), (start, "node"), (first, "")])
        legend.extend([(" " * (INDENT + len(start)) + part, "")] for part in more)
        return known[result.node]

    def _picture(self) -> list[Line]:
        """The entries that are not zero, one a line, after a picture with one character a cell."""
        block = self.block
        full, empty = ("█", "·") if self.expressions.unicode else ("#", ".")
        height, width = min(PICTURE[0], len(block.rows)), min(PICTURE[1], len(block.columns), self.width - INDENT)
        lines: list[Line] = [
            [(" " * INDENT + "".join(empty if r.node == ZERO else full for r in row[:width]), "dim")]
            for row in block.cells[:height]
        ]
        if height < len(block.rows) or width < len(block.columns):
            lines.append([(f"  the first {height} × {width} of {len(block.rows)} × {len(block.columns)}", "dim")])
        entries = [r for r in block.distinct() if r.node != ZERO]
        return lines + self.results.lines(Results(block.view, entries))
