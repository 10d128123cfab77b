"""NumPy in blocks that stay in the cache, with reused registers.

A whole-array expression writes every intermediate result to memory and reads it back; here a block of
all inputs runs through all operations before the next one, each operation writing into a register that
is free again (`out=`). Large arrays are shared between the processors.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numeric.evaluate import Program, scalar_function
from derivrepl.numeric.lower import Lowering
from derivrepl.numeric.namespaces import moving_nodes
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

    from derivrepl.numeric.native import Native

BLOCK = 16_384
"""Elements of one block: a handful of registers of that size fit the second-level cache."""
THREADED = 1 << 17
"""From so many elements on, blocks are shared between the processors."""

STRUCTURE = {
    ADD: "add",
    SUB: "subtract",
    NEG: "negative",
    MUL: "multiply",
    DIV: "divide",
    POW: "power",
    LESS: "less",
    LESS_EQUAL: "less_equal",
    GREATER: "greater",
    GREATER_EQUAL: "greater_equal",
    EQUAL: "equal",
    NOT_EQUAL: "not_equal",
}
"""The array functions of the operators, in NumPy's names."""


class Step:
    """One operation of a block program: `function(*operands, out=register)`.

    Operands are places in the block's list of values. target: a register, or ~k for the k-th output.
    """

    __slots__ = ("function", "operands", "target")

    def __init__(self, function: Callable[..., Any], operands: tuple[int, ...], target: int) -> None:
        self.function = function
        self.operands = operands
        self.target = target


class Blocks:
    """A program over blocks: places 0 … hold inputs, then constants, then registers, then outputs."""

    def __init__(self, store: Store, leaves: list[Node], roots: list[Node], backend: str = "numpy") -> None:
        self.native = _native(store, leaves, roots) if backend == "c" else None
        lowering = Lowering(store, lambda row: bool(row.numpy) or not row.define, products=True)
        self.leaves = leaves
        self.roots = [lowering.of(root) for root in roots]
        self.inputs = len(leaves)
        self.place: dict[Node, int] = {leaf: k for k, leaf in enumerate(leaves)}
        self.constants: list[float] = []
        live = store.live(self.roots)
        moving = moving_nodes(store, live, set(leaves))
        steady = [n for n in live if n not in moving]
        self.steady = Program(store, steady).run({}) if steady else {}
        self.registers = 0
        self.steps: list[Step] = []
        self._schedule(store, [n for n in live if n in moving and store.op(n) > PARAMETER])

    # Construction

    def _constant(self, store: Store, node: Node) -> int:
        place = self.place.get(node)
        if place is None:
            value = numbers.as_float(store.value(node)) if node < 0 else self.steady[node]
            place = self.place[node] = self.inputs + len(self.constants)
            self.constants.append(value)
        return place

    def _schedule(self, store: Store, nodes: list[Node]) -> None:
        """Give every node a register that is free from its first use to its last."""
        moving = set(nodes) | set(self.leaves)
        for n in nodes:
            for a in store.operands(n):
                if a not in moving:
                    self._constant(store, a)
        for root in self.roots:
            if root not in moving:
                self._constant(store, root)
        last = {a: n for n in nodes for a in store.operands(n)}
        base = self.inputs + len(self.constants)
        output = {root: k for k, root in reversed(list(enumerate(self.roots)))}
        free: list[int] = []
        for n in nodes:
            operands = store.operands(n)
            places = tuple(self.place[a] for a in operands)
            for a in set(operands):
                if last[a] == n and self.place[a] >= base:
                    free.append(self.place[a])
            if n in output:
                target = ~output[n]
            elif free:
                target = free.pop()
            else:
                target = base + self.registers
                self.registers += 1
            self.place[n] = target
            self.steps.append(Step(array_function(store, store.op(n)), places, target))

    # Running

    def run(self, arguments: Sequence[Any]) -> list[Any]:
        """The roots' values over the broadcast arguments."""
        import numpy as np

        given = [np.asarray(a) for a in arguments]
        kind = np.float32 if self.native is None and given and all(a.dtype == np.float32 for a in given) else np.float64
        shape = np.broadcast_shapes(*(a.shape for a in given))
        flat = [_flat(np, a, shape, kind) for a in given]
        size = int(np.prod(shape, dtype=np.int64))
        outputs = [np.empty(size, kind) for _ in self.roots]
        ranges = shares(size)
        if len(ranges) > 1:
            in_threads(self._range, [(flat, outputs, *r) for r in ranges])
        else:
            self._range(flat, outputs, 0, size)
        return [output.reshape(shape) for output in outputs]

    def _range(self, flat: list[Any], outputs: list[Any], start: int, stop: int) -> None:
        """Run the blocks of one range of elements."""
        import numpy as np

        if self.native is not None:
            self.native.run(flat, outputs, start, stop)
            return
        kind = outputs[0].dtype if outputs else np.float64
        block = min(BLOCK, max(stop - start, 1))
        registers = [np.empty(block, kind) for _ in range(self.registers)]
        with np.errstate(all="ignore"):
            for low in range(start, stop, block):
                high = min(low + block, stop)
                self._block(flat, outputs, registers, low, high)

    def _block(self, flat: list[Any], outputs: list[Any], registers: list[Any], low: int, high: int) -> None:
        values = [a if isinstance(a, float) else a[low:high] for a in flat]
        values += self.constants
        short = high - low < (registers[0].shape[0] if registers else 0)
        values += [r[: high - low] for r in registers] if short else registers
        values += [output[low:high] for output in reversed(outputs)]
        for step in self.steps:
            operands = step.operands
            if len(operands) == 2:
                step.function(values[operands[0]], values[operands[1]], out=values[step.target])
            else:
                step.function(*[values[k] for k in operands], out=values[step.target])
        written = {step.target for step in self.steps}
        for k, root in enumerate(self.roots):
            if ~k not in written:
                outputs[k][low:high] = values[self.place[root]]


