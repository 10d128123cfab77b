"""Forms of a sum with terms gathered around what they share, and of a product multiplied into its sum."""

from __future__ import annotations

from math import gcd

from derivrepl import numbers
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.kinds import ONE, PRODUCT, SUM, SYMBOL, Factor, Id, Pair

MOST_TERMS = 60
MOST_COLLECTED = 40


def collected(arena: Arena, node: Id) -> list[Id]:
    """A sum with the terms that share a factor gathered: one candidate for each such factor."""
    terms = arena.order[node]
    if len(terms) > MOST_COLLECTED:
        return []
    holders: dict[tuple[Id, bool], list[int]] = {}
    for i, (_, term) in enumerate(terms):
        for base, exp in arena.factors(term):
            value = arena.value(exp)
            key = (base, numbers.sign(value) < 0) if value is not None else (arena.power(base, exp), False)
            places = holders.setdefault(key, [])
            if i not in places:  # u^x and (u^x)^(1/2) in one term: the term is gathered once
                places.append(i)
    found = []
    for (base, _), places in holders.items():
        if len(places) >= 2 and not _is_nested(arena, terms, base, places):
            found.append(_gathered(arena, terms, places))
    for places in _same_bar(arena, terms):
        found.append(_combined(arena, terms, places))
    return [*found, *numeric_content(arena, node)]


def _is_nested(arena: Arena, terms: tuple[Pair, ...], base: Id, places: list[int]) -> bool:
    """Whether gathering would write a polynomial in nested form, `x*(x + 4) - 1`, which nobody does."""
    if len(places) == len(terms) or arena.keys[base][0] != SYMBOL:
        return False
    powers = {exp for i in places for b, exp in arena.factors(terms[i][1]) if b == base}
    return len(powers) > 1


def has_shared_base(arena: Arena, node: Id) -> bool:
    """Whether two terms of a sum have a base in common, or a term has a sum or a root of a product inside."""
    seen: set[Id] = set()
    for _, term in arena.order[node]:
        for base, _ in arena.factors(term):
            kind = arena.keys[base][0]
            if base in seen or kind == SUM or (kind == PRODUCT and not arena.fixed[base]):
                return True
            seen.add(base)
    return False


def _gathered(arena: Arena, terms: tuple[Pair, ...], places: list[int]) -> Id:
    """What the terms at these places share times (…), and the other terms."""
    factors = [dict(arena.factors(terms[i][1])) for i in places]
    shared: list[Factor] = []
    for b, exp in factors[0].items():
        least: Id | None = exp
        for other in factors[1:]:
            least = _lesser(arena, least, other.get(b)) if least is not None else None
        if least is not None:
            shared.append((b, least))
    if not shared:
        return arena.sum(terms)
    inverse = [(b, arena.scale(-1, e)) for b, e in shared]
    inner = arena.sum([arena.split(arena.product(terms[i][0], [(terms[i][1], ONE), *inverse])) for i in places])
    outer = arena.product(1, [(inner, ONE), *shared])
    rest = [pair for i, pair in enumerate(terms) if i not in places]
    at = min(places)
    before = [pair for i, pair in enumerate(terms) if i not in places and i < at]
    return arena.sum([*before, arena.split(outer), *rest[len(before) :]])


def _lesser(arena: Arena, a: Id | None, b: Id | None) -> Id | None:
    """The exponent nearer to zero of two of the same sign (or the same symbolic one), else None."""
    if a is None or b is None or a == b:
        return a if a == b else None
    x, y = arena.value(a), arena.value(b)
    if x is None or y is None or numbers.sign(x) != numbers.sign(y):
        return None
    smaller = numbers.compare(x, y) < 0
    return (a if smaller else b) if numbers.sign(x) > 0 else (b if smaller else a)


def _same_bar(arena: Arena, terms: tuple[Pair, ...]) -> list[list[int]]:
    """Groups of terms with the same denominator."""
    groups: dict[tuple[Factor, ...], list[int]] = {}
    for i, (_, term) in enumerate(terms):
        below = [(b, e) for b, e in arena.factors(term) if (v := arena.value(e)) is not None and numbers.sign(v) < 0]
        if below:
            groups.setdefault(tuple(sorted(below)), []).append(i)
    return [places for places in groups.values() if 2 <= len(places) < len(terms)]


def _combined(arena: Arena, terms: tuple[Pair, ...], places: list[int]) -> Id:
    below = [(b, e) for b, e in arena.factors(terms[places[0]][1]) if _is_negative(arena, e)]
    inverse = [(b, arena.scale(-1, e)) for b, e in below]
    top = arena.sum([arena.split(arena.product(terms[i][0], [(terms[i][1], ONE), *inverse])) for i in places])
    fraction = arena.product(1, [(top, ONE), *below])
    rest = [pair for i, pair in enumerate(terms) if i not in places]
    return arena.sum([arena.split(fraction), *rest])


def _is_negative(arena: Arena, exp: Id) -> bool:
    value = arena.value(exp)
    return value is not None and numbers.sign(value) < 0


def numeric_content(arena: Arena, node: Id) -> list[Id]:
    """2*x + 2*y as 2*(x + y)."""
    terms = arena.order[node]
    num, den = 0, 1
    for coef, _ in terms:
        p, q, decimal = numbers.parts(coef)
        if decimal:
            return []
        num = gcd(num, p)
        den = den * q // gcd(den, q)
    if num == 1 and den == 1:
        return []
    value = numbers.ratio(num, den)
    inner = arena.sum([(numbers.divide(c, value) or 0, t) for c, t in terms])
    return [arena.scale(value, inner)]


def expanded_product(arena: Arena, node: Id) -> list[Id]:
    """A product with its number, or its other factors, multiplied into a sum."""
    factors = arena.factors(node)
    coef = arena.coefficient(node)
    found = []
    for i, (base, exp) in enumerate(factors):
        if exp != ONE or arena.kind(base) != SUM or len(arena.order[base]) > MOST_TERMS:
            continue
        rest = [*factors[:i], *factors[i + 1 :]]
        terms = [
            arena.split(arena.product(numbers.multiply(coef, c) or 0, [(t, ONE), *rest])) for c, t in arena.order[base]
        ]
        found.append(arena.sum(terms))
        if coef != 1 and rest:
            scaled = arena.sum([(numbers.multiply(coef, c) or 0, t) for c, t in arena.order[base]])
            found.append(arena.product(1, [(scaled, ONE), *rest]))
    return found
