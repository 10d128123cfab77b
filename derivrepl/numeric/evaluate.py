"""Values of nodes at a point, in floating point: one loop upward over the live nodes.

Outside of an operation's domain the value is nan, beyond the range of doubles it is infinite; nothing
raises while the loop runs. `first_failure` then names the node where a result stopped being finite.
"""

from __future__ import annotations

import math
import operator

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.language.formula import formula
from derivrepl.numeric.special import derivative_of_floats, float_function
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    GREATER,
    GREATER_EQUAL,
    IF,
    LESS,
    LESS_EQUAL,
    LIST,
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
from derivrepl.tables.constants import CONSTANT_VALUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from derivrepl.operation import Operation

    Function = Callable[..., float]


def power(a: float, b: float) -> float:
    """a^b over the reals; nan for a root of a negative number."""
    if a < 0 and not b.is_integer():
        return math.nan
    try:
        return float(a**b)
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf


def quotient(a: float, b: float) -> float:
    """a/b; nan for 0/0, infinite for a/0."""
    try:
        return a / b
    except ZeroDivisionError:
        return math.nan if a == 0 or a != a else math.copysign(math.inf, a) * math.copysign(1.0, b)


def _compared(relation: Callable[[float, float], bool]) -> Function:
    return lambda a, b: float(relation(a, b))


STRUCTURE: dict[int, Function] = {
    ADD: operator.add,
    SUB: operator.sub,
    NEG: operator.neg,
    MUL: operator.mul,
    DIV: quotient,
    POW: power,
    IF: lambda condition, a, b: a if condition else b,
    LESS: _compared(operator.lt),
    LESS_EQUAL: _compared(operator.le),
    GREATER: _compared(operator.gt),
    GREATER_EQUAL: _compared(operator.ge),
    EQUAL: _compared(operator.eq),
    NOT_EQUAL: _compared(operator.ne),
    LIST: lambda *parts: math.nan,
}

_functions: dict[Operation, Function] = {}


def scalar_function(store: Store, op: int) -> Function:
    """The float function of an operation code; raises DerivError for a function without a formula."""
    found = STRUCTURE.get(op)
    if found is not None:
        return found
    row = store.operations[op]
    found = _functions.get(row)
    if found is None:
        found = _functions[row] = _guarded(_row_function(store, row))
    return found


def _row_function(store: Store, row: Operation) -> Function:
    base = store.operations[row.derivative_of[0]] if row.derivative_of else None
    function = float_function(row) if base is None else derivative_of_floats(base, row)
    if function is not None:
        return function
    if row.define:
        return _defined(store, row)
    raise DerivError("E403", f"{row.name} has no formula, so it has no values")


def _defined(store: Store, row: Operation) -> Function:
    """A function that the table defines by others."""
    scratch = Store(store.operations)
    root = formula(scratch, row.define)
    leaves = [scratch.leaf(PARAMETER, p) for p in row.params]
    program = Program(scratch, [root])

    def call(*operands: float) -> float:
        values = program.run(dict(zip(leaves, operands, strict=True)))
        return program.value(root, values)

    return call


def _guarded(function: Function) -> Function:
    """The function with its exceptions turned into nan and infinity."""

    def call(*operands: float) -> float:
        try:
            return function(*operands)
        except (ValueError, ZeroDivisionError, TypeError):
            return math.nan
        except OverflowError:
            return math.inf

    return call


class Program:
    """The live nodes of some roots as a list of steps, to be run at many points.

    Raises DerivError at construction when a function has no values.
    """

    def __init__(self, store: Store, roots: list[Node]) -> None:
        self.store = store
        self.nodes = store.live(roots)
        self.constants: dict[Node, float] = {}
        self.steps: list[tuple[Node, Function, tuple[Node, ...]]] = []
        self.leaves: list[Node] = []
        for root in roots:
            self._constant(root)
        for n in self.nodes:
            op = store.op(n)
            if op == NAMED:
                self.constants[n] = CONSTANT_VALUES[store.name(n)]
            elif op <= PARAMETER:
                self.leaves.append(n)
            else:
                operands = store.operands(n)
                for a in operands:
                    self._constant(a)
                self.steps.append((n, scalar_function(store, op), operands))

    def _constant(self, node: Node) -> None:
        if node < 0 and node not in self.constants:
            self.constants[node] = numbers.as_float(self.store.value(node))

    def run(self, point: Mapping[Node, float]) -> dict[Node, float]:
        """The value of every node at the leaves' values; raises KeyError for a leaf without one."""
        values = self.constants.copy()
        for leaf in self.leaves:
            values[leaf] = point[leaf]
        for n, function, operands in self.steps:
            if len(operands) == 2:
                values[n] = function(values[operands[0]], values[operands[1]])
            else:
                values[n] = function(*[values[a] for a in operands])
        return values

    def value(self, node: Node, values: Mapping[Node, float]) -> float:
        """The value of a root in the result of `run`."""
        return values[node]


def first_failure(store: Store, root: Node, values: Mapping[Node, float]) -> Node:
    """The node on the way to a root that is not finite at which finite operands gave no finite value."""
    node = root
    while True:
        bad = next((a for a in store.operands(node) if not math.isfinite(values[a])), None)
        if bad is None:
            return node
        node = bad
