"""Nodes as sums of terms: one pass upward, every node once.

A contraction takes the factors of its operands in; a sum among them stays whole (or is multiplied out, when asked
for). What is known of products is in `products.py`.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.contraction import COLUMNS, IDENTITY, INVERSE, ONES, ZEROS, contract, identity, structure, variants
from derivrepl.numbers import Number
from derivrepl.shapes import Dim, Shape, aligned, parsed, shapes_of
from derivrepl.simplify.arrays.means import defined
from derivrepl.simplify.arrays.products import Products
from derivrepl.simplify.arrays.terms import FREE, Counter, Factor, Index, Term, canonical
from derivrepl.store import ADD, DIV, LIST, MUL, NEG, PARAMETER, POW, SUB, TWO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.simplify.arrays.zeros import Zeros

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
    zeros    knows which terms vanish once they are multiplied out; None where that is not asked
    own      functions that the user wrote and that stay what they are, though they stand for others
    """

    def __init__(
        self,
        store: Store,
        write: Callable[[Reader, list[Term], Shape], Node],
        expand: int,
        thorough: bool = False,
        own: frozenset[Node] = frozenset(),
        zeros: Zeros | None = None,
    ) -> None:
        self.store = store
        self.thorough = thorough
        self.own = own
        self.zeros = zeros
        self.shapes = shapes_of(store)
        self.write = write
        self.expand = expand
        self.counter = Counter()
        self.form: dict[Node, list[Term]] = {}
        self.whole: dict[Node, Node] = {}
        self.sums: dict[Node, Node] = {}
        """What was written of a sum that stayed whole → the node that was read."""
        self.symmetric: dict[Node, bool] = {}
        self.products = Products(store, self.is_symmetric)
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
        kind = structure(self.store, n)
        if kind in (ZEROS, ONES):
            return [Term(1, [])] if kind == ONES else []
        if kind == INVERSE:
            return self._inverse(n)
        if self.thorough and op == POW and operands[1] < 0 and self._is_norm(operands[0]):
            return self._norm_power(n, *operands)
        if row.define and self.expand and n not in self.own:
            return list(self.read(defined(self.store, n)))
        if kind == COLUMNS:
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
        return aligned(own, shape, lambda _: self.counter.fresh())

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
            made = self.counter.times(result, form if opens else [self._kept(a)], places)
            if made is None:
                return [self._kept(n)]
            result = made
        return result

    def _opens(self, form: list[Term], axes: int) -> bool:
        """Whether a sum is multiplied out: a sum of matrices that is no elementwise one, or every sum."""
        if self.expand == STRUCTURE and axes > 1:
            whole = tuple(range(axes))
            factors = [factor for term in form for factor in term.factors]
            return any(places not in ((), whole) or self._is_given(node) for node, places in factors)
        return self.expand == EVERYTHING

    def _is_given(self, node: Node) -> bool:
        """Whether a node is an array of zeros and ones, by which a product is known."""
        return node >= 0 and bool(self.store.operations[self.store.op(node)].nonzeros)

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
                if len(form) > 1:
                    self.sums[found] = n
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
        terms = self._product(n, [[names[c] for c in letters] for letters in axes], list(operands))
        if self.zeros is not None and self.expand != EVERYTHING:
            terms = self._without_zeros(terms, self.zeros)
        same: list[Factor] = [
            (identity(self.shapes, self.shape(n)[k]), (names[c], k)) for k, c in enumerate(out) if names[c] != k
        ]
        terms = [Term(term.coefficient, term.factors + same) for term in terms]
        return self.summed(terms, {names[c]: self.shapes.node(dims[c]) for c in names})

    def summed(self, terms: list[Term], sizes: dict[Index, Node]) -> list[Term]:
        """The terms after the rules of products, times the sizes of axes summed over that no factor has any more."""
        axes, counts = tuple(sizes), tuple(sizes.values())
        counted = [Term(t.coefficient, t.factors + self.products.counted(axes, counts, t.factors)) for t in terms]
        return self._joined_all(counted)

    def _without_zeros(self, terms: list[Term], zeros: Zeros) -> list[Term]:
        """The terms without those that vanish once their sums are multiplied out, as the sum of `x - mean(x)` does."""
        made: list[Term] = []
        for term in terms:
            if not self._has_sum(term):
                made.append(term)
            elif not zeros.has(term):
                opened = self._opened(term)
                left = [t for t in opened if not (self._has_sum(t) and zeros.has(t))]
                made += left if len(left) < len(opened) else [term]
        return made

    def _has_sum(self, term: Term) -> bool:
        """Whether a sum is summed over among the factors."""
        return any(self.store.op(n) in (ADD, SUB) and any(i >= FREE for i in axes) for n, axes in term.factors)

    def _opened(self, term: Term) -> list[Term]:
        """The terms of a sum that is the only factor with indices; another term by itself."""
        sums = [factor for factor in term.factors if factor[1]]
        others = [factor for factor in term.factors if not factor[1]]
        if len(sums) != 1 or sums[0][0] not in self.sums:
            return [term]
        node, axes = sums[0]
        return self.counter.times([Term(term.coefficient, others)], self.form[self.sums[node]], axes) or [term]

    def _joined_all(self, terms: list[Term]) -> list[Term]:
        """The terms after the rules of products; those that vanish are left out."""
        found = [self.products.joined(term) for term in terms]
        return [term for term in found if term is not None]

    def _inverse(self, n: Node) -> list[Term]:
        """`inv(A.T)` is `inv(A).T`."""
        form = self.form.get(self.store.operands(n)[0], [])
        if len(form) == 1 and len(form[0].factors) == 1 and form[0].coefficient == 1:
            inner, axes = form[0].factors[0]
            if structure(self.store, inner) == IDENTITY:
                return form
            if axes == (1, 0):
                return [Term(1, [(self.store.make(self.store.op(n), (inner,)), axes)])]
        return self._call(n)

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
        kind, row = structure(store, node), store.operations[op]
        if kind in (IDENTITY, INVERSE):
            return kind == IDENTITY or self.is_symmetric(store.operands(node)[0])
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
