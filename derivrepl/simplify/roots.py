"""Forms of products with roots: what is a square comes out, what both sides share goes under one root."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio
from derivrepl.simplify import facts as f
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.kinds import ONE, PRODUCT, SUM, Factor, Id


def root_forms(arena: Arena, node: Id, absolute: int | None) -> list[Id]:
    """Other forms of a product's roots. absolute: the operation code of |u|, or None."""
    found = []
    factors = arena.factors(node)
    for i, (base, exp) in enumerate(factors):
        value = arena.value(exp)
        if not isinstance(value, Ratio) or value.decimal or value.q == 1:
            continue
        rest = [*factors[:i], *factors[i + 1 :]]
        coef = arena.coefficient(node)
        if arena.keys[base][0] == PRODUCT:
            opened = _opened(arena, base, value, absolute)
            if opened is not None:
                found.append(arena.product(coef, [*rest, (opened, ONE)]))
            if numbers.sign(value) < 0:
                found.append(_turned(arena, coef, rest, base, value))
        elif arena.keys[base][0] == SUM and value.q == 2:
            factored = _factored(arena, base)
            if factored is not None:
                opened = _opened(arena, factored, value, absolute)
                if opened is not None:
                    found.append(arena.product(coef, [*rest, (opened, ONE)]))
    found.extend(_merged(arena, node))
    return found


def _turned(arena: Arena, coef: Number, rest: list[Factor], base: Id, exp: Ratio) -> Id:
    """`x/sqrt(x*y)` as `sqrt(x*y)/y`: the root above the bar, its radicand below."""
    above = arena.number(numbers.add(exp, 1) or 0)
    return arena.product(coef, [*rest, (base, above), (base, arena.number(-1))])


def _opened(arena: Arena, base: Id, exp: Ratio, absolute: int | None) -> Id | None:
    """(c*u^2*v)^(p/q) with the factors that are known not to be negative, or are squares, outside."""
    inside: list[Factor] = []
    outside: list[Factor] = []
    squares: list[Factor] = []
    for b, e in arena.factors(base):
        value = arena.value(e)
        if value is not None and not arena.signs[b] & f.NEGATIVE:
            outside.append((b, arena.number(numbers.multiply(value, exp) or 0)))
        elif isinstance(value, int) and value % 2 == 0 and absolute is not None:
            squares.append((b, arena.number(value // 2)))
        else:
            inside.append((b, e))
    if numbers.sign(exp) > 0 and not _may_leave(arena, outside + squares, inside, arena.coefficient(base)):
        return None
    if squares and absolute is not None:
        if exp.q == 2:
            whole = arena.call(absolute, (arena.product(1, squares),))
            outside.append((whole, arena.number(numbers.multiply(2, exp) or 0)))
        else:
            twice = arena.number(numbers.multiply(2, exp) or 0)
            outside.extend((arena.call(absolute, (b,)), arena.times(e, twice)) for b, e in squares)
    if not outside:
        return None
    coef = arena.coefficient(base)
    if not inside and numbers.sign(coef) > 0:
        return arena.product(1, [*outside, (arena.number(coef), arena.number(exp))])
    return arena.product(1, [*outside, (arena.product(coef, inside), arena.number(exp))])


def _may_leave(arena: Arena, leaving: list[Factor], inside: list[Factor], coef: Number) -> bool:
    """Whether no zero of what leaves a root hides that the rest is negative: `sqrt(x^2*y)` at x = 0, y = -1."""
    rest = arena.product(coef, inside)
    return not arena.signs[rest] & f.NEGATIVE or not any(arena.signs[b] & f.ZERO for b, _ in leaving)


def _factored(arena: Arena, node: Id) -> Id | None:
    """A sum as a product of powers, where its normal form has a factor with an exponent that is even."""
    if len(arena.order[node]) > 12:
        return None
    from derivrepl.simplify import divisors
    from derivrepl.simplify.forms import Shower
    from derivrepl.simplify.fraction import FIRST_POLY
    from derivrepl.simplify.normal import Ring

    try:
        ring = Ring(arena)
        form = ring.normal(node)
        if not form.poly:
            return None
        pieces = divisors.factors(form.poly) if len(form.poly) > 1 else []
    except TooLarge:
        return None
    even = any(count % 2 == 0 for _, count in pieces)
    below = any(e < 0 and (base >= FIRST_POLY or e % 2 == 0) for base, e in form.exps.items())
    return Shower(arena, ring).factored(form, pieces) if even or below else None


def _merged(arena: Arena, node: Id) -> list[Id]:
    """`sqrt(2)*sqrt(x)/sqrt(pi)` as `sqrt(2*x/pi)`, where all bases but one are known to be positive."""
    groups: dict[Id, list[Factor]] = {}
    for base, exp in arena.factors(node):
        value = arena.value(exp)
        if isinstance(value, Ratio) and not value.decimal and value.q == 2:
            groups.setdefault(arena.number(numbers.ratio(abs(value.p), value.q)), []).append((base, exp))
    found = []
    for above, members in groups.items():
        unknown = [pair for pair in members if arena.signs[pair[0]] != f.POSITIVE]
        if len(members) < 2 or len(unknown) > 1:
            continue
        exp = unknown[0][1] if unknown else above if any(e == above for _, e in members) else members[0][1]
        product = arena.product(1, [(b, ONE if e == exp else arena.number(-1)) for b, e in members])
        rest = [pair for pair in arena.factors(node) if pair not in members]
        found.append(arena.product(arena.coefficient(node), [*rest, (product, exp)]))
    return found
