"""Exponentials of one sum by each other: e^A as e^B*w^c where A - B comes to c*log(w).

The exponents are rational in their own parts, so their difference is a matter of the normal form. That
S*e^A and K*e^B are one term of the price of an option, for example, is seen only by A - B = log(K/S).
"""

from __future__ import annotations

from derivrepl.simplify.arena import Arena
from derivrepl.simplify.cost import cost
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.kinds import BASE_E, CALL, ONE, SUM, Factor, Id
from derivrepl.tables.rewrites import LOGARITHM

MOST_EXPONENTS = 6


def related(arena: Arena, node: Id) -> list[Id]:
    """A sum with its exponentials written by one of them, where they differ by what is none."""
    exponents = list(dict.fromkeys(e for _, t in arena.order[node] if (e := _exponent(arena, t)) is not None))
    if not 2 <= len(exponents) <= MOST_EXPONENTS or not any(arena.keys[e][0] == SUM for e in exponents):
        return []
    found = []
    for one in exponents:
        others = {e: factors for e in exponents if e != one and (factors := _quotient(arena, e, one)) is not None}
        if others:
            found.append(_by_one(arena, node, one, others))
    return found


def _exponent(arena: Arena, term: Id) -> Id | None:
    """The exponent of a term's exponential, or None."""
    return next((exp for base, exp in arena.factors(term) if base == BASE_E), None)


def _quotient(arena: Arena, exponent: Id, other: Id) -> list[Factor] | None:
    """e^exponent/e^other as powers of what stands in logarithms, or None where there is more to it."""
    from derivrepl.simplify.forms import shown_forms
    from derivrepl.simplify.normal import Ring

    difference = arena.add(exponent, arena.scale(-1, other))
    ring = Ring(arena)
    try:
        forms = shown_forms(arena, ring, ring.normal(difference))
    except TooLarge:
        return None
    logarithm = arena.traits.codes.get(LOGARITHM)
    factors: list[Factor] = []
    for coef, term in arena.terms(min(forms, key=lambda form: cost(arena, form))):
        key = arena.keys[term]
        if term == ONE:
            factors.append((BASE_E, arena.number(coef)))
        elif key[0] == CALL and key[1] == logarithm:
            factors.append((key[2], arena.number(coef)))
        else:
            return None
    return factors


def _by_one(arena: Arena, node: Id, one: Id, others: dict[Id, list[Factor]]) -> Id:
    pairs = []
    for coef, term in arena.order[node]:
        exponent = _exponent(arena, term)
        if exponent in others:
            instead = [(BASE_E, arena.add(one, arena.scale(-1, exponent))), *others[exponent]]
            term = arena.product(1, [(term, ONE), *instead])
            inner, term = arena.split(term)
            coef = arena.coefficient(arena.product(coef, [(arena.number(inner), ONE)]))
        pairs.append((coef, term))
    return arena.sum(pairs)
