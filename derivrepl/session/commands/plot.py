"""`:plot`: f above its derivative, on one x axis, in braille; as TSV in a pipe; as SVG or TSV to a file."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.numeric.digits import shortest
from derivrepl.numeric.plot import drawing, picture, rounded_out, shaded, tick_text, value_range, zeros
from derivrepl.session.answer import Block, Drawing, Lines
from derivrepl.session.commands.registry import command
from derivrepl.store import LIST, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.session.commands.words import Bare, Output, Point, Ranges, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

PANEL_ROWS = 8
MARGIN = 14
"""Cells of a screen that are not part of the picture."""
LABEL_WIDTH = 6
PIPED = 201
MAPPED = 41
DRAWN = 801
REACH = 5.0


@command(
    "plot", "p", usage="[NAME] [x=LOW..HIGH] [y=NUMBER …] [> FILE.svg | > FILE.tsv]",
    examples=("exp(-x^2)*sin(3*x)", ":plot x=-3..3", ":plot x=-3..3 > f.svg", "x^2 - y^2", ":plot x y"),
)  # fmt: skip
def plot(
    session: Session, target: Target, output: Output, ranges: Ranges, words: Bare, point: Point
) -> list[Block]:  # fmt: skip
    """Curve of f above that of its derivative: extremes over zeros.

    Without a range from -5 to 5, or around the kept point. Other inputs need
    a value. Poles are gaps. In a pipe 201 rows of x, f and f'. With two
    inputs a heat map of f.
    """
    if session.store.op(target.node) == LIST:
        raise DerivError("E302", f"{target.name} is not a scalar", hint="plot one component")
    names = [*ranges, *(word for word in words if word not in ranges)]
    if len(names) == 2 and not output:
        return [heat_map(session, target, names, ranges, {**session.point, **point})]
    leaf, low, high = _axis(session, target, ranges, words, {**session.point, **point})
    curves = Curves(session, target, leaf, low, high, {**session.point, **point})
    if output:
        return [_to_file(session, curves, output)]
    return [Drawing(curves.screen, curves.rows(PIPED))]


def heat_map(
    session: Session, target: Entry, names: list[str], ranges: dict[str, tuple[float, float]], point: dict[str, float]
) -> Block:
    """f over two inputs, a character for each value; in a pipe rows of both inputs and f."""
    from derivrepl.numeric.scalars import scalar_program

    store = session.store
    known = target.input_names()
    unknown = [n for n in names if n not in known]
    if unknown:
        raise DerivError("E203", f"{unknown[0]} is not an input of {target.name} (inputs: {' '.join(known)})")
    missing = [n for n in known if n not in names and n not in point]
    if missing:
        raise DerivError("E402", f"no value for {' '.join(missing)}")
    (x, y), leaves = names, store.inputs([target.node])
    run = scalar_program(store, leaves, [target.node])
    spans = [ranges.get(n, (-REACH, REACH)) for n in names]

    def grid(columns: int, rows: int) -> list[list[float]]:
        """Values, the highest y first."""
        found = []
        for r in range(rows):
            at_y = _between(spans[1], 1 - (r + 0.5) / rows)
            line = []
            for c in range(columns):
                at = {**point, x: _between(spans[0], (c + 0.5) / columns), y: at_y}
                line.append(run(*[at[store.name(leaf)] for leaf in leaves])[0])
            found.append(line)
        return found

    def screen(width: int) -> list[str]:
        columns = max(width - MARGIN, 10)
        shades, bounds = shaded(grid(columns, 2 * PANEL_ROWS))
        marks = {0: tick_text(spans[1][1]), len(shades) - 1: tick_text(spans[1][0])}
        lines = [f"{marks.get(r, ''):>{LABEL_WIDTH}} │{line}" for r, line in enumerate(shades)]
        told = f"{target.name} from {bounds[0]:.6g} (blank) to {bounds[1]:.6g} (@)" if bounds else "(no finite value)"
        return [f"{y} over {x}", *lines, *_axis_lines(*spans[0], columns), told]

    piped = [f"{x}\t{y}\t{target.name}"]
    for r, line in enumerate(grid(MAPPED, MAPPED)):
        for c, value in enumerate(line):
            at_x, at_y = _between(spans[0], (c + 0.5) / MAPPED), _between(spans[1], 1 - (r + 0.5) / MAPPED)
            piped.append(f"{shortest(at_x)}\t{shortest(at_y)}\t{shortest(value)}")
    return Drawing(screen, piped)


def _between(span: tuple[float, float], share: float) -> float:
    return span[0] + (span[1] - span[0]) * share


def _axis(
    session: Session, target: Entry, ranges: dict[str, tuple[float, float]], words: list[str], point: dict[str, float]
) -> tuple[Node, float, float]:
    """The input along the axis and its range; raises DerivError."""
    names = target.input_names()
    if len(ranges) > 1 or len(words) > 1:
        raise DerivError("E502", ":plot draws along one input", hint="usage: :plot x=LOW..HIGH y=NUMBER …")
    free = [name for name in names if name not in point]
    name = next(iter([*ranges, *words, *(free or names)]), "")
    if name not in names:
        raise DerivError("E203", f"{name or 'nothing'} is not an input of {target.name} (inputs: {' '.join(names)})")
    missing = [n for n in free if n != name]
    if missing:
        hint = "give it a value: " + " ".join(f"{n}=…" for n in missing)
        raise DerivError("E402", f"no value for {' '.join(missing)}", hint=hint)
    middle = point.get(name, 0.0)
    low, high = ranges.get(name, (middle - REACH, middle + REACH))
    if not low < high:
        raise DerivError("E502", f"the range of {name} is empty", hint="write x=LOW..HIGH")
    return session.store.input(name), low, high


class Curves:
    """f and its derivative along one input."""

    def __init__(
        self, session: Session, target: Entry, leaf: Node, low: float, high: float, point: dict[str, float]
    ) -> None:
        from derivrepl.numeric.scalars import scalar_program

        store = session.store
        self.name = store.name(leaf)
        derivative = session.derivatives.derivative(target.node, [leaf])
        self.text = target.text if target.number else ""
        self.heads = [target.name, ascii_name(target.name, [self.name])]
        self.titles = [target.name, unicode_name(target.name, [self.name])]
        self.low, self.high = low, high
        leaves = store.inputs([target.node, derivative, leaf])
        names = [store.name(n) for n in leaves]
        run = scalar_program(store, leaves, [target.node, derivative])

        def at(x: float) -> tuple[float, ...]:
            return run(*[x if n == self.name else point[n] for n in names])

        self.at: Callable[[float], tuple[float, ...]] = at
        self.expression = (store, target.node)

    def samples(self, count: int) -> tuple[list[float], list[list[float]]]:
        """Values of x at equal distances, and both curves there; raises E403 where nothing is finite."""
        xs = [self.low + (self.high - self.low) * k / (count - 1) for k in range(count)]
        values = [self.at(x) for x in xs]
        curves = [[v[k] for v in values] for k in range(2)]
        if value_range(curves[0]) is None:
            where = f"{self.name} from {self.low:.6g} to {self.high:.6g}"
            raise DerivError("E403", f"{self.heads[0]} has no finite value for {where}")
        return xs, curves

    def rows(self, count: int) -> list[str]:
        """The samples as rows with tabs."""
        xs, (f, g) = self.samples(count)
        lines = ["\t".join([self.name, *self.heads])]
        return lines + [f"{shortest(x)}\t{shortest(a)}\t{shortest(b)}" for x, a, b in zip(xs, f, g)]

    def screen(self, width: int) -> list[str]:
        """Both panels, the axis, and where the derivative is zero."""
        from derivrepl.language.text import UNICODE, Writer

        columns = max(width - MARGIN, 10)
        xs, curves = self.samples(2 * columns)
        store, node = self.expression
        heads = [f"{self.titles[0]} = {Writer(store, UNICODE).text(node) or '…'}", self.titles[1]]
        zero = None
        if self.low <= 0 <= self.high:
            zero = min(int(-self.low / (self.high - self.low) * columns), columns - 1)
        lines = []
        for head, values in zip(heads, curves):
            lines.append(head if len(head) < width else head[: width - 4] + "…")
            lines += _panel(values, columns, zero)
        lines += _axis_lines(self.low, self.high, columns)
        roots = zeros(lambda x: self.at(x)[1], xs, curves[1])
        if roots and len(roots) <= 40:
            shown = " ".join(f"{root + 0.0:.4g}" for root in roots)
            lines.append(f"{self.titles[1]} = 0 at {self.name} = {shown}")
        return lines


def _panel(values: list[float], columns: int, zero: int | None) -> list[str]:
    """One curve with its y axis."""
    bounds = value_range(values)
    if bounds is None:
        return ["(no finite value)"]
    low, high, marks = rounded_out(*bounds)
    labels: dict[int, str] = {}
    for tick in marks:
        row = round((high - tick) / (high - low) * (4 * PANEL_ROWS - 1)) // 4
        labels.setdefault(row, tick_text(tick))
    rows = picture(values, columns, PANEL_ROWS, low, high, zero)
    return [
        f"{labels.get(r, ''):>{LABEL_WIDTH}} {'┤' if r in labels else '│'}{line}".rstrip()
        for r, line in enumerate(rows)
    ]


def _axis_lines(low: float, high: float, columns: int) -> list[str]:
    """The x axis with five labels."""
    line = [" "] * (LABEL_WIDTH + columns + 12)
    for k in range(5):
        text = tick_text(low + (high - low) * k / 4)
        start = LABEL_WIDTH + 2 + k * (columns - 1) // 4 - len(text) // 2
        line[start : start + len(text)] = text
    return [f"{' ' * (LABEL_WIDTH + 1)}└{'─' * columns}", "".join(line).rstrip()]


def _to_file(session: Session, curves: Curves, path: str) -> Block:
    """Write the curves; the ending of the name says in which form."""
    if path.endswith(".svg"):
        xs, (f, g) = curves.samples(DRAWN)
        session.files.write(path, drawing(xs, [(curves.titles[0], f), (curves.titles[1], g)], curves.name))
    elif path.endswith((".tsv", ".txt")):
        session.files.write(path, curves.rows(PIPED))
    else:
        raise DerivError("E502", f"a plot is written as .svg or .tsv, not {path}")
    return Lines([f"wrote {path}"], comment=True)
