"""Values of nodes in many digits, independent of the program's own evaluation: what derivatives are compared with."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import mpmath

from derivrepl.language.formula import formula
from derivrepl.language.scope import OPERATIONS as TABLE
from derivrepl.numeric.special import mpmath_function
from derivrepl.store import NAMED, PARAMETER, Store
from derivrepl.tables.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from derivrepl.operation import Operation
    from derivrepl.store import Node

mp = mpmath.mp
LARGEST = 10_000
"""Beyond this an exponent says nothing but costs much time."""


class Undefined(Exception):
    """The point lies outside of the domain, or so far out that it says nothing."""


def power(a: Any, b: Any) -> Any:
    if a == 0 and b <= 0 and b != 0:
        raise Undefined
    if a < 0 and b != int(b):
        raise Undefined
    if a != 0 and abs(b * mp.log(abs(a))) > LARGEST:
        raise Undefined
    return mp.mpf(1) if b == 0 else a**b


def exponential(a: Any) -> Any:
    if abs(a) > LARGEST:
        raise Undefined
    return mp.exp(a)


# fmt: off
OPERATIONS: dict[str, Callable[..., Any]] = {
    "add":           lambda a, b: a + b,
    "sub":           lambda a, b: a - b,
    "neg":           lambda a: -a,
    "mul":           lambda a, b: a * b,
    "div":           lambda a, b: a / b,
    "pow":           power,
    "less":          lambda a, b: mp.mpf(a < b),
    "less_equal":    lambda a, b: mp.mpf(a <= b),
    "greater":       lambda a, b: mp.mpf(a > b),
    "greater_equal": lambda a, b: mp.mpf(a >= b),
    "equal":         lambda a, b: mp.mpf(a == b),
    "not_equal":     lambda a, b: mp.mpf(a != b),
    "if":            lambda c, a, b: a if c else b,
    "exp":           exponential,
    "max":           lambda a, b: max(a, b),
    "min":           lambda a, b: min(a, b),
    "cbrt":          lambda a: mp.sign(a) * mp.cbrt(abs(a)),
    "heaviside":     lambda a: (1 + mp.sign(a)) / 2,
}
# fmt: on
assert OPERATIONS.keys() >= {row.name for row in OPERATORS[4:] if row.name != "list"}


def value(store: Store, root: Node, point: Mapping[Node, Any]) -> Any:
    """The root's value with inputs at `point`, in mpmath's current precision; raises Undefined."""
    known: dict[Node, Any] = dict(point)
    for n in store.live([root]):
        if store.op(n) == NAMED:
            known[n] = getattr(mp, store.name(n)) + 0
        elif store.op(n) > PARAMETER:
            operands = [constant(store, a) if a < 0 else known[a] for a in store.operands(n)]
            known[n] = _result(function(store.operations[store.op(n)]), operands)
    return known[root] if root >= 0 else constant(store, root)


def _result(call: Callable[..., Any], operands: list[Any]) -> Any:
    try:
        found = mp.mpmathify(call(*operands))
    except (ZeroDivisionError, ValueError, OverflowError):
        raise Undefined from None
    if isinstance(found, mpmath.mpc) or not mp.isfinite(found) or abs(found) > mp.mpf(10) ** 300:
        raise Undefined
    return found


def constant(store: Store, node: Node) -> Any:
    number = store.value(node)
    exact = Fraction(number) if isinstance(number, int) else Fraction(number.p, number.q)
    return mp.mpf(exact.numerator) / exact.denominator


@cache
def function(row: Operation) -> Callable[..., Any]:
    """The row's function in mpmath."""
    found = OPERATIONS.get(row.name) or mpmath_function(row)
    if found is not None:
        return found
    assert row.define, row.name
    store = Store(TABLE)
    root = formula(store, row.define)
    leaves = [store.leaf(PARAMETER, name) for name in row.params]
    return lambda *operands: value(store, root, dict(zip(leaves, operands, strict=True)))
