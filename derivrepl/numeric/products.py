"""Contractions inside of contractions as one product: a matrix formula says in which order it is written, not the best.

`X.T @ diag(d) @ X` becomes one product of X, d and X; transposes and diagonals only name axes, an identity makes two
axes one.
"""

from __future__ import annotations

from itertools import count

from derivrepl.contraction import IDENTITY, structure
from derivrepl.numeric.contract import Contraction
from derivrepl.shapes import parsed, shapes_of
from derivrepl.store import MUL, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Axes = tuple[int, ...]

MOST_FACTORS = 16


def product_step(
    store: Store, root: Node, is_alone: Callable[[Node], bool]
) -> tuple[Contraction, tuple[Node, ...]] | None:  # fmt: skip
    """A node as one contraction of what is no contraction any more; None where that is nothing new.

    is_alone  whether a node's value is needed nowhere but in the one node that has it as an operand
    """
    found = Gathered(store, root, is_alone)
    if not found.absorbed or len(found.factors) > MOST_FACTORS:
        return None
    factors = [(n, tuple(map(found.axis, axes))) for n, axes in found.factors]
    out = tuple(map(found.axis, found.out))
    if len(factors) < 2 or (len(factors) == 2 and found.is_plain and len(set(out)) == len(out)):
        return None
    operands = list(dict.fromkeys(n for n, _ in factors))
    return Contraction([(operands.index(n), axes) for n, axes in factors], out), tuple(operands)


class Gathered:
    """The factors of a product, with numbers for their axes.

    absorbed  whether more than one node went into it
    is_plain  whether these were transposes alone, which matrix products take as they are
    """

    def __init__(self, store: Store, root: Node, is_alone: Callable[[Node], bool]) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.is_alone = is_alone
        self.names = count()
        self.same: dict[int, int] = {}
        self.factors: list[tuple[Node, Axes]] = []
        self.absorbed = False
        self.is_plain = True
        self.out: Axes = tuple([next(self.names) for _ in self.shapes.of(root) or ()])
        identities = []
        stack = [(root, self.out)]
        while stack:
            n, axes = stack.pop()
            row = store.operations[store.op(n)] if n >= 0 else None
            if structure(store, n) == IDENTITY:
                self._unify(*axes)
                identities.append((n, axes))
                self.absorbed, self.is_plain = True, False
            elif row is not None and (n == root or self._opens(n)):
                self.absorbed = self.absorbed or n != root
                self.is_plain = self.is_plain and (n == root or row.signature == "ij->ji")
                stack.extend(reversed(self._opened(n, axes)))
            else:
                self.factors.append((n, axes))
        for n, axes in identities:
            present = {self.axis(c) for _, names in self.factors for c in names}
            if self.axis(axes[0]) not in present:
                self.factors.append((n, axes))

    def axis(self, name: int) -> int:
        """The name of an axis, after some became one."""
        while name in self.same:
            name = self.same[name]
        return name

    def _unify(self, a: int, b: int) -> None:
        a, b = self.axis(a), self.axis(b)
        if a != b:
            self.same[max(a, b)] = min(a, b)

    def _opens(self, n: Node) -> bool:
        """Whether a factor is taken apart: a product that nothing else needs, or what only names axes."""
        row = self.store.operations[self.store.op(n)]
        if not row.contracts:
            return self._is_scaling(n) and self.is_alone(n)
        axes, out = parsed(row.signature)
        return self.is_alone(n) or (len(axes) == 1 and set(axes[0]) == set(out))

    def _is_scaling(self, n: Node) -> bool:
        """Whether a node is a product of a number and an array."""
        store = self.store
        return store.op(n) == MUL and () in [self.shapes.of(a) for a in store.operands(n)] and self.shapes.of(n) != ()

    def _opened(self, n: Node, axes: Axes) -> list[tuple[Node, Axes]]:
        """The operands of a product with the names of their axes."""
        store = self.store
        operands, row = store.operands(n), store.operations[store.op(n)]
        if not row.contracts:
            return [(a, axes if self.shapes.of(a) else ()) for a in operands]
        letters: dict[str, int] = {}
        inner, out = parsed(row.signature)
        for c, axis in zip(out, axes, strict=True):
            if c in letters:
                self._unify(letters[c], axis)
            letters.setdefault(c, axis)
        for c in (c for names in inner for c in names):
            if c not in letters:
                letters[c] = next(self.names)
        return [(a, tuple([letters[c] for c in names])) for a, names in zip(operands, inner)]


def is_product(store: Store, node: Node) -> bool:
    """Whether a node may begin a product: a contraction, or a number times one."""
    op = store.op(node)
    if store.operations[op].contracts:
        return True
    shapes = shapes_of(store)
    if op != MUL or shapes.of(node) == ():
        return False
    a, b = store.operands(node)
    return any(
        shapes.of(scale) == () and other >= 0 and store.operations[store.op(other)].contracts
        for scale, other in ((a, b), (b, a))
    )
