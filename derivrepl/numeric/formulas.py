"""The rules' own formulas at one node, on leaves that are called by labels: what each sweep does there.

The node is made once more in a scratch store, on leaves named v1, v2, …, and its rule is applied with a leaf named a3
or t1 as what the chain rule brings.
"""

from __future__ import annotations

from functools import partial, reduce

from derivrepl.calculus.reverse import adjoint_part
from derivrepl.calculus.rules import contribution, plus
from derivrepl.calculus.tensors import pushed
from derivrepl.shapes import shapes_of
from derivrepl.store import DIV, MUL, NEG, ONE, SIZE, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    Short = Callable[[Store, Node], Node]


class Formulas:
    """The formulas of one graph.

    labels   node → `v3`
    short    brings a formula of arrays in the scratch store into its shortest form
    scratch  where the formulas are made
    """

    def __init__(self, store: Store, labels: Mapping[Node, str], short: Short) -> None:
        self.store = store
        self.labels = labels
        self.short = short
        self.scratch = Store(store.operations)
        self.scratch.derived.update(store.derived)
        if store.shapes is not None:
            shapes_of(self.scratch).open.update(store.shapes.open)

    def adjoint(self, node: Node) -> str:
        """What the adjoint of a node is called: `a3`."""
        return "a" + self.labels[node][1:]

    def tangent(self, node: Node) -> str:
        """What the tangent of a node is called: `t3`."""
        return "t" + self.labels[node][1:]

    def copy(self, node: Node) -> tuple[Node, list[Node]]:
        """The node made once more, and its operands."""
        operands = [self._leaf(a) for a in self.store.operands(node)]
        return self.scratch.node(self.store.op(node), *operands), operands

    def has_arrays(self, node: Node) -> bool:
        """Whether the node or one of its operands is an array."""
        shapes = self.store.shapes
        return shapes is not None and any(map(shapes.of, [node, *self.store.operands(node)]))

    def adjoint_update(self, node: Node, index: int) -> tuple[Node, Node]:
        """What operand `index` gains of the node's adjoint, and the node standing for the node's value in it."""
        here, _ = self.copy(node)
        g = self._called(self.adjoint(node), node)
        if self.has_arrays(node):
            return self._shortened(node, here, adjoint_part(self.scratch, here, index, g))
        return brought_first(self.scratch, here, index, g), here

    def tangent_part(self, node: Node, index: int) -> tuple[Node, Node]:
        """What operand `index` of a node of numbers brings to its tangent, and the same; factors as in `v1·t2`."""
        here, operands = self.copy(node)
        operand = self.store.operands(node)[index]
        g = self._called(self.tangent(operand), operand)
        return brought_first(self.scratch, here, index, g, operands[:index]), here

    def whole_tangent(self, node: Node, moving: Container[Node]) -> tuple[Node, Node]:
        """The tangent of a node, and the same; moving: which operands have one."""
        here, operands = self.copy(node)
        given = [
            (k, leaf, self._called(self.tangent(operand), operand))
            for k, (leaf, operand) in enumerate(zip(operands, self.store.operands(node), strict=True))
            if operand in moving
        ]
        if self.has_arrays(node):
            return self._shortened(node, here, pushed(self.scratch, here, {leaf: t for _, leaf, t in given}))
        pieces = [brought_first(self.scratch, here, k, t) for k, _, t in given]
        return reduce(partial(plus, self.scratch), [piece for piece in pieces if piece != ZERO], ZERO), here

    def _leaf(self, node: Node) -> Node:
        scratch = self.scratch
        if node < 0:
            return scratch.constant(self.store.value(node))
        op, operands = self.store.op(node), self.store.operands(node)
        if self.store.operations[op].nonzeros and all(a < 0 or self.store.op(a) == SIZE for a in operands):
            return scratch.node(op, *[self._leaf(a) for a in operands])
        if node in self.labels:
            return self._called(self.labels[node], node)
        return scratch.leaf(op, self.store.name(node))

    def _called(self, name: str, node: Node) -> Node:
        """A leaf with a name and the shape of a node."""
        shape = self.store.shapes.of(node) if self.store.shapes is not None else ()
        return self.scratch.array(name, shape) if shape else self.scratch.input(name)

    def _shortened(self, node: Node, here: Node, made: Node) -> tuple[Node, Node]:
        """A formula in a short form where the rule mixes elements, and what stands for the node's value in it."""
        if not self.store.operations[self.store.op(node)].signature:
            return made, here
        called = self._called(self.labels[node], node)
        return self.short(self.scratch, self.scratch.replace(made, {here: called})), called


def brought_first(store: Store, node: Node, index: int, g: Node, before: Sequence[Node] = ()) -> Node:
    """The partial by operand `index` times g, with g in front of all but the partials `before`: `g·cos(u)`, `u·g`."""
    partial = contribution(store, node, index, ONE)
    product = contribution(store, node, index, g)
    if product != ZERO and partial in before:
        return store.mul(partial, g)
    return times(store, g, partial) if product in (g, store.mul(partial, g)) else product


def times(store: Store, g: Node, partial: Node) -> Node:
    """g·partial with g in front: g/u for 1/u, -(g·u) for -u, 2·g·u for 2·u."""
    if partial == ONE:
        return g
    op, operands = store.op(partial), store.operands(partial)
    if op == NEG:
        return store.neg(times(store, g, operands[0]))
    if op == DIV:
        return store.div(times(store, g, operands[0]), operands[1])
    if op == MUL:
        return store.mul(times(store, g, operands[0]), operands[1])
    return store.mul(partial, g) if partial < 0 else store.mul(g, partial)
