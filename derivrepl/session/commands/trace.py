"""`:trace`: the two-column tables of the literature, side by side as in Griewank and Walther (2008)."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.text import ASCII, UNICODE
from derivrepl.session.answer import INDENT, Block, Drawing
from derivrepl.session.commands.registry import command
from derivrepl.session.entry import components
from derivrepl.session.panels import Table
from derivrepl.session.traced import BESIDE, Cells, Parts
from derivrepl.session.walk import Walk
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Bare, Point, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

MOST, MOST_SYMBOLIC = 20_000, 300
"""Nodes up to which a trace is made, in numbers and in symbols."""


@command(
    "trace", "tr", usage="[NAME] [reverse | forward x | both] [step] [x=NUMBER …]",
    examples=("ln(x1) + x1*x2 - sin(x2)", ":trace reverse x1=2 x2=5", ":trace forward x1", ":trace both step"),
)  # fmt: skip
def trace(session: Session, target: Target, words: Bare, point: Point) -> list[Block]:
    """Tables of what each sweep does at each node: reverse, forward, or both.

    v3 is a node, a3 its adjoint (the derivative of f by it), t3 its tangent
    (its derivative along the seed). Numbers where the inputs have values,
    else expressions. With step, Space goes on row by row at a terminal.
    """
    known = {**session.point, **point}
    seeds = {word for word in words if word in target.input_names()}
    parts = [part for part in components(target) if seeds <= set(part.input_names())]
    drawn = [_traced(session, part, words, known, bool(point)) for part in parts]
    if point:
        session.point = known
    return drawn


def _traced(session: Session, target: Entry, words: list[str], known: dict[str, float], given: bool) -> Block:
    """The trace of one function; given: whether a point was asked for."""
    if session.shape(target.node):
        raise DerivError("E302", f"{target.name} is not a scalar", hint="trace one component")
    if not target.inputs:
        raise DerivError("E203", f"{target.name} has no inputs to trace")
    names = target.input_names()
    symbols = any(name not in known for name in names)
    _bounded(len(target.view.nodes), symbols, names)
    kind, seed = _mode(session, target, [word for word in words if word != "step"])
    cells = Cells(session, target, known if given or not symbols else None, seed)
    return _drawing(cells, kind, "step" in words)


def _bounded(size: int, symbols: bool, names: list[str]) -> None:
    """Raise E405 for a table that nobody could read or wait for."""
    if symbols and size > MOST_SYMBOLIC:
        given = " ".join(f"{name}=…" for name in names[:4])
        raise DerivError("E405", f"{size:,} nodes are too many for a trace in symbols", hint=f"give values: {given}")
    if size > MOST:
        raise DerivError("E405", f"{size:,} nodes are too many for a trace", hint=":table shows values and adjoints")


def _mode(session: Session, target: Entry, words: list[str]) -> tuple[str, Node]:
    """Which tables, and the input that the tangents are seeded by."""
    names = target.input_names()
    kind, *rest = words or ["reverse"]
    if kind not in ("reverse", "forward", "both") or len(rest) > 1 or (rest and kind == "reverse"):
        usage = "usage: :trace [reverse | forward x | both] [step] [x=NUMBER …]"
        raise DerivError("E502", f":trace does not take {' '.join(words)}", hint=usage)
    if rest and rest[0] not in names:
        raise target.no_such_input(rest[0])
    if kind != "reverse" and target.has_arrays:
        raise DerivError(
            "E304", f"{target.name} has arrays: tangents are traced of numbers alone", hint=":trace reverse"
        )
    return kind, session.store.input(rest[0]) if rest else target.inputs[0]


def _drawing(cells: Cells, kind: str, stepwise: bool) -> Block:
    def screen(width: int) -> list[str]:
        parts = cells.parts(UNICODE, width)
        lines: list[str] = []
        for table in _tables(parts, kind, width):
            for fitting in table.within(width - INDENT):
                lines += ["", *fitting.head(), *fitting.lines()]
        return lines[1:] + (parts.count_lines(width - INDENT) if kind == "reverse" else [])

    def frames(width: int) -> Walk:
        return Walk(_tables(cells.parts(UNICODE, width), kind, width))

    return Drawing(screen, cells.parts(ASCII, 0).piped(kind), walk=frames if stepwise else None)


def _tables(parts: Parts, kind: str, width: int) -> list[Table]:
    """The tables of a screen, one below the other."""
    if kind == "both" and width >= BESIDE + INDENT:
        return [Table([parts.primal(30), parts.tangents(38, 24, "   "), parts.adjoints(18)])]
    tables = []
    if kind in ("forward", "both"):
        tables.append(Table([parts.primal(32), parts.tangents(40, 23, "")]))
    if kind in ("reverse", "both"):
        tables.append(Table([parts.primal(32), parts.adjoints(20)]))
    return tables
