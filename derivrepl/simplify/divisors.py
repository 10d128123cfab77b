"""Greatest common divisors and factors of small polynomials; python-flint takes over the large ones."""

from __future__ import annotations

from math import gcd as int_gcd
from math import isqrt

from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.polynomial import FIELD, ONE_POLY, WIDTH, Poly

PRIME = (1 << 31) - 1
SMALL_TERMS = 40
HIGHEST_DEGREE = 120
KEPT = 500
"""How many results for polynomials of few terms are remembered: the derivatives of an expression ask for the same."""
FEW_TERMS = 30

Terms = tuple[tuple[int, int], ...]
_gcds: dict[tuple[Terms, Terms], Poly] = {}
_factors: dict[Terms, list[tuple[Poly, int]]] = {}


def gcd(p: Poly, q: Poly) -> Poly:
    """The primitive greatest common divisor (positive leading coefficient); not to be changed."""
    asked = tuple(p.items()), tuple(q.items())
    found = _gcds.get(asked)
    if found is None:
        found = _found_gcd(p, q)
        if len(p) + len(q) <= FEW_TERMS:
            if len(_gcds) >= KEPT:
                _gcds.clear()
            _gcds[asked] = found
    return found


def _found_gcd(p: Poly, q: Poly) -> Poly:
    _, m, p = poly.primitive(p)
    _, n, q = poly.primitive(q)
    shared = {poly.common(m, n): 1}
    if len(p) == 1 or len(q) == 1 or coprime(p, q):
        return shared
    return poly.multiply(shared, _gcd(p, q))


def _gcd(p: Poly, q: Poly) -> Poly:
    """gcd of primitive polynomials without monomial content."""
    if len(p) < len(q):
        p, q = q, p
    if p == q or poly.divide(p, q) is not None:
        return q
    if len(p) > SMALL_TERMS:
        return _flint_gcd(p, q)
    mine, other = poly.generators(p), poly.generators(q)
    alone = [g for g in mine if g not in other] or [g for g in other if g not in mine]
    if alone:
        g = alone[0]
        if g not in mine:
            p, q = q, p
        result = q
        for part in poly.by_powers(p, g).values():
            result = gcd(result, part)
        return result
    main = min(mine, key=lambda g: (max(poly.degree(p, g), poly.degree(q, g)), g))
    return _euclid(p, q, main)


def _euclid(p: Poly, q: Poly, main: int) -> Poly:
    """Primitive remainder sequence in one generator (Knuth, vol. 2, 4.6.1, algorithm E)."""
    content_p, content_q = _content(p, main), _content(q, main)
    shared = gcd(content_p, content_q)
    p, q = _quotient(p, content_p), _quotient(q, content_q)
    if poly.degree(p, main) < poly.degree(q, main):
        p, q = q, p
    for _ in range(60):
        rest = _pseudo_remainder(p, q, main)
        if not rest:
            return poly.multiply(shared, q) if poly.degree(q, main) else shared
        if poly.degree(rest, main) == 0:
            return shared
        p, q = q, poly.primitive(_quotient(rest, _content(rest, main)))[2]
    raise TooLarge


def _quotient(p: Poly, q: Poly) -> Poly:
    result = poly.divide(p, q)
    if result is None:
        raise TooLarge
    return result


def _content(p: Poly, main: int) -> Poly:
    parts = sorted(poly.by_powers(p, main).items(), key=lambda part: len(part[1]))
    result = parts[0][1]
    for _, part in parts[1:]:
        if result == ONE_POLY:
            break
        result = gcd(result, part)
    return poly.primitive(result)[2] if len(parts) == 1 and len(result) > 1 else result


def _pseudo_remainder(p: Poly, q: Poly, main: int) -> Poly:
    n = poly.degree(q, main)
    lead = poly.by_powers(q, main)[n]
    shift = WIDTH * main
    while p:
        d = poly.degree(p, main)
        if d < n:
            break
        top = poly.by_powers(p, main)[d]
        p = poly.add(poly.multiply(p, lead), poly.multiply(poly.multiply(top, {(d - n) << shift: 1}), q), -1)
        if len(p) > 4 * SMALL_TERMS:
            raise TooLarge
    return p


def coprime(p: Poly, q: Poly) -> bool:
    """Whether images modulo a prime show that p and q have no factor in common (never wrongly "no").

    Polynomials of a very high degree count as coprime: then nothing is cancelled, which is only longer.
    """
    shared = [g for g in poly.generators(p) if g in poly.generators(q)]
    if any(max(poly.degree(p, g), poly.degree(q, g)) > HIGHEST_DEGREE for g in shared):
        return True
    return all(_image_gcd_degree(p, q, g) == 0 for g in shared)


def _image_gcd_degree(p: Poly, q: Poly, main: int) -> int:
    a, b = _image(p, main), _image(q, main)
    while b:
        inverse = pow(b[-1], -1, PRIME)
        while len(a) >= len(b):
            c = a[-1] * inverse % PRIME
            shift = len(a) - len(b)
            for i, v in enumerate(b):
                a[shift + i] = (a[shift + i] - c * v) % PRIME
            while a and a[-1] == 0:
                a.pop()
        a, b = b, a
    return len(a) - 1


def _image(p: Poly, main: int) -> list[int]:
    image = [0] * (poly.degree(p, main) + 1)
    for m, c in p.items():
        e = 0
        for g, k in poly.exponents(m):
            if g == main:
                e = k
            else:
                c = c * pow(7919 + 104729 * g, k, PRIME) % PRIME
        image[e] = (image[e] + c) % PRIME
    while image and image[-1] == 0:
        image.pop()
    return image


