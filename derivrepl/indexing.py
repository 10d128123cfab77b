"""Indices: `A[1,2]`, `A[2,:]`, and index notation such as `einsum(A[i,k]*B[k,j], i, j)`.

An element or a row is a contraction with unit vectors, so that it needs no rule of its own. In `einsum` the
indices are names; what is not listed behind the expression is summed over. While the shape of an indexed array is not
known, as in the formulas of the tables, the calls wait as open operations.
"""

from __future__ import annotations

from derivrepl.contraction import constant_array, contract, unit, variants
from derivrepl.errors import DerivError
from derivrepl.shapes import shapes_of, written
from derivrepl.store import ADD, DIV, LIST, MUL, NEG, ONE, PARAMETER, SIZE, SUB, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.shapes import Dim

WHOLE = ":"
"""Name of the leaf that stands for all places of an axis, as in `A[2,:]`."""


def build_size(store: Store, op: int, operands: tuple[Node, ...]) -> Node:
    """`len(u)`, `rows(A)`, `cols(A)`: the node of a size."""
    shapes = shapes_of(store)
    shape = shapes.of(operands[0])
    if shape is None:
        return store.node(op, *operands)
    name = store.operations[op].name
    axis, axes = {"len": (0, 1), "rows": (0, 2), "cols": (1, 2)}[name]
    if len(shape) != axes:
        raise DerivError("E301", f"{name} needs a {'vector' if axes == 1 else 'matrix'}, this is {written(shape)}")
    return shapes.node(shape[axis])


def build_index(store: Store, op: int, operands: tuple[Node, ...]) -> Node:
    """`A[i,j]` with numbers or `:`, counted from 1; raises DerivError E303 outside of the array."""
    shapes = shapes_of(store)
    array, *places = operands
    shape = shapes.of(array)
    if shape is None or any(p >= 0 and store.op(p) == PARAMETER for p in places):
        return store.node(op, *operands)
    if len(places) != len(shape):
        needed = f"{len(shape)} indices are needed, {len(places)} given"
        hint = "an element is A[1,2], a row A[1,:], a column A[:,1]" if len(shape) == 2 else ""
        raise DerivError("E303", needed if shape else "this is a scalar: it has no elements", hint=hint)
    factors, axes, out = [array], [tuple(range(len(shape)))], []
    for k, (place, dim) in enumerate(zip(places, shape)):
        if place >= 0 and store.op(place) == SIZE and store.name(place) == WHOLE:
            out.append(k)
            continue
        number = store.value(place) if place < 0 else None
        if not isinstance(number, int) or number < 1 or (isinstance(dim, int) and number > dim):
            hint = f"indices count from 1; the last one is {dim}" if isinstance(number, int) and number < 1 else ""
            raise DerivError("E303", f"an index is a whole number from 1 to {dim}", hint=hint)
        if store.op(array) == LIST and k == 0 and isinstance(number, int):
            rest = (*places[1:],)
            element = store.operands(array)[number - 1]
            return build_index(store, op, (element, *rest)) if rest else element
        factors.append(unit(shapes, dim, number))
        axes.append((k,))
    return contract(store, factors, axes, out)


class Piece:
    """A product inside of index notation: a number or scalar before it, factors, and the indices of each."""

    __slots__ = ("factors", "indices", "scale")

    def __init__(self, scale: Node, factors: list[Node], indices: list[tuple[str, ...]]) -> None:
        self.scale = scale
        self.factors = factors
        self.indices = indices

    def names(self) -> list[str]:
        """Every index, in the order of appearance."""
        return list(dict.fromkeys(name for names in self.indices for name in names))


