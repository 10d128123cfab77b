"""Arrays that are not NumPy's: any of the Python array API standard, through its own functions.

JAX arrays stay on their device, Dask arrays stay lazy: each operation is a call in the array's own
namespace. A row's function is looked up there under the row's name, its NumPy name or another spelling.
"""

from __future__ import annotations

import operator

from derivrepl import numbers
from derivrepl.errors import DerivError, NoValue
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.lower import Lowering
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    IF,
    INPUT,
    LESS,
    LESS_EQUAL,
    MUL,
    NEG,
    NOT_EQUAL,
    PARAMETER,
    POW,
    SUB,
    Node,
    Store,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from derivrepl.operation import Operation

SIGNS: dict[int, Callable[..., Any]] = {
    ADD: operator.add,
    SUB: operator.sub,
    NEG: operator.neg,
    MUL: operator.mul,
    DIV: operator.truediv,
    POW: operator.pow,
    LESS: operator.lt,
    LESS_EQUAL: operator.le,
    GREATER: operator.gt,
    GREATER_EQUAL: operator.ge,
    EQUAL: operator.eq,
    NOT_EQUAL: operator.ne,
}
"""The operators, which arrays understand themselves."""


def moving_nodes(store: Store, live: list[Node], leaves: set[Node]) -> set[Node]:
    """The nodes whose value depends on a leaf."""
    moving = set(leaves)
    for n in live:
        if any(a in moving for a in store.operands(n)):
            moving.add(n)
        elif store.op(n) in (INPUT, PARAMETER) and n not in leaves:
            raise NoValue([store.name(n)])
    return moving


def foreign_namespace(arguments: Sequence[Any]) -> Any:
    """The array namespace of arguments that are not NumPy's (JAX, Dask, …); None for NumPy, lists and numbers."""
    for a in arguments:
        module = type(a).__module__.split(".")[0]
        if module in ("builtins", "numpy"):
            continue
        if hasattr(a, "__array_namespace__"):
            return a.__array_namespace__()
        if hasattr(a, "__array_ufunc__"):
            import numpy

            return numpy
    return None


def through_namespace(
    store: Store, leaves: list[Node], roots: list[Node], arguments: Sequence[Any], space: Any
) -> list[Any]:
    """The roots' values by the functions of an array namespace, operation by operation."""

    def named(row: Operation) -> str:
        return next((n for n in (row.name, row.numpy, *row.aliases) if n and hasattr(space, n)), "")

    lowering = Lowering(store, lambda row: bool(named(row)), products=True)
    lowered = [lowering.of(root) for root in roots]
    live = store.live(lowered)
    moving = moving_nodes(store, live, set(leaves))
    values: dict[Node, Any] = dict(zip(leaves, arguments))
    steady = [n for n in live if n not in moving]
    values.update(Program(store, steady).run({}) if steady else {})
    for n in live:
        op = store.op(n)
        if n not in moving or op <= PARAMETER:
            continue
        operands = [values[a] if a >= 0 else numbers.as_float(store.value(a)) for a in store.operands(n)]
        values[n] = _apply(store, op, operands, space, named)
    return [values[r] if r >= 0 else numbers.as_float(store.value(r)) for r in lowered]


def _apply(store: Store, op: int, operands: list[Any], space: Any, named: Callable[[Operation], str]) -> Any:
    if op == IF:
        return space.where(*operands)
    if op in SIGNS:
        return SIGNS[op](*operands)
    row = store.operations[op]
    name = named(row)
    if not name:
        raise DerivError("E403", f"{row.name} is not among the functions of {space.__name__}")
    return getattr(space, name)(*operands)
