"""From the arena back to nodes of the store, in the order in which a person writes.

A product: number, constants and symbols in the user's order, sums, roots, functions, exponentials, over
one bar. A sum starts with a positive term and otherwise keeps its order.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.arrange import shown_terms, with_best_signs
from derivrepl.simplify.exact import is_decimal
from derivrepl.simplify.kinds import BASE_E, CALL, NUMBER, ONE, PRODUCT, SUM, SYMBOL, Factor, Id
from derivrepl.store import Node, Store

CONSTANT, SYMBOLS, LEADING, SUMS, ROOTS, FUNCTIONS, EXPONENTIALS, BEHIND = range(8)
ORDERED = (CONSTANT, SYMBOLS, BEHIND)
"""The classes that are sorted by the user's order of names; the others keep the order they have."""


def factor_rank(arena: Arena, base: Id, exp: Id) -> int:
    """The class of a factor; a product shows them in ascending order."""
    key = arena.keys[base]
    if base == BASE_E:
        return CONSTANT if exp == ONE else LEADING if arena.leading else EXPONENTIALS
    if key[0] == NUMBER and not arena.fixed[exp]:
        return ROOTS
    if arena.value(exp) is not None and arena.whole(exp) is None:
        return CONSTANT if arena.fixed[base] else ROOTS
    if key[0] == SYMBOL or key[0] == NUMBER:
        return CONSTANT if arena.fixed[base] else BEHIND if base in arena.behind else SYMBOLS
    return SUMS if key[0] in (SUM, PRODUCT) else FUNCTIONS


def arranged(arena: Arena, factors: tuple[Factor, ...]) -> tuple[list[Factor], list[Factor]]:
    """The factors above and below the bar, in order; exponents below are turned positive."""
    above: list[Factor] = []
    below: list[Factor] = []
    for base, exp in factors:
        value = arena.value(exp)
        if value is not None and numbers.sign(value) < 0 and base != BASE_E:
            below.append((base, arena.number(numbers.negate(value))))
        else:
            above.append((base, exp))
    for side in (above, below):
        if len(side) > 1:
            side.sort(key=lambda pair: (rank := factor_rank(arena, *pair), pair[0] if rank in ORDERED else 0))
    return above, below


class Presenter:
    """Builds store nodes for arena nodes, each once."""

    def __init__(self, store: Store, arena: Arena, origin: dict[Id, Node]) -> None:
        self.store = store
        self.arena = arena
        self.origin = origin
        self.built: dict[Id, Node] = {}

    def present(self, root: Id) -> Node:
        """The store node that shows an arena node."""
        built = self.built
        stack = [root]
        while stack:
            node = stack[-1]
            if node not in built:
                missing = [] if node in self.origin else [p for p in self._parts(node) if p not in built]
                if missing:
                    missing.reverse()
                    stack.extend(missing)
                    continue
                built[node] = self._build(node)
            stack.pop()
        return built[root]

    def _parts(self, node: Id) -> list[Id]:
        """What must be built before the node: the bare factors of a term, not the term itself."""
        arena, key = self.arena, self.arena.keys[node]
        if key[0] == CALL:
            return list(key[2:])
        if key[0] == SUM:
            return [part for coef, term in arena.order[node] for part in self._term_parts(coef, term)]
        if key[0] == PRODUCT:
            return self._factor_parts(key[1], self.arena.written[node], True)
        return []

    def _term_parts(self, coef: Number, term: Id) -> list[Id]:
        if coef in (1, -1) or term == ONE:
            return [term]
        return self._factor_parts(coef, self.arena.factors(term), False)

    def _factor_parts(self, coef: Number, factors: tuple[Factor, ...], signed: bool) -> list[Id]:
        arena = self.arena
        _, factors = with_best_signs(arena, coef, factors, signed)
        return [part for pair in factors for part in pair if arena.keys[part][0] != NUMBER]

    def _build(self, node: Id) -> Node:
        kept = self.origin.get(node)
        if kept is not None:
            return kept
        key = self.arena.keys[node]
        if key[0] == NUMBER:
            return self.store.constant(key[1])
        if key[0] == SYMBOL:
            return self.store.leaf(key[1], key[2])
        if key[0] == CALL:
            return self.store.make(key[1], tuple([self._node(a) for a in key[2:]]))
        if key[0] == SUM:
            return self._sum(node)
        return self._product(key[1], self.arena.written[node], True)

    def _node(self, node: Id) -> Node:
        value = self.arena.value(node)
        return self.built[node] if value is None else self.store.constant(value)

    def _sum(self, node: Id) -> Node:
        store = self.store
        total: Node | None = None
        for coef, term in shown_terms(self.arena, node):
            coef, factors = self._signed(coef, term)
            negative = numbers.sign(coef) < 0
            if total is None and factors:
                total = self._product(coef, factors, False)
                continue
            part = self._term(numbers.negate(coef) if negative else coef, term, factors)
            if total is None:
                total = store.neg(part) if negative else part
            else:
                total = store.sub(total, part) if negative else store.add(total, part)
        assert total is not None
        return total

    def _signed(self, coef: Number, term: Id) -> tuple[Number, tuple[Factor, ...]]:
        """A term's coefficient, with the sign that its sums leave it, and its factors; none where it stays as built."""
        if coef in (1, -1) or term == ONE:
            return coef, ()
        return with_best_signs(self.arena, coef, self.arena.factors(term), False)

    def _term(self, coef: Number, term: Id, factors: tuple[Factor, ...]) -> Node:
        if term == ONE:
            return self.store.constant(coef)
        if not factors:
            return self.built[term]
        return self._product(coef, factors, False)

    def _product(self, coef: Number, factors: tuple[Factor, ...], signed: bool) -> Node:
        store = self.store
        coef, factors = with_best_signs(self.arena, coef, factors, signed)
        above, below = arranged(self.arena, factors)
        p, q, decimal = numbers.parts(coef)
        negative = p < 0
        if is_decimal(coef):
            p, q = 1, 1
        top = [self._power(*pair) for pair in above]
        bottom = [self._power(*pair) for pair in below]
        if decimal:
            top.insert(0, store.constant(numbers.negate(coef) if negative else coef))
        elif abs(p) != 1 or not top:
            top.insert(0, store.constant(abs(p)))
        if q != 1:
            bottom.insert(0, store.constant(q))
        if negative and top[0] < 0:  # the sign is the number's own, as it is read
            top[0], negative = store.negative(top[0]), False
        result = self._chain(top)
        if bottom:
            result = store.div(result, self._chain(bottom))
        return store.neg(result) if negative else result

    def _chain(self, nodes: list[Node]) -> Node:
        result = nodes[0]
        for node in nodes[1:]:
            result = self.store.mul(result, node)
        return result

    def _power(self, base: Id, exp: Id) -> Node:
        store, traits = self.store, self.arena.traits
        if exp == ONE:
            return self._node(base)
        if base == BASE_E and traits.exponential >= 0 and not self.arena.raised:
            return store.make(traits.exponential, (self._node(exp),))
        value = self.arena.value(exp)
        if value is not None and value in traits.roots:
            return store.make(traits.roots[value], (self._node(base),))
        return store.pow(self._node(base), self._node(exp))
