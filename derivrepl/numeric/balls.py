"""Nodes evaluated in ball arithmetic: each value is an interval that certainly holds the exact one.

Source of the arithmetic: Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic" (2017), through python-flint. A row's ball function is its `arb` or `flint` field, else its
`define`. Raises ImportError where python-flint is missing.
"""

from __future__ import annotations

import operator

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.language.formula import formula
from derivrepl.language.scope import OPERATIONS
from derivrepl.numeric.lower import Lowering
from derivrepl.numeric.special import ball_function
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    IF,
    LESS,
    LESS_EQUAL,
    MUL,
    NAMED,
    NEG,
    NOT_EQUAL,
    PARAMETER,
    POW,
    SUB,
    Node,
    Store,
)
from derivrepl.tables.constants import CONSTANTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from derivrepl.operation import Operation

STRUCTURE: dict[int, Callable[..., Any]] = {
    ADD: operator.add,
    SUB: operator.sub,
    NEG: operator.neg,
    MUL: operator.mul,
    DIV: operator.truediv,
}
OPPOSITE = {LESS: GREATER_EQUAL, LESS_EQUAL: GREATER, GREATER: LESS_EQUAL, GREATER_EQUAL: LESS, EQUAL: NOT_EQUAL}
OPPOSITE |= {b: a for a, b in OPPOSITE.items()}
RELATIONS: dict[int, Callable[[Any, Any], bool]] = {
    LESS: operator.lt,
    LESS_EQUAL: operator.le,
    GREATER: operator.gt,
    GREATER_EQUAL: operator.ge,
    EQUAL: operator.eq,
    NOT_EQUAL: operator.ne,
}


def decided(op: int, a: Any, b: Any) -> bool | None:
    """Whether the comparison of two balls certainly holds, certainly fails, or (None) cannot be told."""
    if RELATIONS[op](a, b):
        return True
    return False if RELATIONS[OPPOSITE[op]](a, b) else None


def power(a: Any, b: Any) -> Any:
    """a^b over the reals, as balls."""
    from flint import arb

    if b.is_integer():
        exponent = int(b.unique_fmpz())
        return 1 / a**-exponent if exponent < 0 else a**exponent
    return a**b if a >= 0 else arb.nan()


def choice(condition: bool | None, a: Any, b: Any) -> Any:
    """The branch that holds; a ball around both where that cannot be told."""
    return a.union(b) if condition is None else a if condition else b


def exact(value: numbers.Number) -> Any:
    """The ball of an exact number at the working precision."""
    from flint import arb, fmpq

    p, q, _ = numbers.parts(value)
    return arb(fmpq(p, q))


def named_constant(name: str) -> Any:
    """The ball of a named constant."""
    from flint import arb

    row = next(row for row in CONSTANTS if row.name == name)
    if row.arb:
        return getattr(arb, row.arb)()
    scratch = Store(OPERATIONS)
    return Balls(scratch, [formula(scratch, row.define)]).run({})[0]


def derivative_in_balls(store: Store, row: Operation) -> Callable[..., Any] | None:
    """A derivative without a closed form as a function of balls, from its function's power series; None without one."""
    from derivrepl.numeric.circles import NoSeries
    from derivrepl.numeric.series import derivative_function

    if row.derivative_of is None:
        return None
    base, orders = row.derivative_of
    try:
        return derivative_function(store.operations[base], orders)
    except NoSeries:
        return None


class Balls:
    """The live nodes of some roots, to be evaluated at points and precisions.

    Raises DerivError at construction when a function has no values.
    """

    def __init__(self, store: Store, roots: list[Node]) -> None:
        lowering = Lowering(store, lambda row: bool(row.arb or row.flint))
        self.store = store
        self.roots = [lowering.of(root) for root in roots]
        self.nodes = store.live(self.roots)
        self.functions: dict[int, Callable[..., Any]] = {}
        for op in {store.op(n) for n in self.nodes}:
            if op > PARAMETER:
                self.functions[op] = self._function(op)

    def _function(self, op: int) -> Callable[..., Any]:
        if op in STRUCTURE:
            return STRUCTURE[op]
        if op == POW:
            return power
        if op == IF:
            return choice
        if op in RELATIONS:
            return lambda a, b: decided(op, a, b)
        row = self.store.operations[op]
        function = derivative_in_balls(self.store, row) if row.derivative_of else ball_function(row)
        if function is None:
            raise DerivError("E403", f"{row.name} has no values in ball arithmetic")
        return function

    def run(self, point: Mapping[Node, Any]) -> list[Any]:
        """The balls of the roots at the leaves' balls, at the working precision."""
        store = self.store
        values: dict[Node, Any] = {}
        for n in self.nodes:
            op = store.op(n)
            if op == NAMED:
                values[n] = named_constant(store.name(n))
            elif op <= PARAMETER:
                values[n] = point[n]
            else:
                operands = [values[a] if a >= 0 else exact(store.value(a)) for a in store.operands(n)]
                values[n] = self.functions[op](*operands)
        return [values[r] if r >= 0 else exact(store.value(r)) for r in self.roots]
