"""f over two inputs: a character, or a grey cell, for each value."""

from __future__ import annotations

from derivrepl.errors import NoValue
from derivrepl.numeric.digits import shortest
from derivrepl.numeric.plot import shaded, tick_text
from derivrepl.session.pictures.panels import LABEL_WIDTH, Look, axis_lines
from derivrepl.session.points import evaluator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Notation
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

    Span = tuple[float, float]

MAPPED = 41
"""Values along each input in a pipe."""
DRAWN = 80
"""Cells along each input in a drawing."""


class HeatMap:
    """f over the ranges of two inputs (x, y), at a point of the others."""

    def __init__(
        self, session: Session, target: Entry, names: list[str], spans: tuple[Span, Span], point: dict[str, float],
        look: Look,
    ) -> None:  # fmt: skip
        known = target.input_names()
        unknown = [n for n in names if n not in known]
        if unknown:
            raise target.no_such_input(unknown[0])
        missing = [n for n in known if n not in names and n not in point]
        if missing:
            raise NoValue(missing)
        self.values = evaluator(session.store, [target.node], target.inputs)
        self.x, self.y = names
        self.spans = spans
        self.point = point
        self.title = target.name
        self.look = look

    def grid(self, columns: int, rows: int) -> list[list[float]]:
        """Values in the middle of the cells, the highest y first."""
        found = []
        for r in range(rows):
            at_y = _between(self.spans[1], 1 - (r + 0.5) / rows)
            line = []
            for c in range(columns):
                at = {**self.point, self.x: _between(self.spans[0], (c + 0.5) / columns), self.y: at_y}
                line.append(self.values(at)[0])
            found.append(line)
        return found

    def screen(self, width: int, notation: Notation) -> list[str]:
        """Characters from blank (low) to @ (high), with both axes."""
        columns = self.look.columns(width)
        shades, bounds = shaded(self.grid(columns, self.look.height or 2 * self.look.rows()), self.look.window)
        marks = {0: tick_text(self.spans[1][1]), len(shades) - 1: tick_text(self.spans[1][0])}
        lines = [f"{marks.get(r, ''):>{LABEL_WIDTH}} │{line}" for r, line in enumerate(shades)]
        told = f"{self.title} from {bounds[0]:.6g} (blank) to {bounds[1]:.6g} (@)" if bounds else "(no finite value)"
        return [f"{self.y} over {self.x}", *lines, *axis_lines(*self.spans[0], columns), told]

    def rows(self) -> list[str]:
        """Rows with tabs: both inputs and f."""
        lines = [f"{self.x}\t{self.y}\t{self.title}"]
        for r, line in enumerate(self.grid(MAPPED, MAPPED)):
            at_y = shortest(_between(self.spans[1], 1 - (r + 0.5) / MAPPED))
            for c, value in enumerate(line):
                at_x = shortest(_between(self.spans[0], (c + 0.5) / MAPPED))
                lines.append(f"{at_x}\t{at_y}\t{shortest(value)}")
        return lines

    def svg(self) -> list[str]:
        """Grey cells as SVG."""
        from derivrepl.numeric.drawing import WIDTH, heat_drawing

        look, names = self.look, (self.x, self.y, self.title)
        cells = self.grid(DRAWN, DRAWN)
        return heat_drawing(cells, self.spans, names, look.window, look.width or WIDTH, look.height or WIDTH)


def _between(span: Span, share: float) -> float:
    return span[0] + (span[1] - span[0]) * share
