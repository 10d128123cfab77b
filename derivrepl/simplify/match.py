"""Matches a row's pattern against an arena node, and builds the arena node of a pattern.

The matching recurses over the pattern, which is small, never over the expression.
"""

from __future__ import annotations

from math import isqrt

from derivrepl import numbers
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import integer, is_integer, over
from derivrepl.simplify.kinds import CALL, MINUS_ONE, NUMBER, ONE, PRODUCT, SUM, ZERO, Id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.simplify.patterns import Pattern

Binding = dict[str, Id]
NUMBER_ONE: Pattern = ("number", 1)


class Matcher:
    """Patterns against the nodes of one arena."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena

    def match(self, pattern: Pattern, node: Id, binding: Binding) -> Iterator[Binding]:
        """The bindings under which the pattern is the node."""
        arena = self.arena
        kind, key = pattern[0], arena.keys[node]
        if kind == "any":
            if binding.get(pattern[1], node) == node:
                yield {**binding, pattern[1]: node}
        elif kind == "number":
            if key[0] == NUMBER and key[1] == pattern[1]:
                yield binding
        elif kind == "leaf":
            if key[1:] == pattern[1:]:
                yield binding
        elif kind == "call":
            if key[0] == CALL and arena.traits.names[key[1]] == pattern[1]:
                yield from self._match_all(pattern[2:], key[2:], binding)
        elif kind == "product" and _is_constant(pattern):
            if self.build(pattern, {}) == node:
                yield binding
        elif kind == "product":
            yield from self._match_product(pattern, node, binding)
        elif kind == "sum":
            yield from self._match_sum(pattern, node, binding)

    def _match_sum(self, pattern: Pattern, node: Id, binding: Binding) -> Iterator[Binding]:
        """u + c or c - u, where c is a constant that the sum contains."""
        arena = self.arena
        free = [(coef, p) for coef, p in pattern[1:] if p[0] == "any"]
        if len(free) != 1 or len(pattern) != 3 or arena.keys[node][0] != SUM:
            return
        (sign, name), fixed = free[0], next((coef, p) for coef, p in pattern[1:] if p[0] != "any")
        if names_in(fixed[1]):
            return
        wanted = fixed[0], self.build(fixed[1], {})
        if wanted in arena.order[node]:
            rest = arena.sum([pair for pair in arena.order[node] if pair != wanted])
            yield from self.match(name, arena.scale(sign, rest) if sign in (1, -1) else rest, binding)

    def _match_all(self, patterns: tuple[Pattern, ...], nodes: tuple[Id, ...], binding: Binding) -> Iterator[Binding]:
        if len(patterns) != len(nodes):
            return
        if not patterns:
            yield binding
            return
        for new in self.match(patterns[0], nodes[0], binding):
            yield from self._match_all(patterns[1:], nodes[1:], new)

    def _match_product(self, pattern: Pattern, node: Id, binding: Binding) -> Iterator[Binding]:
        arena = self.arena
        factors = pattern[2:]
        if len(factors) == 2 and all(p[0][0] in ("any", "call", "leaf") and p[1] == NUMBER_ONE for p in factors):
            if pattern[1] != 1:
                node = arena.scale(over(1, pattern[1]), node)
            yield from self._match_two(factors[0][0], factors[1][0], node, binding)
            return
        if len(factors) != 1:
            return
        base, exponent = factors[0]
        if exponent == NUMBER_ONE and isinstance(pattern[1], int) and pattern[1] > 1:
            coef = arena.coefficient(node)
            if isinstance(coef, int) and coef % pattern[1] == 0:
                yield from self.match(base, arena.scale(numbers.ratio(1, pattern[1]), node), binding)
        elif pattern[1] == -1 and exponent == NUMBER_ONE:
            if self.starts_negative(node):
                yield from self.match(base, arena.negated(node), binding)
        elif pattern[1] == 1 and exponent == ("number", 2):
            root = self.square_root(node)
            if root is not None:
                yield from self.match(base, root, binding)
        elif pattern[1] == 1 and exponent == ("number", -1):
            if node != ONE and node != ZERO and all(self._is_negative(e) for _, e in arena.factors(node)):
                yield from self.match(base, arena.power(node, MINUS_ONE), binding)
        elif pattern[1] == 1 and arena.keys[node][0] == PRODUCT:
            own = arena.written[node]
            if len(own) == 1 and arena.coefficient(node) == 1:
                for new in self.match(base, own[0][0], binding):
                    yield from self.match(exponent, own[0][1], new)

    def _match_two(self, one: Pattern, other: Pattern, node: Id, binding: Binding) -> Iterator[Binding]:
        """u*v: u any single factor or the number, v the rest."""
        arena = self.arena
        if arena.keys[node][0] != PRODUCT and one[0] != "call" and other[0] != "call":
            return
        coef = arena.coefficient(node)
        singles = [arena.power(b, e) for b, e in arena.factors(node)]
        if coef != 1:
            singles.insert(0, arena.number(coef))
        for single in singles:
            rest = arena.times(node, arena.power(single, MINUS_ONE))
            for new in self.match(one, single, binding):
                yield from self.match(other, rest, new)

    def _is_negative(self, exp: Id) -> bool:
        value = self.arena.value(exp)
        return value is not None and numbers.sign(value) < 0

    def starts_negative(self, node: Id) -> bool:
        """Whether a minus leads the node."""
        arena = self.arena
        if arena.keys[node][0] == SUM:
            return numbers.sign(arena.order[node][0][0]) < 0
        return numbers.sign(arena.coefficient(node)) < 0

    def square_root(self, node: Id) -> Id | None:
        """u where the node is u^2 by its exponents, else None."""
        arena = self.arena
        if arena.keys[node][0] != PRODUCT:
            return None
        p, q, decimal = numbers.parts(arena.coefficient(node))
        if decimal or p < 0 or isqrt(p) ** 2 != p or isqrt(q) ** 2 != q:
            return None
        pairs = []
        for base, exp in arena.written[node]:
            value = arena.value(exp)
            if value is None or not is_integer(value) or integer(value) % 2:
                return None
            pairs.append((base, arena.number(integer(value) // 2)))
        return arena.product(numbers.ratio(isqrt(p), isqrt(q)), pairs)

    def build(self, pattern: Pattern, binding: Binding) -> Id:
        """The arena node of a pattern."""
        arena = self.arena
        kind = pattern[0]
        if kind == "any":
            return binding[pattern[1]]
        if kind == "number":
            return arena.number(pattern[1])
        if kind == "leaf":
            return arena.symbol(pattern[1], pattern[2])
        if kind == "call":
            return arena.call(arena.traits.codes[pattern[1]], tuple([self.build(p, binding) for p in pattern[2:]]))
        if kind == "sum":
            terms = [(c, self.build(p, binding)) for c, p in pattern[1:]]
            return arena.add(*[arena.scale(c, t) for c, t in terms])
        return arena.product(pattern[1], [(self.build(b, binding), self.build(e, binding)) for b, e in pattern[2:]])


def _is_constant(product: Pattern) -> bool:
    """Whether a product is a number times a power of a constant: `pi/4`, `sqrt(3)/2`."""
    return len(product) == 3 and product[2][0][0] in ("leaf", "number") and product[2][1][0] == "number"


def _parts(pattern: Pattern) -> Iterator[Pattern]:
    stack = [pattern]
    while stack:
        p = stack.pop()
        yield p
        if p[0] == "call":
            stack.extend(p[2:])
        elif p[0] == "sum":
            stack.extend(q for _, q in p[1:])
        elif p[0] == "product":
            stack.extend(q for pair in p[2:] for q in pair)


def called(pattern: Pattern) -> list[str]:
    """The functions that a pattern calls."""
    return [p[1] for p in _parts(pattern) if p[0] == "call"]


def names_in(pattern: Pattern) -> list[str]:
    """The names that stand for any expression in a pattern."""
    return [p[1] for p in _parts(pattern) if p[0] == "any"]
