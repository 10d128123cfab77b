"""What a shorter form no longer shows of what an expression needs to be a real number.

A requirement of the input is reported unless the output, the declared facts or the signs of its parts imply it.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.language.parse import Parser
from derivrepl.language.pieces import pieces
from derivrepl.language.scope import RuleScope
from derivrepl.simplify import divisors
from derivrepl.simplify import facts as f
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.forms import Shower
from derivrepl.simplify.fraction import FIRST_POLY
from derivrepl.simplify.kinds import ONE, PRODUCT, SUM, SYMBOL, Id
from derivrepl.simplify.needs import NONNEGATIVE, NONZERO, POSITIVE, Needs
from derivrepl.simplify.normal import Ring
from derivrepl.simplify.present import Presenter
from derivrepl.simplify.read import Reading
from derivrepl.simplify.traits import traits
from derivrepl.store import (
    GREATER,
    GREATER_EQUAL,
    NOT_EQUAL,
    ZERO,
    Node,
    Store,
)  # fmt: skip
from derivrepl.store import ONE as TRUE

OPERATIONS = {NONZERO: NOT_EQUAL, NONNEGATIVE: GREATER_EQUAL, POSITIVE: GREATER}


class Comparison:
    """The requirements of an input against those of its simplified form."""

    def __init__(self, store: Store, arena: Arena, had: Needs, has: Needs) -> None:
        self.store = store
        self.arena = arena
        self.had = had
        self.has = has
        self.presenter = Presenter(store, arena, {**has.reading.origin, **had.reading.origin})
        self._pieces: dict[Id, tuple[Id, ...]] = {}

    def lost(self) -> tuple[Node, ...]:
        """Comparison nodes for what the simplified form no longer requires."""
        nonzero = [n for kind, n in self.had.atoms if kind == NONZERO and self._open(NONZERO, n)]
        nonnegative = [n for kind, n in self.had.atoms if kind == NONNEGATIVE and self._open(NONNEGATIVE, n)]
        found: dict[Node, None] = {}
        if nonzero:
            kept = {piece for kind, n in self.has.atoms if kind == NONZERO for piece in self.pieces(n)}
            for n in nonzero:
                for piece in self.pieces(n):
                    if piece not in kept and self.arena.signs[piece] & f.ZERO and piece not in nonnegative:
                        found.setdefault(self._comparison(NONZERO, piece))
        for n in nonnegative:
            if self._is_never_negative(n):
                continue
            if any(kind == NONNEGATIVE and self._equal(n, m) for kind, m in self.has.atoms):
                continue
            strict = any(kind == NONZERO and n in self.pieces(m) for kind, m in self.had.atoms)
            found.setdefault(self._comparison(POSITIVE if strict else NONNEGATIVE, n))
        for call, node in self.had.calls.items():
            if call not in self.has.calls:
                self._lost_domain(node, found)
        return tuple(n for n in found if n != TRUE)

    def _open(self, kind: int, node: Id) -> bool:
        if (kind, node) in self.has.atoms:
            return False
        return bool(self.arena.signs[node] & (f.ZERO if kind == NONZERO else f.NEGATIVE))

    def _is_never_negative(self, node: Id) -> bool:
        """Whether the factors of an expression show that it is not negative."""
        try:
            ring = Ring(self.arena)
            form = ring.normal(node)
            if not form.poly:
                return True
            pieces = divisors.factors(form.poly) if len(form.poly) > 1 else []
            return not self.arena.signs[Shower(self.arena, ring).factored(form, pieces)] & f.NEGATIVE
        except TooLarge:
            return False

    def _equal(self, a: Id, b: Id) -> bool:
        """Whether two expressions have the same normal form."""
        try:
            ring = Ring(self.arena)
            return not ring.normal(self.arena.sum([(1, a), (-1, b)])).poly
        except TooLarge:
            return False

    def pieces(self, node: Id) -> tuple[Id, ...]:
        """The factors of an expression, as far as they are found."""
        known = self._pieces.get(node)
        if known is None:
            known = self._pieces[node] = self._factors(node)
        return known

    def _factors(self, node: Id) -> tuple[Id, ...]:
        arena = self.arena
        if arena.kind(node) != SUM or len(arena.order[node]) > 12:
            return (node,)
        try:
            ring = Ring(arena)
            form = ring.normal(node)
            show = Shower(arena, ring)
            found: list[Id] = []
            for base, e in form.exps.items():
                if e > 0:
                    found.append(ring.generators[base][0] if base < FIRST_POLY else show.base_sum(base))
            if len(form.poly) > 1:
                pieces = [piece for piece, _ in divisors.factors(form.poly)]
                found.extend([node] if len(pieces) == 1 and not found else [show.sum_of(piece) for piece in pieces])
        except TooLarge:
            return (node,)
        return tuple(arena.oriented(n)[0] if arena.kind(n) == SUM else n for n in found)

    def _comparison(self, kind: int, node: Id) -> Node:
        """`x != 1` for `x - 1`, `x != y` for `x - y`, otherwise a comparison with 0."""
        left, right = sides(self.arena, node, kind == NONZERO)
        right_node = self.presenter.present(right) if right else ZERO
        return self.store.make(OPERATIONS[kind], (self.presenter.present(left), right_node))

    def _lost_domain(self, node: Node, found: dict[Node, None]) -> None:
        """A call's own domain, unless what it says is required by the output anyway."""
        row = self.store.operations[self.store.keys[node][0]]
        scope = OperandScope(self.store, dict(zip(row.params, self.store.keys[node][1:], strict=True)))
        for text in pieces(row.domain):
            choice = Parser(scope).expression_node(f"if({text}, 1, 0)")
            condition = self.store.keys[choice][1] if choice >= 0 else choice
            if self.store.inputs([condition]) and not self._implied(condition):
                found.setdefault(condition)

    def _implied(self, condition: Node) -> bool:
        key = self.store.keys[condition]
        if key[0] != NOT_EQUAL or key[2] != ZERO:
            return False
        own = Reading(self.store, self.arena, key[1]).of(key[1])
        return (NONZERO, own) in self.has.atoms or not self.arena.signs[own] & f.ZERO


