"""Where two expressions first differ in value: both are gone through side by side, from the root down.

Sums and products are compared as collections of terms and factors: what has an equal on the other side is
taken away. Where one part is left on each side, they are gone into; where one is left on one side, it is
what is too much or missing.
"""

from __future__ import annotations

import math

from derivrepl.errors import DerivError
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points
from derivrepl.store import ADD, MUL, NEG, PARAMETER, SUB, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DIFFERS, EXTRA, MISSING = "differs", "extra", "missing"
Found = tuple[str, Node]
"""What is wrong, and with which part of the first expression."""

POINTS, TRIES = 4, 60
TOLERANCE = 1e-9
DEEPEST = 40


class Difference:
    """The first difference of one expression from others that are equal to each other."""

    def __init__(self, store: Store, one: Node, others: Sequence[Node], text: str) -> None:
        self.store = store
        self.one = one
        self.others = others
        self.values: list[dict[Node, float]] = []
        try:
            program = Program(store, [one, *others])
        except DerivError:
            return
        for point in points(text, store.inputs([one, *others]), TRIES):
            values = program.run(point)
            if all(math.isfinite(values[n]) for n in (one, *others)):
                self.values.append(values)
            if len(self.values) == POINTS:
                break

    def smallest(self) -> Found | None:
        """The smallest part that makes the difference, over all forms of the other; None where it is the whole."""
        if not self.values:
            return None
        best: tuple[int, Found] | None = None
        for other in self.others:
            found = self._between(self.one, other)
            if found is not None:
                size = len(self.store.live([found[1]]))
                if best is None or size < best[0]:
                    best = size, found
        return best[1] if best is not None else None

    def _equal(self, a: Node, b: Node, sign: float = 1.0) -> bool:
        for values in self.values:
            x, y = values[a], values[b]
            if not (math.isfinite(x) and math.isfinite(y) and abs(x - sign * y) <= TOLERANCE * max(abs(x), 1.0)):
                return False
        return True

    def _between(self, one: Node, other: Node) -> Found | None:
        """The deepest pair that still makes the whole difference; None where that is the root itself."""
        found: Found | None = None
        for _ in range(DEEPEST):
            step = self._step(one, other)
            if step is None:
                return found
            kind, part, counterpart = step
            found = kind, part
            if kind != DIFFERS:
                return found
            one, other = part, counterpart
        return found

    def _step(self, one: Node, other: Node) -> tuple[str, Node, Node] | None:
        """One level down, where all parts but one have an equal on the other side."""
        store = self.store
        op = store.op(one)
        if op <= PARAMETER or one < 0 or other < 0:
            return None
        for level in ((ADD, SUB), (MUL,)):
            if op in level and store.op(other) in level:
                return self._collections(one, self._parts(one, level), self._parts(other, level))
        if op in (ADD, SUB, MUL) or store.op(other) != op:
            return self._lone(one, other)
        pairs = list(zip(store.operands(one), store.operands(other), strict=False))
        different = [(a, b) for a, b in pairs if not self._equal(a, b)]
        if len(different) != 1 or len(pairs) != len(store.operands(other)):
            return None
        return DIFFERS, *different[0]

    def _lone(self, one: Node, other: Node) -> tuple[str, Node, Node] | None:
        """A sum or product against something else, which may be one of its parts; or the other way round."""
        store = self.store
        for level in ((ADD, SUB), (MUL,)):
            if store.op(one) in level or store.op(other) in level:
                return self._collections(one, self._parts(one, level), self._parts(other, level))
        return None

    def _collections(
        self, whole: Node, mine: list[tuple[Node, float]], theirs: list[tuple[Node, float]]
    ) -> tuple[str, Node, Node] | None:
        left = list(theirs)
        rest: list[tuple[Node, float]] = []
        for part, sign in mine:
            match = next((k for k, (b, s) in enumerate(left) if self._equal(part, b, sign * s)), None)
            if match is None:
                rest.append((part, sign))
            else:
                del left[match]
        if len(rest) == len(mine) > 1 or len(rest) > 1 or len(left) > 1:
            return None
        if rest and left:
            return (DIFFERS, rest[0][0], left[0][0]) if len(mine) > 1 else None
        if rest:
            return EXTRA, rest[0][0], whole
        return (MISSING, whole, whole) if left else None

    def _parts(self, node: Node, level: tuple[int, ...]) -> list[tuple[Node, float]]:
        """The terms of a sum with their signs, or the factors of a product."""
        store = self.store
        found: list[tuple[Node, float]] = []
        stack = [(node, 1.0)]
        while stack:
            n, sign = stack.pop()
            op = store.op(n)
            if op == NEG:
                stack.append((store.operands(n)[0], -sign))
            elif op in level:
                a, b = store.operands(n)
                stack += [(b, -sign if op == SUB else sign), (a, sign)]
            else:
                found.append((n, sign))
        return found
