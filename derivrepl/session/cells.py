"""What the cells of a trace hold: expressions without a point, at one numbers, or arrays and numbers."""

from __future__ import annotations

from derivrepl.calculus.reverse import adjoint_part
from derivrepl.calculus.rules import local_partials, plus
from derivrepl.calculus.tensors import pushed
from derivrepl.store import ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from derivrepl.numeric.trace import Trace, Update
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

    Value = float | Node
    """A number, or an array among numbers; without a point a node."""

    class Cells(Protocol):
        """The values of a trace and its sweeps.

        seeds  the tangents of inputs that move
        """

        zero: Value
        one: Value
        seeds: Mapping[Node, Value]

        def value(self, node: Node) -> Value:
            """What a node is worth."""

        def gained(self, trace: Trace, node: Node, update: Update, known: Mapping[Node, Value]) -> Value:
            """The adjoint of a node's operand after an update; known: the adjoints so far."""

        def pushed(self, trace: Trace, node: Node, known: Mapping[Node, Value]) -> Value:
            """The tangent of a node; known: those of its operands."""


class Symbols:
    """Expressions, simplified."""

    zero: Value = ZERO
    one: Value = ONE

    def __init__(self, session: Session, seeds: Mapping[Node, Node]) -> None:
        self.session = session
        self.seeds: Mapping[Node, Value] = seeds

    def value(self, node: Node) -> Value:
        return node

    def gained(self, trace: Trace, node: Node, update: Update, known: Mapping[Node, Value]) -> Value:
        store = self.session.store
        piece = adjoint_part(store, node, update.index, int(known[node]))
        before = int(known.get(update.operand, ZERO))
        return self.session.derivatives.simplify(piece if before == ZERO else plus(store, before, piece)).node

    def pushed(self, trace: Trace, node: Node, known: Mapping[Node, Value]) -> Value:
        made = pushed(self.session.store, node, {n: int(t) for n, t in known.items()})
        return self.session.derivatives.simplify(made).node


class AtPoint:
    """What is computed at a point. numbers: the values of nodes."""

    zero: Value = 0.0
    one: Value = 1.0

    def __init__(self, seeds: Mapping[Node, float], numbers: Mapping[Node, float]) -> None:
        self.seeds: Mapping[Node, Value] = seeds
        self.numbers = numbers

    def value(self, node: Node) -> Value:
        return self.numbers[node]


class Numbers(AtPoint):
    """Numbers at a point."""

    def __init__(
        self, session: Session, target: Entry, point: Mapping[str, float], seeds: Mapping[Node, float]
    ) -> None:
        from derivrepl.numeric.evaluate import Program

        store = session.store
        self.partials = local_partials(store, target.view.nodes)
        program = Program(store, [target.node, *self.partials.values()])
        super().__init__(seeds, program.run({n: point[store.name(n)] for n in target.inputs}))

    def gained(self, trace: Trace, node: Node, update: Update, known: Mapping[Node, Value]) -> Value:
        return known.get(update.operand, 0.0) + known[node] * self.numbers[self.partials[node, update.index]]

    def pushed(self, trace: Trace, node: Node, known: Mapping[Node, Value]) -> Value:
        moving = [(k, known[a]) for k, a in enumerate(trace.store.operands(node)) if a in known]
        return sum([tangent * self.numbers[self.partials[node, k]] for k, tangent in moving], 0.0)


class Arrays(AtPoint):
    """Arrays and numbers at a point: each formula of the trace is computed from the values of its labels."""

    def __init__(
        self, session: Session, target: Entry, point: Mapping[str, float], seeds: Mapping[Node, float]
    ) -> None:
        from derivrepl.numeric.array_value import plain
        from derivrepl.numeric.arrays import ArrayProgram
        from derivrepl.session.points import array_or_number

        store = session.store
        self.sizes: dict[str, int] = {}
        program = ArrayProgram(store, target.view.nodes)
        values = program.run({n: array_or_number(point[store.name(n)]) for n in target.inputs}, self.sizes)
        super().__init__(seeds, {n: plain(values[n]) for n in target.view.nodes})

    def gained(self, trace: Trace, node: Node, update: Update, known: Mapping[Node, Value]) -> Value:
        from derivrepl.numeric.array_value import plain
        from derivrepl.session.points import array_or_number

        piece = self._computed(trace, node, update.node, update.operand, {trace.formulas.adjoint(node): known[node]})
        before = known.get(update.operand)
        return piece if before is None else plain(array_or_number(before) + array_or_number(piece))

    def pushed(self, trace: Trace, node: Node, known: Mapping[Node, Value]) -> Value:
        made, _ = trace.formulas.whole_tangent(node, known)
        moving = {trace.formulas.tangent(a): known[a] for a in trace.store.operands(node) if a in known}
        return self._computed(trace, node, made, node, moving)

    def _computed(self, trace: Trace, node: Node, made: Node, like: Node, known: Mapping[str, Value]) -> Value:
        """The value of a formula about a node, in the shape of `like`; known: the adjoints or tangents in it."""
        import numpy

        from derivrepl.numeric.array_value import plain
        from derivrepl.numeric.arrays import ArrayProgram
        from derivrepl.session.points import array_or_number

        scratch = trace.formulas.scratch
        called = {trace.labels[n]: self.numbers[n] for n in (node, *trace.store.operands(node)) if n in trace.labels}
        called.update(known)
        program = ArrayProgram(scratch, [made])
        given = {n: array_or_number(called[scratch.name(n)]) for n in scratch.inputs([made])}
        shaped = {n: numpy.broadcast_to(value, program.measured(n, self.sizes)) for n, value in given.items()}
        value = program.run(shaped, dict(self.sizes))[made]
        return plain(numpy.broadcast_to(value, numpy.shape(array_or_number(self.numbers[like]))))