def _native(store: Store, leaves: list[Node], roots: list[Node]) -> Native | None:
    """The roots compiled by the machine's compiler, or None where that cannot be."""
    from derivrepl.numeric.native import Native, NotCompiled

    try:
        return Native(store, leaves, roots)
    except NotCompiled:
        return None


def _flat(np: Any, array: Any, shape: tuple[int, ...], kind: Any) -> Any:
    """The array in one dimension; one number as a float, which every operation broadcasts."""
    if array.size == 1:
        return float(array.reshape(()))
    whole = np.broadcast_to(array, shape) if array.shape != shape else array
    return np.ascontiguousarray(whole, dtype=kind).reshape(-1)


def shares(size: int) -> list[tuple[int, int]]:
    """The elements in equal parts, one a processor; one part where that is not worth a thread."""
    if size < THREADED:
        return [(0, size)]
    import os

    workers = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 8)
    part = -(-size // workers // BLOCK) * BLOCK
    return [(low, min(low + part, size)) for low in range(0, size, part)]


def in_threads(run: Callable[..., None], calls: list[tuple[Any, ...]]) -> None:
    """All calls at once; array operations let other threads run. The first error is raised here."""
    import threading

    errors: list[BaseException] = []

    def guarded(*arguments: Any) -> None:
        try:
            run(*arguments)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=call) for call in calls[1:]]
    for thread in threads:
        thread.start()
    guarded(*calls[0])
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def array_function(store: Store, op: int) -> Callable[..., Any]:
    """A function of NumPy arrays with `out=` for an operation code."""
    import numpy as np

    if op == IF:
        return _choose
    name = STRUCTURE.get(op) or store.operations[op].numpy
    if name:
        found: Callable[..., Any] = getattr(np, name)
        return found
    return _looped(scalar_function(store, op), len(store.operations[op].params))


def _choose(condition: Any, a: Any, b: Any, out: Any) -> None:
    import numpy as np

    out[...] = np.where(condition, a, b)


def _looped(function: Callable[..., float], arity: int) -> Callable[..., Any]:
    """A function of floats applied element by element."""
    import numpy as np

    vector = np.frompyfunc(function, arity, 1)

    def call(*operands: Any, out: Any) -> None:
        out[...] = vector(*[a.astype(object) if isinstance(a, np.ndarray) else a for a in operands])

    return call
