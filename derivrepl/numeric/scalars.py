"""A function of numbers as generated Python: one line an operation, no loop over the graph, no arrays.

Where a line raises (a division by zero, a logarithm of a negative number), the point is evaluated again
by `evaluate.Program`, which gives nan and infinities their places.
"""

from __future__ import annotations

import math

from derivrepl import numbers
from derivrepl.numeric.evaluate import Program, power, quotient, scalar_function
from derivrepl.numeric.lower import Lowering
from derivrepl.numeric.special import float_function
from derivrepl.store import ADD, DIV, IF, MUL, NAMED, NEG, PARAMETER, POW, SUB, Node, Store
from derivrepl.tables.constants import CONSTANT_VALUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.operation import Operation

    Scalars = Callable[..., tuple[float, ...]]

MOST_NODES = 2_000
"""Longer functions are not worth Python's compiler."""

SHAPES = {
    ADD: "{} + {}",
    SUB: "{} - {}",
    NEG: "-{}",
    MUL: "{} * {}",
    DIV: "{} / {}",
    IF: "{1} if {0} else {2}",
}
"""How structure is written; every other operation is called."""


def in_math(row: Operation) -> bool:
    """Whether Python's own module has the row's function."""
    return bool(row.python) or not row.define


def scalar_program(store: Store, leaves: list[Node], roots: list[Node]) -> Scalars:
    """The roots as a function of the leaves' values; raises DerivError when one has no values."""
    program = Program(store, roots)

    def careful(*point: float) -> tuple[float, ...]:
        values = program.run(dict(zip(leaves, point)))
        return tuple(values[root] for root in roots)

    lowering = Lowering(store, in_math)
    lowered = [lowering.of(root) for root in roots]
    if len(store.live(lowered)) > MOST_NODES:
        return careful
    quick: Scalars | None = None

    def call(*point: float) -> tuple[float, ...]:
        nonlocal quick
        if quick is None:
            quick = _generated(store, leaves, lowered)
        try:
            return quick(*point)
        except (ArithmeticError, ValueError, TypeError):
            return careful(*point)

    return call


def _generated(store: Store, leaves: list[Node], roots: list[Node]) -> Scalars:
    space: dict[str, object] = {"power": power, "quotient": quotient, "nan": math.nan, "inf": math.inf}
    lines = [f"def function({', '.join(f'v{n}' for n in leaves)}):"]
    for n in store.live(roots):
        op = store.op(n)
        if op == NAMED:
            lines.append(f"    v{n} = {CONSTANT_VALUES[store.name(n)]!r}")
        elif op > PARAMETER:
            lines.append(f"    v{n} = {_line(store, n, space)}")
    lines.append(f"    return ({''.join(_word(store, root) + ', ' for root in roots)})")
    exec(compile("\n".join(lines), "<compiled>", "exec"), space)
    return space["function"]  # type: ignore[return-value]


def _line(store: Store, node: Node, space: dict[str, object]) -> str:
    op, operands = store.op(node), store.operands(node)
    words = [_word(store, a) for a in operands]
    if op in SHAPES:
        return SHAPES[op].format(*words)
    if op == POW and operands[1] < 0 and isinstance(store.value(operands[1]), int):
        return f"{words[0]} ** {words[1]}"
    name = f"f{op}"
    if name not in space:
        row = store.operations[op]
        space[name] = (float_function(row) if row.python else None) or scalar_function(store, op)
    return f"{name}({', '.join(words)})"


def _word(store: Store, node: Node) -> str:
    return f"v{node}" if node >= 0 else f"({numbers.as_float(store.value(node))!r})"
