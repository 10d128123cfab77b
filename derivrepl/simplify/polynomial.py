"""Small sparse polynomials with integer coefficients: a dict from packed monomial to coefficient.

A monomial is one integer with a field of `WIDTH` bits for each generator, so that a product of monomials
is a sum of integers and comparing integers is lexicographic order. The top bit of a field is never set
by an exponent: it shows a borrow, which makes the divisibility test one subtraction.
"""

from __future__ import annotations

from math import gcd as int_gcd

from derivrepl.simplify.exact import TooLarge

Monomial = int
Poly = dict[Monomial, int]

WIDTH = 16
FIELD = (1 << WIDTH) - 1
MAX_GENERATORS = 24
GUARD = sum(1 << (WIDTH * i + WIDTH - 1) for i in range(MAX_GENERATORS))
MAX_TERMS = 400
ONE_POLY: Poly = {0: 1}
KEPT = 1_000
"""Of how many monomials the exponents are remembered."""


def power_of(generator: int, exponent: int) -> Monomial:
    """The monomial of one generator."""
    return exponent << (WIDTH * generator)


_exponents: dict[Monomial, list[tuple[int, int]]] = {}


def exponents(monomial: Monomial) -> list[tuple[int, int]]:
    """The (generator, exponent) pairs of a monomial; not to be changed."""
    found = _exponents.get(monomial)
    if found is None:
        if len(_exponents) >= KEPT:
            _exponents.clear()
        fields = [(i, (monomial >> (WIDTH * i)) & FIELD) for i in range((monomial.bit_length() + WIDTH - 1) // WIDTH)]
        found = _exponents[monomial] = [(i, e) for i, e in fields if e]
    return found


def divides(a: Monomial, b: Monomial) -> bool:
    """Whether a divides b."""
    return ((b | GUARD) - a) & GUARD == GUARD


def common(a: Monomial, b: Monomial) -> Monomial:
    """The greatest monomial that divides both."""
    result = 0
    shift = 0
    while a and b:
        x, y = a & FIELD, b & FIELD
        result |= (x if x < y else y) << shift
        a >>= WIDTH
        b >>= WIDTH
        shift += WIDTH
    return result


def content(p: Poly) -> tuple[int, Monomial]:
    """The greatest integer and monomial that divide every term; the integer has the leading sign."""
    number = 0
    monomial = -1
    for m, c in p.items():
        number = int_gcd(number, c)
        monomial = m if monomial < 0 else common(monomial, m)
    return (-number if p[max(p)] < 0 else number), max(monomial, 0)


def primitive(p: Poly) -> tuple[int, Monomial, Poly]:
    """The content and the rest of a non-zero polynomial; the rest has a positive leading coefficient."""
    number, monomial = content(p)
    if number == 1 and monomial == 0:
        return 1, 0, p
    return number, monomial, {m - monomial: c // number for m, c in p.items()}


def add(p: Poly, q: Poly, scale: int = 1) -> Poly:
    """p + scale*q."""
    result = dict(p)
    for m, c in q.items():
        value = result.get(m, 0) + scale * c
        if value:
            result[m] = value
        else:
            result.pop(m, None)
    return result


def multiply(p: Poly, q: Poly) -> Poly:
    """p*q; raises TooLarge beyond MAX_TERMS."""
    if len(p) > len(q):
        p, q = q, p
    if len(p) == 1:
        ((m, c),) = p.items()
        return {m + n: c * d for n, d in q.items()}
    if len(p) * len(q) > 40 * MAX_TERMS:
        raise TooLarge
    result: Poly = {}
    for m, c in p.items():
        for n, d in q.items():
            k = m + n
            result[k] = result.get(k, 0) + c * d
    result = {m: c for m, c in result.items() if c}
    if len(result) > MAX_TERMS:
        raise TooLarge
    return result


def power(p: Poly, n: int) -> Poly:
    """p^n for n >= 0."""
    if len(p) > 1 and n > 60:
        raise TooLarge
    result = ONE_POLY
    for _ in range(n):
        result = multiply(result, p)
    return result


def divide(p: Poly, q: Poly) -> Poly | None:
    """p/q where q divides p over the integers, else None."""
    lead = max(q)
    factor = q[lead]
    tail = [(m, c) for m, c in q.items() if m != lead]
    rest = dict(p)
    quotient: Poly = {}
    while rest:
        top = max(rest)
        c, remainder = divmod(rest.pop(top), factor)
        if remainder or not divides(lead, top) or len(quotient) > MAX_TERMS:
            return None
        shift = top - lead
        quotient[shift] = c
        for m, d in tail:
            k = m + shift
            value = rest.get(k, 0) - c * d
            if value:
                rest[k] = value
            else:
                del rest[k]
    return quotient


def degree(p: Poly, generator: int) -> int:
    """The highest exponent of a generator."""
    shift = WIDTH * generator
    return max((m >> shift) & FIELD for m in p)


def generators(p: Poly) -> list[int]:
    """The generators that occur, ascending."""
    union = 0
    for m in p:
        union |= m
    return [g for g, _ in exponents(union)]


def by_powers(p: Poly, generator: int) -> dict[int, Poly]:
    """The coefficients of the powers of a generator."""
    shift = WIDTH * generator
    parts: dict[int, Poly] = {}
    for m, c in p.items():
        e = (m >> shift) & FIELD
        parts.setdefault(e, {})[m - (e << shift)] = c
    return parts


def derivative(p: Poly, generator: int) -> Poly:
    """dp/dg."""
    shift = WIDTH * generator
    return {m - (1 << shift): c * e for m, c in p.items() if (e := (m >> shift) & FIELD)}


def quotient_remainder(p: Poly, q: Poly, generator: int) -> tuple[Poly, Poly] | None:
    """p = quotient*q + remainder in one generator, where q's leading coefficient is a number or divides."""
    parts = by_powers(q, generator)
    n = max(parts)
    lead = parts[n]
    if n == 0 or len(lead) != 1:
        return None
    ((lead_m, lead_c),) = lead.items()
    shift = WIDTH * generator
    quotient: Poly = {}
    rest = p
    for _ in range(MAX_TERMS):
        top = max(rest, key=lambda m: (m >> shift) & FIELD, default=0)
        e = (top >> shift) & FIELD
        if not rest or e < n:
            break
        block = {m: c for m, c in rest.items() if (m >> shift) & FIELD == e}
        step: Poly = {}
        for m, c in block.items():
            if c % lead_c or not divides(lead_m + (n << shift), m):
                return None
            step[m - lead_m - (n << shift)] = c // lead_c
        quotient = add(quotient, step)
        rest = add(rest, multiply(step, q), -1)
    return (quotient, rest) if quotient else None
