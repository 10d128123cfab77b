"""Expressions in the functions that a backend has: the others are written out by their rows' `define`.

A backend says which rows it knows; nothing here names a function. Small whole powers become products,
the powers 1/2 and -1/2 roots, where a backend asks for that.
"""

from __future__ import annotations

from derivrepl.language.formula import formula
from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.numbers import parts
from derivrepl.store import FIRST_FUNCTION, ONE, PARAMETER, POW, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.operation import Operation

MOST_MULTIPLIED = 64
"""Whole exponents up to this become products."""


class Lowering:
    """Rewrites nodes of one store for one backend, each node once.

    knows     whether the backend has a function of its own for a row
    products  whether small whole powers become products
    """

    def __init__(self, store: Store, knows: Callable[[Operation], bool], products: bool = False) -> None:
        self.store = store
        self.knows = knows
        self.products = products
        self.made: dict[Node, Node] = {}
        self.patterns: dict[int, Node] = {}

    def of(self, root: Node) -> Node:
        """The node that the backend computes in the root's place."""
        if root < 0:
            return root
        store, made = self.store, self.made
        for n in store.live([root], stop=set(made)):
            operands = store.operands(n)
            made[n] = self._one(n, tuple(made.get(a, a) for a in operands))
        return made[root]

    def _one(self, node: Node, operands: tuple[Node, ...]) -> Node:
        store, op = self.store, self.store.op(node)
        if op <= PARAMETER:
            return node
        if op >= FIRST_FUNCTION:
            row = store.operations[op]
            if row.define and not self.knows(row):
                leaves = {store.leaf(PARAMETER, p): a for p, a in zip(row.params, operands, strict=True)}
                return store.replace(self._pattern(op), leaves)
        elif op == POW and self.products and operands[0] >= 0 > operands[1]:
            power = self._power(*operands)
            if power is not None:
                return power
        return node if operands == store.operands(node) else store.node(op, *operands)

    def _pattern(self, op: int) -> Node:
        """A row's definition on PARAMETER leaves, itself lowered."""
        pattern = self.patterns.get(op)
        if pattern is None:
            root = formula(self.store, self.store.operations[op].define)
            pattern = self.patterns[op] = self.of(root)
        return pattern

    def _power(self, base: Node, exponent: Node) -> Node | None:
        """A small whole or half power as products, quotients and roots; None for any other."""
        store = self.store
        p, q, _ = parts(store.value(exponent))
        if q > 2 or not 0 < abs(p) <= MOST_MULTIPLIED:
            return None
        power = self._whole(base, abs(p) // q)
        if q == 2:
            root = store.node(FUNCTION_CODES["sqrt"], base)
            power = root if power is None else store.mul(power, root)
        if power is None:
            return None
        return power if p > 0 else store.div(ONE, power)

    def _whole(self, base: Node, exponent: int) -> Node | None:
        """base^exponent by squaring: the squares are shared between the powers of one base."""
        power, square = None, base
        while exponent:
            if exponent & 1:
                power = square if power is None else self.store.mul(square, power)
            exponent >>= 1
            if exponent:
                square = self.store.mul(square, square)
        return power
