"""First derivatives of scalars and arrays, and those of higher order: repeated and mixed partials, Hessians, Jacobians.

Repeated derivatives run forward with what is known kept: the 8th derivative of a small formula stays
small, where repeated reverse sweeps would double it each time. Hessians are forward over reverse:
one sweep for the gradient, then one tangent pass an input over the gradient's graph, half of it.
"""

from __future__ import annotations

from derivrepl import calculus
from derivrepl.calculus.forward import Tangents, by_input
from derivrepl.calculus.reverse import gradient
from derivrepl.shapes import is_array
from derivrepl.store import LIST, Node, Store


def first_derivatives(store: Store, root: Node, wanted: list[Node]) -> list[Node]:
    """The derivative of the root by each leaf: a gradient of a scalar has the leaf's shape."""
    if not is_array(store, root):
        return gradient(store, root, wanted)
    return [calculus.tensors.by_array(store, root, leaf) for leaf in wanted]


def derivative(store: Store, root: Node, wanted: list[Node]) -> Node:
    """The derivative of the root by the leaves, one after the other (`[x, x, y]` is third order)."""
    sweeps: dict[Node, Tangents] = {}
    for leaf in wanted:
        sweep = sweeps.get(leaf)
        if sweep is None:
            sweep = sweeps[leaf] = by_input(store, leaf)
        root = sweep.of(root)
    return root


def hessian(store: Store, root: Node, wanted: list[Node]) -> list[list[Node]]:
    """The symmetric matrix of second derivatives; entries [i][j] and [j][i] are the same node."""
    size = len(wanted)
    first = gradient(store, root, wanted)
    rows: list[list[Node]] = [[0] * size for _ in range(size)]
    for j, leaf in enumerate(wanted):
        sweep = by_input(store, leaf)
        for i in range(j + 1):
            rows[i][j] = rows[j][i] = sweep.of(first[i])
    return rows


def components(store: Store, root: Node) -> list[Node]:
    """The components of a vector; a scalar is its own only one."""
    return list(store.operands(root)) if store.op(root) == LIST else [root]


def jacobian(store: Store, root: Node, wanted: list[Node]) -> list[list[Node]]:
    """A row for each component, a column for each wanted leaf."""
    return [gradient(store, part, wanted) for part in components(store, root)]


def vector_jacobian(store: Store, root: Node, weights: list[Node], wanted: list[Node]) -> list[Node]:
    """The gradient of the components' weighted sum (a vector-Jacobian product)."""
    parts = components(store, root)
    combined = store.mul(weights[0], parts[0])
    for weight, part in zip(weights[1:], parts[1:], strict=True):
        combined = store.add(combined, store.mul(weight, part))
    return gradient(store, combined, wanted)
