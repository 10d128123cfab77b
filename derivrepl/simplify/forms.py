"""A few ways to show one normal form; the cheapest will be chosen.

Factored, as one fraction, term by term, with the denominator divided out, with the user's own form of
a factor or of its square.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio
from derivrepl.simplify import divisors
from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.cost import cost
from derivrepl.simplify.facts import POSITIVE
from derivrepl.simplify.fraction import FIRST_POLY, Fraction
from derivrepl.simplify.kinds import BASE_E, ONE, ZERO, Factor, Id
from derivrepl.simplify.normal import Ring
from derivrepl.simplify.polynomial import ONE_POLY, Poly
from derivrepl.simplify.squares import square_in

MOST_TERMS = 60
MOST_MULTIPLIED = 6
PLAIN_GENERATORS, GENERATORS, ALL_BASES = range(3)
"""What a term-by-term form takes into each term: kernels but no symbolic powers, all kernels, sums too."""


def shown_forms(arena: Arena, ring: Ring, form: Fraction) -> list[Id]:
    """Candidate nodes equal to a normal form."""
    if not form.poly or not form.num:
        return [ZERO]
    show = Shower(arena, ring)
    found = [show.whole(form)]
    if len(form.poly) > 1:
        pieces = divisors.factors(form.poly)
        if len(pieces) > 1 or pieces[0][1] > 1:
            found.append(show.factored(form, pieces))
        if len(form.poly) <= MOST_TERMS:
            found.extend(show.termwise(form, kind) for kind in _different_kinds(ring, form))
            found.extend(show.divided(form))
    multiplied = show.multiplied_out(form)
    if multiplied is not None:
        found.append(show.whole(multiplied))
        if len(multiplied.poly) <= MOST_TERMS:
            found.append(show.termwise(multiplied, ALL_BASES))
    found.extend(show.with_written(form))
    found.extend(show.with_squares(form))
    denominator = show.one_denominator(form)
    if denominator is not None:
        found.append(denominator)
    return list(dict.fromkeys(found))


def _different_kinds(ring: Ring, form: Fraction) -> list[int]:
    """The kinds of term-by-term forms that are not the same for this form."""
    kinds = [ALL_BASES]
    places = [base for base in form.exps if base < FIRST_POLY]
    if len(places) < len(form.exps):
        kinds.insert(0, GENERATORS)
    if any(ring.generators[base][1] != ONE for base in places):
        kinds.insert(0, PLAIN_GENERATORS)
    return kinds


class Shower:
    """Arena nodes for the parts of normal forms over one ring."""

    def __init__(self, arena: Arena, ring: Ring) -> None:
        self.arena = arena
        self.ring = ring
        self._powers: dict[tuple[int, int], Factor] = {}
        self._sums: dict[int, Id] = {}
        self._monomials: dict[int, list[Factor]] = {}

    def generator(self, place: int, e: int) -> Factor:
        """A power of a generator as base and exponent."""
        known = self._powers.get((place, e))
        if known is None:
            arena = self.arena
            base, term = self.ring.generators[place]
            amount = numbers.ratio(e, self.ring.units[place])
            exp = arena.scale(amount, term) if term != ONE else arena.number(amount)
            known = self._powers[place, e] = base, exp
        return known

    def factors(self, exps: dict[int, int]) -> list[Factor]:
        """The factors outside the polynomial."""
        arena = self.arena
        found = []
        for base, e in exps.items():
            if base < FIRST_POLY:
                found.append(self.generator(base, e))
            else:
                found.append((self.base_sum(base), arena.number(e)))
        return self._under_one_root(found)

    def _under_one_root(self, factors: list[Factor]) -> list[Factor]:
        """The factors with the square roots of their constants as one: `sqrt(2)*sqrt(pi)` as `sqrt(2*pi)`."""
        arena = self.arena
        roots: dict[Id, list[Factor]] = {}
        for base, exp in factors:
            value = arena.value(exp)
            if arena.fixed[base] and arena.signs[base] == POSITIVE and isinstance(value, Ratio) and value.q == 2:
                roots.setdefault(exp, []).append((base, exp))
        for exp, members in roots.items():
            if len(members) > 1:
                at = factors.index(members[0])
                one = arena.product(1, [(base, ONE) for base, _ in members])
                factors = [pair for pair in factors if pair not in members]
                factors.insert(at, (one, exp))
        return factors

    def base_sum(self, place: int) -> Id:
        """The sum of a polynomial factor: as the user wrote it, without its denominators, if that is shorter."""
        if place not in self._sums:
            self._sums[place] = self._base_sum(place)
        return self._sums[place]

    def _base_sum(self, place: int) -> Id:
        plain = self.sum_of(self.ring.polynomial(place))
        if place in self.ring.written:
            node, own = self.ring.written[place]
            if node != plain:
                cleared = self._cleared(node, own)
                if cleared is not None and cost(self.arena, cleared) < cost(self.arena, plain):
                    return cleared
        return plain

    def _cleared(self, node: Id, own: Fraction) -> Id | None:
        """The user's sum times its denominators, not multiplied out: `a^2 + (x - y)^2`."""
        arena = self.arena
        if any(base >= FIRST_POLY for base in own.exps) or own.num == 0:
            return None
        inverse = [self.generator(base, -e) for base, e in own.exps.items()]
        ratio = numbers.ratio(own.den, own.num)
        terms = [arena.product(numbers.multiply(ratio, c) or 0, [(t, ONE), *inverse]) for c, t in arena.order[node]]
        return arena.sum([arena.split(t) for t in terms])

    def one_denominator(self, form: Fraction) -> Id | None:
        """Two simple denominators multiplied out: `1/((1 + x)*(1 - x))` as `1/(1 - x^2)`."""
        simple = [b for b, e in form.exps.items() if b >= FIRST_POLY and e == -1]
        if len(simple) != 2:
            return None
        product = poly.multiply(self.ring.polynomial(simple[0]), self.ring.polynomial(simple[1]))
        rest = {b: e for b, e in form.exps.items() if b not in simple}
        pairs = [*self.factors(rest), (self.sum_of(product), self.arena.number(-1))]
        if form.poly != ONE_POLY:
            pairs.append((self.sum_of(form.poly), ONE))
        return self.arena.product(numbers.ratio(form.num, form.den), pairs)

    def monomial(self, coef: Number, m: int, more: list[Factor]) -> Id:
        """coef * monomial * the other factors."""
        pairs = self._monomials.get(m)
        if pairs is None:
            pairs = self._monomials[m] = [self.generator(g, e) for g, e in poly.exponents(m)]
        return self.arena.product(coef, [*pairs, *more])

    def sum_of(self, p: Poly) -> Id:
        """The sum of a polynomial, by falling degree."""
        return self.arena.sum([self.arena.split(self.monomial(c, m, [])) for m, c in _by_degree(p)])

    def whole(self, form: Fraction) -> Id:
        """number * factors * polynomial."""
        pairs = self.factors(form.exps)
        if form.poly != ONE_POLY:
            key = tuple(sorted(form.poly.items()))
            place = self.ring.poly_places.get(key)
            pairs.append((self.sum_of(form.poly) if place is None else self.base_sum(place), ONE))
        return self.arena.product(numbers.ratio(form.num, form.den), pairs)

    def factored(self, form: Fraction, pieces: list[tuple[Poly, int]]) -> Id:
        """The same with the polynomial in factors."""
        arena = self.arena
        pairs = self.factors(form.exps)
        product: Poly = ONE_POLY
        for piece, count in pieces:
            pairs.append((self.sum_of(piece), arena.number(count)))
            product = poly.multiply(product, poly.power(piece, count))
        sign = 1 if product == form.poly else -1
        return arena.product(numbers.ratio(sign * form.num, form.den), pairs)

    def termwise(self, form: Fraction, kind: int) -> Id:
        """One fraction for each term; the other factors stay outside."""
        arena = self.arena
        inner: dict[int, int] = {}
        outer: dict[int, int] = {}
        for base, e in form.exps.items():
            plain = base < FIRST_POLY and self.ring.generators[base][1] == ONE
            taken = kind == ALL_BASES or plain or (kind == GENERATORS and base < FIRST_POLY)
            (inner if taken else outer)[base] = e
        more = self.factors(inner)
        coef = numbers.ratio(form.num, form.den)
        terms = []
        for m, c in _by_degree(form.poly):
            value = numbers.multiply(coef, c)
            terms.append(arena.split(self.monomial(value if value is not None else 0, m, more)))
        total = arena.sum(terms)
        return arena.product(1, [(total, ONE), *self.factors(outer)]) if outer else total

    def divided(self, form: Fraction) -> list[Id]:
        """N/S as quotient + remainder/S, for each denominator S."""
        found = []
        for base, e in form.exps.items():
            if e >= 0:
                continue
            divisor = self.ring.polynomial(base) if base >= FIRST_POLY else self._radicand(base)
            if divisor is None or len(divisor) < 2:
                continue
            for g in poly.generators(divisor):
                split = poly.quotient_remainder(form.poly, divisor, g)
                if split is not None and split[0] and len(split[0]) + len(split[1]) <= len(form.poly) + 1:
                    found.append(self._quotient_form(form, base, *split))
        return found

    def _radicand(self, place: int) -> Poly | None:
        form = self.ring.radicands.get(place)
        if form is None or form.num != 1 or form.den != 1 or form.exps:
            return None
        return form.poly

    def _quotient_form(self, form: Fraction, base: int, quotient: Poly, rest: Poly) -> Id:
        arena = self.arena
        unit = 1 if base >= FIRST_POLY else abs(self.ring.units[base])
        raised = {**form.exps, base: form.exps[base] + unit}
        if not raised[base]:
            del raised[base]
        parts = [self.whole(Fraction(form.num, form.den, raised, quotient))]
        if rest:
            parts.append(self.whole(Fraction(form.num, form.den, form.exps, rest)))
        return arena.add(*parts)

    def multiplied_out(self, form: Fraction) -> Fraction | None:
        """The form with positive polynomial factors multiplied into the polynomial."""
        positive = [(b, e) for b, e in form.exps.items() if b >= FIRST_POLY and e > 0]
        if not positive or sum(e for _, e in positive) > 6:
            return None
        p = form.poly
        exps = dict(form.exps)
        for base, e in positive:
            p = poly.multiply(p, poly.power(self.ring.polynomial(base), e))
            if len(p) > MOST_MULTIPLIED + 2 * len(form.poly):
                return None
            del exps[base]
        return Fraction(form.num, form.den, exps, p) if p else None

    def with_written(self, form: Fraction) -> list[Id]:
        """The forms with each polynomial factor as the user wrote it: `1 - v/c` for `(c - v)/c`."""
        ring, found = self.ring, []
        places = [b for b in form.exps if b >= FIRST_POLY]
        if len(form.poly) > 1:
            key = tuple(sorted(form.poly.items()))
            place = ring.poly_places.get(key)
            if place is not None:
                form = Fraction(form.num, form.den, {**form.exps, place: form.exps.get(place, 0) + 1}, ONE_POLY)
                places.append(place)
        for place in dict.fromkeys(places):
            if place in ring.written and ring.written[place][1].poly != ONE_POLY:
                found.extend(self._written(form, place))
        return found

    def with_squares(self, form: Fraction) -> list[Id]:
        """The forms with the square of a sum that the user wrote: `(x - mu)^2 - sigma^2`."""
        arena, found = self.arena, []
        for place in self.ring.written:
            taken = square_in(form.poly, self.ring.polynomial(place))
            if taken is not None:
                coef, monomial, rest = taken
                square = self.monomial(coef, monomial, [(self.base_sum(place), arena.number(2))])
                total = arena.add(square, self.sum_of(rest)) if rest else square
                pairs = [*self.factors(form.exps), (total, ONE)]
                found.append(arena.product(numbers.ratio(form.num, form.den), pairs))
        return found

    def _written(self, form: Fraction, place: int) -> list[Id]:
        node, own = self.ring.written[place]
        e = form.exps[place]
        exps = {b: k for b, k in form.exps.items() if b != place}
        for base, k in own.exps.items():
            value = exps.get(base, 0) - k * e
            exps.pop(base, None)
            if value:
                exps[base] = value
        ratio = numbers.power(numbers.ratio(own.num, own.den), -e)
        coef = None if ratio is None else numbers.multiply(numbers.ratio(form.num, form.den), ratio)
        if coef is None:
            return []
        written = (node, self.arena.number(e))
        if form.poly == ONE_POLY:
            return [self.arena.product(coef, [*self.factors(exps), written])]
        found = [self.arena.product(coef, [*self.factors(exps), written, (self.sum_of(form.poly), ONE)])]
        inner = {b: k for b, k in exps.items() if b < FIRST_POLY and self.ring.generators[b][0] == BASE_E}
        if inner and len(form.poly) <= MOST_TERMS:  # the exponentials may belong into the other sum
            outer = {b: k for b, k in exps.items() if b not in inner}
            total = self.termwise(Fraction(1, 1, inner, form.poly), ALL_BASES)
            found.append(self.arena.product(coef, [*self.factors(outer), written, (total, ONE)]))
        return found


def _by_degree(p: Poly) -> list[tuple[int, int]]:
    """Terms by falling total degree, then by falling exponents of the generators in their order."""

    def rank(item: tuple[int, int]) -> tuple[int, list[int]]:
        powers = [0] * poly.MAX_GENERATORS
        for g, e in poly.exponents(item[0]):
            powers[g] = -e
        return sum(powers), powers

    return sorted(p.items(), key=rank)
