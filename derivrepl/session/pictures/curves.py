"""f and its derivative along one input: two panels on one x axis, or both curves in one."""

from __future__ import annotations

from math import isfinite, nan

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.numeric.digits import shortest
from derivrepl.numeric.plot import value_range, zeros
from derivrepl.session.pictures.panels import Look, axis_lines, panel
from derivrepl.session.points import evaluator
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.language.text import Notation
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

PIPED = 201
DRAWN = 801
"""Points of a curve in a pipe and in a drawing."""
MOST_ZEROS = 40
ROUNDING = 1e-12
"""Share of the range below which a zero found by bisection is the 0 that it is meant to be."""


class Curves:
    """f and its derivative along one input, over a range.

    overlay  whether both stand in one panel, the derivative dashed
    """

    def __init__(
        self, session: Session, target: Entry, leaf: Node, ends: tuple[float, float], point: dict[str, float],
        look: Look, overlay: bool,
    ) -> None:  # fmt: skip
        store = session.store
        self.name = store.name(leaf)
        self.look = look
        self.overlay = overlay
        derivative = session.derivatives.derivative(target.node, [leaf])
        self.heads = [target.name, ascii_name(target.name, [self.name])]
        self.titles = [target.name, unicode_name(target.name, [self.name])]
        self.low, self.high = ends
        values = evaluator(store, [target.node, derivative], target.inputs)
        self.valued: Callable[[float], list[float]] = lambda x: values({**point, self.name: x})
        self.expression = (store, target.node)

    def at(self, x: float) -> list[float]:
        """f and its derivative; where f has no value, its derivative has none, whatever the formula gives there."""
        f, slope = self.valued(x)
        return [f, slope if isfinite(f) else nan]

    def samples(self, count: int) -> tuple[list[float], list[list[float]]]:
        """Values of x at equal distances, and both curves there; raises E403 where nothing is finite."""
        xs = [self.low + (self.high - self.low) * k / (count - 1) for k in range(count)]
        values = [self.at(x) for x in xs]
        curves = [[v[k] for v in values] for k in range(2)]
        if value_range(curves[0]) is None:
            where = f"{self.name} from {self.low:.6g} to {self.high:.6g}"
            raise DerivError("E403", f"{self.heads[0]} has no finite value for {where}")
        return xs, curves

    def rows(self) -> list[str]:
        """The samples as rows with tabs."""
        xs, (f, g) = self.samples(PIPED)
        lines = ["\t".join([self.name, *self.heads])]
        return lines + [f"{shortest(x)}\t{shortest(a)}\t{shortest(b)}" for x, a, b in zip(xs, f, g)]

    def svg(self) -> list[str]:
        """The picture as SVG."""
        from derivrepl.numeric.drawing import HEIGHT, WIDTH, drawing

        xs, values = self.samples(DRAWN)
        curves = list(zip(self.titles, values))
        panels = [curves] if self.overlay else [[curve] for curve in curves]
        look = self.look
        return drawing(xs, panels, self.name, look.window, look.width or WIDTH, look.height or HEIGHT)

    def screen(self, width: int, notation: Notation) -> list[str]:
        """The panels, the axis, and where the derivative is zero."""
        columns = self.look.columns(width)
        xs, curves = self.samples(2 * columns)
        zero = None
        if self.low < 0 <= self.high:
            zero = min(int(-self.low / (self.high - self.low) * columns), columns - 1)
        heads = self._titles(width, notation)
        lines = []
        for head, values in zip(heads, [curves] if self.overlay else [[curve] for curve in curves]):
            lines += [head, *panel(values, columns, zero, self.look)]
        lines += axis_lines(self.low, self.high, columns)
        tiny = ROUNDING * (self.high - self.low)
        roots = [0.0 if abs(root) < tiny else root for root in zeros(lambda x: self.at(x)[1], xs, curves[1])]
        if roots and len(roots) <= MOST_ZEROS:
            shown = " ".join(f"{root:.4g}" for root in roots)
            lines.append(f"{self.titles[1]} = 0 at {self.name} = {shown}")
        return lines

    def _titles(self, width: int, notation: Notation) -> list[str]:
        from derivrepl.language.text import Writer

        store, node = self.expression
        title = f"{self.titles[0]} = {Writer(store, notation).shown(node)}"
        behind = f"   dashed {self.titles[1]}" if self.overlay else ""
        room = width - 4 - len(behind)
        return [(title if len(title) < room + 4 else title[:room] + notation.mark) + behind, self.titles[1]]
