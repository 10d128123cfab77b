"""The classical trace tables: what each node computes, and what each sweep does at it, as rows of text.

A row's update is the rule's own formula with labels put in (`formulas.py`).
Source of the layout: Griewank and Walther, Evaluating Derivatives (2008), tables 1.2 and 1.3.
"""

from __future__ import annotations

import re

from derivrepl.calculus.reverse import active
from derivrepl.language.text import Notation, Writer
from derivrepl.numeric.formulas import Formulas
from derivrepl.store import INPUT, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from derivrepl.numeric.formulas import Short

_call = re.compile(r"(^|[-·* ])([^\W\d]\w*)\(([^\W\d]\w*)\)$")
"""A function of one label at the end of a text: its brackets are left out on a screen."""


class Update:
    """One step back: the adjoint of operand number `index` gains `text`; `node` is that as a formula."""

    __slots__ = ("index", "node", "operand", "text")

    def __init__(self, operand: Node, index: int, node: Node, text: str) -> None:
        self.operand = operand
        self.index = index
        self.node = node
        self.text = text


class Trace:
    """The trace of one function.

    nodes     inputs, then operations in table order
    labels    node → `v3`
    formulas  what the rules do at each node, with short forms by `short`
    plain     whether texts are for a pipe: ASCII, every call with its brackets
    """

    def __init__(
        self, store: Store, root: Node, nodes: list[Node], labels: dict[Node, str], short: Short, notation: Notation,
        plain: bool,
    ) -> None:  # fmt: skip
        self.store = store
        self.root = root
        self.nodes = nodes
        self.labels = labels
        self.notation = notation.flat()
        self.plain = plain
        self.inputs = [n for n in nodes if store.op(n) == INPUT]
        self.moving = set(active(store, root, self.inputs))
        self.formulas = Formulas(store, labels, short)
        self.updates: dict[Node, list[Update]] = {}

    def operation(self, node: Node) -> str:
        """The node's operation on labels: `log v1`, `v1·v2`; an input by its name."""
        if self.store.op(node) == INPUT:
            return self.store.name(node)
        here, _ = self.formulas.copy(node)
        return self._bare(Writer(self.formulas.scratch, self.notation).shown(here))

    def reverse(self, node: Node) -> list[Update]:
        """What the reverse sweep adds to the adjoints of the node's operands, in their order."""
        if node not in self.updates:
            self.updates[node] = [*self._updates(node)]
        return self.updates[node]

    def _updates(self, node: Node) -> Iterator[Update]:
        for index, operand in enumerate(self.store.operands(node)):
            if operand in self.moving:
                product, here = self.formulas.adjoint_update(node, index)
                text = self._text(node, product, here)
                if text:
                    yield Update(operand, index, product, text)

    def forward(self, node: Node, known: Container[Node]) -> str:
        """The tangent of the node in the tangents of its operands; empty where it is zero."""
        if self.store.op(node) == INPUT:
            return ""
        if self.formulas.has_arrays(node):
            return self._text(node, *self.formulas.whole_tangent(node, known))
        moving = [k for k, operand in enumerate(self.store.operands(node)) if operand in known]
        texts = [text for k in moving if (text := self._text(node, *self.formulas.tangent_part(node, k)))]
        if not texts:
            return ""
        joined = texts[0]
        for text in texts[1:]:
            joined += f" - {text[1:]}" if text.startswith("-") else f" + {text}"
        return joined

    def _text(self, node: Node, made: Node, here: Node) -> str:
        """A formula about a node as text, empty where it vanishes; `here` is written as the node's label."""
        if made == ZERO:
            return ""
        writer = Writer(self.formulas.scratch, self.notation)
        writer.written[here] = (self.labels[node], 0)
        return self._bare(writer.shown(made))

    def _bare(self, text: str) -> str:
        """`a6·cos(v2)` as `a6·cos v2` on a screen."""
        return text if self.plain else _call.sub(r"\1\2 \3", text)
