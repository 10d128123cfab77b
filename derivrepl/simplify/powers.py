"""What comes out of a power when its base is a number, a sum or a product: only what is sound for real bases."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio
from derivrepl.simplify import facts as f
from derivrepl.simplify.exact import TooLarge, is_decimal, is_integer, settled, times
from derivrepl.simplify.kinds import NUMBER, ONE, PRODUCT, SUM, SYMBOL, Factor, Id
from derivrepl.simplify.radicals import reduce_radical
from derivrepl.store import INPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.simplify.arena import Arena

MOST_LOOKED_AT = 50


def opened(arena: Arena, coef: Number, base: Id, exp: Id, work: list[Factor]) -> tuple[Number, Id, Id]:
    """A factor whose base is a number, sum or product, taken apart: coefficient and what stays."""
    whole = 1 if exp == ONE else arena.whole(exp)
    key = arena.keys[base]
    if whole is not None:
        if key[0] == NUMBER:
            return times(coef, settled(whole_power(key[1], whole))), ONE, ONE
        if key[0] == PRODUCT:
            coef = times(coef, settled(whole_power(key[1], whole)))
            if whole == 1:
                work.extend(reversed(arena.written[base]))
            else:
                work.extend([(b, arena.multiple(whole, e)) for b, e in reversed(arena.written[base])])
            return coef, ONE, ONE
        representative, sign = arena.oriented(base)
        return times(coef, sign) if whole % 2 else coef, representative, exp
    if key[0] == NUMBER:
        value = arena.value(exp)
        if value is not None and not is_decimal(value) and not is_decimal(key[1]) and isinstance(value, Ratio):
            return radical(arena, coef, key[1], value, work)
        return coef, base, exp
    if key[0] == PRODUCT:
        return opened_root(arena, coef, base, exp, work)
    return coef, base, exp


def radical(arena: Arena, coef: Number, base: Number, exp: Ratio, work: list[Factor]) -> tuple[Number, Id, Id]:
    """A number's broken power in its one form; further radicals go to the work list."""
    coef, radicals = reduce_radical(coef, base, exp)
    for b, e in radicals[1:]:
        work.append((arena.number(b), arena.number(e)))
    if not radicals:
        return coef, ONE, ONE
    return coef, arena.number(radicals[0][0]), arena.number(radicals[0][1])


def reducible(arena: Arena, coef: Number, base: Id, exp: Id) -> bool:
    """Whether a number's broken power would change beside this coefficient."""
    value = arena.value(exp)
    number = arena.keys[base][1]
    if not isinstance(value, Ratio) or is_decimal(value) or is_decimal(number):
        return False
    return reduce_radical(coef, number, value) != (coef, [(number, value)])


def opened_root(arena: Arena, coef: Number, base: Id, exp: Id, work: list[Factor]) -> tuple[Number, Id, Id]:
    """(c*u^a*…)^exp for a broken or symbolic exponent: only what is sound comes out."""
    key = arena.keys[base]
    factors = arena.written[base]
    if key[1] == 1 and len(factors) == 1:
        inner_base, inner_exp = factors[0]
        if arena.signs[inner_base] == f.POSITIVE or rooted(arena, inner_exp):
            work.append((inner_base, arena.times(inner_exp, exp)))
            return coef, ONE, ONE
    if is_integral(arena, exp):
        work.extend([(b, arena.times(e, exp)) for b, e in reversed(factors)])
        if key[1] != 1:
            work.append((arena.number(key[1]), exp))
        return coef, ONE, ONE
    value = arena.value(exp)
    if value is None or is_decimal(value) or key[1] == 1 or is_decimal(key[1]) or numbers.sign(key[1]) < 0:
        return coef, base, exp
    assert isinstance(value, Ratio)
    outer, radicals = reduce_radical(1, key[1], value)
    if not radicals:
        work.append((arena.unit(base), exp))
        return times(coef, outer), ONE, ONE
    return coef, base, exp


def is_integral(arena: Arena, node: Id) -> bool:
    """Whether the node is an integer by its numbers and the declared facts."""
    stack = [node]
    for _ in range(MOST_LOOKED_AT):
        if not stack:
            return True
        key = arena.keys[stack.pop()]
        if key[0] == NUMBER and is_integer(key[1]):
            continue
        if key[0] == SYMBOL and key[1] == INPUT and key[2] in arena.facts.integer:
            continue
        if key[0] == SUM and all(is_integer(c) for c, _ in key[1:]):
            pass
        elif key[0] != PRODUCT or not is_integer(key[1]):
            return False
        if key[0] == SUM:
            stack.extend([t for _, t in key[1:]])
        elif all(arena.signs[e] & f.NEGATIVE == 0 for _, e in key[2:]):
            stack.extend([part for pair in key[2:] for part in pair])
        else:
            return False
    return False


def rooted(arena: Arena, exp: Id) -> bool:
    """Whether u^exp is real for u >= 0 only, so that u >= 0 may be used."""
    value = arena.value(exp)
    return isinstance(value, Ratio) and value.q % 2 == 0


def whole_power(value: Number, exp: int) -> Number | None:
    """A whole power of a number, None where it is too long; zero has no negative one."""
    if exp == 1:
        return value
    try:
        return numbers.power(value, exp)
    except ZeroDivisionError:
        raise TooLarge from None
