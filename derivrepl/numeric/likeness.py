"""Whether two nodes may be equal: what is equal has one value at a point, which is found sooner than a proof."""

from __future__ import annotations

import math

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.numeric.evaluate import STRUCTURE, scalar_function
from derivrepl.store import NAMED, PARAMETER, Node, Store
from derivrepl.tables.constants import CONSTANT_VALUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from derivrepl.numeric.evaluate import Function

CLOSE = 1e-6
"""How far apart the values of equal nodes may be by rounding, in relation to them."""
SPREAD = 0.6180339887498949
"""The golden ratio's fraction, whose multiples spread evenly between 0 and 1 (Weyl 1916)."""


class Likeness:
    """The values of nodes at one point.

    negative, integer  names of inputs whose values are below zero, or whole numbers

    A node without a finite value there, or with one that would take long to find, may be equal to any other.
    """

    def __init__(self, store: Store, negative: Collection[str] = (), integer: Collection[str] = ()) -> None:
        self.store = store
        self.negative = negative
        self.integer = integer
        self.values: dict[Node, float] = {}
        self.inputs = 0

    def may_be(self, node: Node, others: Iterable[Node]) -> bool:
        """Whether the node may be equal to one of the others."""
        value = self.of(node)
        return any(not abs(value - self.of(other)) > CLOSE * max(abs(value), abs(self.of(other))) for other in others)

    def of(self, node: Node) -> float:
        """The node's value, nan for none."""
        values, store = self.values, self.store
        if node not in values:
            if node < 0:
                values[node] = numbers.as_float(store.value(node))
            for n in store.live([node], stop=values):
                values[n] = self._one(n)
        return values[node]

    def _one(self, node: Node) -> float:
        store = self.store
        op = store.op(node)
        if op == NAMED:
            return CONSTANT_VALUES[store.name(node)]
        if op <= PARAMETER:
            return self._input(store.name(node))
        function = self._function(op)
        value = math.nan if function is None else function(*[self.of(a) for a in store.operands(node)])
        return value if math.isfinite(value) else math.nan

    def _function(self, op: int) -> Function | None:
        """The float function of an operation; None where it is slow, or there is none."""
        row = self.store.operations[op]
        if op not in STRUCTURE and not row.python and not row.define:
            return None
        try:
            return scalar_function(self.store, op)
        except DerivError:
            return None

    def _input(self, name: str) -> float:
        """A value of its own for each input: as a rule between 0.1 and 0.9, where most functions are real."""
        self.inputs += 1
        value = 1.0 + self.inputs if name in self.integer else 0.1 + 0.8 * (self.inputs * SPREAD % 1)
        return -value if name in self.negative else value
