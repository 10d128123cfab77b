"""`:trace`: the two-column tables of the literature, side by side as in Griewank and Walther (2008)."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.text import ASCII, Notation
from derivrepl.session.answer import INDENT, Block, Drawing
from derivrepl.session.cells import Arrays, Numbers, Symbols
from derivrepl.session.commands.registry import command
from derivrepl.session.directions import differentials, element, first_element, fitted
from derivrepl.session.entry import components
from derivrepl.session.traced import Parts, arranged
from derivrepl.session.walk import Walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.cells import Cells
    from derivrepl.session.commands.words import Bare, Point, Seeds, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST, MOST_SYMBOLIC = 20_000, 300
"""Nodes up to which a trace is made, in numbers and in symbols."""
USAGE = "[NAME] [reverse | forward x | both] [step] [dx=NUMBER …] [x=NUMBER …]"


@command(
    "trace", "tr", usage=USAGE,
    examples=("ln(x1) + x1*x2 - sin(x2)", ":trace reverse x1=2 x2=5", ":trace forward x1", ":trace both step"),
)  # fmt: skip
def trace(session: Session, target: Target, words: Bare, seeds: Seeds, point: Point) -> list[Block]:
    """Tables of what each sweep does at each node: reverse, forward, or both.

    v3 is a node, a3 its adjoint (the derivative of f by it), t3 its tangent
    (its derivative along the seed). Numbers where the inputs have values,
    else expressions. With step, Space goes on row by row at a terminal.

    Of an array x, forward x[2] is by one element, dx=[1,0] along a direction;
    else it is by the first element, without numbers along dx.
    """
    asked = Asked(words, seeds)
    known = {**session.point, **point}
    named = asked.inputs(session)
    parts = [part for part in components(target) if named <= set(part.input_names())]
    if not parts:
        raise target.no_such_input(min(named))
    drawn = [_traced(session, part, asked, known, bool(point)) for part in parts]
    if point:
        session.point = known
    return drawn


class Asked:
    """What the words ask for: which tables, step by step or at once, by which input or along which direction."""

    def __init__(self, words: list[str], seeds: dict[Node, Node]) -> None:
        kind, *rest = [word for word in words if word != "step"] or ["forward" if seeds else "reverse"]
        self.kind = kind
        self.stepwise = "step" in words
        self.by = "".join(rest)
        self.seeds = seeds
        if kind not in ("reverse", "forward", "both") or (kind == "reverse" and (rest or seeds)) or (rest and seeds):
            told = " ".join(words) + (" and a direction" if seeds else "")
            raise DerivError("E502", f":trace does not take {told}", hint=f"usage: :trace {USAGE}")

    def inputs(self, session: Session) -> set[str]:
        """The names of the inputs that are asked for."""
        named = {session.store.name(leaf) for leaf in self.seeds}
        return named | {self.by.partition("[")[0]} if self.by else named

    def directions(self, session: Session, target: Entry, point: dict[str, float]) -> tuple[dict[Node, Node], str]:
        """The seeds of the inputs that move, and the input or element that they are the derivative by, if any.

        point: where numbers are wanted, extended by what stands for a direction; empty for symbols
        """
        if self.seeds:
            seeds, extended = fitted(session, target, self.seeds, point)
            point.update(extended)
            return seeds, ""
        names = target.input_names()
        by = self.by or names[0]
        if by in names:
            leaf = target.inputs[names.index(by)]
            if not point and session.shape(leaf):
                return differentials(session, target, [leaf]), ""
            by = first_element(session, leaf)
        return element(session, target, by), by


def _traced(session: Session, target: Entry, asked: Asked, known: dict[str, float], given: bool) -> Block:
    """The trace of one function; given: whether a point was asked for."""
    if session.shape(target.node) and asked.kind != "forward":
        raise DerivError("E302", f"{target.name} is not a scalar", hint=":trace forward, or trace one element of it")
    if not target.inputs:
        raise DerivError("E203", f"{target.name} has no inputs to trace")
    names = target.input_names()
    has_open = any(name not in known for name in names)
    _bounded(len(target.view.nodes), has_open, names)
    symbols = has_open and not given
    point = {} if symbols else dict(known)
    seeds, along = ({}, "") if asked.kind == "reverse" else asked.directions(session, target, point)
    cells = Symbols(session, seeds) if symbols else _valued(session, target, point, seeds)

    def parts(notation: Notation, room: int = 0) -> Parts:
        return Parts(session, target, cells, along, notation, room)

    def screen(width: int, notation: Notation) -> list[str]:
        made = parts(notation, width)
        tables = arranged(made, asked.kind, width - INDENT)
        lines = [line for table in tables for line in ("", *table.head(), *table.lines())]
        return lines[1:] + (made.count_lines(width - INDENT) if asked.kind == "reverse" else [])

    def frames(width: int, notation: Notation) -> Walk:
        return Walk(arranged(parts(notation, width), asked.kind, width - INDENT))

    return Drawing(screen, parts(ASCII).piped(asked.kind), walk=frames if asked.stepwise else None)


def _valued(session: Session, target: Entry, point: dict[str, float], seeds: dict[Node, Node]) -> Cells:
    """The cells of a trace at a point."""
    from derivrepl.session.points import values_at

    values_at(session, [target.node], point)
    moving = dict(zip(seeds, values_at(session, list(seeds.values()), point), strict=True))
    return (Arrays if target.has_arrays else Numbers)(session, target, point, moving)


def _bounded(size: int, symbols: bool, names: list[str]) -> None:
    """Raise E405 for a table that nobody could read or wait for."""
    if symbols and size > MOST_SYMBOLIC:
        given = " ".join(f"{name}=…" for name in names[:4])
        raise DerivError("E405", f"{size:,} nodes are too many for a trace in symbols", hint=f"give values: {given}")
    if size > MOST:
        raise DerivError("E405", f"{size:,} nodes are too many for a trace", hint=":table shows values and adjoints")
