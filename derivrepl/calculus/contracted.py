"""The rule of the contraction, for both sweeps, and what broadcasting asks of derivatives.

Source: Laue, Mitterreiter, Giesen, "A Simple and Efficient Tensor Calculus" (AAAI 2020): the adjoint of a factor is
the contraction of the result's adjoint with the other factors, the tangent replaces the factor by its own.
"""

from __future__ import annotations

from derivrepl.contraction import constant_array, contract, identity, unit
from derivrepl.language.formula import formula
from derivrepl.shapes import aligned, parsed, shapes_of
from derivrepl.store import ONE, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from derivrepl.shapes import Shape


def factor_adjoint(store: Store, node: Node, index: int, g: Node) -> Node:
    """The part of the adjoint of a contraction's factor; it may lack leading axes over which it is constant."""
    shapes = shapes_of(store)
    axes, out = parsed(store.operations[store.op(node)].signature)
    operands = store.operands(node)
    target = axes[index]
    sizes = _sizes(store, operands, axes)
    factors: list[Node] = []
    names: list[list[Hashable]] = []
    g_shape = shapes.of(g) or ()
    if g_shape:
        full = tuple(sizes[c] for c in out)
        if g_shape != full[len(full) - len(g_shape) :]:
            g, g_shape = shapes.filled(g, full), full
        factors.append(g)
        names.append(list(out[len(out) - len(g_shape) :]))
    for k, operand in enumerate(operands):
        if k != index:
            factors.append(operand)
            names.append(list(axes[k]))
    present: set[Hashable] = {c for letters in names for c in letters}
    wanted: list[Hashable] = []
    for k, c in enumerate(target):
        if c in target[:k]:
            factors.append(identity(shapes, sizes[c]))
            names.append([c, (c, k)])
            wanted.append((c, k))
            present.add(c)
        else:
            wanted.append(c)
    lacking = [c for c in wanted if c not in present and not isinstance(c, tuple)]
    if lacking == wanted[: len(lacking)]:
        wanted = wanted[len(lacking) :]
    else:
        for name in lacking:
            factors.append(constant_array(shapes, "ones", (sizes[str(name)],)))
            names.append([name])
    piece = contract(store, factors, names, wanted) if factors else ONE
    return piece if g_shape else store.mul(g, piece)


def _sizes(store: Store, operands: tuple[Node, ...], axes: list[str]) -> dict[str, int | str]:
    shapes = shapes_of(store)
    return {c: d for operand, letters in zip(operands, axes) for c, d in zip(letters, shapes.of(operand) or ())}


def factor_tangent(store: Store, node: Node, index: int, tangent: Node, extra: int) -> Node:
    """The contraction with one factor replaced by its tangent, which has `extra` more axes at the end."""
    axes, out = parsed(store.operations[store.op(node)].signature)
    operands = list(store.operands(node))
    operands[index] = tangent
    more = list(range(extra))
    names = [[*letters, *more] if k == index else list(letters) for k, letters in enumerate(axes)]
    return contract(store, operands, names, [*out, *more])


def jacobian(store: Store, node: Node, index: int) -> Node:
    """The Jacobian tensor of an array function by one operand, by the text of its row."""
    row = store.operations[store.op(node)]
    leaves = {store.leaf(PARAMETER, p): a for p, a in zip(row.params, store.operands(node), strict=True)}
    leaves[store.leaf(PARAMETER, "ans")] = node
    return store.replace(formula(store, row.partials[index]), leaves)


def row_adjoint(store: Store, node: Node, index: int, g: Node) -> Node:
    """The part of the adjoint of an array function's operand."""
    shapes = shapes_of(store)
    J = jacobian(store, node, index)
    shape = shapes.of(node) or ()
    if not shape:
        return store.mul(g, J)
    g = shapes.filled(g, shape)
    operand = range(len(shape), len(shape) + len(shapes.of(store.operands(node)[index]) or ()))
    return contract(store, [g, J], [range(len(shape)), [*range(len(shape)), *operand]], list(operand))


def row_tangent(store: Store, node: Node, index: int, tangent: Node, extra: int) -> Node:
    """The part of an array function's tangent; the operand's has `extra` more axes at the end."""
    shapes = shapes_of(store)
    shape, operand = shapes.of(node) or (), shapes.of(store.operands(node)[index]) or ()
    J = shapes.filled(jacobian(store, node, index), shape + operand)
    first = range(len(shape))
    inner = range(len(shape), len(shape) + len(operand))
    last = range(len(shape) + len(operand), len(shape) + len(operand) + extra)
    return contract(store, [J, tangent], [[*first, *inner], [*inner, *last]], [*first, *last])


def elementwise_tangent(store: Store, shape: Shape, partial: Node, operand: Node, tangent: Node, extra: int) -> Node:
    """A partial derivative times an operand's tangent, in the shape of the result and `extra` more axes."""
    shapes = shapes_of(store)
    inner = shapes.of(operand) or ()
    more = list(range(-extra, 0))
    if shape == inner and shapes.of(partial) == ():
        return store.mul(partial, tangent)
    factors = [tangent]
    names = [[*_aligned(shape, inner), *more]]
    if shapes.of(partial) or partial != ONE:
        factors.insert(0, partial)
        names.insert(0, _aligned(shape, shapes.of(partial) or ()))
    present = {a for axes in names for a in axes}
    for k, dim in enumerate(shape):
        if k not in present:
            factors.append(constant_array(shapes, "ones", (dim,)))
            names.append([k])
    return contract(store, factors, names, [*range(len(shape)), *more])


def _aligned(shape: Shape, own: Shape) -> list[Hashable]:
    return aligned(own, shape, lambda k: ("one", k))


def list_adjoint(store: Store, node: Node, index: int, g: Node) -> Node:
    """The part of the adjoint of one component of a list."""
    shapes = shapes_of(store)
    shape = shapes.of(node) or ()
    place = unit(shapes, shape[0], index + 1)
    axes = range(len(shape))
    return contract(store, [place, shapes.filled(g, shape)], [axes[:1], axes], axes[1:])


def summed_to(store: Store, piece: Node, shape: Shape, operand: Node) -> Node:
    """A part of an operand's adjoint in the operand's shape: what was stretched to `shape` is summed."""
    shapes = shapes_of(store)
    own, given = shapes.of(operand) or (), shapes.of(piece) or ()
    kept = len(shape) - len(own)
    stretched = [k for k, dim in enumerate(shape) if k < kept or own[k - kept] != dim]
    if not stretched:
        return piece
    lead = len(shape) - len(given)
    times = [shapes.node(shape[k]) for k in stretched if k < lead or given[k - lead] == 1 != shape[k]]
    over = [k for k in stretched if k >= lead]
    if over:
        left = [k for k in range(lead, len(shape)) if k not in over]
        ones = [k for k in over if k >= kept]
        factors = [piece, *[constant_array(shapes, "ones", (1,)) for _ in ones]]
        out = sorted(left + ones)
        names: list[list[Hashable]] = [list(range(lead, len(shape)))]
        for k in ones:
            names.append([("one", k)])
        piece = contract(store, factors, names, [("one", k) if k in ones else k for k in out])
    for size in times:
        piece = store.mul(size, piece)
    return piece
