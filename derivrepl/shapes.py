"""Shapes of nodes: sizes that are numbers or names, inferred once a node, checked where a text is read.

A shape is a tuple of sizes, outermost first: `()` a scalar, `("n",)` a vector, `(2, 3)` a matrix. Elementwise
operations broadcast as NumPy does: shapes are aligned at their last axis and a size 1 stretches. A size that a
declaration leaves open (`A : matrix`) has a name of its own, `rows(A)`, until an operation tells what it is.

A node may have fewer axes than its place calls for: the derivative 1 of `sum(u)` by an element stands for a
vector of ones. Where a shape matters, `Shapes.filled` stretches it.
"""

from __future__ import annotations

from math import prod

from derivrepl.errors import DerivError
from derivrepl.store import DIV, LIST, MUL, ONE, PARAMETER, POW, SIZE, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from derivrepl.operation import Operation

    Name = TypeVar("Name")

MOST_AXES = 16
"""The highest power of a size that is one."""

Dim = int | str
"""A size: a number, a name, or a product of names such as `m*n`."""
Shape = tuple[Dim, ...]


class Shapes:
    """The shapes of one store's nodes.

    declared  name of an input → its shape, and whether it is a symmetric matrix
    open      size that a declaration left open → what it was found to be
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.declared = store.declared
        self.open = store.open_sizes
        self.known: dict[Node, Shape | None] = {}
        self.contractions: dict[str, int] = {}
        """Signature of a contraction → its operation code."""
        self.variants: dict[str, list[int]] = {}
        """Name of an array function → the codes of its operations."""

    def copied(self, store: Store) -> Shapes:
        """The same for a copy of the store."""
        made = Shapes(store)
        made.known, made.contractions = dict(self.known), dict(self.contractions)
        made.variants = {name: list(codes) for name, codes in self.variants.items()}
        return made

    # Sizes

    def resolved(self, dim: Dim) -> Dim:
        """The size, with what is known by now of those that were left open."""
        while isinstance(dim, str) and dim in self.open:
            dim = self.open[dim]
        if isinstance(dim, str) and "*" in dim:
            return product([self.resolved(part) for part in factors(dim)])
        return dim

    def unify(self, a: Dim, b: Dim) -> bool:
        """Whether two sizes are the same, or can be since one of them was left open."""
        a, b = self.resolved(a), self.resolved(b)
        if a == b:
            return True
        if is_open(b):
            self.open[str(b)] = a
        elif is_open(a):
            self.open[str(a)] = b
        else:
            return False
        return True

    def agree(self, a: Shape, b: Shape) -> bool:
        """Whether two shapes are the same, or can be."""
        return len(a) == len(b) and all(map(self.unify, a, b))

    def measured(self, dim: Dim, sizes: Mapping[str, int]) -> int:
        """A size as a number, by those of names; raises KeyError for a name that has none."""
        dim = self.resolved(dim)
        if isinstance(dim, int):
            return dim
        return prod([int(part) if part.isdecimal() else sizes[part] for part in factors(dim)])

    def node(self, dim: Dim) -> Node:
        """The node of a size."""
        dim = self.resolved(dim)
        if isinstance(dim, int):
            return self.store.constant(dim)
        parts = [self.store.constant(int(p)) if p.isdecimal() else self.store.leaf(SIZE, p) for p in factors(dim)]
        made = parts[0]
        for part in parts[1:]:
            made = self.store.mul(made, part)
        return made

    def dim(self, node: Node) -> Dim | None:
        """The size that a node is; None where it is none."""
        store = self.store
        if node < 0:
            value = store.value(node)
            return value if isinstance(value, int) and value > 0 else None
        found = []
        stack = [node]
        while stack:
            n = stack.pop()
            if n >= 0 and store.op(n) == MUL:
                stack.extend(reversed(store.operands(n)))
            elif n >= 0 and store.op(n) == POW and (times := self._whole(store.operands(n)[1])):
                stack.extend(store.operands(n)[:1] * times)
            elif n >= 0 and store.op(n) == SIZE:
                found.append(self.resolved(store.name(n)))
            elif n < 0 and isinstance(store.value(n), int):
                found.append(int(str(store.value(n))))
            else:
                return None
        return product(found)

    def _whole(self, exponent: Node) -> int:
        """A small positive whole number; 0 for anything else."""
        value = self.store.value(exponent) if exponent < 0 else 0
        return value if isinstance(value, int) and 0 < value <= MOST_AXES else 0

    # Shapes

    def of(self, node: Node) -> Shape | None:
        """The shape of a node; None while it holds a parameter whose shape is not known."""
        if node < 0:
            return ()
        known = self.known
        if node not in known:
            for n in self.store.live([node], stop=known):
                known[n] = self._one(n)
        found = known[node]
        return None if found is None else tuple([self.resolved(d) for d in found]) if self.open else found

    def _one(self, node: Node) -> Shape | None:
        store = self.store
        op = store.op(node)
        if op <= PARAMETER:
            return None if op == PARAMETER else store.shape_of_leaf(node)
        shapes = [() if a < 0 else self.known[a] for a in store.operands(node)]
        row = store.operations[op]
        if row.signature:
            return self.result(row, list(store.operands(node)), shapes)
        if any(s is None for s in shapes) or row.is_open:
            return None
        given = [s for s in shapes if s is not None]
        return self.stacked(given) if op == LIST else self.broadcast(given)

    def broadcast(self, shapes: list[Shape]) -> Shape:
        """The shape of an elementwise operation; raises DerivError E301 where the operands do not fit."""
        result: Shape = ()
        for shape in shapes:
            if shape == result:
                continue
            if len(shape) > len(result):
                result, shape = shape, result
            kept = len(result) - len(shape)
            inner = []
            for a, b in zip(result[kept:], shape):
                if b == 1 or a == b:
                    inner.append(a)
                elif a == 1:
                    inner.append(b)
                elif self.unify(a, b):
                    inner.append(self.resolved(a))
                else:
                    raise misfit([result, shape])
            result = (*result[:kept], *inner)
        return result

    def stacked(self, shapes: list[Shape]) -> Shape:
        """The shape of a list of equal shapes."""
        first = shapes[0] if shapes else ()
        for shape in shapes[1:]:
            if not self.agree(first, shape):
                raise DerivError("E301", f"the rows have different shapes: {written(first)} and {written(shape)}")
        return (len(shapes), *first)

    def result(self, row: Operation, operands: list[Node], shapes: list[Shape | None]) -> Shape | None:
        """The shape that a row's signature gives; raises DerivError E301 where the operands do not fit it."""
        letters: dict[str, Dim] = {}
        wanted, out = parsed(row.signature)
        for axes, node, shape in zip(wanted, operands, shapes, strict=True):
            if axes[:1] == "#":
                size = self.dim(node)
                if size is None:
                    if shape is None:
                        return None
                    raise DerivError("E301", f"{row.name} needs sizes: whole numbers, or names of sizes")
                letters[axes[1:]] = size
                continue
            if axes == "*":
                continue
            if shape is None:
                return None
            if len(shape) != len(axes):
                raise misfit(shapes)
            for letter, size in zip(axes, shape):
                if not self.unify(letters.setdefault(letter, size), size):
                    raise misfit(shapes)
        return tuple([self.resolved(product([letters[c] for c in axis])) for axis in out])

    def has_arrays(self, node: Node) -> bool:
        """Whether arrays have a part in a node, though its own value may be a number."""
        store = self.store
        if node < 0:
            return False
        return any(self.of(n) != () or self.is_structural(store.op(n)) for n in store.live([node]))

    def is_structural(self, op: int) -> bool:
        """Whether an operation does anything else than work element by element."""
        row = self.store.operations[max(op, 0)]
        return bool(row.signature) or row.is_open or op == LIST

    def kept(self, op: int, operands: tuple[Node, ...], node: Node) -> Node:
        """What an elementwise operation made, in the operands' shape also where it folded to a number."""
        if self.is_structural(op):
            return node
        return self.stretched(node, operands)

    def stretched(self, node: Node, operands: Sequence[Node]) -> Node:
        """What was made of operands element by element, in their shape; raises DerivError E301 for a misfit."""
        shapes = [self.of(a) for a in operands]
        if not any(shapes) or any(s is None for s in shapes):
            return node
        return self.filled(node, self.broadcast([s for s in shapes if s is not None]))

    def filled(self, node: Node, shape: Shape) -> Node:
        """The node, stretched to a shape that it broadcasts to."""
        if self.of(node) in (shape, None):
            return node
        from derivrepl.contraction import constant_array, contract, scaled, unscaled

        if node in (ZERO, ONE):
            return constant_array(self, "zeros" if node == ZERO else "ones", shape)
        if len(shape) == 2 and self.of(node) == shape[1:]:
            row, outside = unscaled(self.store, node)
            made = contract(self.store, [constant_array(self, "ones", shape[:1]), row], [(0,), (1,)], (0, 1))
            return scaled(self.store, made, outside)
        ones = constant_array(self, "ones", shape)
        if self.store.op(node) == DIV and self.of(node) == () and self.store.operands(node)[0] == ONE:
            return self.store.div(ones, self.store.operands(node)[1])
        return self.store.mul(node, ones)


