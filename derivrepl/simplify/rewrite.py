"""Applies the rows of the rewrite table to one sum, product or call of the arena.

A rule for a sum looks for its first term times any cofactor, then for its other terms times the same.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.choice import choice
from derivrepl.simplify.exact import integer, is_integer, over, plus, times
from derivrepl.simplify.kinds import BASE_E, CALL, MINUS_ONE, PRODUCT, SUM, Id
from derivrepl.simplify.match import NUMBER_ONE, Binding, Matcher, names_in
from derivrepl.simplify.patterns import INTEGER
from derivrepl.simplify.powers import is_integral
from derivrepl.tables.rewrites import EXPONENTIAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.simplify.patterns import Pattern, Rule

Candidate = tuple[Id, str]
WIDEST_SUM = 60
FEW_TERMS = 12


class Rewriter(Matcher):
    """Applies the rules of a choice in one arena."""

    def __init__(self, arena: Arena, palette: frozenset[str], free: bool = False) -> None:
        super().__init__(arena)
        chosen = choice(palette, free)
        self.sums = chosen.sums
        self.products = chosen.products
        self.calls = chosen.calls
        self.roots = chosen.roots

    def candidates(self, node: Id, several: bool = True) -> list[Candidate]:
        """The results of every rule that matches at the node.

        several: also those of the costly rules for sums with more than one name.
        """
        key = self.arena.keys[node]
        if key[0] == SUM:
            return self._at_sum(node, several) if len(key) <= WIDEST_SUM else []
        if key[0] == PRODUCT:
            return self._at_product(node)
        return self._at_call(node) if key[0] == CALL else []

    def _allowed(self, rule: Rule, binding: Binding) -> bool:
        return all(
            is_integral(self.arena, binding[name]) if signs == INTEGER else not self.arena.signs[binding[name]] & ~signs
            for name, signs in rule.guards
        )

    # Calls

    def _at_call(self, node: Id) -> list[Candidate]:
        key = self.arena.keys[node]
        found: list[Candidate] = []
        for rule in self.calls.get(self.arena.traits.names[key[1]], []):
            if (rule.constant and not self.arena.fixed[node]) or (rule.of_sum and self.arena.keys[key[2]][0] != SUM):
                continue
            for binding in self.match(rule.left, node, {}):
                if self._allowed(rule, binding):
                    found.append((self.build(rule.right, binding), rule.row.name))
                    break
        return found

    # Products

    def _at_product(self, node: Id) -> list[Candidate]:
        arena = self.arena
        found: list[Candidate] = []
        for base, exp in arena.factors(node):
            if base != BASE_E and arena.keys[base][0] != CALL and arena.keys[base][0] != PRODUCT:
                continue
            found.extend(self._roots_of(node, base, exp))
            for rule in self.products.get(self._function(base), ()):
                found.extend(self._product_rule(rule, node, base, exp))
        return found

    def _roots_of(self, node: Id, base: Id, exp: Id) -> list[Candidate]:
        """Rules for one power whatever its base: `sqrt(u^2)`, `exp(v*log(u))`."""
        arena = self.arena
        value = arena.value(exp)
        found: list[Candidate] = []
        for rule in self.roots:
            left = rule.left
            count: Number | None = None
            pattern_exp = left[2][1]
            if pattern_exp[0] == "number" and value is not None:
                count = over(value, pattern_exp[1])
                if not is_integer(count):
                    continue
                target = arena.power(base, arena.number(pattern_exp[1]))
            else:
                target = arena.power(base, exp)
                count = 1
            for binding in self.match(left, target, {}):
                if self._allowed(rule, binding):
                    replaced = arena.power(self.build(rule.right, binding), arena.number(count))
                    rest = arena.power(target, arena.number(-integer(count)))
                    found.append((arena.times(node, rest, replaced), rule.row.name))
                    break
        return found

    def _product_rule(self, rule: Rule, node: Id, base: Id, exp: Id) -> Iterator[Candidate]:
        left = rule.left
        kind = "leaf" if base == BASE_E else "call"
        anchor = next((p for p in left[2:] if (p[0][0] == kind and kind == "leaf") or p[0][1] == rule.anchor), None)
        if anchor is None:
            return
        if base == BASE_E:
            matches = self.match(anchor[1], exp, {})
        else:
            matches = self.match(anchor[0], base, {})
        for binding in matches:
            if self._complete(left, binding) and self._allowed(rule, binding):
                whole = self.build(left, binding)
                count = self._contained(whole, node)
                if count:
                    inverse = self.arena.power(whole, self.arena.number(-count))
                    new = self.arena.power(self.build(rule.right, binding), self.arena.number(count))
                    yield self.arena.times(node, inverse, new), rule.row.name

    def _function(self, base: Id) -> str:
        """The name by which rules for a factor are found."""
        if base == BASE_E:
            return EXPONENTIAL[0]
        key = self.arena.keys[base]
        return self.arena.traits.names[key[1]] if key[0] == CALL else ""

    def _complete(self, pattern: Pattern, binding: Binding) -> bool:
        return all(name in binding for name in names_in(pattern))

    def _contained(self, part: Id, whole: Id) -> int:
        """How many times the factors of one product are among those of another."""
        arena = self.arena
        mine = dict(arena.factors(whole))
        count = 1 << 30
        for base, exp in arena.factors(part):
            other = mine.get(base)
            if other is None:
                return 0
            if other == exp:
                count = min(count, 1)
                continue
            a, b = arena.value(exp), arena.value(other)
            if a is None or b is None or numbers.sign(a) != numbers.sign(b):
                return 0
            p, q, _ = numbers.parts(over(b, a))
            count = min(count, p // q)
        return count if count < 1 << 30 else 0

    # Sums

    def _at_sum(self, node: Id, several: bool) -> list[Candidate]:
        arena = self.arena
        terms = {t: c for c, t in arena.order[node]}
        found = self._at_terms(node) if len(terms) <= FEW_TERMS else []
        for term in terms:
            for name in dict.fromkeys(self._function(base) for base, _ in arena.factors(term)):
                for rule in self.sums.get(name, ()):
                    if several or not rule.several:
                        for binding, cofactor in self._anchored(rule, term):
                            found.extend(self._sum_rule(rule, terms, binding, cofactor))
        return found

    def _at_terms(self, node: Id) -> list[Candidate]:
        """Product rules for each term with its number: `2*sin(u)*cos(u)` inside a sum."""
        arena = self.arena
        terms = arena.order[node]
        found: list[Candidate] = []
        for i, (coef, term) in enumerate(terms):
            if coef not in (1, -1) and arena.keys[term][0] == PRODUCT:
                for new, name in self._at_product(arena.scale(coef, term)):
                    found.append((arena.sum([*terms[:i], arena.split(new), *terms[i + 1 :]]), name))
        return found

    def _anchored(self, rule: Rule, term: Id) -> Iterator[tuple[Binding, Id]]:
        """The ways in which the rule's first term with a call divides a term: binding and cofactor."""
        arena = self.arena
        pattern = next((p for _, p in rule.left[1:] if _holds(p, rule.anchor)), None)
        if pattern is None:
            return
        for binding in self._divides(pattern, term, {}):
            part = self.build(pattern, binding)
            yield binding, arena.times(term, arena.power(part, MINUS_ONE))

    def _divides(self, pattern: Pattern, term: Id, binding: Binding) -> Iterator[Binding]:
        """Bindings under which a product of calls divides the term."""
        wanted = pattern[2:] if pattern[0] == "product" else ((pattern, NUMBER_ONE),)
        yield from self._divides_from(wanted, term, binding)

    def _divides_from(self, wanted: tuple[Pattern, ...], term: Id, binding: Binding) -> Iterator[Binding]:
        if not wanted:
            yield binding
            return
        pattern, exponent = wanted[0]
        arena = self.arena
        for base, exp in arena.factors(term):
            if pattern[0] == "leaf" and base == BASE_E:
                for new in self.match(exponent, exp, dict(binding)):
                    yield from self._divides_from(wanted[1:], term, new)
            elif pattern[0] == "call" and arena.keys[base][0] == CALL:
                value = arena.value(exp)
                if value is None or exponent[0] != "number" or numbers.sign(value) != numbers.sign(exponent[1]):
                    continue
                if numbers.compare(value, exponent[1]) * numbers.sign(value) < 0:
                    continue
                for new in self.match(pattern, base, dict(binding)):
                    yield from self._divides_from(wanted[1:], term, new)

    def _sum_rule(self, rule: Rule, terms: dict[Id, Number], binding: Binding, cofactor: Id) -> Iterator[Candidate]:
        left = rule.left
        for full in self._completed(left[1:], terms, binding, cofactor):
            if not self._allowed(rule, full):
                continue
            amount = self._amount(left, terms, full, cofactor)
            if amount is None:
                continue
            arena = self.arena
            pairs = [(c, t) for t, c in terms.items()]
            for coef, pattern in left[1:]:
                piece = arena.times(self.build(pattern, full), cofactor)
                pairs.append(arena.pair(times(numbers.negate(amount), coef), piece))
            pairs.append(arena.pair(amount, arena.times(self.build(rule.right, full), cofactor)))
            collected: dict[Id, Number] = {}
            for c, t in pairs:
                collected[t] = plus(collected[t], c) if t in collected else c
            yield arena.sum([(c, t) for t, c in collected.items()]), rule.row.name

    def _completed(
        self, patterns: tuple[Pattern, ...], terms: dict[Id, Number], binding: Binding, cofactor: Id
    ) -> Iterator[Binding]:
        """The binding with the names that only the rule's other terms contain."""
        missing = [p for _, p in patterns if not self._complete(p, binding)]
        if not missing:
            yield binding
            return
        inverse = self.arena.power(cofactor, MINUS_ONE)
        for term in terms:
            quotient = self.arena.times(term, inverse)
            for full in self._divides(missing[0], quotient, dict(binding)):
                whole = self.build(missing[0], full) == self.arena.split(quotient)[1]
                if whole and all(self._complete(p, full) for _, p in patterns):
                    yield full

    def _amount(self, left: Pattern, terms: dict[Id, Number], binding: Binding, cofactor: Id) -> Number | None:
        """How often the left side, times the cofactor, is in the sum; None when it is not."""
        arena = self.arena
        amount: Number | None = None
        for coef, pattern in left[1:]:
            inner, term = arena.split(arena.times(self.build(pattern, binding), cofactor))
            if term not in terms:
                return None
            ratio = over(terms[term], times(coef, inner))
            if amount is None:
                amount = ratio
            elif numbers.sign(ratio) != numbers.sign(amount):
                return None
            elif numbers.compare(ratio, amount) * numbers.sign(ratio) < 0:
                amount = ratio
        return amount


def _holds(pattern: Pattern, name: str) -> bool:
    """Whether a function is a factor of a term of a pattern."""
    factors = [base for base, _ in pattern[2:]] if pattern[0] == "product" else [pattern]
    if name == EXPONENTIAL[0]:
        return any(p[0] == "leaf" for p in factors)
    return any(p[0] == "call" and p[1] == name for p in factors)
