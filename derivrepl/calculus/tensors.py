"""Derivatives of arrays by arrays: tensors whose first axes are the function's and whose last ones are the input's.

Every tangent carries the input's axes behind its own. This is for what has axes, or is itself a derivative: a scalar's
first derivative comes from the reverse sweep, which is shorter.
"""

from __future__ import annotations

from derivrepl.calculus import forward
from derivrepl.calculus.contracted import elementwise_tangent, factor_tangent, row_tangent
from derivrepl.calculus.rules import contribution, plus
from derivrepl.contraction import contract, identity
from derivrepl.shapes import Shape, shapes_of, uses_arrays
from derivrepl.store import LIST, ONE, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SHORT = 8
"""A zero vector in a list is written out up to this size."""


def by_array(store: Store, root: Node, leaf: Node) -> Node:
    """The derivative of the root by a leaf, of shape (root's shape, leaf's shape)."""
    shapes = shapes_of(store)
    shape = shapes.of(leaf) or ()
    found = tangents(store, root, leaf, shape)
    return shapes.filled(found, (shapes.of(root) or ()) + shape)


def directional(store: Store, root: Node, seeds: dict[Node, Node]) -> Node:
    """The derivative of the root along the direction that the leaves' seeds give, in the root's shape."""
    if not uses_arrays(store, root, *seeds):
        return forward.directional(store, root, seeds)
    shapes = shapes_of(store)
    return shapes.filled(_forward(store, root, dict(seeds), 0), shapes.of(root) or ())


def seed(store: Store, leaf: Node, shape: Shape) -> Node:
    """The derivative of a leaf by itself."""
    shapes = shapes_of(store)
    count = len(shape)
    if not count:
        return ONE
    parts = [identity(shapes, dim) for dim in shape]
    return contract(store, parts, [(k, count + k) for k in range(count)], range(2 * count))


def tangents(store: Store, root: Node, leaf: Node, shape: Shape) -> Node:
    """The root's tangent in all directions of the leaf at once; ZERO where it does not depend on it."""
    return _forward(store, root, {leaf: seed(store, leaf, shape)}, len(shape))


def _forward(store: Store, root: Node, known: dict[Node, Node], extra: int) -> Node:
    """The root's tangent, from those of leaves; every tangent has `extra` axes more than its node."""
    for n in store.post_order([root], known):
        found = pushed(store, n, known, extra)
        if found != ZERO:
            known[n] = found
    return known.get(root, ZERO)


def pushed(store: Store, node: Node, known: Mapping[Node, Node], extra: int = 0) -> Node:
    """The tangent of a node from those of its operands, with `extra` axes behind its own; ZERO where it does not move.

    known: the tangents of nodes that move.
    """
    moving = [(k, a, known[a]) for k, a in enumerate(store.operands(node)) if known.get(a, ZERO) != ZERO]
    if moving and store.op(node) == LIST:
        shapes = shapes_of(store)
        more = (shapes.of(moving[0][2]) or ())[-extra:] if extra else ()
        parts = [(known.get(a, ZERO), (shapes.of(a) or ()) + more) for a in store.operands(node)]
        return store.node(LIST, *[_row(store, tangent, own) for tangent, own in parts])
    total = ZERO
    for index, operand, tangent in moving:
        piece = _piece(store, node, index, operand, tangent, extra)
        total = piece if total == ZERO else plus(store, total, piece)
    if total == ZERO or extra or store.shapes is None:
        return total
    return store.shapes.filled(total, store.shapes.of(node) or ())


def _row(store: Store, tangent: Node, shape: Shape) -> Node:
    """A component of a list, in its shape; a zero vector of a few numbers is written out."""
    if tangent == ZERO and len(shape) == 1 and isinstance(shape[0], int) and shape[0] <= SHORT:
        return store.node(LIST, *[ZERO] * shape[0])
    return shapes_of(store).filled(tangent, shape)


def _piece(store: Store, n: Node, index: int, operand: Node, moving: Node, extra: int) -> Node:
    """What one operand's tangent gives to a node's."""
    row = store.operations[store.op(n)]
    if row.contracts:
        return factor_tangent(store, n, index, moving, extra)
    if row.signature:
        return row_tangent(store, n, index, moving, extra)
    if not extra:
        return contribution(store, n, index, moving)
    partial = contribution(store, n, index, ONE)
    if partial == ZERO:
        return ZERO
    return elementwise_tangent(store, shapes_of(store).of(n) or (), partial, operand, moving, extra)