def sides(arena: Arena, node: Id, either: bool) -> tuple[Id, Id]:
    """The two sides of `node > 0` and the like, with what is known of them solved: x and 1 for `x - 1`.

    either: whether both sides may be exchanged (`!=`, `==`), so that any sign may be moved between them.
    """
    if arena.kind(node) != SUM:
        return node, 0
    terms = arena.order[node]
    symbols = [(c, t) for c, t in terms if t != ONE]
    if len(symbols) == 1 and arena.kind(symbols[0][1]) in (SYMBOL, PRODUCT):
        coef, term = symbols[0]
        if either or numbers.sign(coef) > 0:
            rest = arena.sum([(numbers.divide(numbers.negate(c), coef) or 0, t) for c, t in terms if t == ONE])
            return term, rest
    if len(terms) == 2 and numbers.sign(terms[0][0]) != numbers.sign(terms[1][0]) and either:
        first, second = terms if terms[0][1] != ONE else (terms[1], terms[0])
        left, right = arena.sum([first]), arena.scale(-1, arena.sum([second]))
        return (left, right) if numbers.sign(first[0]) > 0 else (arena.scale(-1, left), arena.scale(-1, right))
    return node, 0


def solved(store: Store, condition: Node) -> Node:
    """An equation between two expressions as it is when all is on one side: `x == 0` for `x == -x`."""
    op, left, right = store.keys[condition]
    try:
        arena = Arena(f.NO_FACTS, traits(store))
        difference = store.sub(left, right)
        reading = Reading(store, arena, difference)
        node = reading.of(difference)
        if arena.kind(node) == PRODUCT:
            node = arena.unit(node)
        a, b = sides(arena, node, either=True)
        presenter = Presenter(store, arena, reading.origin)
        return store.make(op, (presenter.present(a), presenter.present(b) if b else ZERO))
    except (TooLarge, DerivError):
        return condition


class OperandScope(RuleScope):
    """A row's parameters as the operands of one call."""

    def __init__(self, store: Store, operands: dict[str, Node]) -> None:
        super().__init__(store)
        self.operands = operands

    def leaf(self, name: str) -> Node:
        return self.operands[name]
