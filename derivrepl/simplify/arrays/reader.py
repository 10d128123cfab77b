"""Nodes as sums of terms: one pass upward, every node once.

A contraction takes the factors of its operands in; a sum among them stays whole (or is multiplied out, when asked
for). Identities and unit vectors vanish where an index allows it, `A` next to `inv(A)` cancels.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.contraction import array_name, contract, identity, variants
from derivrepl.numbers import Number
from derivrepl.shapes import Dim, Shape, parsed, shapes_of
from derivrepl.simplify.arrays.terms import FREE, Counter, Factor, Index, Term, canonical
from derivrepl.store import ADD, DIV, LIST, MUL, NEG, PARAMETER, POW, SUB, TWO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING, STRUCTURE, EVERYTHING = range(3)
MOST_TERMS = 32
"""Sums larger than this are not multiplied out."""
DEEPEST = 20
"""How many functions inside of each other are looked through to see a symmetric matrix."""
WHOLE = ("mn->", "nn->")
"""Signatures of functions that make a number of a matrix: of its transpose, each makes the same."""
LONGEST = 24
"""Products with more factors than this are not opened further."""


class Reader:
    """Reads nodes of one store into sums of terms.

    write    makes a node of a sum of terms (of a shape), for what has to stay whole
    expand   which sums are multiplied out: NOTHING, STRUCTURE (sums of matrix products and the like) or EVERYTHING
    thorough whether squares of norms are written out, which is longer but decides more
    """

    def __init__(
        self,
        store: Store,
        write: Callable[[Reader, list[Term], Shape], Node],
        expand: int,
        thorough: bool = False,
    ) -> None:
        self.store = store
        self.thorough = thorough
        self.shapes = shapes_of(store)
        self.write = write
        self.expand = expand
        self.counter = Counter()
        self.form: dict[Node, list[Term]] = {}
        self.whole: dict[Node, Node] = {}
        self.symmetric: dict[Node, bool] = {}
        self.depth = 0

    def read(self, root: Node) -> list[Term]:
        """The terms of a node."""
        for n in self.store.post_order([root], self.form):
            self.form[n] = self.collected(self._one(n))
        return self.of(root)

    def of(self, n: Node) -> list[Term]:
        """The terms of a node that has been read, or of a number."""
        if n >= 0:
            return self.form[n]
        value = self.store.value(n)
        return [Term(value, [])] if numbers.sign(value) else []

    def shape(self, n: Node) -> Shape:
        """The shape of a node."""
        return self.shapes.of(n) or ()

    def _one(self, n: Node) -> list[Term]:
        op, operands = self.store.op(n), self.store.operands(n)
        row = self.store.operations[op]
        if op <= PARAMETER:
            return [self._atom(n, self.shape(n))]
        if op in (ADD, SUB):
            a, b = operands
            return self._placed(a, n, 1) + self._placed(b, n, 1 if op == ADD else -1)
        if op == NEG:
            return self._placed(operands[0], n, -1)
        if op == MUL:
            made = self._product(n, [self._axes(a, n) for a in operands], list(operands))
            return self._joined_all(made)
        if op == DIV:
            return self._quotient(n, *operands)
        if row.contracts:
            return self._contraction(n)
        name = array_name(self.store, n)
        if name in ("zeros", "ones"):
            return [Term(1, [])] if name == "ones" else []
        if name == "inv":
            return self._inverse(n)
        if self.thorough and op == POW and operands[1] < 0 and self._is_norm(operands[0]):
            return self._norm_power(n, *operands)
        if name == "mean" and self.expand:
            return self._mean(n, operands[0])
        if name == "vec":
            return self._stacked(n, operands[0])
        if row.signature in WHOLE and self._is_turned(operands[0]):
            return [Term(1, [(self.store.make(op, (self.form[operands[0]][0].factors[0][0],)), ())])]
        return self._call(n)

    def _is_turned(self, node: Node) -> bool:
        """Whether a node is nothing but a transpose."""
        form = self.form.get(node, [])
        return len(form) == 1 == len(form[0].factors) and form[0].coefficient == 1 and form[0].factors[0][1] == (1, 0)

    def _is_norm(self, node: Node) -> bool:
        """Whether a node is the square root of a sum of squares, which is not smooth where it is zero."""
        return node >= 0 and self.store.operations[self.store.op(node)].kinks == "ans == 0"

    def _norm_power(self, n: Node, norm: Node, exponent: Node) -> list[Term]:
        """An even power of a norm is one of the sum of squares."""
        power = self.store.value(exponent)
        if not isinstance(power, int) or power < 2 or power % 2:
            return self._call(n)
        u = self.store.operands(norm)[0]
        squares = self.store.pow(u, TWO)
        total = contract(self.store, [squares], [range(len(self.shape(u)))], [])
        found = self.store.pow(total, self.store.constant(power // 2))
        return list(self.read(found))

    def _mean(self, n: Node, a: Node) -> list[Term]:
        """The mean as the sum, divided by the number of elements."""
        total = contract(self.store, [a], [range(len(self.shape(a)))], [])
        for dim in self.shape(a):
            total = self.store.div(total, self.shapes.node(dim))
        return list(self.read(total))

    def _stacked(self, n: Node, a: Node) -> list[Term]:
        """`vec(A)`: the two axes of A made one."""
        rows, columns = self.shape(a)
        code = variants(self.store, "fold")[0]
        fold = self.store.node(code, self.shapes.node(columns), self.shapes.node(rows))
        i, j = self.counter.fresh(), self.counter.fresh()
        made = self._product(n, [[i, j]], [a])
        return self._joined_all([Term(t.coefficient, [(fold, (0, j, i)), *t.factors]) for t in made])

    # Sums and products

    def _axes(self, a: Node, n: Node) -> list[Index]:
        """The indices of n's result that an operand has, aligned at the last axis."""
        return self._aligned(self.shape(a), self.shape(n))

    def _aligned(self, own: Shape, shape: Shape) -> list[Index]:
        return [k if dim == shape[k] else self.counter.fresh() for k, dim in enumerate(own, len(shape) - len(own))]

    def _placed(self, a: Node, n: Node, sign: int) -> list[Term]:
        """The operand's terms with the indices that they have in the result."""
        places = dict(enumerate(self._axes(a, n)))
        found = [term.renamed(places).scaled(sign) for term in self.of(a)]
        return [term for term in found if term is not None]

    def _product(self, n: Node, axes: list[list[Index]], operands: list[Node]) -> list[Term]:
        """The product of operands, each with its indices."""
        forms = [self.of(a) for a in operands]
        if any(not form for form in forms):
            return []
        result = [Term(1, [])]
        count = 1
        for form in forms:
            count *= len(form)
        for a, form, places in zip(operands, forms, axes):
            single = len(form) == 1 and len(form[0].factors) <= LONGEST
            opens = single or (count <= MOST_TERMS and self._opens(form, len(places)))
            opened = form if opens else [self._kept(a)]
            made = []
            for left in result:
                for term in opened:
                    other = self.counter.apart(term, dict(enumerate(places)))
                    coefficient = numbers.multiply(left.coefficient, other.coefficient)
                    if coefficient is None:
                        return [self._kept(n)]
                    made.append(Term(coefficient, left.factors + other.factors))
            result = made
        return result

    def _opens(self, form: list[Term], axes: int) -> bool:
        """Whether a sum is multiplied out: a sum of matrices that is no elementwise one, or every sum."""
        if self.expand == STRUCTURE:
            whole = tuple(range(axes))
            return axes > 1 and any(places not in ((), whole) for term in form for _, places in term.factors)
        return self.expand == EVERYTHING

    def _quotient(self, n: Node, a: Node, b: Node) -> list[Term]:
        if b < 0:
            inverse = numbers.divide(1, self.store.value(b))
            if inverse is not None:
                found = [term.scaled(inverse) for term in self._placed(a, n, 1)]
                return [term for term in found if term is not None]
        axes = self._axes(b, n)
        below = self._kept(b)
        reciprocal, scale = self._reciprocal(below)
        if scale is None:
            return self._call(n)
        terms = self.of(a)
        if len(terms) == 1 or (self.expand and len(terms) <= MOST_TERMS):
            made = []
            for term in self._placed(a, n, 1):
                scaled = term.scaled(scale)
                if scaled is None:
                    return [self._call(n)[0]]
                other = reciprocal.renamed(dict(enumerate(axes)))
                made.append(Term(scaled.coefficient, scaled.factors + other.factors))
            return self._joined_all(made)
        top = self._kept(a).renamed(dict(enumerate(self._axes(a, n))))
        coefficient = numbers.multiply(top.coefficient, scale)
        if coefficient is None:
            return self._call(n)
        return [Term(coefficient, top.factors + reciprocal.renamed(dict(enumerate(axes))).factors)]

    def _reciprocal(self, term: Term) -> tuple[Term, Number | None]:
        scale = numbers.divide(1, term.coefficient)
        power = self.store.constant(-1)
        return Term(1, [(self.store.pow(node, power), axes) for node, axes in term.factors]), scale

    # What stays whole

    def _atom(self, node: Node, shape: Shape) -> Term:
        own = self.shape(node)
        return Term(1, [(node, tuple(self._aligned(own, shape)))])

    def _kept(self, n: Node) -> Term:
        """A node as one factor: its sum is written out and not looked into again."""
        if n < 0:
            return Term(self.store.value(n), [])
        node = self.written(n)
        if node < 0:
            return Term(self.store.value(node), [])
        return self._atom(node, self.shape(n))

    def written(self, n: Node) -> Node:
        """The node of what has been read of a node; it may lack leading axes along which it is constant."""
        if n < 0:
            return n
        found = self.whole.get(n)
        if found is None:
            form = self.form[n]
            plain = len(form) == 1 and form[0].coefficient == 1 and len(form[0].factors) == 1
            if (
                plain
                and form[0].factors[0][1] == tuple(range(len(self.shape(form[0].factors[0][0]))))
                and self.shape(form[0].factors[0][0]) == self.shape(n)
            ):
                found = form[0].factors[0][0]
            else:
                found = self.write(self, form, self.shape(n))
            self.whole[n] = found
        return found

    def _call(self, n: Node) -> list[Term]:
        """A function of operands that have been shortened."""
        store = self.store
        op = store.op(n)
        row = store.operations[op]
        operands = [self.written(a) for a in store.operands(n)]
        if row.signature or op == LIST:
            exact = [self.shape(a) for a in store.operands(n)]
            operands = [self.shapes.filled(a, shape) if shape else a for a, shape in zip(operands, exact)]
        node = store.make(op, tuple(operands))
        if node < 0:
            return [Term(store.value(node), [])] if numbers.sign(store.value(node)) else []
        return [self._atom(node, self.shape(n))]

    # Contractions

    def _contraction(self, n: Node) -> list[Term]:
        axes, out = parsed(self.store.operations[self.store.op(n)].signature)
        names: dict[str, Index] = {}
        dims: dict[str, Dim] = {}
        for k, c in enumerate(out):
            names.setdefault(c, k)
        operands = self.store.operands(n)
        for letters, a in zip(axes, operands):
            for c, dim in zip(letters, self.shape(a)):
                dims[c] = dim
                if c not in names:
                    names[c] = self.counter.fresh()
        sizes = tuple([self.shapes.node(dims[c]) for c in names])
        places = [[names[c] for c in letters] for letters in axes]
        terms = self._product(n, places, list(operands))
        doubled = [(k, names[c]) for k, c in enumerate(out) if names[c] != k]
        made = []
        for term in terms:
            factors = list(term.factors)
            for k, first in doubled:
                factors.append((identity(self.shapes, self.shape(n)[k]), (first, k)))
            counted = self._counted(tuple(names.values()), sizes, factors)
            made.append(Term(term.coefficient, factors + counted))
        return self._joined_all(made)

    def _joined_all(self, terms: list[Term]) -> list[Term]:
        """The terms after the rules of products; those that vanish are left out."""
        found = [self._joined(term) for term in terms]
        return [term for term in found if term is not None]

    def _inverse(self, n: Node) -> list[Term]:
        """`inv(A.T)` is `inv(A).T`."""
        form = self.form.get(self.store.operands(n)[0], [])
        if len(form) == 1 and len(form[0].factors) == 1 and form[0].coefficient == 1:
            inner, axes = form[0].factors[0]
            if array_name(self.store, inner) == "eye":
                return form
            if axes == (1, 0):
                return [Term(1, [(self.store.make(self.store.op(n), (inner,)), axes)])]
        return self._call(n)

    # Rules of products

    def _joined(self, term: Term) -> Term | None:
        """The term without identities that only rename an index, and without inverses next to what they invert.

        None where it is zero.
        """
        factors = term.factors
        changed = True
        while changed:
            changed = False
            for k, (node, axes) in enumerate(factors):
                rest = factors[:k] + factors[k + 1 :]
                name = array_name(self.store, node)
                if name == "eye":
                    found = self._without_identity(axes, rest, node)
                elif name == "inv":
                    found = self._cancelled(node, axes, rest)
                elif name == "fold":
                    found = self._unfolded(node, axes, rest)
                elif name == "unit":
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
        for node, axes in term.factors:
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
        return rest + self._counted((new,), self.store.operands(node), rest)

    def _counted(self, axes: tuple[Index, ...], sizes: tuple[Node, ...], rest: list[Factor]) -> list[Factor]:
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
                        return [*remaining, (identity(self.shapes, self.shape(inner)[0]), ends)]
        return None

    def _unfolded(self, node: Node, axes: tuple[Index, ...], rest: list[Factor]) -> list[Factor] | None:
        """Two axes that were made one and are taken apart again, or summed over."""
        r, i, j = axes
        if r < FREE:
            return None
        users = [k for k, (_, found) in enumerate(rest) if r in found]
        if not users:
            return rest + self._counted((i, j), self.store.operands(node), rest)
        other, found = rest[users[0]]
        if len(users) == 1 and other == node and found[0] == r:
            m, n = self.shape(node)[1:]
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
        return any(found == axes and other != node and array_name(self.store, other) == "unit" for other, found in rest)

    # Equality

    def is_symmetric(self, node: Node) -> bool:
        """Whether a matrix is known to be its own transpose."""
        known = self.symmetric.get(node)
        if known is None:
            self.symmetric[node] = False
            self.depth += 1
            known = self.symmetric[node] = self.depth < DEEPEST and self._is_symmetric(node)
            self.depth -= 1
        return known

    def _is_symmetric(self, node: Node) -> bool:
        store = self.store
        shape = self.shape(node)
        if len(shape) != 2 or shape[0] != shape[1]:
            return False
        op = store.op(node)
        if op <= PARAMETER:
            return store.is_symmetric(node)
        name, row = array_name(store, node), store.operations[op]
        if name in ("eye", "inv"):
            return name == "eye" or self.is_symmetric(store.operands(node)[0])
        if op == LIST or (row.signature and not row.contracts):
            return False
        if not row.signature and op not in (ADD, SUB, NEG, MUL, DIV):
            return all(self.shape(a) == () or self.is_symmetric(a) for a in store.operands(node))
        form = self.read(node)
        there = {canonical(t.factors, self.is_symmetric): t.coefficient for t in form}
        back = {canonical(t.renamed({0: 1, 1: 0}).factors, self.is_symmetric): t.coefficient for t in form}
        return there == back

    def collected(self, terms: list[Term]) -> list[Term]:
        """The terms with equal ones added up, in the order in which they first appear."""
        if len(terms) < 2:
            return terms
        sums: dict[tuple[Factor, ...], Term] = {}
        for term in terms:
            key = canonical(term.factors, self.is_symmetric)
            known = sums.get(key)
            if known is None:
                sums[key] = term
                continue
            total = numbers.add(known.coefficient, term.coefficient)
            if total is None:
                return terms
            sums[key] = Term(total, known.factors)
        return [t for t in sums.values() if numbers.sign(t.coefficient)]