def factors(p: Poly) -> list[tuple[Poly, int]]:
    """Factors of a primitive polynomial with their exponents, as far as they are found cheaply; not to be changed."""
    asked = tuple(p.items())
    found = _factors.get(asked)
    if found is None:
        found = [(piece, count) for part, count in _square_free(p) for piece in _pieces(part)]
        if len(p) <= FEW_TERMS:
            if len(_factors) >= KEPT:
                _factors.clear()
            _factors[asked] = found
    return found


def _square_free(p: Poly) -> list[tuple[Poly, int]]:
    """Yun's algorithm, in the generator of least degree."""
    names = poly.generators(p)
    if len(p) < 3 and not _is_power(p):
        return [(p, 1)]
    main = min(names, key=lambda g: (poly.degree(p, g), g))
    if poly.degree(p, main) < 2:
        return [(p, 1)]
    slope = poly.derivative(p, main)
    shared = gcd(p, slope)
    if len(shared) == 1:
        return [(p, 1)]
    found: list[tuple[Poly, int]] = []
    rest, part = _quotient(p, shared), _quotient(slope, shared)
    count = 1
    while len(rest) > 1:
        part = poly.add(part, poly.derivative(rest, main), -1)
        shared = gcd(rest, part) if part else poly.primitive(rest)[2]
        if len(shared) > 1:
            found.append((shared, count))
        rest = _quotient(rest, shared)
        part = _quotient(part, shared) if part else part
        count += 1
        if count > 60:
            raise TooLarge
    return _checked(p, found)


def _is_power(p: Poly) -> bool:
    return len(p) >= 3


def _checked(p: Poly, found: list[tuple[Poly, int]]) -> list[tuple[Poly, int]]:
    """The factors, with whatever their product misses of p (a content in the other generators)."""
    rest: Poly | None = p
    for part, count in found:
        for _ in range(count):
            rest = poly.divide(rest, part) if rest is not None else None
    if rest is None:
        return [(p, 1)]
    if len(rest) > 1:
        found = [*found, (rest, 1)]
    return found


def _pieces(p: Poly) -> list[Poly]:
    """p split by difference of squares, rational roots of quadratics, and grouping by one generator."""
    for split in (_linear_content, _quadratic):
        pieces = split(p)
        if pieces is not None:
            return [piece for part in pieces for piece in _pieces(part)]
    return [p]


def _linear_content(p: Poly) -> list[Poly] | None:
    """The content with respect to a generator, where it is not a number."""
    if len(p) < 4 or len(p) > SMALL_TERMS:
        return None
    for g in poly.generators(p):
        parts = list(poly.by_powers(p, g).values())
        if len(parts) < 2 or min(len(part) for part in parts) < 2:
            continue
        inner = _content(p, g)
        if len(inner) > 1:
            inner = poly.primitive(inner)[2]
            return [inner, _quotient(p, inner)]
    return None


def _quadratic(p: Poly) -> list[Poly] | None:
    """a*x^2 + b*x + c with a square discriminant; a, b, c polynomials, x a power of a generator."""
    if len(p) > 12:
        return None
    for g in poly.generators(p):
        parts = poly.by_powers(p, g)
        top = max(parts)
        if top % 2 or any(e not in (0, top // 2, top) for e in parts) or 0 not in parts:
            continue
        a, b, c = parts[top], parts.get(top // 2, {}), parts[0]
        root = _root(poly.add(poly.multiply(b, b), poly.multiply(a, c), -4))
        if root is None:
            continue
        x = {(top // 2) << (WIDTH * g): 2}
        one = poly.add(poly.multiply(a, x), poly.add(b, root, -1))
        _, m, one = poly.primitive(one)
        if m or len(one) < 2:
            continue
        one = poly.primitive(_quotient(one, _content(one, g)))[2]
        other = poly.divide(p, one)
        if other is not None and len(other) > 1:
            return [one, other]
    return None


def _root(p: Poly) -> Poly | None:
    """The square root of a polynomial with one term, or with three that are a square."""
    if not p:
        return {}
    if len(p) == 1:
        ((m, c),) = p.items()
        r = isqrt(c) if c > 0 else 0
        if c <= 0 or r * r != c or any(e % 2 for _, e in poly.exponents(m)):
            return None
        return {m >> 1: r}
    if len(p) != 3:
        return None
    high, _, low = sorted(p, reverse=True)
    a, b = _root({high: p[high]}), _root({low: p[low]})
    if a is None or b is None:
        return None
    for sign in (1, -1):
        candidate = poly.add(a, b, sign)
        if poly.multiply(candidate, candidate) == p:
            return candidate
    return None


def _flint_gcd(p: Poly, q: Poly) -> Poly:
    from flint import Ordering, fmpz_mpoly_ctx  # imported here: it costs more than a first line may

    names = sorted({*poly.generators(p), *poly.generators(q)})
    context = fmpz_mpoly_ctx.get([f"x{g}" for g in names], Ordering.lex)
    position = {g: i for i, g in enumerate(names)}

    def convert(a: Poly) -> object:
        terms = {}
        for m, c in a.items():
            powers = [0] * len(names)
            for g, e in poly.exponents(m):
                powers[position[g]] = e
            terms[tuple(powers)] = c
        return context.from_dict(terms)

    shared = convert(p).gcd(convert(q))  # type: ignore[attr-defined]
    result: Poly = {}
    for powers, c in shared.to_dict().items():
        m = sum(int(e) << (WIDTH * names[i]) for i, e in enumerate(powers))
        result[m] = int(c)
    return poly.primitive(result)[2] if result else ONE_POLY


__all__ = ["FIELD", "coprime", "factors", "gcd", "int_gcd"]
