"""Functions compiled from expressions, for numbers and arrays."""

from __future__ import annotations

from threading import Lock
from weakref import WeakKeyDictionary, ref

from derivrepl.api.engine import Cell, engine
from derivrepl.errors import DerivError, NoValue
from derivrepl.numeric.compile import Function
from derivrepl.shapes import uses_arrays
from derivrepl.store import LIST, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Literal

    from derivrepl.api.expr import Expr


class Compiled:
    """A function of numbers or arrays that broadcast; several expressions give a tuple, parts computed once.

    inputs: the names of the parameters, in order. Raises DerivError E203 where an input is no parameter.
    """

    def __init__(
        self,
        exprs: Sequence[Expr],
        inputs: Sequence[str],
        backend: Literal["numpy", "c"] = "numpy",
        single: bool = False,
    ) -> None:
        with engine:
            roots = [expr._cell.node for expr in exprs]
            used = dict.fromkeys(name for expr in exprs for name in expr.inputs)
            missing = [name for name in used if inputs and name not in inputs]
            if missing:
                raise DerivError("E203", f"{' '.join(missing)} is no parameter", hint=f"name all: {' '.join(used)}")
            self.inputs = tuple(inputs or used)
            self._arrays = uses_arrays(engine.store, *roots)
            self._exprs = tuple(exprs)
            self._cells = tuple([ref(expr._cell) for expr in exprs])
            self._split = [engine.store.op(root) == LIST and not self._arrays for root in roots]
            parts = [p for root, split in zip(roots, self._split) for p in _parts(engine.store, root, split)]
            if not self._arrays:
                store, parts = _copied(engine.store, parts)
                self._function = Function(store, [store.input(name) for name in self.inputs], parts, backend)
        self._single = single
        self._sizes = [len(expr) if split else 1 for expr, split in zip(exprs, self._split)]
        self._ready: tuple[int, Callable[[list[Any]], list[Any]]] | None = None
        """The clearing of the engine after which the program of arrays was made, and that."""
        self._turn = Lock()
        """Blocks of arrays go through registers, which belong to one call at a time."""

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value for each expression; nan and infinities where it has none. Raises DerivError E402, TypeError."""
        arguments = self._arguments(values, named)
        if self._arrays:
            found = self._run_arrays(arguments)
        elif all(isinstance(value, float | int) for value in arguments):
            found = self._function(*arguments)
        else:
            with self._turn:
                found = self._function(*arguments)
        results = []
        for size, split in zip(self._sizes, self._split):
            results.append(tuple(found[:size]) if split else found[0])
            found = found[size:]
        return results[0] if self._single else tuple(results)

    def _arguments(self, values: tuple[Any, ...], named: dict[str, Any]) -> list[Any]:
        given = placed(self.inputs, values, named)
        missing = [name for name in self.inputs if name not in given]
        if missing:
            raise NoValue(missing)
        return [given[name] for name in self.inputs]

    def _run_arrays(self, arguments: list[Any]) -> list[Any]:
        """Values of expressions with arrays as inputs, by NumPy's own functions; they are made ready once."""
        with engine:
            if self._ready is None or self._ready[0] != engine.clearings:
                self._ready = engine.clearings, self._made_ready()
            return self._ready[1](arguments)

    def _made_ready(self) -> Callable[[list[Any]], list[Any]]:
        from derivrepl.numeric.array_value import unpacked
        from derivrepl.numeric.arrays import ArrayProgram

        store = engine.store
        roots = [cell.node for cell in (held() for held in self._cells) if cell is not None]
        leaves = {store.name(n): n for n in store.inputs(roots)}
        program = ArrayProgram(store, roots)

        def run(arguments: list[Any]) -> list[Any]:
            values = program.run({leaves[name]: v for name, v in zip(self.inputs, arguments) if name in leaves})
            return [unpacked(values[root]) for root in roots]

        return run

    def __repr__(self) -> str:
        return f"<function of {', '.join(self.inputs) or 'nothing'}: {', '.join(map(repr, self._exprs))}>"


def placed(inputs: tuple[str, ...], values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """The values behind the names of the inputs, in whose order they stand; raises TypeError for too many."""
    if len(values) > len(inputs):
        raise TypeError(f"{len(values)} values for {len(inputs)} inputs ({', '.join(inputs)})")
    return {**dict(zip(inputs, values)), **named}


def _parts(store: Store, root: Node, split: bool) -> tuple[Node, ...]:
    return store.operands(root) if split else (root,)


def _copied(store: Store, roots: list[Node]) -> tuple[Store, list[Node]]:
    """The roots in a store of their own, whose nodes are never numbered anew."""
    fresh = Store(store.operations)
    fresh.abstract_codes, fresh.derived = dict(store.abstract_codes), dict(store.derived)
    moved: dict[Node, Node] = {}

    def of(node: Node) -> Node:
        return moved[node] if node >= 0 else fresh.constant(store.value(node))

    for n in store.live(roots):
        op = store.op(n)
        moved[n] = fresh.node(op, *map(of, store.operands(n))) if op > PARAMETER else fresh.leaf(op, store.name(n))
    return fresh, [of(root) for root in roots]


_compiled: WeakKeyDictionary[Cell, Compiled] = WeakKeyDictionary()


def of(expr: Expr) -> Compiled:
    """The function that calling an expression uses, made once."""
    found = _compiled.get(expr._cell)
    if found is None:
        found = Compiled([expr], [], single=True)
        found._exprs = ()  # else it would keep its own key alive
        _compiled[expr._cell] = found
    return found
