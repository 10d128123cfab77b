"""Rules of products: identities and unit vectors vanish where an index allows it, inverses cancel."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.contraction import FOLD, IDENTITY, INVERSE, UNIT, identity, structure
from derivrepl.shapes import shapes_of
from derivrepl.simplify.arrays.means import cancelled
from derivrepl.simplify.arrays.terms import FREE, Factor, Index, Term
from derivrepl.store import LIST, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Products:
    """The rules for one store; is_symmetric: whether a matrix is known to be its own transpose."""

    def __init__(self, store: Store, is_symmetric: Callable[[Node], bool]) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.is_symmetric = is_symmetric

    def joined(self, term: Term) -> Term | None:
        """The term without identities that only rename an index, and without inverses next to what they invert.

        None where it is zero.
        """
        factors = term.factors
        changed = True
        while changed:
            changed = False
            for k, (node, axes) in enumerate(factors):
                rest = factors[:k] + factors[k + 1 :]
                kind = structure(self.store, node)
                if kind == IDENTITY:
                    found = self._without_identity(axes, rest, node)
                elif kind == INVERSE:
                    found = self._cancelled(node, axes, rest)
                elif kind == FOLD:
                    found = self._unfolded(node, axes, rest)
                elif kind == UNIT:
                    found = self._picked(node, axes, rest)
                    if found is None and self._is_zero(node, axes, rest):
                        return None
                else:
                    found = None
                if found is not None:
                    factors, changed = found, True
                    break
        return self._numbered(Term(term.coefficient, factors))

    def _numbered(self, term: Term) -> Term:
        """The term with the numbers among its factors in its coefficient, as far as that stays exact."""
        coefficient, factors = term.coefficient, []
        for node, axes in cancelled(self.shapes, term.factors):
            product = numbers.multiply(coefficient, self.store.value(node)) if node < 0 else None
            if product is None:
                factors.append((node, axes))
            else:
                coefficient = product
        return Term(coefficient, factors)

    def _without_identity(self, axes: tuple[Index, ...], rest: list[Factor], node: Node) -> list[Factor] | None:
        a, b = axes
        if a == b:
            if a < FREE:
                return rest
            if any(a in found for _, found in rest):
                return rest
            return [*rest, (self.store.operands(node)[0], ())]
        old, new = (a, b) if a >= FREE else (b, a)
        if old < FREE:
            return None
        if any(old in found for _, found in rest):
            return [(n, tuple([new if i == old else i for i in found])) for n, found in rest]
        return rest + self.counted((new,), self.store.operands(node), rest)

    def counted(self, axes: tuple[Index, ...], sizes: tuple[Node, ...], rest: list[Factor]) -> list[Factor]:
        """The sizes of axes that are summed over once nothing has them any more: the sum of that many ones."""
        return [(size, ()) for i, size in zip(axes, sizes) if i >= FREE and not any(i in f for _, f in rest)]

    def _cancelled(self, node: Node, axes: tuple[Index, ...], rest: list[Factor]) -> list[Factor] | None:
        """Σ_b inv(A)[a,b] A[b,c] is the identity [a,c]."""
        inner = self.store.operands(node)[0]
        for k, (other, found) in enumerate(rest):
            if other != inner or len(found) != 2:
                continue
            remaining = rest[:k] + rest[k + 1 :]
            pairs = [(axes, found)]
            if self.is_symmetric(inner):
                pairs += [(axes[::-1], found), (axes, found[::-1]), (axes[::-1], found[::-1])]
            for (a, b), (c, d) in pairs:
                for shared, ends in ((b == c and b, (a, d)), (a == d and a, (c, b))):
                    if shared and shared >= FREE and not any(shared in f for _, f in remaining) and shared not in ends:
                        return [*remaining, (identity(self.shapes, (self.shapes.of(inner) or ())[0]), ends)]
        return None

    def _unfolded(self, node: Node, axes: tuple[Index, ...], rest: list[Factor]) -> list[Factor] | None:
        """Two axes that were made one and are taken apart again, or summed over."""
        r, i, j = axes
        if r < FREE:
            return None
        users = [k for k, (_, found) in enumerate(rest) if r in found]
        if not users:
            return rest + self.counted((i, j), self.store.operands(node), rest)
        other, found = rest[users[0]]
        if len(users) == 1 and other == node and found[0] == r:
            _, m, n = self.shapes.of(node) or ()
            remaining = rest[: users[0]] + rest[users[0] + 1 :]
            return [*remaining, (identity(self.shapes, m), (i, found[1])), (identity(self.shapes, n), (j, found[2]))]
        return None

    def _picked(self, node: Node, axes: tuple[Index, ...], rest: list[Factor]) -> list[Factor] | None:
        """A unit vector picks the component of a list, or is summed up."""
        (i,) = axes
        users = [k for k, (_, found) in enumerate(rest) if i in found]
        if i < FREE or len(users) > 1:
            return None
        if not users:
            return rest
        other, found = rest[users[0]]
        remaining = rest[: users[0]] + rest[users[0] + 1 :]
        if other == node:
            return remaining
        place = self.store.operands(node)[1]
        if self.store.op(other) == LIST and found[0] == i and i not in found[1:] and place < 0:
            component = self.store.operands(other)[int(str(self.store.value(place))) - 1]
            return [*remaining, (component, found[1:])]
        return None

    def _is_zero(self, node: Node, axes: tuple[Index, ...], rest: list[Factor]) -> bool:
        """Whether another unit vector with the same index is 1 at another place."""
        return any(found == axes and other != node and structure(self.store, other) == UNIT for other, found in rest)
