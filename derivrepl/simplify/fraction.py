"""Arithmetic of fractions whose denominators stay factored.

A sum pulls out what its terms share, and common factors cancel by exact division, so nothing is
multiplied out that need not be. What is too large raises TooLarge.
"""

from __future__ import annotations

from math import gcd

from derivrepl.interrupts import checkpoint
from derivrepl.simplify import divisors
from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.polynomial import ONE_POLY, Poly

MAX_BITS = 3000
FIRST_POLY = 1000
MOST_SPENT = 16_000
MOST_RAISED = 60


class Fraction:
    """num/den * Π base^exp * poly; bases below FIRST_POLY are generators, the others polynomials."""

    __slots__ = ("den", "exps", "num", "poly")

    def __init__(self, num: int, den: int, exps: dict[int, int], polynomial: Poly) -> None:
        self.num = num
        self.den = den
        self.exps = exps
        self.poly = polynomial


class Fractions:
    """Fractions over numbered generators and polynomial factors."""

    def __init__(self) -> None:
        self.units: list[int] = []
        self.radicands: dict[int, Fraction] = {}
        self.polys: list[Poly] = []
        self.poly_places: dict[tuple[tuple[int, int], ...], int] = {}
        self.splits: dict[int, tuple[int, ...]] = {}
        self.coprime: set[tuple[int, int]] = set()
        self.spent = 0

    def multiply(self, p: Poly, q: Poly) -> Poly:
        """p*q, within what one normal form may spend on products of coefficients."""
        checkpoint()
        self.spent += len(p) * len(q)
        if self.spent > MOST_SPENT:
            raise TooLarge
        return poly.multiply(p, q)

    def raised(self, p: Poly, n: int) -> Poly:
        """p^n for n >= 0."""
        if len(p) > 1 and n > MOST_RAISED:
            raise TooLarge
        result = ONE_POLY
        for _ in range(n):
            result = self.multiply(result, p)
        return result

    def poly_base(self, p: Poly) -> tuple[int, Poly]:
        """The place of a polynomial factor."""
        key = tuple(sorted(p.items()))
        place = self.poly_places.get(key)
        if place is None:
            place = self.poly_places[key] = FIRST_POLY + len(self.polys)
            self.polys.append(p)
        return place, p

    def polynomial(self, place: int) -> Poly:
        """The polynomial of a factor."""
        return self.polys[place - FIRST_POLY]

    def times(self, a: Fraction, b: Fraction) -> Fraction:
        """a*b, keeping both polynomials as factors."""
        exps = dict(a.exps)
        for base, e in b.exps.items():
            _accumulate(exps, base, e)
        p = a.poly
        if len(b.poly) > 1 or 0 not in b.poly:
            if len(p) > 1:
                _accumulate(exps, self.poly_base(p)[0], 1)
                _accumulate(exps, self.poly_base(b.poly)[0], 1)
                p = ONE_POLY
            else:
                p = b.poly
        g = gcd(a.num * b.num, a.den * b.den) or 1
        return Fraction(a.num * b.num // g, a.den * b.den // g, exps, p)

    def power(self, a: Fraction, n: int) -> Fraction:
        """a^n for any integer n."""
        if n == 1:
            return a
        if abs(n) > 200 and (a.num, a.den) != (1, 1):
            raise TooLarge
        exps = {base: e * n for base, e in a.exps.items()}
        if len(a.poly) > 1:
            _accumulate(exps, self.poly_base(a.poly)[0], n)
        elif not a.poly or (a.num == 0 and n < 0):
            raise TooLarge
        num, den = (a.num, a.den) if n > 0 else (a.den, a.num)
        if den < 0:
            num, den = -num, -den
        return Fraction(num ** abs(n), den ** abs(n), exps, ONE_POLY)

    def sum(self, terms: list[Fraction]) -> Fraction:
        """The sum over what the terms have in common, cancelled."""
        terms = [t for t in terms if t.num and t.poly]
        if not terms:
            return Fraction(0, 1, {}, {})
        if len(terms) == 1:
            return terms[0]
        terms = self._whole_radicals(self._refined(terms))
        shared = _least(terms)
        den = 1
        for t in terms:
            den = den * t.den // gcd(den, t.den)
        if den.bit_length() > MAX_BITS:
            raise TooLarge
        total: Poly = {}
        for t in terms:
            total = poly.add(total, self._expanded(t, shared), t.num * (den // t.den))
        if total:
            total = self._reduced(total)
        if not total:
            return Fraction(0, 1, {}, {})
        return self.cancelled(self._with_content(1, den, shared, total))

    def _reduced(self, p: Poly) -> Poly:
        """The polynomial with `sqrt(S)^2` replaced by S, for radicands that are polynomials."""
        for place, radicand in self.radicands.items():
            unit = abs(self.units[place])
            if poly.degree(p, place) < unit or radicand.den != 1 or any(e < 0 for e in radicand.exps.values()):
                continue
            inner = self.multiply(self._expanded(radicand, {}), {0: radicand.num})
            total: Poly = {}
            for e, part in poly.by_powers(p, place).items():
                part = self.multiply(part, {poly.power_of(place, e % unit): 1})
                total = poly.add(total, self.multiply(part, self.raised(inner, e // unit)))
            p = total
            if not p:
                break
        return p

    def _expanded(self, t: Fraction, shared: dict[int, int]) -> Poly:
        """A term's polynomial times what it has beyond the shared factors."""
        p = t.poly
        monomial = 0
        for base in dict.fromkeys((*t.exps, *shared)):
            extra = t.exps.get(base, 0) - shared.get(base, 0)
            if not extra:
                continue
            if base < FIRST_POLY:
                if extra > 2000:
                    raise TooLarge
                monomial += poly.power_of(base, extra)
            else:
                p = self.multiply(p, self.raised(self.polynomial(base), extra))
        return {m + monomial: c for m, c in p.items()} if monomial else p

    def _with_content(self, num: int, den: int, exps: dict[int, int], p: Poly) -> Fraction:
        number, monomial, p = poly.primitive(p)
        exps = {base: e for base, e in exps.items() if e}
        for g, e in poly.exponents(monomial):
            _accumulate(exps, g, e)
        num *= number
        g = gcd(num, den) or 1
        return Fraction(num // g, den // g, exps, p)

    def _whole_radicals(self, terms: list[Fraction]) -> list[Fraction]:
        """Whole powers of a radicand, beyond the least power of its root among the terms, made explicit."""
        for place, radicand in self.radicands.items():
            unit = abs(self.units[place])
            least = min(t.exps.get(place, 0) for t in terms)
            for i, t in enumerate(terms):
                count = (t.exps.get(place, 0) - least) // unit
                if count > 0:
                    rest = dict(t.exps)
                    _accumulate(rest, place, -count * unit)
                    root_free = Fraction(t.num, t.den, rest, t.poly)
                    terms[i] = self.times(root_free, self.power(radicand, count))
        return terms

    def _refined(self, terms: list[Fraction]) -> list[Fraction]:
        """The terms with polynomial factors that have no factor in common with each other."""
        bases = list(dict.fromkeys(b for t in terms for b in t.exps if b >= FIRST_POLY))
        changed = False
        for i, a in enumerate(bases):
            for b in bases[:i]:
                if (a, b) not in self.coprime and a not in self.splits and b not in self.splits:
                    self.coprime.add((a, b))
                    shared = divisors.gcd(self.polynomial(a), self.polynomial(b))
                    if len(shared) > 1:
                        self._split(a, shared)
                        self._split(b, shared)
                        changed = True
        if self.splits:
            terms = [self._resplit(t) for t in terms]
        return self._refined(terms) if changed and len(bases) < 12 else terms

    def _split(self, place: int, shared: Poly) -> None:
        rest = poly.divide(self.polynomial(place), shared)
        if rest is not None and len(rest) > 1:
            self.splits[place] = (self.poly_base(shared)[0], self.poly_base(rest)[0])

    def _resplit(self, t: Fraction) -> Fraction:
        if not any(base in self.splits for base in t.exps):
            return t
        exps: dict[int, int] = {}
        for base, e in t.exps.items():
            for piece in self.splits.get(base, (base,)):
                _accumulate(exps, piece, e)
        return Fraction(t.num, t.den, exps, t.poly)

    def cancelled(self, a: Fraction) -> Fraction:
        """The fraction with factors of its polynomial cancelled against its denominator."""
        exps, p = dict(a.exps), a.poly
        for base in [b for b, e in exps.items() if e < 0 and b >= FIRST_POLY]:
            while exps.get(base, 0) < 0 and len(p) > 1:
                quotient = poly.divide(p, self.polynomial(base))
                if quotient is None:
                    break
                p = quotient
                _accumulate(exps, base, 1)
            if exps.get(base, 0) < 0 and len(p) > 1:
                p = self._cancel_part(exps, base, p)
        for place in [b for b in self.radicands if exps.get(b, 0) < 0]:
            p = self._cancel_radicand(exps, place, p)
        return self._with_content(a.num, a.den, exps, p)

    def _cancel_part(self, exps: dict[int, int], base: int, p: Poly) -> Poly:
        shared = divisors.gcd(p, self.polynomial(base))
        if len(shared) == 1:
            return p
        self._split(base, shared)
        e = exps.pop(base)
        for piece in self.splits.get(base, (base,)):
            _accumulate(exps, piece, e)
        quotient = poly.divide(p, shared)
        assert quotient is not None
        _accumulate(exps, self.poly_base(shared)[0], 1)
        return quotient

    def _cancel_radicand(self, exps: dict[int, int], place: int, p: Poly) -> Poly:
        """p/sqrt(S) with S a factor of p as sqrt(S)*(p/S); S up to a monomial that then appears below."""
        radicand = self.radicands[place]
        if any(b >= FIRST_POLY for b in radicand.exps):
            return p
        if radicand.num != radicand.den:
            return p
        if len(radicand.poly) < 2:
            while _covers(exps, radicand.exps, -exps.get(place, 0)):
                _accumulate(exps, place, abs(self.units[place]))
                for base, e in radicand.exps.items():
                    _accumulate(exps, base, -e)
            return p
        if len(radicand.poly) < 2:
            return p
        while exps.get(place, 0) < 0:
            quotient = poly.divide(p, radicand.poly)
            if quotient is None:
                break
            p = quotient
            _accumulate(exps, place, abs(self.units[place]))
            for base, e in radicand.exps.items():
                _accumulate(exps, base, -e)
        return p


def _accumulate(exps: dict[int, int], base: int, e: int) -> None:
    value = exps.get(base, 0) + e
    if value:
        exps[base] = value
    else:
        exps.pop(base, None)


def _covers(exps: dict[int, int], radicand: dict[int, int], below: int) -> bool:
    """Whether the radicand of a root below the bar is among the factors above it."""
    return below > 0 and bool(radicand) and all(exps.get(b, 0) * (e > 0 or -1) >= abs(e) for b, e in radicand.items())


def _least(terms: list[Fraction]) -> dict[int, int]:
    """The least exponent of every base over the terms (0 where it is missing)."""
    shared: dict[int, int] = {}
    for base in dict.fromkeys(b for t in terms for b in t.exps):
        least = min(t.exps.get(base, 0) for t in terms)
        if least:
            shared[base] = least
    return shared
