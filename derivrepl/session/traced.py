"""The values and panels of a trace: numbers at a point, expressions without one."""

from __future__ import annotations

from derivrepl.calculus.reverse import adjoint_part
from derivrepl.calculus.rules import local_partials
from derivrepl.language.counted import counted
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import Notation, Writer
from derivrepl.numeric.array_value import ArrayValue, literal, plain
from derivrepl.numeric.trace import Trace
from derivrepl.session.panels import Panel
from derivrepl.store import ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.entry import Entry
    from derivrepl.session.panels import Row
    from derivrepl.session.session import Session

BESIDE = 114
"""Columns that three panels take side by side."""
COUNTED = 76
"""Columns of the sentence below the panels."""


class Cells:
    """The values of a trace: numbers at a point, expressions without one."""

    def __init__(self, session: Session, target: Entry, point: dict[str, float] | None, seed: Node) -> None:
        self.session = session
        self.target = target
        self.seed = seed
        self.point = point
        store, view = session.store, target.view
        self.nodes = view.nodes
        self.leaves: dict[Node, float] = {}
        self.arrays = target.has_arrays
        self.partials = {} if self.arrays else local_partials(store, self.nodes)
        self.numbers: dict[Node, float] = {}
        if point is not None:
            from derivrepl.numeric.evaluate import Program
            from derivrepl.session.points import array_values, values_at

            values_at(session, [target.node], point)
            self.leaves = {n: point[store.name(n)] for n in target.inputs}
            if self.arrays:
                self.numbers = array_values(store, self.nodes, self.leaves)
            else:
                self.numbers = Program(store, [target.node, *self.partials.values()]).run(self.leaves)

    def _array_step(self, sum_so_far: float | Node | None, brought: float | Node, node: Node, index: int) -> float:
        """The sum of numbers after another contribution, where some are arrays."""
        from derivrepl.session.points import array_or_number, array_values

        store, shape = self.session.store, self.session.shape(node)
        g = store.array("adjoint ", shape) if shape else store.input("adjoint ")
        piece = adjoint_part(store, node, index, g)
        operand = store.operands(node)[index]
        if store.shapes is not None:
            piece = store.shapes.filled(piece, self.session.shape(operand))
        value = array_values(store, [piece], {**self.leaves, g: brought})[piece]
        return value if sum_so_far is None else plain(array_or_number(sum_so_far) + array_or_number(value))

    def parts(self, notation: Notation, width: int) -> Parts:
        """The panels, in a notation; width 0 is a pipe."""
        return Parts(self, notation, width)

    # Arithmetic on numbers or on nodes, whichever the trace is about

    def value(self, node: Node) -> float | Node:
        """What a node is worth."""
        return self.numbers[node] if self.point is not None else node

    def step(self, sum_so_far: float | Node | None, brought: float | Node, node: Node, index: int) -> float | Node:
        """The sum after another contribution of a partial times what was brought."""
        if self.point is not None and self.arrays:
            return self._array_step(sum_so_far, brought, node, index)
        if self.point is not None:
            partial = self.partials[node, index]
            return (sum_so_far or 0.0) + brought * self.numbers[partial]
        store = self.session.store
        assert isinstance(brought, int)
        piece = adjoint_part(store, node, index, brought)
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
        from derivrepl.numeric.digits import rounded, shortest

        if isinstance(value, ArrayValue):
            text = value.text if self.plain else literal(value.array, 4)
            return text if self.plain or len(text) <= self.room else f"{text[: self.room - 1]}…"
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

    def adjoints(self, at: int) -> Panel:
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

    def count_lines(self, room: int) -> list[str]:
        """How the two ways compare, and at the right edge the command that tells more where it fits."""
        from textwrap import wrap

        trace = self.trace
        operations = len(trace.nodes) - len(trace.inputs)
        updates = sum(len(trace.reverse(n)) for n in trace.nodes)
        size = len(trace.inputs)
        what = {1: "the derivative", 2: "both derivatives"}.get(size, f"all {size} derivatives")
        passes = counted(size, "pass", "passes")
        done = counted(operations, "operation")
        back = counted(updates, "update")
        sentence = f"{done} forward and {back} back give {what}; forward mode needs {passes} over the {done}"
        *lines, last = wrap(sentence, min(room, COUNTED))
        return [*lines, f"{last:<{COUNTED - 5}}:cost" if room >= COUNTED else last]

    def piped(self, kind: str) -> list[str]:
        """The same as rows with tabs: node, operation, value, update, result."""
        lines = []
        panels = []
        if kind in ("forward", "both"):
            panels.append(self.tangents(0, 0, ""))
        if kind in ("reverse", "both"):
            panels.append(self.adjoints(0))
        labels = self.trace.labels
        for panel in panels:
            lines.append("node\toperation\tvalue\tupdate\tresult")
            for n, group in zip(self.trace.nodes, panel.rows):
                start = f"{labels[n]}\t{self.trace.operation(n)}\t{self.text(self.cells.value(n))}"
                lines += [f"{start}\t{text}\t{value}" for text, value, _ in group]
        return lines
