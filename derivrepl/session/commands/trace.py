"""`:trace`: the two-column tables of the literature, side by side as in Griewank and Walther (2008)."""

from __future__ import annotations

from derivrepl.calculus.rules import contribution
from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import ASCII, UNICODE, Notation
from derivrepl.numeric.trace import Trace
from derivrepl.session.answer import Block, Drawing
from derivrepl.session.commands.registry import command
from derivrepl.session.panels import Panel, side_by_side
from derivrepl.store import LIST, ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Bare, Point, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.panels import Row
    from derivrepl.session.session import Session

MOST, MOST_SYMBOLIC = 20_000, 300
"""Nodes up to which a trace is made, in numbers and in symbols."""
BESIDE = 114
"""Columns that three panels take side by side."""


@command(
    "trace", "tr", usage="[NAME] [reverse | forward x | both] [x=NUMBER …]",
    examples=("ln(x1) + x1*x2 - sin(x2)", ":trace reverse x1=2 x2=5", ":trace forward x1", ":trace both"),
)  # fmt: skip
def trace(session: Session, target: Target, words: Bare, point: Point) -> list[Block]:
    """Tables of what each sweep does at each node: reverse, forward, or both.

    v3 is a node, a3 its adjoint (the derivative of f by it), t3 its tangent
    (its derivative along the seed). Numbers where the inputs have values,
    else expressions.
    """
    if session.store.op(target.node) == LIST:
        raise DerivError("E302", f"{target.name} is not a scalar", hint="trace one component")
    if target.node not in target.view.labels:
        raise DerivError("E203", f"{target.name} has no inputs to trace")
    names = target.input_names()
    known = {**session.point, **point}
    symbols = any(name not in known for name in names)
    _bounded(len(target.view.nodes), symbols, names)
    if point:
        session.point = {**session.point, **point}
    elif any(name not in session.point for name in names):
        return [_drawing(session, target, *_mode(session, target, words), None)]
    return [_drawing(session, target, *_mode(session, target, words), session.point)]


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
        usage = "usage: :trace [reverse | forward x | both] [x=NUMBER …]"
        raise DerivError("E502", f":trace does not take {' '.join(words)}", hint=usage)
    if rest and rest[0] not in names:
        raise DerivError("E203", f"{rest[0]} is not an input of {target.name} (inputs: {' '.join(names)})")
    return kind, session.store.input(rest[0]) if rest else target.inputs[0]


def _drawing(session: Session, target: Entry, kind: str, seed: Node, point: dict[str, float] | None) -> Block:
    cells = Cells(session, target, point, seed)

    def screen(width: int) -> list[str]:
        parts = cells.parts(UNICODE, width)
        if kind == "both" and width >= BESIDE + 2:
            return side_by_side([parts.primal(30), parts.tangents(38, 24, "   "), parts.adjoints(18, False)])
        lines: list[str] = []
        if kind in ("forward", "both"):
            lines = side_by_side([parts.primal(32), parts.tangents(40, 23, "")])
        if kind == "both":
            lines.append("")
        if kind in ("reverse", "both"):
            lines += side_by_side([parts.primal(32), parts.adjoints(20, True)])
        return lines + parts.count_lines() if kind == "reverse" else lines

    return Drawing(screen, cells.parts(ASCII, 0).piped(kind))


class Cells:
    """The values of a trace: numbers at a point, expressions without one."""

    def __init__(self, session: Session, target: Entry, point: dict[str, float] | None, seed: Node) -> None:
        self.session = session
        self.target = target
        self.seed = seed
        self.point = point
        store, view = session.store, target.view
        self.nodes = view.nodes
        self.partials = {
            (n, k): contribution(store, n, k, ONE) for n in self.nodes for k in range(len(store.operands(n)))
        }
        self.numbers: dict[Node, float] = {}
        if point is not None:
            from derivrepl.numeric.evaluate import Program
            from derivrepl.session.points import values_at

            values_at(session, [target.node], point)
            leaves = {n: point[store.name(n)] for n in target.inputs}
            self.numbers = Program(store, [target.node, *self.partials.values()]).run(leaves)

    def parts(self, notation: Notation, width: int) -> Parts:
        """The panels, in a notation; width 0 is a pipe."""
        return Parts(self, notation, width)

    # Arithmetic on numbers or on nodes, whichever the trace is about

    def value(self, node: Node) -> float | Node:
        """What a node is worth."""
        return self.numbers[node] if self.point is not None else node

    def step(self, sum_so_far: float | Node | None, brought: float | Node, node: Node, index: int) -> float | Node:
        """The sum after another contribution of a partial times what was brought."""
        partial = self.partials[node, index]
        if self.point is not None:
            return (sum_so_far or 0.0) + brought * self.numbers[partial]
        store = self.session.store
        assert isinstance(brought, int)
        piece = contribution(store, node, index, brought)
        assert sum_so_far is None or isinstance(sum_so_far, int)
        total = piece if sum_so_far in (None, ZERO) else store.add(sum_so_far, piece)
        return self.session.derivatives.simplify(total).node

    def one(self) -> float | Node:
        """1, as a number or a node."""
        return 1.0 if self.point is not None else ONE

    def zero(self) -> float | Node:
        """0, as a number or a node."""
        return 0.0 if self.point is not None else ZERO


