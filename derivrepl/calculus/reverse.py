"""The reverse sweep: all partial derivatives of one node in one pass from the root down.

Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.2; the bound on the size of the
gradient is Baur and Strassen (1983). Only nodes on a path from the root to a wanted leaf are visited,
and a path whose partial is zero builds nothing.
"""

from __future__ import annotations

from derivrepl import calculus
from derivrepl.calculus.rules import contribution, plus
from derivrepl.store import IF, LIST, ONE, PARAMETER, ZERO, Node, Store


def gradient(store: Store, root: Node, wanted: list[Node]) -> list[Node]:
    """The derivatives of the root by each wanted leaf, as nodes of the same store."""
    shapes = store.shapes
    part_of = contribution if shapes is None else adjoint_part
    keys, operations = store.keys, store.operations
    nodes = active(store, root, wanted)
    on_path = set(nodes)
    adjoint: dict[Node, Node] = {root: ONE}
    further: dict[Node, list[Node]] = {}
    """What the users of a node gave to its adjoint after the first one."""
    for n in reversed(nodes):
        g = adjoint.get(n, ZERO)
        if n in further:
            g = adjoint[n] = total(store, [g, *further.pop(n)])
        if g == ZERO:
            continue
        op, operands = keys[n][0], store.operands(n)
        plain = shapes is None and op != LIST and (g < 0 or keys[g][0] != IF)
        for index, operand in enumerate(operands):
            if operand in on_path:
                pull = operations[op].pulls[index] if plain else None  # what `contribution` would find
                piece = part_of(store, n, index, g) if pull is None else pull(store, g, n, *operands)
                if piece == ZERO:
                    continue
                if operand not in adjoint:
                    adjoint[operand] = piece
                else:
                    further.setdefault(operand, []).append(piece)
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
        key = keys[n]
        if key[0] <= PARAMETER:
            if n in found:
                nodes.append(n)
        elif n in found or not found.isdisjoint(key[1:]):
            found.add(n)
            nodes.append(n)
    return nodes


def total(store: Store, pieces: list[Node]) -> Node:
    """The sum of what the users of a node contributed, the first user's part first."""
    result = pieces[-1]
    for piece in reversed(pieces[:-1]):
        result = plus(store, result, piece)
    return result
