"""Small arrays that are written out, such as `[[a, b], [c, d]]`: what is made of them, element by element.

A determinant of such a matrix is a polynomial, its inverse the adjugate over the determinant; the laws of numbers then
find what no law of matrices does, such as the determinant 1 of a rotation.
"""

from __future__ import annotations

from itertools import permutations, product
from math import prod

from derivrepl.contraction import DETERMINANT, IDENTITY, INVERSE, ONES, UNIT, ZEROS
from derivrepl.shapes import parsed, shapes_of
from derivrepl.simplify.arrays.means import defined
from derivrepl.store import DIV, LIST, NOT_EQUAL, ONE, PARAMETER, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Cells = list[Node]
    """The elements of an array, row by row; of a number, itself."""

MOST_CELLS = 16
"""Larger arrays stay as they are."""
LARGEST_MATRIX = 3
"""Determinants and inverses of larger matrices are too long to read."""
MOST_NODES = 300
MOST_PRODUCTS = 256
"""How many products of elements one contraction may take."""


class Spread:
    """The elements of one store's nodes.

    divisors  determinants that an inverse was divided by
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.cells: dict[Node, Cells | None] = {}
        self.divisors: set[Node] = set()

    def elements(self, root: Node, shorten: Callable[[Node], Node]) -> Cells | None:
        """The root's elements, shortened; None where an array in it is not written out."""
        live = self.store.live([root])
        if len(live) > MOST_NODES or not any(self.store.op(n) == LIST for n in live):
            return None
        return [shorten(cell) for cell in self.of(root)] if self._read(root) else None

    def _read(self, root: Node) -> bool:
        """Find the elements of a node and of what it is made of; whether all of them have elements."""
        store = self.store
        for n in store.post_order([root], self.cells):
            op = store.op(n)
            if store.operations[op].define and store.operations[op].signature:
                inner = defined(store, n)
                self.cells[n] = self.cells[inner] if self._read(inner) else None
            else:
                self.cells[n] = self._cells(n)
            if self.cells[n] is None:
                return False
        return True

    def node(self, root: Node, shorten: Callable[[Node], Node]) -> Node | None:
        """The root written out, its elements shortened; None where an array in it is not written out."""
        cells = self.elements(root, shorten)
        if cells is None:
            return None
        for size in reversed(self._sizes(root) or ()):
            cells = [self.store.node(LIST, *cells[k : k + size]) for k in range(0, len(cells), size)]
        return cells[0]

    def forget(self, conditions: dict[Node, None], shorten: Callable[[Node], Node]) -> None:
        """Leave out conditions that determinants, by which inverses were divided, are not zero.

        In the derivative of a determinant nothing is divided by it in the end, and an inverse needs it anyway.
        """
        for condition in list(conditions):
            if self.store.op(condition) == NOT_EQUAL:
                divisor = self.store.sub(*self.store.operands(condition))
                quotients = [shorten(self.store.div(whole, divisor)) for whole in self.divisors]
                if any(DIV not in [self.store.op(n) for n in self.store.live([q])] for q in quotients):
                    del conditions[condition]

    def _sizes(self, node: Node) -> tuple[int, ...] | None:
        """The shape of a small array; None where it has a name in it or is larger."""
        sizes = [size for size in self.shapes.of(node) or () if isinstance(size, int)]
        return tuple(sizes) if len(sizes) == len(self.shapes.of(node) or ()) and prod(sizes) <= MOST_CELLS else None

    def of(self, node: Node) -> Cells:
        """The elements of an operand that has them."""
        return [node] if node < 0 else self.cells[node] or [node]

    def _cells(self, n: Node) -> Cells | None:
        op, sizes = self.store.op(n), self._sizes(n)
        row = self.store.operations[op]
        if sizes is None or op <= PARAMETER:
            return None if sizes != () else [n]
        if op == LIST:
            return [cell for a in self.store.operands(n) for cell in self.of(a)]
        if row.contracts:
            return self._contracted(n)
        if row.signature:
            return self._called(n, row.structure, sizes)
        return self._elementwise(n, sizes)

    def _called(self, n: Node, kind: str, sizes: tuple[int, ...]) -> Cells | None:
        operands = self.store.operands(n)
        if kind in (ONES, ZEROS):
            return [ONE if kind == ONES else ZERO] * prod(sizes)
        if kind == IDENTITY:
            return [ONE if i == j else ZERO for i, j in product(range(sizes[0]), repeat=2)]
        if kind == UNIT:
            return [ONE if self.store.constant(k) == operands[1] else ZERO for k in range(1, sizes[0] + 1)]
        rows = (self._sizes(operands[0]) or (0,))[0]
        if kind == DETERMINANT and rows <= LARGEST_MATRIX:
            return [self._determinant(self.of(operands[0]), rows)]
        if kind == INVERSE and rows <= LARGEST_MATRIX:
            return self._inverse(self.of(operands[0]), rows)
        return [n] if sizes == () else None

    def _determinant(self, cells: Cells, size: int) -> Node:
        """Leibniz' sum over permutations."""
        total = ZERO
        for columns in permutations(range(size)):
            term = ONE
            for i, j in enumerate(columns):
                term = self.store.mul(term, cells[size * i + j])
            swaps = sum(a > b for k, a in enumerate(columns) for b in columns[k + 1 :])
            total = self.store.sub(total, term) if swaps % 2 else self.store.add(total, term)
        return total

    def _inverse(self, cells: Cells, size: int) -> Cells:
        """The adjugate over the determinant."""
        whole = self._determinant(cells, size)
        self.divisors.add(whole)
        made = []
        for i, j in product(range(size), repeat=2):
            kept = [cells[size * r + c] for r in range(size) for c in range(size) if r != j and c != i]
            minor = self._determinant(kept, size - 1)
            made.append(self.store.div(minor if (i + j) % 2 == 0 else self.store.neg(minor), whole))
        return made

    def _contracted(self, n: Node) -> Cells | None:
        axes, out = parsed(self.store.operations[self.store.op(n)].signature)
        operands = self.store.operands(n)
        sizes: dict[str, int] = {}
        for letters, a in zip(axes, operands):
            sizes.update(zip(letters, self._sizes(a) or ()))
        summed = [c for c in sizes if c not in out]
        kept = list(dict.fromkeys(out))
        if prod(sizes.values()) > MOST_PRODUCTS:
            return None
        totals: dict[tuple[int, ...], Node] = {}
        for places in product(*[range(sizes[c]) for c in [*kept, *summed]]):
            at = dict(zip([*kept, *summed], places))
            term = ONE
            for letters, a in zip(axes, operands):
                term = self.store.mul(term, self.of(a)[position([at[c] for c in letters], [sizes[c] for c in letters])])
            key = tuple([at[c] for c in out])
            totals[key] = self.store.add(totals.get(key, ZERO), term)
        return [totals.get(key, ZERO) for key in product(*[range(sizes[c]) for c in out])]

    def _elementwise(self, n: Node, sizes: tuple[int, ...]) -> Cells:
        """An operation of numbers on each element, stretched as shapes are."""
        op, operands = self.store.op(n), self.store.operands(n)
        made = []
        for place in product(*[range(size) for size in sizes]):
            parts = []
            for a in operands:
                own = () if a < 0 else self._sizes(a) or ()
                at = [0 if size == 1 else k for k, size in zip(place[len(place) - len(own) :], own)]
                parts.append(self.of(a)[position(at, list(own))])
            made.append(self.store.make(op, tuple(parts)))
        return made


def position(place: list[int], sizes: list[int]) -> int:
    """Where an element stands row by row."""
    found = 0
    for k, size in zip(place, sizes):
        found = found * size + k
    return found