class Parts:
    """The panels of one trace in one notation."""

    def __init__(self, cells: Cells, notation: Notation, width: int) -> None:
        target, session = cells.target, cells.session
        self.cells = cells
        self.store = session.store
        self.notation = notation
        self.plain = not width
        self.room = min(max((width - 52) // 2, 12), 32)
        self.trace = Trace(self.store, target.node, cells.nodes, target.view.labels, notation, self.plain)

    def text(self, value: float | Node) -> str:
        """A value for a cell."""
        from derivrepl.language.text import Writer
        from derivrepl.numeric.digits import rounded, shortest

        if self.cells.point is not None:
            if self.plain:
                return shortest(value)
            return rounded(value, int(self.cells.session.settings.get("digits")))
        assert isinstance(value, int)
        text = Writer(self.store, self.notation).text(value) or "…"
        if self.plain or len(text) <= self.room:
            return text
        return f"{text[: self.room * 2 // 3]}…{text[-self.room // 3 :]}"

    def name(self, leaf: Node) -> str:
        """What the derivative by an input is called."""
        named = ascii_name if self.plain else unicode_name
        return named(self.cells.target.name, [self.store.name(leaf)])

    def primal(self, width: int) -> Panel:
        """What each node computes."""
        labels = self.trace.labels
        rows = [
            [(f"{labels[n]} = {self.trace.operation(n)}", self.text(self.cells.value(n)), "")] for n in self.trace.nodes
        ]
        return Panel("forward primal trace ▼", rows, 16, width)

    def tangents(self, width: int, at: int, gap: str) -> Panel:
        """The tangent of each node, of its operands' tangents."""
        cells, trace = self.cells, self.trace
        known: dict[Node, float | Node] = {n: cells.one() if n == cells.seed else cells.zero() for n in trace.inputs}
        rows = []
        for n in trace.nodes:
            text = trace.forward(n, set(known))
            if n not in known and text:
                total: float | Node | None = None
                for k, operand in enumerate(self.store.operands(n)):
                    if operand in known:
                        total = cells.step(total, known[operand], n, k)
                known[n] = cells.zero() if total is None else total
            head = trace.tangent(n) + (f" = {text}" if text else "")
            end = f"= {self.name(cells.seed)}" if n == trace.root and not gap else ""
            rows.append([(head, self.text(known.get(n, cells.zero())), end)])
        panel = Panel("", rows, at, width)
        seeds = ", ".join(f"{trace.tangent(n)} = {int(n == cells.seed)}" for n in trace.inputs[:4])
        title = "tangent trace ▼"
        panel.title = f"{title}{gap}{seeds}" if gap else f"{title:<{panel.at}}seed {seeds}"
        return panel

    def adjoints(self, at: int, named: bool) -> Panel:
        """The adjoint of each input, and what each operation adds to the adjoints of its operands."""
        cells, trace = self.cells, self.trace
        known: dict[Node, float | Node] = {trace.root: cells.one()}
        groups: list[list[Row]] = []
        for n in reversed(trace.nodes):
            rows: list[Row] = []
            if n in trace.inputs:
                rows.append((trace.adjoint(n), self.text(known.get(n, cells.zero())), f"= {self.name(n)}"))
            for update in reversed(trace.reverse(n)):
                known[update.operand] = cells.step(known.get(update.operand), known[n], n, update.index)
                head = f"{trace.adjoint(update.operand)} += {update.text}"
                rows.insert(0, (head, self.text(known[update.operand]), ""))
            if n == trace.root and n not in trace.inputs:
                rows.append((trace.adjoint(n), self.text(cells.one()), "seed"))
            groups.append(rows)
        return Panel("reverse adjoint trace ▲", groups[::-1], at, 40)

    def count_lines(self) -> list[str]:
        """How the two ways compare."""
        trace = self.trace
        operations = len(trace.nodes) - len(trace.inputs)
        updates = sum(len(trace.reverse(n)) for n in trace.nodes)
        size = len(trace.inputs)
        what = {1: "the derivative", 2: "both derivatives"}.get(size, f"all {size} derivatives")
        passes = f"{size} pass{'' if size == 1 else 'es'}"
        done = f"{operations} operation{'' if operations == 1 else 's'}"
        back = f"{updates} update{'' if updates == 1 else 's'}"
        lines = [f"{done} forward and {back} back give {what}; forward mode"]
        last = f"needs {passes} over the {done}"
        return [*lines, f"{last:<71}:cost"]

    def piped(self, kind: str) -> list[str]:
        """The same as rows with tabs: node, operation, value, update, result."""
        lines = []
        panels = []
        if kind in ("forward", "both"):
            panels.append(self.tangents(0, 0, ""))
        if kind in ("reverse", "both"):
            panels.append(self.adjoints(0, True))
        labels = self.trace.labels
        for panel in panels:
            lines.append("node\toperation\tvalue\tupdate\tresult")
            for n, group in zip(self.trace.nodes, panel.rows):
                start = f"{labels[n]}\t{self.trace.operation(n)}\t{self.text(self.cells.value(n))}"
                lines += [f"{start}\t{text}\t{value}" for text, value, _ in group]
        return lines
