"""Roots of rational numbers in one form: `sqrt(12)` is `2*sqrt(3)`, `sqrt(2)/2` is `1/sqrt(2)`."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio
from derivrepl.simplify.exact import over, times

PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


def reduce_radical(coef: Number, base: Number, exp: Ratio) -> tuple[Number, list[tuple[Number, Number]]]:
    """coef * base^exp as a coefficient and powers of integers with exponents between -1 and 1.

    A negative base stays as it is (the power is not a real number, or only by convention).
    """
    p, q, _ = numbers.parts(base)
    if p <= 0:
        return coef, [(base, exp)]
    radicals: list[tuple[Number, Number]] = []
    for integer, sign in ((p, 1), (q, -1)):
        if integer == 1:
            continue
        coef, integer, k = _root_part(coef, integer, sign * exp.p, exp.q)
        coef, k = _absorbed(coef, integer, k, exp.q)
        if integer != 1 and k:
            radicals.append((integer, numbers.ratio(k, exp.q)))
    return coef, radicals


def _root_part(coef: Number, base: int, k: int, q: int) -> tuple[Number, int, int]:
    """base^(k/q) with whole powers and perfect q-th powers moved into the coefficient."""
    root = numbers.power(base, numbers.ratio(1, q)) if q <= 64 else None
    if isinstance(root, int):
        return _scaled(coef, root, k), 1, 0
    whole = int(k / q) if abs(k) < 1 << 50 else 0
    coef, k = _scaled(coef, base, whole), k - whole * q
    if base.bit_length() <= 64 and q <= 8:
        for prime in PRIMES:
            while base % prime**q == 0:
                base //= prime**q
                coef = _scaled(coef, prime, k)
    return coef, base, k


def _scaled(coef: Number, base: int, k: int) -> Number:
    if k == 0:
        return coef
    power = numbers.power(base, k)
    return coef if power is None else times(coef, power)


def _absorbed(coef: Number, base: int, k: int, q: int) -> tuple[Number, int]:
    """The exponent turned over where the coefficient then loses the base."""
    p, d, decimal = numbers.parts(coef)
    if base > 1 and not decimal and p:
        if k < 0 and p % base == 0:
            return over(coef, base), k + q
        if k > 0 and d % base == 0:
            return times(coef, base), k - q
    return coef, k