def shapes_of(store: Store) -> Shapes:
    """The shapes of a store's nodes; from now on the store knows arrays."""
    if store.shapes is None:
        store.shapes = Shapes(store)
    return store.shapes


def uses_arrays(store: Store, *nodes: Node) -> bool:
    """Whether arrays have a part in any of the nodes."""
    return store.shapes is not None and any(map(store.shapes.has_arrays, nodes))


def is_array(store: Store, node: Node) -> bool:
    """Whether the node is a vector, a matrix or has more axes."""
    return store.shapes is not None and bool(store.shapes.of(node))


def is_plain_list(store: Store, node: Node) -> bool:
    """Whether the node is a list of numbers in which arrays have no part."""
    return store.op(node) == LIST and not uses_arrays(store, *store.operands(node))


def aligned(own: Shape, shape: Shape, apart: Callable[[int], Name]) -> list[int | Name]:
    """Names for the axes of an array that broadcasts to a shape: their places there.

    apart: the name of an axis of size 1 that is stretched, by its place
    """
    return [k if dim == shape[k] else apart(k) for k, dim in enumerate(own, len(shape) - len(own))]


def is_open(dim: Dim) -> bool:
    """Whether a declaration left the size open."""
    return isinstance(dim, str) and dim[-1] == ")" and "*" not in dim


