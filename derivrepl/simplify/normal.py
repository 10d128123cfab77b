"""Rational normal form over kernels: every sum and product as  number * factors * polynomial.

A kernel (a call, a symbolic or broken power) is a generator. Denominators stay factored as the user
wrote them. What is too large raises TooLarge.
"""

from __future__ import annotations

from math import gcd

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import TooLarge, is_decimal, is_integer
from derivrepl.simplify.facts import POSITIVE
from derivrepl.simplify.fraction import MAX_BITS, Fraction, Fractions
from derivrepl.simplify.kinds import BASE_E, NUMBER, ONE, PRODUCT, SUM, Factor, Id
from derivrepl.simplify.polynomial import ONE_POLY

MAX_REGION = 160
PRODUCTS_PER_UNIT = 16
Generator = tuple[Id, Id]


class Ring(Fractions):
    """The generators and polynomial factors of one normal form."""

    def __init__(self, arena: Arena, flipped: bool = False) -> None:
        super().__init__()
        self.arena = arena
        self.flipped = flipped
        """Whether exponentials stand in the ring as the reciprocals of what they are in most places."""
        self.generators: list[Generator] = []
        self.places: dict[Generator, int] = {}
        self.written: dict[int, tuple[Id, Fraction]] = {}
        """Polynomial factor → the sum that the user wrote for it, and that sum's normal form."""
        self.made_of: dict[Id, tuple[list[Number], list[Factor]]] = {}
        self.forms: dict[Id, Fraction] = {}

    # Generators

    def prepare(self, root: Id) -> list[Id]:
        """Register the generators below a node; the nodes of its rational region, ascending."""
        arena = self.arena
        region: set[Id] = set()
        stack = [root]
        votes: dict[Generator, int] = {}
        while stack:
            n = stack.pop()
            if n in region:
                continue
            region.add(n)
            if len(region) > MAX_REGION:
                raise TooLarge
            kind = arena.keys[n][0]
            if kind == SUM:
                stack.extend([t for _, t in reversed(arena.order[n])])
            elif kind == PRODUCT:
                for base, exp in reversed(self._factors(n)[1]):
                    self._prepare_power(base, exp, stack, votes)
        for key, vote in votes.items():
            self._place(key)
            if key[0] == BASE_E and (vote < 0) != self.flipped:
                self.units[self.places[key]] *= -1
        if len(self.generators) > poly.MAX_GENERATORS:
            raise TooLarge
        return sorted(region)

    def _factors(self, n: Id) -> tuple[list[Number], list[Factor]]:
        """The numbers and powers that a product is made of; `(2*pi*t)^(1/2)` is `2^(1/2)*pi^(1/2)*t^(1/2)` here."""
        if n not in self.made_of:
            arena = self.arena
            coefficients = [arena.keys[n][1]]
            factors: list[Factor] = []
            for base, exp in arena.written[n]:
                if arena.keys[base][0] == PRODUCT and arena.whole(exp) is None:
                    apart = self._apart(base, exp)
                    coefficients.append(arena.coefficient(apart))
                    factors.extend(arena.factors(apart))
                else:
                    factors.append((base, exp))
            self.made_of[n] = coefficients, factors
        return self.made_of[n]

    def _apart(self, base: Id, exp: Id) -> Id:
        """A power of a product with the factors that are known to be positive as powers of their own."""
        arena = self.arena
        coef = arena.keys[base][1]
        outside = [(b, arena.times(e, exp)) for b, e in arena.written[base] if arena.signs[b] == POSITIVE]
        inside = [(b, e) for b, e in arena.written[base] if arena.signs[b] != POSITIVE]
        if numbers.sign(coef) > 0:
            outside.append((arena.number(coef), exp))
            coef = 1
        return arena.product(1, [*outside, (arena.product(coef, inside), exp)])

    def _prepare_power(self, base: Id, exp: Id, stack: list[Id], votes: dict[Generator, int]) -> None:
        arena = self.arena
        kind = arena.keys[base][0]
        if exp == ONE or arena.whole(exp) is not None:
            if kind == SUM or kind == PRODUCT:
                stack.append(base)
            return
        for c, t in arena.terms(exp):
            if is_decimal(c):
                continue
            p, q, _ = numbers.parts(c)
            if t == ONE and q == 1:
                if kind == SUM or kind == PRODUCT:
                    stack.append(base)
                continue
            key = (base, t)
            votes[key] = votes.get(key, 0) + (1 if p > 0 else -1)
            place = self._place(key)
            unit = self.units[place]
            self.units[place] = unit * q // gcd(unit, q)
            if t == ONE and kind in (SUM, PRODUCT):
                stack.append(base)

    def _place(self, key: Generator) -> int:
        place = self.places.get(key)
        if place is None:
            place = self.places[key] = len(self.generators)
            self.generators.append(key)
            self.units.append(1)
            if place >= poly.MAX_GENERATORS:
                raise TooLarge
        return place

    # From the arena

    def normal(self, root: Id) -> Fraction:
        """The normal form of a node."""
        try:
            for n in self.prepare(root):
                self.forms[n] = self._form(n)
            form = self.forms[root]
            return self.cancelled(form) if self.radicands and form.poly else form
        finally:
            self.arena.work += self.spent // PRODUCTS_PER_UNIT

    def _form(self, n: Id) -> Fraction:
        arena = self.arena
        key = arena.keys[n]
        if key[0] == NUMBER:
            return self._number(key[1])
        if key[0] == SUM:
            terms = [self.times(self._number(c), self.forms[t]) for c, t in arena.order[n]]
            return self._remember(n, self.sum(terms))
        if key[0] != PRODUCT:
            place = self._place((n, ONE))
            return Fraction(1, 1, {place: self.units[place]}, ONE_POLY)
        coefficients, factors = self._factors(n)
        result = self._number(coefficients[0])
        for coef in coefficients[1:]:
            result = self.times(result, self._number(coef))
        for base, exp in factors:
            result = self.times(result, self._power(base, exp))
        return result

    def _number(self, value: Number) -> Fraction:
        if is_decimal(value):
            place = self._place((self.arena.number(value), ONE))
            return Fraction(1, 1, {place: self.units[place]}, ONE_POLY)
        p, q, _ = numbers.parts(value)
        if p.bit_length() > MAX_BITS or q.bit_length() > MAX_BITS:
            raise TooLarge
        return Fraction(p, q, {}, ONE_POLY)

    def _power(self, base: Id, exp: Id) -> Fraction:
        arena = self.arena
        result = Fraction(1, 1, {}, ONE_POLY)
        for c, t in arena.terms(exp):
            if is_decimal(c):
                place = self._place((arena.power(base, arena.scale(c, t)), ONE))
                result = self.times(result, Fraction(1, 1, {place: self.units[place]}, ONE_POLY))
                continue
            if (base, t) not in self.places and t == ONE and is_integer(c):
                form = self.forms.get(base)
                if form is None:
                    form = self._form(base)
                result = self.times(result, self.power(form, numbers.parts(c)[0]))
                continue
            place = self._place((base, t))
            p, q, _ = numbers.parts(c)
            unit = self.units[place]
            if unit % q:
                raise TooLarge
            if t == ONE and place not in self.radicands and arena.keys[base][0] in (SUM, PRODUCT, NUMBER):
                self.radicands[place] = self.forms[base] if base in self.forms else self._form(base)
            result = self.times(result, Fraction(1, 1, {place: p * unit // q}, ONE_POLY))
        return result

    def _remember(self, n: Id, form: Fraction) -> Fraction:
        if len(form.poly) > 1:
            place, _ = self.poly_base(form.poly)
            self.written.setdefault(place, (n, form))
        return form
