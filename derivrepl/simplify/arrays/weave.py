"""Terms as nodes in matrix notation.

The factors of a term are edges between its indices: a matrix connects two, a vector hangs on one. Vectors at the
end of a path are multiplied in first, `A@(B@x)`, which is also the cheapest order; what is left of a path between
two indices of the result becomes `A@B`, a cycle a trace, a vector in the middle of a path a diagonal matrix. A product
that is no such graph keeps its indices.
"""

from __future__ import annotations

from functools import reduce

from derivrepl import numbers
from derivrepl.contraction import FOLD, IDENTITY, INVERSE, UNIT, code_of, constant_array, contract, structure, variants
from derivrepl.numbers import Number
from derivrepl.shapes import Dim, Shape, shapes_of
from derivrepl.simplify.arrays.terms import FREE, Factor, Index, Term
from derivrepl.store import DIV, MUL, ONE, POW, TWO, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.simplify.arrays.islands import Islands

    Test = Callable[[Node], bool]

Vectors = dict[Index, Node]
Matrix = tuple[Node, Index, Index]


def weave(store: Store, terms: list[Term], shape: Shape, symmetric: Test, islands: Islands) -> Node:
    """The sum of the terms; it may lack leading axes of the shape along which it is constant.

    symmetric  tells of a matrix whether it is its own transpose
    islands    shortens elementwise parts, and knows how the user writes means
    """
    total = ZERO
    for term in terms:
        node = Web(store, term, shape, symmetric, islands).node()
        c = term.coefficient
        negative = numbers.sign(c) < 0
        size = numbers.negate(c) if negative else c
        node = store.mul(store.constant(size), node)
        if total == ZERO:
            total = store.neg(node) if negative else node
        else:
            total = store.sub(total, node) if negative else store.add(total, node)
    return total