class IndexNotation:
    """Reads the body of one `einsum` bottom-up."""

    def __init__(self, store: Store, index_op: int) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.index_op = index_op
        self.sizes: dict[str, Dim] = {}
        self.read: dict[Node, Piece] = {}

    def piece(self, root: Node) -> Piece | None:
        """The body as a product; None while shapes are not known."""
        for n in self.store.post_order([root]):
            if self.store.op(n) > PARAMETER and not self._skipped(n):
                found = self._one(n)
                if found is None:
                    return None
                self.read[n] = found
        return self.of(root)

    def _skipped(self, n: Node) -> bool:
        """Whether the node is an array that is indexed as a whole, or a part of one."""
        return self.store.op(n) != self.index_op and self.shapes.of(n) not in ((), None) and not self._uses_indices(n)

    def _uses_indices(self, n: Node) -> bool:
        return any(a in self.read and self.read[a].indices for a in self.store.operands(n))

    def of(self, n: Node) -> Piece:
        """What has been read of a node; a scalar stands for itself."""
        return self.read[n] if n in self.read else Piece(n, [], [])

    def _one(self, n: Node) -> Piece | None:
        store = self.store
        op, operands = store.op(n), store.operands(n)
        if op == self.index_op:
            return self._indexed(operands)
        parts = [self.of(a) for a in operands]
        if not any(p.indices for p in parts):
            return Piece(n, [], []) if self.shapes.of(n) is not None else None
        if op == NEG:
            return Piece(store.neg(parts[0].scale), parts[0].factors, parts[0].indices)
        if op == MUL:
            a, b = parts
            return Piece(store.mul(a.scale, b.scale), a.factors + b.factors, a.indices + b.indices)
        if op == DIV and not parts[1].indices:
            return Piece(store.div(parts[0].scale, operands[1]), parts[0].factors, parts[0].indices)
        names = list(dict.fromkeys(name for p in parts for name in p.names()))
        if op not in (ADD, SUB) and store.operations[op].signature:
            raise DerivError("E303", f"{store.operations[op].name} cannot be taken of something with indices")
        made = store.make(op, tuple([self.array(p, names) for p in parts]))
        return Piece(ONE, [made], [tuple(names)])

    def _indexed(self, operands: tuple[Node, ...]) -> Piece | None:
        array, *places = operands
        shape = self.shapes.of(array)
        if shape is None:
            return None
        if len(shape) != len(places):
            raise DerivError("E303", f"{len(shape)} indices are needed, {len(places)} given")
        names = []
        for place, dim in zip(places, shape):
            if place < 0 or self.store.op(place) != PARAMETER:
                raise DerivError("E303", "inside of index notation every index is a name")
            name = self.store.name(place)
            if not self.shapes.unify(self.sizes.setdefault(name, dim), dim):
                raise DerivError("E301", f"index {name} runs over {self.sizes[name]} and over {dim}")
            names.append(name)
        return Piece(ONE, [array], [tuple(names)])

    def array(self, piece: Piece, names: list[str]) -> Node:
        """The product as an array with these axes; it is stretched over those that it lacks."""
        factors, indices = list(piece.factors), list(piece.indices)
        present = piece.names()
        if not factors and not names:
            return piece.scale
        for name in names:
            if name not in self.sizes:
                raise DerivError("E303", f"nothing has the index {name}")
            if name not in present:
                factors.append(constant_array(self.shapes, "ones", (self.sizes[name],)))
                indices.append((name,))
        return self.store.mul(piece.scale, contract(self.store, factors, indices, names))


def build_einsum(store: Store, op: int, operands: tuple[Node, ...]) -> Node:
    """`einsum(body, i, j)`: the array of the body's values over i and j, summed over its other indices."""
    body, *out = operands
    names = []
    for place in out:
        if place < 0 or store.op(place) != PARAMETER:
            raise DerivError("E303", "behind the expression stand the names of indices")
        names.append(store.name(place))
    index_op = next(code for code, row in enumerate(store.operations) if row.builder == "indexing.build_index")
    reader = IndexNotation(store, index_op)
    total: Node | None = None
    for sign, term in terms(store, body):
        piece = reader.piece(term)
        if piece is None:
            return store.node(op, *operands)
        made = reader.array(piece, names)
        if sign < 0:
            made = store.neg(made)
        total = made if total is None else store.add(total, made)
    return body if total is None else total


def terms(store: Store, body: Node) -> list[tuple[int, Node]]:
    """The terms of a sum, in order, with their signs."""
    found = []
    stack = [(1, body)]
    while stack:
        sign, n = stack.pop()
        op = store.op(n)
        if op in (ADD, SUB):
            a, b = store.operands(n)
            stack.append((sign if op == ADD else -sign, b))
            stack.append((sign, a))
        else:
            found.append((sign, n))
    return found


ALONG = {1: "ij->j", 2: "ij->i"}
"""Number of an axis → the signature of functions along it."""


def works_along_axes(store: Store, name: str) -> bool:
    """Whether a function also works along one axis: `sum(A, 1)`."""
    return {store.operations[code].signature for code in variants(store, name)}.issuperset(ALONG.values())


def along_axis(store: Store, name: str, node: Node, axis: int) -> Node:
    """`sum(A, 1)`, a number for each column, and `sum(A, 2)`, one for each row; raises DerivError E301."""
    shape = shapes_of(store).of(node)
    if shape is None or len(shape) != 2 or axis not in ALONG:
        hint = f"axes count from 1: {name}(A, 1) is of each column, {name}(A, 2) of each row"
        raise DerivError("E301", f"{name}(A, 1) and {name}(A, 2) need a matrix", hint=hint)
    code = next(code for code in variants(store, name) if store.operations[code].signature == ALONG[axis])
    return store.make(code, (node,))
