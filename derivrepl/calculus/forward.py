"""The forward sweep: tangents of every node in one pass from the leaves up.

Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.1. A node without an entry in the
result has tangent zero: a path with a zero tangent builds nothing. Tangents already known are kept, so
repeated derivatives by the same input share their work.
"""

from __future__ import annotations

from derivrepl.calculus.rules import contribution, plus
from derivrepl.store import ONE, ZERO, Node, Store


class Tangents:
    """The derivative of any node in one direction, computed once for each node.

    seeds: tangent of each leaf that moves.
    """

    def __init__(self, store: Store, seeds: dict[Node, Node]) -> None:
        self.store = store
        self.known = dict(seeds)
        self.seen: set[Node] = set(seeds)

    def of(self, root: Node) -> Node:
        """The tangent of the root."""
        if root < 0:
            return ZERO
        store, known = self.store, self.known
        for n in store.live([root], stop=self.seen):
            tangent = ZERO
            for index, operand in enumerate(store.operands(n)):
                moving = known.get(operand)
                if moving is not None:
                    piece = contribution(store, n, index, moving)
                    if piece != ZERO:
                        tangent = piece if tangent == ZERO else plus(store, tangent, piece)
            if tangent != ZERO:
                known[n] = tangent
            self.seen.add(n)
        return known.get(root, ZERO)


def by_input(store: Store, leaf: Node) -> Tangents:
    """Derivatives by one leaf."""
    return Tangents(store, {leaf: ONE})


def directional(store: Store, root: Node, seeds: dict[Node, Node]) -> Node:
    """The derivative of the root along the direction given by the leaves' seeds (a Jacobian-vector product)."""
    return Tangents(store, {leaf: seed for leaf, seed in seeds.items() if seed != ZERO}).of(root)