class Web:
    """One term while it is being reduced.

    scalar    product of what has no index
    vectors   index → vector that hangs on it
    matrices  (node, first index, second index)
    others    factors with more axes
    """

    def __init__(self, store: Store, term: Term, shape: Shape, symmetric: Test, islands: Islands) -> None:
        self.store = store
        self.symmetric = symmetric
        self.polish = islands.same_shape
        self.means = islands.means
        self.own = islands.own
        self.shapes = shapes_of(store)
        self.shape = shape
        self.sizes: dict[Index, Dim] = dict(enumerate(shape))
        self.scalar: list[Node] = []
        self.vectors: Vectors = {}
        self.matrices: list[Matrix] = []
        self.others: list[Factor] = []
        self.next = max([FREE, *(i for _, axes in term.factors for i in axes)]) + 1
        for node, axes in term.factors:
            self.sizes.update(zip(axes, self.shapes.of(node) or ()))
            self._add(node, axes)
        for i, vector in list(self.vectors.items()):
            short = islands.shortest(vector)
            if self.shapes.of(short) == () and self._degree(i) > 1:
                del self.vectors[i]
                self.scalar.append(short)

    def _add(self, node: Node, axes: tuple[Index, ...]) -> None:
        if not axes:
            self.scalar.append(node)
        elif len(axes) == 1:
            (i,) = axes
            self.vectors[i] = self.store.mul(self.vectors[i], node) if i in self.vectors else node
        elif len(axes) == 2 and axes[0] == axes[1]:
            self._add(self._made("ii->i", node), axes[:1])
        elif len(axes) == 2:
            self._add_matrix(node, *axes)
        else:
            self.others.append((node, axes))

    def _add_matrix(self, node: Node, i: Index, j: Index) -> None:
        """A matrix; beside one with the same indices it is an elementwise factor."""
        for k, (other, a, b) in enumerate(self.matrices):
            closes = i >= FREE and j >= FREE and self._degree(i) == 1 == self._degree(j)
            if (a, b) == (i, j) or ((a, b) == (j, i) and not closes):
                self.matrices[k] = (self.store.mul(other, node if (a, b) == (i, j) else self._turned(node)), a, b)
                return
        self.matrices.append((node, i, j))

    def _degree(self, i: Index) -> int:
        return (
            sum((a == i) + (b == i) for _, a, b in self.matrices)
            + (i in self.vectors)
            + sum(axes.count(i) for _, axes in self.others)
        )

    def _made(self, signature: str, *operands: Node) -> Node:
        return self.store.make(code_of(self.store, signature), tuple([self.polish(a) for a in operands]))

    def _multiplied(self, matrix: Node, other: Node) -> Node:
        """A matrix times a vector or a matrix."""
        matrix, other = self.polish(matrix), self.polish(other)
        found = self.own.solved(matrix, other)
        signature = "ij,j->i" if len(self.shapes.of(other) or ()) == 1 else "ij,jk->ik"
        return self._made(signature, matrix, other) if found is None else found

    def _times(self, first: Node, second: Node) -> Node:
        """A matrix product, written without brackets where the second factor is one too."""
        code = code_of(self.store, "ij,jk->ik")
        behind = []
        while self.store.op(second) == code:
            second, last = self.store.operands(second)
            behind.append(last)
        made = self._multiplied(first, second)
        for factor in reversed(behind):
            made = self._made("ij,jk->ik", made, factor)
        return made

    def _turned(self, node: Node) -> Node:
        """The transpose; of a product the product of the transposes, where that has fewer of them."""
        if self.symmetric(node):
            return node
        turn, times = code_of(self.store, "ij->ji"), code_of(self.store, "ij,jk->ik")
        factors = []
        while self.store.op(node) == times:
            node, last = self.store.operands(node)
            factors.append(last)
        factors.append(node)
        if 2 * sum(self.store.op(a) == turn for a in factors) < len(factors):
            return self._made("ij->ji", reduce(self._times, reversed(factors)))
        return reduce(self._times, [self._made("ij->ji", a) for a in factors])

    # Reduction

    def collapsed(self, coefficient: Number) -> Term:
        """The term with paths that end in vectors multiplied out to vectors."""
        while self._alone() or self._end():
            pass
        factors: list[Factor] = [(n, ()) for n in self.scalar] + [(n, (i,)) for i, n in self.vectors.items()]
        return Term(coefficient, factors + [(n, (a, b)) for n, a, b in self.matrices] + self.others)

    def node(self) -> Node:
        """The term's product, without its number."""
        while self._reduce():
            pass
        if self._is_reducible():
            result = self._result()
        else:
            result = self._indexed()
        product = divisor = ONE
        for part in self.means.gathered(self.scalar):
            below = self._reciprocal(part) if result != ONE else None
            if below is None:
                product = self.store.mul(product, part)
            else:
                divisor = self.store.mul(divisor, below)
        return self.store.div(self.store.mul(product, result), divisor) if result != ONE else product

    def _reciprocal(self, node: Node) -> Node | None:
        """What a scalar is one over; None where it is no such thing."""
        store = self.store
        operands = store.operands(node)
        if store.op(node) == DIV and operands[0] == ONE:
            return operands[1]
        exponent = store.value(operands[1]) if store.op(node) == POW and operands[1] < 0 else 1
        return store.pow(operands[0], store.constant(numbers.negate(exponent))) if numbers.sign(exponent) < 0 else None

    def _is_reducible(self) -> bool:
        summed = any(i >= FREE for i in self.vectors) or any(a >= FREE or b >= FREE for _, a, b in self.matrices)
        return not self.others and not summed and len(self.shape) <= 2

    def _reduce(self) -> bool:
        """One step; False when nothing is left to do."""
        return self._alone() or self._end() or self._stacked() or self._scaled() or self._joined()

    def _stacked(self) -> bool:
        """A matrix whose two axes are made one is `vec(A)`."""
        for f, (node, axes) in enumerate(self.others):
            if structure(self.store, node) != FOLD:
                continue
            r, j, i = axes
            for k, (matrix, a, b) in enumerate(self.matrices):
                if {a, b} == {i, j} and i >= FREE and j >= FREE and self._degree(i) == 2 == self._degree(j):
                    del self.matrices[k], self.others[f]
                    inner = matrix if (a, b) == (i, j) else self._turned(matrix)
                    self._add(self.store.node(variants(self.store, "vec")[0], inner), (r,))
                    return True
        return False

    def _alone(self) -> bool:
        """A vector or a matrix that shares no summed index is summed up, a pair of vectors multiplied."""
        for i in [i for i in self.vectors if i >= FREE]:
            if self._degree(i) == 1:
                self.scalar += self.means.written(self._sum_of(self.vectors.pop(i)))
                return True
        for k, (node, a, b) in enumerate(self.matrices):
            if self._is_element(a, b):
                del self.matrices[k]
                picked = [self.vectors.pop(a), self.vectors.pop(b)]
                self.scalar.append(contract(self.store, [node, *picked], [(0, 1), (0,), (1,)], ()))
                return True
            if a >= FREE and b >= FREE and self._degree(a) == 1 == self._degree(b):
                del self.matrices[k]
                self.scalar += self.means.written(self._made("ij->", node))
                return True
            for other in self.matrices[k + 1 :]:
                closed = other[1:] in ((a, b), (b, a)) and a >= FREE and b >= FREE
                if closed and self._degree(a) == 2 == self._degree(b):
                    del self.matrices[k]
                    self.matrices.remove(other)
                    inner = other[0] if other[1:] == (b, a) else self._turned(other[0])
                    self.scalar.append(self._made("ii->", self._times(node, inner)))
                    return True
        return False

    def _is_element(self, a: Index, b: Index) -> bool:
        """Whether nothing but a unit vector hangs on each of a matrix's two indices."""
        units = [i in self.vectors and structure(self.store, self.vectors[i]) == UNIT for i in (a, b)]
        return all(units) and a != b and min(a, b) >= FREE and self._degree(a) == 2 == self._degree(b)

    def _sum_of(self, vector: Node) -> Node:
        """The sum of a vector; of a product of two it is their scalar product."""
        store = self.store
        vector = self.polish(vector)
        if store.op(vector) == POW and store.operands(vector)[1] == TWO:
            base = store.operands(vector)[0]
            return self._made("i,i->", base, base)
        if store.op(vector) == MUL:
            a, b = store.operands(vector)
            if self.shapes.of(a) == self.shapes.of(b):
                return self._made("i,i->", b, a) if self._is_product(b) else self._made("i,i->", a, b)
        if self.shapes.of(vector) == ():
            return store.mul(vector, ONE)
        if store.operations[store.op(vector)].signature == "ii->i":
            return self._made("ii->", *store.operands(vector))
        return self._made("i->", vector)

    def _is_product(self, node: Node) -> bool:
        """Whether a vector is written `…@…`, which needs no brackets in front."""
        op = self.store.op(node)
        return op >= 0 and self.store.operations[op].symbol == "@"

    def _end(self) -> bool:
        """The end of a path: a matrix with a summed index that nothing but a vector, or nothing, shares."""
        best: tuple[int, int, bool] | None = None
        for k, (_, a, b) in enumerate(self.matrices):
            for left, end, far in ((True, a, b), (False, b, a)):
                if end < FREE or self._degree(end) != 1 + (end in self.vectors):
                    continue
                if far >= FREE and far in self.vectors and self._degree(far) == 2 and end not in self.vectors:
                    continue
                scalar = not any(i < FREE for i in self._reached(far))
                rank = 0 if end in self.vectors else 2
                rank += 1 if left != scalar else 0
                if best is None or rank < best[0]:
                    best = (rank, k, left)
        if best is None:
            return False
        _, k, left = best
        node, a, b = self.matrices.pop(k)
        end, far = (a, b) if left else (b, a)
        vector = self.vectors.pop(end, None)
        if vector is not None and structure(self.store, vector) == UNIT:
            made = contract(self.store, [node, vector], [(0, 1), (0,) if left else (1,)], (1,) if left else (0,))
        elif vector is None:
            made, self.scalar = self.means.along(self._made("ij->j" if left else "ij->i", node), self.scalar)
        elif not left:
            made = self._multiplied(node, vector)
        elif self.own.solves and structure(self.store, node) == INVERSE:
            made = self._multiplied(self._turned(node), vector)
        elif not any(i < FREE for i in self._reached(far)):
            made = self._made("i,ij->j", vector, node)
        else:
            made = self._multiplied(self._turned(node), vector)
        self._add(made, (far,))
        return True

    def _reached(self, start: Index) -> set[Index]:
        """The indices connected with one."""
        found, stack = {start}, [start]
        while stack:
            i = stack.pop()
            edges = [(a, b) for _, a, b in self.matrices] + [axes for _, axes in self.others]
            for axes in edges:
                if i in axes:
                    new = set(axes) - found
                    found |= new
                    stack.extend(new)
        return found

    def _scaled(self) -> bool:
        """A vector in the middle of a path: the diagonal matrix of it stands between two others."""
        for i in [i for i in self.vectors if i >= FREE]:
            for k, (node, a, b) in enumerate(self.matrices):
                if i in (a, b) and self._degree(i) == 3:
                    self.matrices[k] = (node, self.next, b) if a == i else (node, a, self.next)
                    self.matrices.append((self._made("i->ii", self.vectors.pop(i)), i, self.next))
                    self.sizes[self.next] = self.sizes[i]
                    self.next += 1
                    return True
        return False

    def _joined(self) -> bool:
        """Two matrices that share a summed index become their product, from the result's first index on."""
        order = sorted(range(len(self.matrices)), key=lambda k: (min(self.matrices[k][1:]), k))
        for k in order:
            _, a, b = self.matrices[k]
            for near, far in ((a, b), (b, a)):
                if far < FREE or self._degree(far) != 2:
                    continue
                other = next((m for m in range(len(self.matrices)) if m != k and far in self.matrices[m][1:]), None)
                if other is None or (near >= FREE and min(self.matrices[other][1:]) < near):
                    continue
                self._join(k, other, near, far)
                return True
        return False

    def _join(self, k: int, other: int, near: Index, far: Index) -> None:
        node, a, _ = self.matrices[k]
        next_node, c, d = self.matrices[other]
        first = node if a == near else self._turned(node)
        second = next_node if c == far else self._turned(next_node)
        end = d if c == far else c
        if min(near, end) >= FREE and first != node and second != next_node:
            near, end, first, second = end, near, next_node, node  # the transpose of it serves as well
        for m in sorted((k, other), reverse=True):
            del self.matrices[m]
        product = self._times(first, second)
        if near == end and near >= FREE and self._degree(near) == 0:
            self.scalar.append(self._made("ii->", product))
        else:
            self._add(product, (near, end))

    # Results

    def _result(self) -> Node:
        store = self.store
        if len(self.shape) < 2:
            return self.vectors.get(0, ONE)
        left, right = self.vectors.get(0), self.vectors.get(1)
        unit = [m for m in self.matrices if structure(self.store, m[0]) == IDENTITY]
        rest = [m for m in self.matrices if m not in unit]
        if rest:
            node, a, _ = rest[0]
            made = node if a == 0 else self._turned(node)
            for other, a, _ in rest[1:] + unit:
                made = store.mul(made, other if a == 0 else self._turned(other))
            if left is not None:
                made = self._times(self._made("i->ii", left), made)
            if right is not None and self.own.stretches:
                return store.mul(made, right)
            return made if right is None else self._made("ij,jk->ik", made, self._made("i->ii", right))
        if unit:
            if left is not None and right is not None:
                left = store.mul(left, right)
            vector = left if left is not None else right
            return unit[0][0] if vector is None else self._made("i->ii", vector)
        if left is not None:
            other = right if right is not None else constant_array(self.shapes, "ones", self.shape[1:])
            return self._made("i,j->ij", left, other)
        return right if right is not None else ONE

    def _indexed(self) -> Node:
        """A product that keeps its indices."""
        factors: list[Factor] = [(n, (i,)) for i, n in self.vectors.items()]
        factors += [(n, (a, b)) for n, a, b in self.matrices] + self.others
        present = {i for _, axes in factors for i in axes}
        out = [k for k in range(len(self.shape)) if k in present]
        lead = len(self.shape) - len(out)
        if out != list(range(lead, len(self.shape))):
            factors += [
                (constant_array(self.shapes, "ones", (self.shape[k],)), (k,))
                for k in range(len(self.shape))
                if k not in present
            ]
            out = list(range(len(self.shape)))
        if not factors:
            return ONE
        return contract(self.store, [n for n, _ in factors], [axes for _, axes in factors], out)
