"""Commands about numbers: `:eval`, `:point`."""

from __future__ import annotations

from derivrepl.errors import DerivError, NoValue
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.session.answer import Block, Lines, Listing, Result, Results
from derivrepl.session.commands.registry import command
from derivrepl.session.points import Given, add_digits, evaluator, exact_node, told, values_at
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Count, Point, Ranges, Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

ROWS = 11
"""Rows of a range without n=."""
MOST_ROWS = 1_000_000


@command(
    "eval", "e", "at", usage="[NAME] x=NUMBER … [x=LOW..HIGH] [n=COUNT]",
    examples=("sin(x) + x*y", ":eval x=4 y=0.5", ":eval x=1..3 n=5"),
)  # fmt: skip
def evaluate(session: Session, target: Target, ranges: Ranges, count: Count, point: Point) -> list[Block]:
    """Values of the expression and its derivatives at a point, which is kept.

    With a range, one row for each of COUNT values. With :set digits 50 every
    printed digit is certain, or the answer says why there are none.
    """
    if ranges:
        return [_rows(session, target, ranges, count or ROWS, {**session.point, **point})]
    whole = {**session.point, **point}
    wanted = session.taken_by(target)
    nodes = session.derivatives.gradient(target, wanted)
    lacking: list[str] = []
    if not target.has_arrays:
        wanted, nodes, lacking = _valued(session, target.name, wanted, nodes)
    functions = target.functions
    values = values_at(session, [node for _, node in functions] + nodes, whole)
    results = [Result(name, (), node, value=v) for (name, node), v in zip(functions, values, strict=False)]
    for leaf, node, value in zip(wanted, nodes, values[len(functions) :], strict=True):
        results.append(Result(target.name, (session.store.name(leaf),), node, value=value))
    add_digits(session, results, whole)
    session.point = whole
    words = " ".join(f"{name}={told(whole[name])}" for name in target.input_names() if name in whole)
    blocks: list[Block] = [Results(target.view if target.shown else None, results, values_only=True)]
    if lacking:
        blocks.append(Lines(lacking, comment=True))
    if words:
        blocks.append(Lines([f"point {words} kept; :table shows values, :trace walks through them"], comment=True))
    return blocks


def _valued(
    session: Session, name: str, wanted: list[Node], nodes: list[Node]
) -> tuple[list[Node], list[Node], list[str]]:  # fmt: skip
    """The derivatives that have values, and for the others a line that says why there are none."""
    from derivrepl.numeric.evaluate import Program

    leaves, kept, lacking = [], [], []
    for leaf, node in zip(wanted, nodes):
        try:
            Program(session.store, [node])
        except DerivError as lack:
            lacking.append(f"{ascii_name(name, [session.store.name(leaf)])} has no value: {lack.message}")
        else:
            leaves.append(leaf)
            kept.append(node)
    return leaves, kept, lacking


def _rows(
    session: Session, target: Entry, ranges: dict[str, tuple[float, float]], count: int, point: dict[str, float]
) -> Block:
    """A row for each point of the grid that the ranges span, the last one fastest."""
    from itertools import product

    if count ** len(ranges) > MOST_ROWS:
        raise DerivError("E405", f"stopped: the grid would have {count ** len(ranges):,} points")
    wanted = session.taken_by(target)
    own, roots = map(list, zip(*target.functions))
    roots += session.derivatives.gradient(target, wanted)
    by = [session.store.name(leaf) for leaf in wanted]
    grid = [_spread(session, low, high, count) for low, high in ranges.values()]
    points = [{**point, **dict(zip(ranges, values))} for values in product(*grid)]
    rows = [[p[name] for name in ranges] for p in points]
    cells = _values(session, target, roots, points)
    heads = [*ranges, *own, *(unicode_name(target.name, [name]) for name in by)]
    piped = [*ranges, *own, *(ascii_name(target.name, [name]) for name in by)]
    return _grid(session, heads, piped, rows, cells)


def _spread(session: Session, low: float, high: float, count: int) -> list[float]:
    """Values at equal distances; exact ones where digits beyond a double are asked for."""
    from derivrepl.language.text import Writer
    from derivrepl.numbers import ratio
    from derivrepl.numeric.digits import DOUBLE_DIGITS

    steps = max(count - 1, 1)
    values = [low + (high - low) * k / steps if k < steps else high for k in range(count)]
    if int(session.settings.get("digits")) <= DOUBLE_DIGITS:
        return values
    store, first, last = session.store, exact_node(session, low), exact_node(session, high)
    width = store.sub(last, first)
    nodes = [store.add(first, store.mul(store.constant(ratio(k, steps)), width)) for k in range(count)]
    return [Given(value, Writer(store).text(node) or "") for value, node in zip(values, nodes)]


def _values(
    session: Session, target: Entry, roots: list[Node], points: list[dict[str, float]]
) -> list[list[str | float]]:
    """The roots' values at the points: texts where certain digits are asked for."""
    from derivrepl.numeric.digits import DOUBLE_DIGITS

    store = session.store
    missing = [store.name(leaf) for leaf in store.inputs(roots) if store.name(leaf) not in points[0]]
    if missing:
        raise NoValue(missing)
    at = evaluator(store, roots, target.inputs)
    cells: list[list[str | float]] = [[*at(p)] for p in points]
    if int(session.settings.get("digits")) > DOUBLE_DIGITS and not target.has_arrays:
        for row, p in zip(cells, points):
            results = [Result("", (), root, value=float(v)) for root, v in zip(roots, row)]
            for k, result in enumerate(results):
                try:
                    add_digits(session, [result], p)
                    row[k] = result.digits
                except DerivError:
                    row[k] = "?"
    return cells


def _grid(
    session: Session, heads: list[str], piped: list[str], rows: list[list[float]], cells: list[list[str | float]]
) -> Block:
    """Rows of points and values: columns on a screen, tabs in a pipe."""
    from derivrepl.numeric.digits import rounded

    digits = int(session.settings.get("digits"))

    def short(value: str | float) -> str:
        if isinstance(value, str) or hasattr(value, "array"):
            return value if isinstance(value, str) else told(value)
        return rounded(value, digits)

    lines = ["\t".join(piped)]
    for point, values in zip(rows, cells):
        lines.append("\t".join([*map(_whole, point), *map(_whole, values)]))
    shown = [[*map(short, point), *map(short, values)] for point, values in zip(rows, cells)]
    return Listing(heads, shown, lines)


def _whole(value: str | float) -> str:
    """A value in all its digits; of an array, a text that reads back."""
    from derivrepl.numeric.digits import shortest

    if isinstance(value, str):
        return value
    text: str = getattr(value, "text", "") if hasattr(value, "array") else shortest(value)
    return text


@command("point", usage="[clear]", examples=(":point", ":point clear"))
def show_point(session: Session, words: Rest) -> list[Block]:
    """Point that :eval kept, or forget it."""
    if words == ["clear"]:
        session.point = {}
    elif words:
        raise DerivError("E502", f":point does not take {words[0]}", hint="usage: :point [clear]")
    shown = " ".join(f"{name}={told(value)}" for name, value in session.point.items())
    return [Lines([shown or "no point is set; :eval x=1 sets one"], comment=True)]
