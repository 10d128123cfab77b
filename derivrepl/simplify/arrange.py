"""What a reader sees of a sum or product before it is written: signs, the order of terms, powers in two parts.

The cost of a form and its presentation both go by this.
"""

from __future__ import annotations

from math import gcd

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import is_decimal, times
from derivrepl.simplify.kinds import BASE_E, ONE, SUM, SYMBOL, Factor, Id

Terms = tuple[tuple[Number, Id], ...]


def with_best_signs(
    arena: Arena, coef: Number, factors: tuple[Factor, ...], signed: bool
) -> tuple[Number, tuple[Factor, ...]]:
    """The product with its sums turned over where that saves a minus: `-(x - y)*z` as `(y - x)*z`."""
    if factors in arena.gathered:
        return coef, (arena.gathered[factors],)
    factors = _with_split_powers(arena, factors)
    for i, (base, exp) in enumerate(factors):
        if arena.keys[base][0] != SUM:
            continue
        whole = 1 if exp == ONE else arena.whole(exp)
        if whole is None:
            continue
        signs = [numbers.sign(c) for c, _ in arena.order[base]]
        useful = signed and whole % 2 == 1 and numbers.sign(coef) < 0 and -1 in signs
        if 1 not in signs or useful:
            factors = (*factors[:i], (arena.negated(base), exp), *factors[i + 1 :])
            coef = numbers.negate(coef) if whole % 2 else coef
    return _with_number_in_front(arena, coef, factors) if len(factors) > 1 else (coef, factors)


def _with_number_in_front(arena: Arena, coef: Number, factors: tuple[Factor, ...]) -> tuple[Number, tuple[Factor, ...]]:
    """`x*(3*x + 3)` as `3*x*(x + 1)`; but `(18*x + 3)*y` stays: its 3, pulled out, would be one more sign."""
    if is_decimal(coef):
        return coef, factors
    for i, (base, exp) in enumerate(factors):
        if exp != ONE or arena.keys[base][0] != SUM or base in arena.familiar:
            continue
        while (common := _shared_number(arena, base)) > 1:  # a nested sum that opens may have more in common
            base = arena.sum([(times(numbers.ratio(1, common), c), term) for c, term in arena.order[base]])
            coef = times(coef, common)
        factors = (*factors[:i], (base, exp), *factors[i + 1 :])
    return coef, factors


def _shared_number(arena: Arena, node: Id) -> int:
    """The whole number that all terms of a sum have in common, if it is the coefficient of one of them; else 1."""
    common = 0
    if arena.keys[node][0] != SUM:
        return 1
    for c, _ in arena.order[node]:
        if not isinstance(c, int):
            return 1
        common = gcd(common, c)
    return common if any(c in (common, -common) for c, term in arena.order[node] if term != ONE) else 1


def _with_split_powers(arena: Arena, factors: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """`x^(1/x - 2)` as `x^(1/x)/x^2`; a sum is not written twice for that."""
    for i, (base, exp) in enumerate(factors):
        if arena.keys[exp][0] != SUM or arena.keys[base][0] == SUM or base == BASE_E or not has_fraction(arena, exp):
            continue
        count = next((c for c, t in arena.order[exp] if t == ONE), 0)
        if isinstance(count, int) and count < 0:
            rest = arena.sum([(c, t) for c, t in arena.order[exp] if t != ONE])
            return (*factors[:i], (base, rest), (base, arena.number(count)), *factors[i + 1 :])
    return factors


def shown_terms(arena: Arena, node: Id) -> Terms:
    """A sum's terms with a positive one in front; what the user did not write himself by falling degree."""
    terms = arena.order[node]
    if node not in arena.familiar:
        degrees = [_degree(arena, term) for _, term in terms]
        if all(degree is not None for degree in degrees):
            order = sorted(range(len(terms)), key=lambda i: -(degrees[i] or 0))
            terms = tuple([terms[i] for i in order])
        elif terms[0][1] == ONE and not all(_is_decay(arena, t) for _, t in terms[1:]):
            terms = (*terms[1:], terms[0])
    for i, (coef, _) in enumerate(terms):
        if numbers.sign(coef) > 0:
            return terms if i == 0 else (terms[i], *terms[:i], *terms[i + 1 :])
    return terms


def _degree(arena: Arena, term: Id) -> int | None:
    """The total degree of a term in the inputs, None where it is no monomial."""
    total = 0
    for base, exp in arena.factors(term):
        if arena.fixed[base] and arena.fixed[exp]:
            continue
        whole = 1 if exp == ONE else arena.whole(exp)
        if whole is None or whole < 0 or arena.keys[base][0] != SYMBOL:
            return None
        total += whole
    return total


def _is_decay(arena: Arena, term: Id) -> bool:
    """Whether a term is an exponential with a minus: people write `1 + exp(-x)`."""
    factors = arena.factors(term)
    return len(factors) == 1 and factors[0][0] == BASE_E and numbers.sign(arena.coefficient(factors[0][1])) < 0


def has_fraction(arena: Arena, node: Id) -> bool:
    """Whether a sum has a term with a bar."""
    known = arena.fractions.get(node)
    if known is None:
        known = arena.fractions[node] = any(has_bar(arena, c, t) for c, t in arena.order[node])
    return known


def has_bar(arena: Arena, coef: Number, term: Id) -> bool:
    """Whether a term is written with a bar."""
    _, q, decimal = numbers.parts(coef)
    if q != 1 and not decimal:
        return True
    values = [arena.value(exp) for base, exp in arena.factors(term) if base != BASE_E]
    return any(v is not None and numbers.sign(v) < 0 for v in values)
