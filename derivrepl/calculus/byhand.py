"""Sums, products and quotients written as a person writes them where values are put into a rule.

The numbers stand in front, inputs before sums, equal factors as a power, over one bar; what is negative is
subtracted. Nothing is collected or cancelled: that is the simplifier's business, and a step of its own.
"""

from __future__ import annotations

from collections.abc import Callable

from derivrepl import numbers
from derivrepl.store import ADD, DIV, INPUT, MINUS_ONE, MUL, NEG, ONE, POW, SUB, ZERO, Node, Store


def chain(store: Store, factors: list[Node]) -> Node:
    """The product of the factors, from the left."""
    product = factors[0]
    for factor in factors[1:]:
        product = store.mul(product, factor)
    return product


def multiplied(store: Store, a: Node, b: Node) -> Node:
    """a·b as a person writes it: the numbers in front, sums behind, no brackets around products, one bar.

    What stands below the bar is such a product too, and so on for quotients below quotients, however deep.
    """
    waiting: list[tuple[Node, list[Node]]] = []
    while True:
        coefficient, factors, bottoms = _joined(store, a, b)
        waiting.append((coefficient, factors))
        if len(bottoms) == 2:
            a, b = bottoms
            continue
        made = bottoms[0] if bottoms else ONE
        while waiting:
            coefficient, factors = waiting.pop()
            p, q, decimal = numbers.parts(store.value(coefficient))
            if q != 1 and not decimal:
                coefficient = store.constant(p)
                if made != ONE:
                    waiting.append((coefficient, factors))
                    a, b = store.constant(q), made
                    break
                made = store.constant(q)
            made = _quotient(store, coefficient, factors, made)
        else:
            return made


def _joined(store: Store, a: Node, b: Node) -> tuple[Node, list[Node], list[Node]]:
    """The number in front of a·b, its other factors, and what stands below their bars, where they have one."""
    number, factors, bottom = _taken_apart(store, a)
    coefficient, rest, below = _taken_apart(store, b, first=False)
    return store.mul(number, coefficient), factors + rest, [n for n in (bottom, below) if n != ONE]


def _quotient(store: Store, coefficient: Node, factors: list[Node], below: Node) -> Node:
    """The product of a whole number or decimal and factors, over what is below."""
    if coefficient == ZERO:
        return ZERO
    factors = _ordered(store, _gathered(store, factors))
    unit = store.mul(coefficient, coefficient) == ONE and bool(factors)
    product = chain(store, factors if unit else [coefficient, *factors])
    product = store.neg(product) if unit and coefficient != ONE else product
    return store.div(product, below) if below != ONE else product


def _taken_apart(store: Store, node: Node, first: bool = True) -> tuple[Node, list[Node], Node]:
    """The number in front of a product, its other factors, and what stands below its bar.

    first: whether it is the first factor; a later 1/x stays one factor, as in x·(1/x)
    """
    sign = ONE
    while store.op(node) == NEG:
        sign, node = store.neg(sign), store.operands(node)[0]
    if store.op(node) != DIV or (store.operands(node)[0] == ONE and not first):
        coefficient, factors = _factors(store, node)
        return store.mul(sign, coefficient), factors, ONE
    above, below = store.operands(node)
    coefficient, factors = _factors(store, above)
    return store.mul(sign, coefficient), factors, below


def _gathered(store: Store, factors: list[Node]) -> list[Node]:
    """The factors, the same ones as a power."""
    counts: dict[Node, int] = {}
    for factor in factors:
        counts[factor] = counts.get(factor, 0) + 1
    if len(counts) == len(factors):
        return factors
    return [f if n == 1 or store.op(f) == POW else store.pow(f, store.constant(n)) for f, n in _spread(store, counts)]


def _spread(store: Store, counts: dict[Node, int]) -> list[tuple[Node, int]]:
    """Each factor with its count; a power stays written as often as it stands."""
    return [(f, k) for f, n in counts.items() for k in ([n] if store.op(f) != POW else [1] * n)]


def _ordered(store: Store, factors: list[Node]) -> list[Node]:
    """The factors with inputs and their powers in front of sums: `x·(x + 1)`."""
    ordered: list[Node] = []
    for factor in factors:
        base = store.operands(factor)[0] if store.op(factor) == POW else factor
        place = len(ordered)
        while store.op(base) == INPUT and place and store.op(ordered[place - 1]) in (ADD, SUB):
            place -= 1
        ordered.insert(place, factor)
    return ordered


def divided(store: Store, a: Node, b: Node) -> Node:
    """a/b with one bar: (p/q)/b is p/(q·b)."""
    if store.op(a) == DIV:
        a, below = store.operands(a)
        b = multiplied(store, below, b)
    elif a < 0 and b >= 0:
        p, q, decimal = numbers.parts(store.value(a))
        if q != 1 and not decimal:
            a, b = store.constant(p), multiplied(store, store.constant(q), b)
    return store.div(a, b)


def negated(store: Store, a: Node) -> Node:
    """-a; a product with a negative number in front loses its sign."""
    return multiplied(store, MINUS_ONE, a)


def added(store: Store, a: Node, b: Node) -> Node:
    """a + b; a product with a negative number in front is subtracted."""
    positive = _positive(store, b)
    return store.add(a, b) if positive is None else store.sub(a, positive)


def subtracted(store: Store, a: Node, b: Node) -> Node:
    """a - b; a product with a negative number in front is added."""
    positive = _positive(store, b)
    return store.sub(a, b) if positive is None else store.add(a, positive)


def _positive(store: Store, node: Node) -> Node | None:
    """The product with the other sign, where the number in front of it is negative."""
    coefficient, factors, _ = _taken_apart(store, node)
    if not factors or numbers.sign(store.value(coefficient)) > 0:
        return None
    return negated(store, node)


JOINS: dict[int, Callable[..., Node]] = {ADD: added, SUB: subtracted, NEG: negated, MUL: multiplied, DIV: divided}
"""The operations that are written as a person does where values are put in."""


def _factors(store: Store, node: Node) -> tuple[Node, list[Node]]:
    """The number in front of a product, and its other factors."""
    coefficient, factors = ONE, []
    while True:
        if store.op(node) == NEG:
            coefficient, node = store.neg(coefficient), store.operands(node)[0]
        elif store.op(node) == MUL:
            node, factor = store.operands(node)
            if factor < 0:
                coefficient = store.mul(coefficient, factor)
            else:
                factors.append(factor)
        else:
            break
    if node < 0:
        coefficient = store.mul(coefficient, node)
    else:
        factors.append(node)
    return coefficient, factors[::-1]


def put_in(store: Store, statement: Node, values: dict[Node, Node]) -> Node:
    """The statement with values in the place of its leaves; products are written as a person writes them."""
    made = dict(values)
    for n in store.live([statement], stop=values):
        operands = store.operands(n)
        new = tuple(made.get(a, a) for a in operands)
        if new != operands:
            join = JOINS.get(store.op(n))
            made[n] = store.make(store.op(n), new) if join is None else join(store, *new)
    return made.get(statement, statement)
