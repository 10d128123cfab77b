"""Functions compiled for numbers and arrays: each kind of argument by the way that is fastest for it.

Numbers go through generated Python (`scalars.py`), NumPy arrays through blocks (`blocks.py`), any other
array of the Python array API standard through its own namespace (`namespaces.py`).
"""

from __future__ import annotations

from derivrepl.numeric.blocks import Blocks
from derivrepl.numeric.namespaces import foreign_namespace, through_namespace
from derivrepl.numeric.scalars import scalar_program
from derivrepl.shapes import uses_arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from derivrepl.store import Node, Store


def array_function(store: Store, leaves: list[Node], roots: list[Node]) -> Callable[..., list[Any]] | None:
    """Nodes with arrays as a function of NumPy arrays; None where arrays have no part in them."""
    if not uses_arrays(store, *roots, *leaves):
        return None
    from derivrepl.numeric.array_value import unpacked
    from derivrepl.numeric.arrays import ArrayProgram

    program = ArrayProgram(store, roots)

    def call(*arguments: Any) -> list[Any]:
        values = program.run(dict(zip(leaves, arguments, strict=True)))
        return [unpacked(values[root]) for root in roots]

    return call


class Function:
    """Nodes as a function of the leaves, for numbers and arrays of any shape that broadcast.

    backend: what runs arrays, `numpy` or `c` (the machine's compiler; NumPy where that cannot be).
    Calling it gives one value for each root; nan and infinities where a value is not finite.
    Raises DerivError at construction when a root has no values.
    """

    def __init__(self, store: Store, leaves: list[Node], roots: list[Node], backend: str = "numpy") -> None:
        self.store = store
        self.leaves = leaves
        self.roots = roots
        self.backend = backend
        self._arrays = array_function(store, leaves, roots)
        if self._arrays is not None:
            return
        self._scalars = scalar_program(store, leaves, roots)
        self._blocks: Blocks | None = None

    def __call__(self, *arguments: Any) -> list[Any]:
        """The roots' values: floats for numbers, arrays for arrays."""
        if self._arrays is not None:
            return self._arrays(*arguments)
        for a in arguments:
            if type(a) is not float and not isinstance(a, int | float):
                break
        else:
            return list(self._scalars(*map(float, arguments)))
        space = foreign_namespace(arguments)
        if space is not None:
            return through_namespace(self.store, self.leaves, self.roots, arguments, space)
        if self._blocks is None:
            self._blocks = Blocks(self.store, self.leaves, self.roots, self.backend)
        return self._blocks.run(arguments)
