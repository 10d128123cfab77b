"""Exponentials by each other: e^A as e^B*w^c where A - B comes to c*log(w).

The exponents are rational in their own parts, so their difference is a matter of the normal form. That
S*e^A and K*e^B are one term of the price of an option, for example, is seen only by A - B = log(K/S).
"""

from __future__ import annotations

from derivrepl.simplify.arena import Arena
from derivrepl.simplify.cost import cost, reachable
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.kinds import BASE_E, CALL, ONE, PRODUCT, SUM, Factor, Id
from derivrepl.tables.rewrites import LOGARITHM

MOST_EXPONENTS = 6


def related(arena: Arena, root: Id) -> Id | None:
    """The node with each exponential by the shortest one that it can be told by; None where there is none."""
    nodes = reachable(arena, root)
    found = {e: None for n in nodes if arena.keys[n][0] == PRODUCT for b, e in arena.written[n] if b == BASE_E}
    if not 2 <= len(found) <= MOST_EXPONENTS or not any(arena.keys[e][0] == SUM for e in found):
        return None
    instead: dict[Id, tuple[Factor, ...]] = {}
    pivots: list[Id] = []
    for exponent in sorted(found, key=lambda e: cost(arena, e)):
        for pivot in pivots:
            factors = _quotient(arena, exponent, pivot)
            if factors is not None:
                instead[exponent] = ((BASE_E, pivot), *factors)
                break
        else:
            pivots.append(exponent)
    return _rewritten(arena, nodes, instead)[root] if instead else None


def _quotient(arena: Arena, exponent: Id, other: Id) -> list[Factor] | None:
    """e^exponent/e^other as powers of what stands in logarithms, or None where there is more to it."""
    from derivrepl.simplify.forms import shown_forms  # few expressions have two exponentials
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


def _rewritten(arena: Arena, nodes: list[Id], instead: dict[Id, tuple[Factor, ...]]) -> dict[Id, Id]:
    """The nodes, operands first, with the exponentials replaced."""
    new: dict[Id, Id] = {}
    for n in nodes:
        if arena.keys[n][0] == PRODUCT:
            factors: list[Factor] = []
            for base, exp in arena.written[n]:
                factors.extend(instead[exp] if base == BASE_E and exp in instead else ((new[base], new[exp]),))
            new[n] = arena.product(arena.keys[n][1], factors)
        else:
            new[n] = arena.rebuilt(n, new)
    return new
