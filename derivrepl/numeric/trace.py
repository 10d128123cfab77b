"""The classical trace tables: what each node computes, and what each sweep does at it, as rows of text.

A row's update is the rule's own formula with labels put in: the call's node is made once more on leaves
named v1, v2, …, and the rule is applied to it with a leaf named a3 or t1 as what the chain rule brings.
Source of the layout: Griewank and Walther, Evaluating Derivatives (2008), tables 1.2 and 1.3.
"""

from __future__ import annotations

import re

from derivrepl.calculus.reverse import active, adjoint_part
from derivrepl.calculus.rules import contribution
from derivrepl.calculus.tensors import pushed
from derivrepl.language.text import Notation, Writer
from derivrepl.shapes import shapes_of
from derivrepl.store import DIV, INPUT, MUL, NEG, ONE, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    Short = Callable[[Store, Node], Node]

_call = re.compile(r"(^|[-·* ])([^\W\d]\w*)\(([^\W\d]\w*)\)$")
"""A function of one label at the end of a text: its brackets are left out on a screen."""


class Update:
    """One step back: the adjoint of operand number `index` gains `text`; `node` is that in the scratch store."""

    __slots__ = ("index", "node", "operand", "text")

    def __init__(self, operand: Node, index: int, node: Node, text: str) -> None:
        self.operand = operand
        self.index = index
        self.node = node
        self.text = text


class Trace:
    """The trace of one function.

    nodes   inputs, then operations in table order
    labels  node → `v3`
    scratch a store in which the rules' formulas are made, on leaves that are called by labels
    short   brings a formula of arrays in the scratch store into its shortest form
    plain   whether texts are for a pipe: ASCII, every call with its brackets
    """

    def __init__(
        self, store: Store, root: Node, nodes: list[Node], labels: dict[Node, str], short: Short, notation: Notation,
        plain: bool,
    ) -> None:  # fmt: skip
        self.store = store
        self.root = root
        self.nodes = nodes
        self.labels = labels
        self.short = short
        self.notation = notation.flat()
        self.plain = plain
        self.inputs = [n for n in nodes if store.op(n) == INPUT]
        self.moving = set(active(store, root, self.inputs))
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

    def operation(self, node: Node) -> str:
        """The node's operation on labels: `log v1`, `v1·v2`; an input by its name."""
        if self.store.op(node) == INPUT:
            return self.store.name(node)
        here, _ = self._copy(node)
        return self._bare(Writer(self.scratch, self.notation).text(here) or "…")

    def reverse(self, node: Node) -> list[Update]:
        """What the reverse sweep adds to the adjoints of the node's operands, in their order."""
        updates = []
        for index, operand in enumerate(self.store.operands(node)):
            if operand in self.moving:
                product, text = self._update(node, index, self.adjoint(node), behind=False)
                if text:
                    updates.append(Update(operand, index, product, text))
        return updates

    def forward(self, node: Node, known: Container[Node]) -> str:
        """The tangent of the node in the tangents of its operands; empty where it is zero."""
        if self.store.op(node) == INPUT:
            return ""
        if self._has_arrays(*self._copy(node)):
            return self.pushed(node, known)[1]
        texts = []
        for index, operand in enumerate(self.store.operands(node)):
            if operand in known:
                _, text = self._update(node, index, self.tangent(operand), behind=True)
                if text:
                    texts.append(text)
        if not texts:
            return ""
        joined = texts[0]
        for text in texts[1:]:
            joined += f" - {text[1:]}" if text.startswith("-") else f" + {text}"
        return joined

    def pushed(self, node: Node, known: Container[Node]) -> tuple[Node, str]:
        """The tangent of a node that has arrays, in the scratch store, and its text."""
        here, operands = self._copy(node)
        given = {
            leaf: self._called(self.tangent(operand), operand)
            for leaf, operand in zip(operands, self.store.operands(node), strict=True)
            if operand in known
        }
        return self._shortened(node, here, pushed(self.scratch, here, given))

    # The rules' formulas

    def _copy(self, node: Node) -> tuple[Node, list[Node]]:
        """The node made once more in the scratch store, on leaves that are called by their labels."""
        operands = [self._leaf(a) for a in self.store.operands(node)]
        return self.scratch.node(self.store.op(node), *operands), operands

    def _leaf(self, node: Node) -> Node:
        scratch = self.scratch
        if node < 0:
            return scratch.constant(self.store.value(node))
        if node in self.labels:
            return self._called(self.labels[node], node)
        return scratch.leaf(self.store.op(node), self.store.name(node))

    def _has_arrays(self, here: Node, operands: list[Node]) -> bool:
        shapes = self.scratch.shapes
        return shapes is not None and any(map(shapes.of, [here, *operands]))

    def _called(self, name: str, node: Node) -> Node:
        """A leaf with a name and the shape of a node."""
        shape = self.store.shapes.of(node) if self.store.shapes is not None else ()
        return self.scratch.array(name, shape) if shape else self.scratch.input(name)

    def _update(self, node: Node, index: int, brought: str, behind: bool) -> tuple[Node, str]:
        """The partial by operand `index` times what the chain rule brings, and its text; empty where it vanishes.

        behind: whether that may stand behind operands that come before this one, as in `v1·t2`.
        """
        scratch = self.scratch
        here, operands = self._copy(node)
        g = self._called(brought, self.store.operands(node)[index] if behind else node)
        if self._has_arrays(here, operands):
            return self._shortened(node, here, adjoint_part(scratch, here, index, g))
        return self._written(node, here, brought_first(scratch, here, index, g, operands[:index] if behind else []))

    def _shortened(self, node: Node, here: Node, made: Node) -> tuple[Node, str]:
        """The same as `_written`, in a short form where the rule mixes elements."""
        if self.store.operations[self.store.op(node)].signature:
            called = self._called(self.labels[node], node)
            made, here = self.short(self.scratch, self.scratch.replace(made, {here: called})), called
        return self._written(node, here, made)

    def _written(self, node: Node, here: Node, made: Node) -> tuple[Node, str]:
        """What was made in the scratch store, and its text; `here` is the copy of the node, written as its label."""
        if made == ZERO:
            return made, ""
        writer = Writer(self.scratch, self.notation)
        writer.written[here] = (self.labels[node], 0)
        return made, self._bare(writer.text(made) or "…")

    def _bare(self, text: str) -> str:
        """`a6·cos(v2)` as `a6·cos v2` on a screen."""
        return text if self.plain else _call.sub(r"\1\2 \3", text)


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
