"""What the user wrote: results keep his scalars as he wrote them, and take his parts for shorter than their text."""

from __future__ import annotations

from derivrepl.contraction import INVERSE, SOLUTION, code_of, structure, variants
from derivrepl.language.text import Writer
from derivrepl.shapes import shapes_of
from derivrepl.simplify.arrays.terms import FREE, Factor, Term, canonical, connected
from derivrepl.store import DIV, LIST, MUL, PARAMETER, SUB, Node, Store
from derivrepl.tables.operators import ATOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.simplify.arrays.reader import Reader
    from derivrepl.simplify.hand import Hand

LONGEST, FAMILIAR = 20_000, 200
"""The longest text of a result, and of a part that the user wrote."""
SHORT = 5
"""Parts up to this length are as long as their text."""
MOST = 500
"""Nodes of an expression whose parts its results are compared with."""


class Own:
    """The parts of the user's expression.

    familiar  node → what stands for it where lengths are compared, as in `Writer.written`
    stretches whether he multiplies rows of matrices by vectors, element by element
    solves    whether he solves systems instead of multiplying by inverses
    products  his numbers that are products of arrays, such as `x@A@x`
    reader    reads them, when a term may have one of them in it
    """

    def __init__(self, store: Store, hand: Hand) -> None:
        self.store = store
        self.stretches = any(_is_stretched(store, n) for n in hand.own)
        self.solves = any(structure(store, n) == SOLUTION for n in hand.own if n >= 0)
        self.familiar: dict[Node, tuple[str, int]] = {}
        self.lengths: dict[Node, int] = {}
        self.products: list[Node] = []
        self.reader: Reader | None = None
        self.read: dict[tuple[Factor, ...], Node] | None = None
        """The user's products as terms; None until one is looked for."""
        if len(hand.own) > MOST:
            return
        shapes, writer = shapes_of(store), Writer(store, limit=FAMILIAR)
        for n in sorted(hand.own):
            op = store.op(n)
            text = writer.text(n) if op > PARAMETER and op != LIST else None
            if text is not None and len(text) > SHORT:
                self._add(n, text)
            if store.operations[op].contracts and shapes.of(n) == ():
                self.products.append(n)

    def _add(self, node: Node, text: str) -> None:
        """Take a part, and a difference the other way round, for shorter than its text."""
        store = self.store
        levels = store.operations[store.op(node)].levels
        shorter = "~" * (len(text) * 6 // 10), levels[0] if levels else ATOM
        self.familiar[node] = shorter
        if store.op(node) == SUB:
            a, b = store.operands(node)
            self.familiar.setdefault(store.sub(b, a), shorter)

    def length(self, node: Node) -> int:
        """How long a node is in print, with a weight for index notation, which is harder to read."""
        if node not in self.lengths:
            writer = Writer(self.store, limit=LONGEST)
            writer.written.update(self.familiar)
            text = writer.text(node)
            self.lengths[node] = LONGEST if text is None else len(text) + 20 * text.count("einsum(")
        return self.lengths[node]

    def solved(self, matrix: Node, other: Node) -> Node | None:
        """`solve(A, b)` for `inv(A)` times b, where the user writes it so; None for another matrix."""
        store = self.store
        turns = self.solves and store.op(matrix) == code_of(store, "ij->ji")
        inverse = store.operands(matrix)[0] if turns else matrix
        if not self.solves or structure(store, inverse) != INVERSE:
            return None
        inner = store.operands(inverse)[0]
        inner = store.make(code_of(store, "ij->ji"), (inner,)) if turns else inner
        signature = "nn,n->n" if len(shapes_of(store).of(other) or ()) == 1 else "nn,nm->nm"
        code = next(code for code in variants(store, "solve") if store.operations[code].signature == signature)
        return store.make(code, (inner, other))

    def kept(self, reader: Reader, term: Term) -> Term:
        """The term with products over nothing but summed indices as the user wrote them, where he did."""
        if not self.products:
            return term
        factors: list[Factor] = []
        for part in connected(term.factors):
            closed = all(axes and min(axes) >= FREE for _, axes in part)
            found = self._known().get(canonical(part, reader.is_symmetric)) if closed else None
            factors += part if found is None else [(found, ())]
        return Term(term.coefficient, factors)

    def _known(self) -> dict[tuple[Factor, ...], Node]:
        """The user's products as terms; while one is read, those before it are known."""
        if self.read is None:
            assert self.reader is not None
            self.read, reader = {}, self.reader
            for n in self.products:
                form = reader.read(n)
                if len(form) == 1 and form[0].coefficient == 1 and all(axes for _, axes in form[0].factors):
                    self.read.setdefault(canonical(form[0].factors, reader.is_symmetric), n)
        return self.read


def _is_stretched(store: Store, node: Node) -> bool:
    """Whether a node is the elementwise product or quotient of a matrix and a vector."""
    if node < 0 or store.op(node) not in (MUL, DIV):
        return False
    shapes = shapes_of(store)
    return sorted(len(shapes.of(a) or ()) for a in store.operands(node)) == [1, 2]
