"""Every row of `tables/arrays.py`, at several shapes: reverse is forward, both are differences, second order too."""

from __future__ import annotations

import numpy as np
import pytest

from derivrepl.calculus.higher import first_derivatives
from derivrepl.calculus.tensors import directional
from derivrepl.errors import DerivError
from derivrepl.language.scope import OPERATIONS
from derivrepl.numeric.array_check import compare_with_differences, sample
from derivrepl.numeric.arrays import ArrayProgram
from derivrepl.numeric.check import MISMATCH, OK
from derivrepl.operation import Operation
from derivrepl.shapes import parsed, shapes_of
from derivrepl.store import Node, Store
from derivrepl.tables.arrays import ARRAYS

SIZES = (
    dict(zip("mnpqijkl", (2, 3, 4, 2, 2, 3, 4, 2))),
    dict(zip("mnpqijkl", (1, 1, 1, 1, 1, 1, 1, 1))),
    dict(zip("mnpqijkl", (1, 4, 1, 3, 1, 3, 1, 2))),
)
DIFFERENTIABLE = [row for row in ARRAYS if "#" not in row.signature]


def call(row: Operation, sizes: dict[str, int]) -> tuple[Store, Node, list[Node]]:
    """The row's function of inputs with these sizes."""
    store = Store(OPERATIONS)
    shapes_of(store)
    leaves = []
    for name, axes in zip("ABC", parsed(row.signature)[0], strict=False):
        leaves.append(store.array(name, tuple(sizes[c] for c in axes)))
    return store, store.make(OPERATIONS.index(row), tuple(leaves)), leaves


def weighted(store: Store, node: Node) -> Node:
    """A number that depends on every element of the node: the sum of the elements times fixed numbers."""
    shapes = shapes_of(store)
    shape = shapes.of(node) or ()
    weights = store.array("weights", shape) if shape else store.input("weight")
    from derivrepl.contraction import contract

    return contract(store, [store.mul(weights, node)], [range(len(shape))], []) if shape else store.mul(weights, node)


def ident(row: Operation) -> str:
    return f"{row.name} {row.signature}"


@pytest.mark.parametrize("sizes", SIZES, ids=("several", "all one", "one by n"))
@pytest.mark.parametrize("row", DIFFERENTIABLE, ids=ident)
def test_reverse_and_forward_agree_along_every_direction(row: Operation, sizes: dict[str, int]) -> None:
    store, node, leaves = call(row, sizes)
    total = weighted(store, node)
    shapes = shapes_of(store)
    directions = {n: store.array(f"d{store.name(n)}", shapes.of(n) or ()) for n in leaves}
    gradients = first_derivatives(store, total, leaves)
    along = directional(store, total, dict(directions))
    program = ArrayProgram(store, [along, *gradients])
    values = program.run(sample(store, [*store.inputs([total]), *directions.values()], 1))
    expected = sum(np.sum(values[g] * values[directions[n]]) for g, n in zip(gradients, leaves, strict=True))
    assert values[along] == pytest.approx(expected, rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("sizes", SIZES, ids=("several", "all one", "one by n"))
@pytest.mark.parametrize("row", DIFFERENTIABLE, ids=ident)
def test_first_and_second_derivatives_agree_with_differences(row: Operation, sizes: dict[str, int]) -> None:
    store, node, leaves = call(row, sizes)
    total = weighted(store, node)
    for leaf in leaves:
        (first,) = first_derivatives(store, total, [leaf])
        assert compare_with_differences(store, total, leaf, first)[0] == OK
        (whole,) = first_derivatives(store, node, [leaf])
        assert compare_with_differences(store, node, leaf, whole)[0] == OK
        for other in leaves:
            (second,) = first_derivatives(store, first, [other])
            verdict, detail = compare_with_differences(store, first, other, second)
            assert verdict != MISMATCH, detail


@pytest.mark.parametrize("row", [row for row in ARRAYS if row.numpy], ids=ident)
def test_a_rows_numpy_text_gives_the_shape_of_its_signature(row: Operation) -> None:
    sizes = SIZES[0]
    store = Store(OPERATIONS)
    shapes = shapes_of(store)
    operands = []
    for name, axes in zip("ABCDEF", parsed(row.signature)[0], strict=False):
        size = store.constant(sizes.get(axes.lstrip("#"), 2))
        operands.append(size if axes[0] in "#*" else store.array(name, tuple(sizes[c] for c in axes)))
    node = store.make(OPERATIONS.index(row), tuple(operands))
    value = ArrayProgram(store, [node]).run(sample(store, store.inputs([node]), 0))[node]
    assert np.shape(value) == shapes.of(node)


def test_empty_arrays_are_refused() -> None:
    store, node, (leaf,) = call(next(row for row in ARRAYS if ident(row) == "sum i->"), SIZES[0])
    with pytest.raises(DerivError, match="without elements"):
        ArrayProgram(store, [node]).run({leaf: np.zeros(0)})