def factors(dim: str) -> list[str]:
    """The factors of a size's text."""
    return dim.split("*")


def product(dims: list[Dim]) -> Dim:
    """The product of sizes, with its factors in order."""
    number, names = 1, []
    for dim in dims:
        for part in [dim] if isinstance(dim, int) else factors(dim):
            if isinstance(part, int) or part.isdecimal():
                number *= int(part)
            else:
                names.append(part)
    if not names:
        return number
    names.sort()
    return "*".join([str(number), *names] if number != 1 else names)


def parsed(signature: str) -> tuple[list[str], list[str]]:
    """The operands' axes and the result's of a signature: `mn,np->mp`, `mn->(nm)`, `#n->nn`."""
    before, after = signature.split("->")
    out: list[str] = []
    inside = False
    for c in after:
        if c == "(":
            inside = True
            out.append("")
        elif c == ")":
            inside = False
        elif inside:
            out[-1] += c
        else:
            out.append(c)
    return before.split(","), out


def written(shape: Shape) -> str:
    """A shape as people write it: `2×3`, `n`, `scalar`."""
    return "×".join(map(str, shape)) if shape else "scalar"


def declared(shape: Shape, symmetric: bool) -> str:
    """A declaration's kind: `matrix(2, 3)`, `vector`."""
    kind = "symmetric" if symmetric else "vector" if len(shape) == 1 else "matrix"
    sizes = shape[:1] if symmetric else shape
    return kind if any(is_open(d) for d in sizes) else f"{kind}({', '.join(map(str, sizes))})"


def misfit(shapes: list[Shape] | list[Shape | None]) -> DerivError:
    """E301 for operands that do not go together."""
    texts = [written(s) for s in shapes if s is not None]
    return DerivError("E301", f"shapes do not fit: {' and '.join(texts)}")
