"""Values of expressions with arrays, node by node, by NumPy.

A row of `tables/arrays.py` says in its field `numpy` how it is computed; contractions without such a text are one
`einsum`. Sizes that have names are those of the arrays that are given.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from derivrepl import numbers
from derivrepl.errors import DerivError, NoValue
from derivrepl.numeric.contract import Contraction
from derivrepl.numeric.evaluate import scalar_function
from derivrepl.numeric.lower import MOST_MULTIPLIED, Lowering
from derivrepl.numeric.namespaces import SIGNS
from derivrepl.numeric.products import is_product, product_step
from derivrepl.numeric.straight import straight
from derivrepl.shapes import Dim, shapes_of, written
from derivrepl.store import IF, INPUT, LIST, NAMED, POW, SIZE, Node, Store
from derivrepl.tables.constants import CONSTANT_VALUES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from derivrepl.operation import Operation

    Values = dict[Node, Any]


MOST_MET = 100
"""Shapes of inputs that one program remembers to have been given."""


def knows(row: Operation) -> bool:
    """Whether NumPy has a function for the row, or the row is no formula."""
    return bool(row.signature) or (bool(row.numpy) and hasattr(np, row.numpy)) or not row.define


class ArrayProgram:
    """The live nodes of some roots as steps on arrays; products inside of products are one step.

    Raises DerivError at construction when a function has no values.
    """

    def __init__(self, store: Store, roots: list[Node]) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.roots = roots
        lowering = Lowering(store, knows)
        self.lowered = [lowering.of(root) for root in roots]
        self.steps: list[tuple[Node, Callable[..., Any], tuple[Node, ...]]] = []
        self.leaves: list[Node] = []
        planned: dict[Node, tuple[Callable[..., Any], tuple[Node, ...]]] = {}
        stack = [n for n in self.lowered if n >= 0]
        users = Counter([*stack, *[a for n in store.live(stack) for a in store.operands(n)]])
        while stack:
            n = stack.pop()
            if n not in planned:
                planned[n] = planned_step(store, n, lambda a: users[a] == 1)
                stack.extend([a for a in planned[n][1] if a >= 0])
        for n in sorted(planned):
            if store.op(n) in (INPUT, NAMED, SIZE):
                self.leaves.append(n)
            else:
                self.steps.append((n, *planned[n]))
        self.symmetric = [n for n in self.leaves if store.is_symmetric(n)]
        self.met: dict[object, dict[Node, Any]] = {}
        """The inputs with shapes that were found to fit → the values of the other leaves."""
        self.often: Callable[..., Any] | None = None

    def run(self, point: Mapping[Node, Any], sizes: dict[str, int] | None = None) -> Values:
        """The values of the roots and of the steps to them, by those of the inputs (numbers, nested lists or arrays).

        sizes: what sizes are whose names no input has; it is filled with those that inputs have.
        Raises DerivError E301 where an array has not the shape that its input was declared with.
        """
        store = self.store
        values: Values = {n: np.asarray(value, dtype=float) for n, value in point.items() if store.op(n) == INPUT}
        if sizes is None and not self.symmetric:
            key = tuple([(n, value.shape) for n, value in values.items()])
            others = self.met.get(key)
            if others is not None:
                return self._again(values, others)
            found = self._first(values, {})
            if len(self.met) < MOST_MET:
                self.met[key] = {n: found[n] for n in self.leaves if store.op(n) != INPUT}
            return found
        return self._first(values, {} if sizes is None else sizes)

    def _first(self, values: Values, sizes: dict[str, int]) -> Values:
        """The values once those of the inputs are known to have the right shapes, step by step."""
        store = self.store
        for n in sorted(values):
            self._measure(n, values[n], sizes)
        for n in self.leaves:
            if store.op(n) == NAMED:
                values[n] = CONSTANT_VALUES[store.name(n)]
            elif store.op(n) == SIZE:
                values[n] = self._size(store.name(n), sizes)
            elif n not in values:
                raise NoValue([store.name(n)])
        with np.errstate(all="ignore"):
            for n, function, operands in self.steps:
                given = [values[a] if a >= 0 else self._constant(a) for a in operands]
                try:
                    values[n] = function(*given)
                except np.linalg.LinAlgError:
                    values[n] = np.full(self.measured(n, sizes), np.nan)
        return self._rooted(values)

    def _again(self, values: Values, others: dict[Node, Any]) -> Values:
        """The values for inputs of shapes that have been met; a singular matrix is gone through step by step."""
        if self.often is None:
            self.often = straight(self.steps, self.leaves, self._constant)
        known = {**values, **others}
        try:
            with np.errstate(all="ignore"):
                found = self.often(*[known[n] for n in self.leaves])
        except np.linalg.LinAlgError:
            return self._first(values, {})
        known.update(zip([n for n, _, _ in self.steps], found))
        return self._rooted(known)

    def _rooted(self, values: Values) -> Values:
        for root, lowered in zip(self.roots, self.lowered):
            values[root] = values[lowered] if lowered >= 0 else self._constant(lowered)
        return values

    def _constant(self, node: Node) -> float | int:
        value = self.store.value(node)
        return value if isinstance(value, int) and abs(value) < 2**53 else numbers.as_float(value)

    def measured(self, node: Node, sizes: Mapping[str, int]) -> tuple[int, ...]:
        """The shape of a node in numbers."""
        return tuple([self._size(d, sizes) for d in self.shapes.of(node) or ()])

    def _size(self, dim: Dim, sizes: Mapping[str, int]) -> int:
        try:
            return self.shapes.measured(dim, sizes)
        except KeyError as missing:
            raise DerivError("E402", f"no array says what the size {missing.args[0]} is") from None

    def _measure(self, leaf: Node, value: Any, sizes: dict[str, int]) -> None:
        """Learn sizes from a value; it must have the shape that its input was declared with."""
        shape = self.shapes.of(leaf) or ()
        name = self.store.name(leaf)
        fits = len(shape) == value.ndim and value.size > 0
        for dim, size in zip(shape, value.shape) if fits else ():
            dim = self.shapes.resolved(dim)
            expected = dim if isinstance(dim, int) else sizes.setdefault(dim, size)
            fits = fits and expected == size
        if not fits:
            told = f" ({', '.join(f'{k} = {v}' for k, v in sizes.items())})" if sizes else ""
            if value.size == 0:
                raise DerivError("E301", f"{name} is given an array without elements")
            raise DerivError("E301", f"{name} is {written(shape)}{told}, the value given is {written(value.shape)}")
        if self.store.is_symmetric(leaf) and not np.allclose(value, value.T, rtol=1e-12, atol=0):
            raise DerivError("E301", f"{name} is declared symmetric, the value given is not")


def planned_step(
    store: Store, node: Node, is_alone: Callable[[Node], bool]
) -> tuple[Callable[..., Any], tuple[Node, ...]]:  # fmt: skip
    """How a node is computed, and of which nodes: products inside of products are one step."""
    op = store.op(node)
    if op in (INPUT, NAMED, SIZE):
        return _nothing, ()
    found = product_step(store, node, is_alone) if is_product(store, node) else None
    return found or (array_function(store, op), store.operands(node))


def _nothing() -> None:
    """Leaves are given."""


def array_function(store: Store, op: int) -> Callable[..., Any]:
    """The NumPy function of an operation."""
    row = store.operations[op]
    if op == LIST:
        return lambda *parts: np.stack(np.broadcast_arrays(*parts))
    if op == IF:
        return np.where
    if op == POW:
        return power
    if op in SIGNS:
        return SIGNS[op]
    if row.contracts and not row.numpy:
        return Contraction.of(row.signature)
    if row.signature:
        return _compiled(row)
    if row.numpy and hasattr(np, row.numpy):
        function: Callable[..., Any] = getattr(np, row.numpy)
        return function
    return np.vectorize(scalar_function(store, op), otypes=[float])


def power(base: Any, exponent: Any) -> Any:
    """base^exponent; small whole powers by squaring, which is many times as fast as NumPy's general power."""
    if not isinstance(exponent, int) or not 2 < exponent <= MOST_MULTIPLIED:
        return base**exponent
    result, square = None, base
    while exponent:
        if exponent & 1:
            result = square if result is None else result * square
        exponent >>= 1
        if exponent:
            square = square * square
    return result


def _compiled(row: Operation) -> Callable[..., Any]:
    """The function that a row's `numpy` text describes, in the row's own parameters."""
    source = f"lambda {', '.join(row.params)}: {row.numpy}"
    function: Callable[..., Any] = eval(compile(source, f"<{row.name}>", "eval"), {"np": np})
    return function
