"""Means, which are sums over sizes: written as means where the user writes means, and sizes that cancel."""

from __future__ import annotations

from derivrepl.contraction import variants
from derivrepl.indexing import ALONG
from derivrepl.language.formula import formula
from derivrepl.shapes import factors as dims_of
from derivrepl.shapes import shapes_of
from derivrepl.store import DIV, MINUS_ONE, MUL, ONE, PARAMETER, POW, SIZE, TWO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.shapes import Shapes
    from derivrepl.simplify.arrays.terms import Factor
    from derivrepl.simplify.hand import Hand

    Powers = dict[str, int]
    """Name of a size → its power."""

TOTALS = ("i->", "ij->")
"""Signatures of functions that make a number of all elements."""


def defined(store: Store, node: Node) -> Node:
    """A call of an array function as its row defines it."""
    row = store.operations[store.op(node)]
    leaves = {store.leaf(PARAMETER, p): a for p, a in zip(row.params, store.operands(node), strict=True)}
    return store.replace(formula(store, row.define), leaves)


def powers_of(shapes: Shapes, node: Node) -> Powers | None:
    """The powers of sizes that a factor is a product of, below a fraction line or above it; None for another factor."""
    store = shapes.store
    sign = 1
    if node >= 0 and store.op(node) == DIV and store.operands(node)[0] == ONE:
        node, sign = store.operands(node)[1], -1
    elif node >= 0 and store.op(node) == POW and store.operands(node)[1] == MINUS_ONE:
        node, sign = store.operands(node)[0], -1
    if node < 0 or store.op(node) not in (SIZE, MUL, POW):
        return None
    dim = shapes.dim(node)
    if not isinstance(dim, str):
        return None
    powers: Powers = {}
    for part in dims_of(dim):
        if part.isdecimal():
            return None
        powers[part] = powers.get(part, 0) + sign
    return powers


def cancelled(shapes: Shapes, factors: list[Factor]) -> list[Factor]:
    """The factors without sizes that stand above and below the fraction line."""
    found = [powers_of(shapes, node) if not axes else None for node, axes in factors]
    if sum(powers is not None for powers in found) < 2:
        return factors
    total: Powers = {}
    for powers in found:
        for name, power in (powers or {}).items():
            total[name] = total.get(name, 0) + power
    store = shapes.store
    sizes: list[Factor] = []
    for name, power in sorted(total.items()):
        if power:
            sizes.append((store.pow(shapes.node(name), store.constant(power)), ()))
    return [factor for factor, powers in zip(factors, found) if powers is None] + sizes


class Means:
    """How the user of one expression writes means.

    own      the means that he wrote
    is_used  whether he wrote any: then a sum over its number of elements is written as a mean
    """

    def __init__(self, store: Store, hand: Hand) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.codes = {store.operations[code].signature: code for code in variants(store, "mean")}
        self.own = frozenset(n for n in hand.own if n >= 0 and store.op(n) in self.codes.values())
        self.is_used = bool(self.own)

    def written(self, total: Node) -> list[Node]:
        """A sum as factors: the number of elements and a mean, where that is a mean of the user's."""
        if self.is_used:
            for mean, sizes in self._means(total):
                if mean in self.own:
                    return [*sizes, mean]
        return [total]

    def gathered(self, scalars: list[Node]) -> list[Node]:
        """Factors with sums over their numbers of elements as means, where the user writes means."""
        if not self.is_used or len(scalars) < 2:
            return scalars
        for k, part in enumerate(scalars):
            for mean, sizes in self._means(part):
                rest = [(n, ()) for n in (*scalars[:k], *scalars[k + 1 :])]
                left = [n for n, _ in cancelled(self.shapes, [*rest, *[(size, ()) for size in sizes]])]
                if len(left) < len(rest):
                    return [*left, mean]
        return scalars

    def along(self, total: Node, scalars: list[Node]) -> tuple[Node, list[Node]]:
        """A sum along one axis, with the other factors of its product, as a mean where that is how the user writes."""
        if self.is_used:
            for mean, sizes in self._means(total):
                if mean in self.own:
                    return mean, [*scalars, *sizes]
                found = cancelled(self.shapes, [(n, ()) for n in (*scalars, *sizes)])
                if len(found) < len(scalars):
                    return mean, [n for n, _ in found]
        return total, scalars

    def _means(self, total: Node) -> list[tuple[Node, list[Node]]]:
        """The means that a sum is, each times its number of elements: of the summands, of squares, of products."""
        store = self.store
        row = store.operations[store.op(total)] if total >= 0 else None
        if row is None or not row.contracts:
            return []
        inner: list[Node] = []
        if row.signature in ALONG.values():
            (operand,) = store.operands(total)
            summed = (self.shapes.of(operand) or ())[0 if row.signature == ALONG[1] else 1]
            return [(store.node(self.codes[row.signature], operand), [self.shapes.node(summed)])]
        if row.signature in TOTALS:
            inner = list(store.operands(total))
        elif row.signature == "i,i->":
            a, b = store.operands(total)
            inner = [store.pow(a, TWO)] if a == b else [store.mul(a, b), store.mul(b, a)]
        found = []
        for node in inner:
            shape = self.shapes.of(node) or ()
            code = self.codes.get("ij"[: len(shape)] + "->")
            if code is not None:
                found.append((store.node(code, node), [self.shapes.node(d) for d in shape]))
        return found
