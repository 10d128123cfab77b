"""The reverse sweep: all partial derivatives of one node in one pass from the root down.

Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.2; the bound on the size of the
gradient is Baur and Strassen (1983). Only nodes on a path from the root to a wanted leaf are visited,
and a path whose partial is zero builds nothing.
"""

from __future__ import annotations

from derivrepl import calculus
from derivrepl.calculus.rules import contribution, plus
from derivrepl.store import ONE, PARAMETER, ZERO, Node, Store


def gradient(store: Store, root: Node, wanted: list[Node]) -> list[Node]:
    """The derivatives of the root by each wanted leaf, as nodes of the same store."""
    shapes = store.shapes
    part_of = contribution if shapes is None else adjoint_part
    nodes = active(store, root, wanted)
    parts: dict[Node, list[Node]] = {root: [ONE]}
    adjoint: dict[Node, Node] = {}
    on_path = set(nodes)
    for n in reversed(nodes):
        pieces = parts.pop(n, None)
        if pieces is None:
            continue
        g = pieces[0] if len(pieces) == 1 else total(store, pieces)
        adjoint[n] = g
        if g == ZERO:
            continue
        for index, operand in enumerate(store.operands(n)):
            if operand in on_path:
                piece = part_of(store, n, index, g)
                if piece != ZERO:
                    parts.setdefault(operand, []).append(piece)
    found = [adjoint.get(leaf, ZERO) for leaf in wanted]
    return found if shapes is None else [shapes.filled(g, shapes.of(n) or ()) for g, n in zip(found, wanted)]


def adjoint_part(store: Store, node: Node, index: int, g: Node) -> Node:
    """What a node with the adjoint g adds to the adjoint of its operand number `index`, in the operand's shape."""
    piece = contribution(store, node, index, g)
    shapes = store.shapes
    if shapes is None or piece == ZERO or shapes.is_structural(store.op(node)):
        return piece
    return calculus.contracted.summed_to(store, piece, shapes.of(node) or (), store.operands(node)[index])


def active(store: Store, root: Node, wanted: list[Node]) -> list[Node]:
    """The nodes on a path from the root to a wanted leaf, operands first.

    The order is that of the expression, not of the store, so that results do not depend on what came before.
    """
    keys = store.keys
    found = set(wanted)
    nodes = []
    for n in store.post_order([root]):
        if n in found or (keys[n][0] > PARAMETER and not found.isdisjoint(keys[n][1:])):
            found.add(n)
            nodes.append(n)
    return nodes


def total(store: Store, pieces: list[Node]) -> Node:
    """The sum of what the users of a node contributed, the first user's part first."""
    result = pieces[-1]
    for piece in reversed(pieces[:-1]):
        result = plus(store, result, piece)
    return result
