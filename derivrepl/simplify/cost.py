"""What an arena node costs the reader: weighted tokens of the form in which it would be shown.

The weights were found by comparing with what people write; the unit is about one sign on paper.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.arrange import has_fraction, with_best_signs
from derivrepl.simplify.exact import is_decimal
from derivrepl.simplify.facts import NEGATIVE
from derivrepl.simplify.kinds import BASE_E, CALL, NUMBER, ONE, PRODUCT, SUM, SYMBOL, Factor, Id

LEAF = 1.0
OPERATOR = 1.0
FUNCTION = 1.5
BRACKETS = 1.2
COMPOUND = 0.2
FOREIGN = 0.4
NEGATIVE_OPERAND = 0.1
OF_NUMBERS = 2.0
UNFACTORED = 1.4
DIGIT = 0.5
MINUS_IN_EXPONENT = 0.3
NEGATIVE_SUM = 1.5
FAMILIAR_SUM = 0.75
NESTED_FRACTION = 2.2
NESTED_IN_PRODUCT = 0.7
UNBOUNDED = 1e9
MOST_COMPARED = 8


def cost(arena: Arena, node: Id) -> float:
    """The cost of showing a node; sharing is not seen, as in text."""
    costs = arena.costs
    if node in costs:
        return costs[node]
    stack = [node]
    while stack:
        n = stack[-1]
        if n in costs:
            stack.pop()
            continue
        missing = [part for part in parts(arena, n) if part not in costs]
        if missing:
            stack.extend(missing)
        else:
            costs[n] = min(_cost(arena, n), UNBOUNDED)
            stack.pop()
    return costs[node]


def parts(arena: Arena, node: Id) -> list[Id]:
    """The operands of a node, of whatever kind."""
    key = arena.keys[node]
    if key[0] == SUM:
        return [t for _, t in arena.order[node]]
    if key[0] == PRODUCT:
        return [part for pair in arena.written[node] for part in pair]
    return list(key[2:]) if key[0] == CALL else []


def reachable(arena: Arena, root: Id) -> list[Id]:
    """The nodes below a root, operands first."""
    seen = {root}
    stack = [root]
    while stack:
        for part in parts(arena, stack.pop()):
            if part not in seen:
                seen.add(part)
                stack.append(part)
    return sorted(seen)


def _cost(arena: Arena, node: Id) -> float:
    key = arena.keys[node]
    if key[0] == NUMBER:
        return number_cost(key[1])
    if key[0] == CALL:
        inner = sum(arena.costs[a] for a in key[2:])
        inner += NEGATIVE_OPERAND * any(arena.signs[a] == NEGATIVE and arena.keys[a][0] == NUMBER for a in key[2:])
        foreign = 0.0 if key[1] in arena.familiar_calls else FOREIGN
        if all(arena.keys[a][0] == NUMBER for a in key[2:]):
            foreign += OF_NUMBERS
        return FUNCTION + foreign + inner + COMPOUND * (inner > LEAF) + COMPOUND * (len(key) - 3)
    if key[0] == SUM:
        return _sum_cost(arena, node)
    if key[0] == PRODUCT:
        return term_cost(arena, key[1], arena.written[node], True)
    return LEAF


def number_cost(value: Number) -> float:
    """The cost of a literal."""
    p, q, decimal = numbers.parts(value)
    size = LEAF + DIGIT * (len(str(abs(p))) - 1 if p.bit_length() < 4000 else 1200)
    if p < 0:
        size += OPERATOR
    if q != 1 and not decimal:
        size += OPERATOR + LEAF + DIGIT * (len(str(q)) - 1 if q.bit_length() < 4000 else 1200)
    return size


def _sum_cost(arena: Arena, node: Id) -> float:
    total = -OPERATOR
    positive = False
    for coef, term in arena.order[node]:
        total += OPERATOR
        p = numbers.parts(coef)[0]
        positive = positive or p > 0
        if term == ONE:
            total += number_cost(coef) - (OPERATOR if p < 0 else 0)
        elif coef == 1 or coef == -1:
            total += arena.costs[term] + (BRACKETS if arena.keys[term][0] == SUM else 0)
        else:
            total += term_cost(arena, coef, arena.factors(term), False)
    total += UNFACTORED * _is_unfactored(arena, node)
    return total if positive else total + NEGATIVE_SUM


def _is_unfactored(arena: Arena, node: Id) -> bool:
    """Whether all terms of a sum share a factor, and it is no polynomial in one symbol."""
    terms = arena.order[node]
    if len(terms) > MOST_COMPARED:
        return False
    shared: set[Id] | None = None
    bases: set[Id] = set()
    for _, term in terms:
        own = {base for base, exp in arena.factors(term) if arena.signs[exp] != NEGATIVE}
        shared = own if shared is None else shared & own
        if not shared:
            return False
        bases |= own
    return len(bases) > 1 or any(arena.keys[base][0] != SYMBOL for base in bases)


def term_cost(arena: Arena, coef: Number, factors: tuple[Factor, ...], signed: bool) -> float:
    """The cost of coef * base^exp * …, with its minus or without."""
    coef, factors = with_best_signs(arena, coef, factors, signed)
    p, q, decimal = numbers.parts(coef)
    above = below = 0
    nested = 0
    total = 0.0
    if decimal:
        q = 1
    if (abs(p) != 1 or is_decimal(coef)) and p:
        above += 1
        total += number_cost(abs(p)) if not decimal else number_cost(coef)
    if q != 1:
        below += 1
        total += number_cost(q)
    lone_sum = False
    for base, exp in factors:
        price, down, lone = _factor_cost(arena, base, exp)
        total += price
        if down:
            below += 1
        else:
            above += 1
        nested += exp == ONE and arena.keys[base][0] == SUM and has_fraction(arena, base)
        lone_sum = lone_sum or (lone and not down and len(factors) == 1 and abs(p) == 1 and q == 1)
    if not above:
        total += LEAF
        above = 1
    total += OPERATOR * (above + below - 1)
    if below > 1:
        total += BRACKETS
    if lone_sum:
        total -= BRACKETS
    total += nested * (NESTED_FRACTION if below else NESTED_IN_PRODUCT)
    return total + (OPERATOR if signed and p < 0 else 0)


def _factor_cost(arena: Arena, base: Id, exp: Id) -> tuple[float, bool, bool]:
    """The cost of a factor, whether it stands below the bar, and whether it is a bare sum in brackets."""
    _known(arena, base)
    if base in arena.familiar:
        price, down, lone = _power_cost(arena, base, exp)
        return price - FAMILIAR_SUM, down, lone
    return _power_cost(arena, base, exp)


def _power_cost(arena: Arena, base: Id, exp: Id) -> tuple[float, bool, bool]:
    costs = arena.costs
    kind = arena.keys[base][0]
    if exp == ONE:
        if kind == SUM:
            return _known(arena, base) + BRACKETS, False, True
        return costs[base], False, False
    if base == BASE_E:
        minus = arena.keys[exp][0] in (NUMBER, PRODUCT) and numbers.sign(arena.keys[exp][1]) < 0
        return FUNCTION + costs[exp] - (OPERATOR - MINUS_IN_EXPONENT if minus else 0), False, False
    value = arena.value(exp)
    bracket = BRACKETS if kind in (SUM, PRODUCT) or (kind == NUMBER and costs[base] > 2) else 0.0
    if value is None:
        compound = arena.keys[exp][0] in (SUM, PRODUCT)
        return costs[base] + bracket + OPERATOR + _known(arena, exp) + (BRACKETS if compound else 0), False, False
    p, q, _ = numbers.parts(value)
    down = p < 0
    if q == 1 and abs(p) == 1:
        return costs[base] + bracket, down, False
    size = numbers.negate(value) if down else value
    if size in arena.traits.roots:
        return FUNCTION + costs[base], down, False
    return costs[base] + bracket + OPERATOR + number_cost(size) + (BRACKETS if q != 1 else 0), down, False


def _known(arena: Arena, base: Id) -> float:
    """The cost of a base; a sum that was just turned over costs what its negative costs."""
    price = arena.costs.get(base)
    return cost(arena, base) if price is None else price
