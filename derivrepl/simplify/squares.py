"""The square of a sum found again in a polynomial: `x^2 - 2*x*y + y^2 - z` has `(x - y)^2`."""

from __future__ import annotations

from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.polynomial import Monomial, Poly

MOST_TERMS = 12
LONGEST_BASE = 3


def square_in(p: Poly, base: Poly) -> tuple[int, Monomial, Poly] | None:
    """p as coefficient * monomial * base^2 + rest, where that has at least two summands less; else None."""
    if not 2 <= len(base) <= LONGEST_BASE or not len(base) < len(p) <= MOST_TERMS:
        return None
    square = poly.multiply(base, base)
    lead = max(square)
    for top, coef in p.items():
        if coef % square[lead] or not poly.divides(lead, top):
            continue
        shift, scale = top - lead, coef // square[lead]
        rest = poly.add(p, {m + shift: c for m, c in square.items()}, -scale)
        if len(rest) <= len(p) - 3:
            return scale, shift, rest
    return None
