"""Applies the rows of the rewrite table to one sum, product or call of the arena.

The matching recurses over the row's pattern, which is small, never over the expression.
"""

from __future__ import annotations

from math import isqrt

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.arena import BASE_E, CALL, MINUS_ONE, NUMBER, ONE, PRODUCT, SUM, Arena, Id
from derivrepl.simplify.exact import integer, is_integer, over, plus, times
from derivrepl.simplify.patterns import Rule, rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.simplify.patterns import Pattern

Binding = dict[str, Id]
Candidate = tuple[Id, str]
WIDEST_SUM = 60
FEW_TERMS = 12
NUMBER_ONE: Pattern = ("number", 1)


class Choice:
    """The rules that can apply where certain functions occur, by the kind of their left side."""

    def __init__(self, palette: frozenset[str], free: bool) -> None:
        self.sums: list[Rule] = []
        self.products: list[Rule] = []
        self.calls: dict[str, list[Rule]] = {}
        self.roots: list[Rule] = []
        reach = _within_reach(palette)
        for rule in rules():
            if rule.needs <= reach and (free or rule.row.fresh or rule.brings <= palette):
                self._sort_in(rule)
        self.quick_sums = [rule for rule in self.sums if len(set(_names(rule.patterns[0]))) < 2]

    def _sort_in(self, rule: Rule) -> None:
        left = rule.patterns[0]
        if left[0] == "sum":
            self.sums.append(rule)
        elif left[0] == "call":
            self.calls.setdefault(left[1], []).append(rule)
        elif left[0] == "product":
            lone = len(left) == 3 and left[1] == 1 and not _called(left[2][0])
            (self.roots if lone else self.products).append(rule)


_choices: dict[tuple[frozenset[str], bool], Choice] = {}
KEPT = 256


def choice(palette: frozenset[str], free: bool) -> Choice:
    """The rules for a set of functions, sorted once. free: any rule may bring in other functions."""
    key = palette, free
    if key not in _choices:
        if len(_choices) >= KEPT:
            _choices.clear()
        _choices[key] = Choice(palette, free)
    return _choices[key]


class Rewriter:
    """Applies the rules of a choice in one arena."""

    def __init__(self, arena: Arena, palette: frozenset[str], free: bool = False) -> None:
        self.arena = arena
        chosen = choice(palette, free)
        self.sums = chosen.sums
        self.quick_sums = chosen.quick_sums
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
        return all(self.arena.signs[binding[name]] & ~signs == 0 for name, signs in rule.guards)

    # Calls

    def _at_call(self, node: Id) -> list[Candidate]:
        key = self.arena.keys[node]
        found: list[Candidate] = []
        for rule in self.calls.get(self.arena.traits.names[key[1]], []):
            left, right = rule.patterns
            for binding in self.match(left, node, {}):
                if self._allowed(rule, binding):
                    found.append((self.build(right, binding), rule.row.name))
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
            for rule in self.products:
                found.extend(self._product_rule(rule, node, base, exp))
        return found

    def _roots_of(self, node: Id, base: Id, exp: Id) -> list[Candidate]:
        """Rules for one power whatever its base: `sqrt(u^2)`, `exp(v*log(u))`."""
        arena = self.arena
        value = arena.value(exp)
        found: list[Candidate] = []
        for rule in self.roots:
            left, right = rule.patterns
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
                    replaced = arena.power(self.build(right, binding), arena.number(count))
                    rest = arena.power(target, arena.number(-integer(count)))
                    found.append((arena.times(node, rest, replaced), rule.row.name))
                    break
        return found

    def _product_rule(self, rule: Rule, node: Id, base: Id, exp: Id) -> Iterator[Candidate]:
        left, right = rule.patterns
        anchor = next((p for p in left[2:] if p[0][0] == "call" or p[0][0] == "leaf"), None)
        if anchor is None or (anchor[0][0] == "leaf") != (base == BASE_E):
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
                    new = self.arena.power(self.build(right, binding), self.arena.number(count))
                    yield self.arena.times(node, inverse, new), rule.row.name

    def _complete(self, pattern: Pattern, binding: Binding) -> bool:
        return all(name in binding for name in _names(pattern))

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
        for rule in self.sums if several else self.quick_sums:
            for term in terms:
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
        left = rule.patterns[0]
        pattern = next((p for _, p in left[1:] if _called(p) or p[0] == "product"), None)
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
        left, right = rule.patterns
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
                inner, term = arena.split(piece)
                pairs.append((times(times(numbers.negate(amount), coef), inner), term))
            inner, term = arena.split(arena.times(self.build(right, full), cofactor))
            collected: dict[Id, Number] = {}
            for c, t in [*pairs, (times(amount, inner), term)]:
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

    # Matching and building

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
        elif kind == "product":
            yield from self._match_product(pattern, node, binding)

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
        if len(factors) == 2 and all(p[0][0] in ("any", "call") and p[1] == NUMBER_ONE for p in factors):
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
            if all(self._is_negative(e) for _, e in arena.factors(node)) and node != ONE:
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


def _within_reach(palette: frozenset[str]) -> set[str]:
    """The functions used, and those that a rule may bring in."""
    reach = set(palette)
    size = -1
    while size != len(reach):
        size = len(reach)
        for rule in rules():
            if rule.row.fresh and rule.needs <= reach:
                reach |= rule.brings
    return reach


def _walk(pattern: Pattern) -> Iterator[Pattern]:
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


def _called(pattern: Pattern) -> list[str]:
    return [p[1] for p in _walk(pattern) if p[0] == "call"]


def _names(pattern: Pattern) -> list[str]:
    return [p[1] for p in _walk(pattern) if p[0] == "any"]
