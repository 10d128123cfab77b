"""The contraction: a product of arrays, summed over the axes that the result lacks.

Matrix product, transpose, trace, sum, outer product and diagonal are contractions with different axes; all
of them have one differentiation rule. Source: Laue, Mitterreiter, Giesen, "Computing Higher Order Derivatives
of Matrix and Tensor Expressions" (NeurIPS 2018).

Each pattern of axes, such as `ij,jk->ik`, is an operation of its own, so that nodes stay (operation, operands).
"""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.operation import ArrayOperation
from derivrepl.shapes import misfit, parsed, shapes_of, written
from derivrepl.store import DIV, MUL, NEG, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from derivrepl.operation import Operation
    from derivrepl.shapes import Shape, Shapes

    Axes = Sequence[Hashable]

LETTERS = "ijklmnopqrstuvwxyzabcdefghIJKLMNOPQRSTUVWXYZABCDEFGH"
"""Names of axes in a signature."""
IDENTITY, ONES, ZEROS, UNIT, FOLD = "identity", "ones", "zeros", "unit", "fold"
INVERSE, SOLUTION, DETERMINANT, COLUMNS = "inverse", "solution", "determinant", "columns"
"""What a row's field `structure` can be. COLUMNS: those of a matrix, one below the other."""
DIAGONAL = ("i->ii", "#n->nn")
"""Signatures of functions whose value is a diagonal matrix."""


def contract(store: Store, operands: Sequence[Node], axes: Sequence[Axes], out: Axes) -> Node:
    """The product of the operands, each with names for its axes, summed over the names that `out` lacks.

    A name may be repeated in one operand (its diagonal) and in `out` (a diagonal result); each name of `out`
    must be an axis of an operand. Raises DerivError E301 where sizes do not fit.
    """
    letters: dict[Hashable, str] = {}
    for name in [n for names in (*axes, out) for n in names]:
        if name not in letters:
            if len(letters) == len(LETTERS):
                raise DerivError("E405", f"a product with more than {len(LETTERS)} axes is too large")
            letters[name] = LETTERS[len(letters)]
    texts = ["".join([letters[n] for n in names]) for names in axes]
    signature = ",".join(texts) + "->" + "".join([letters[n] for n in out])
    if len(operands) == 1 and texts[0] == signature[len(texts[0]) + 2 :] and len(set(texts[0])) == len(texts[0]):
        return operands[0]
    return store.make(code_of(store, signature), tuple(operands))


def code_of(store: Store, signature: str) -> int:
    """The operation code of the contraction with this pattern of axes."""
    codes = shapes_of(store).contractions
    if not codes:
        for code, row in enumerate(store.operations):
            if row.contracts:
                codes.setdefault(row.signature, code)
    if signature not in codes:
        codes[signature] = len(store.operations)
        count = signature.count(",") + 1
        params = " ".join(f"A{k}" for k in range(1, count + 1))
        store.operations.append(
            ArrayOperation(
                "einsum", params, ("",) * count, signature=signature, contracts=True, builder="contraction.build",
                rule="linear" if count == 1 else "product rule", help="a product summed over shared indices",
            )
        )  # fmt: skip
    return codes[signature]


def build(store: Store, op: int, operands: tuple[Node, ...]) -> Node:
    """The node of a contraction; numbers and signs before a matrix product's first factor go before the product."""
    row = store.operations[op]
    if row.symbol == "@":
        return _scaled_product(store, op, *operands)
    if row.signature == "ij->ji":
        inner = store.op(operands[0])
        if inner == op:
            return store.operands(operands[0])[0]
        if store.is_symmetric(operands[0]) or (inner >= 0 and store.operations[inner].signature in DIAGONAL):
            return operands[0]
    return store.node(op, *operands)


def _scaled_product(store: Store, op: int, first: Node, second: Node) -> Node:
    """`(2*A)@x` is `2*(A@x)`, so that both are written `2*A@x`."""
    inner, outside = unscaled(store, first)
    return scaled(store, store.node(op, inner, second), outside)


def unscaled(store: Store, node: Node) -> tuple[Node, list[tuple[int, Node]]]:
    """An array without signs and without the numbers before and below it, and these, as (operation, number)."""
    shapes = shapes_of(store)
    outside: list[tuple[int, Node]] = []
    while True:
        op, inner = store.op(node), store.operands(node)
        if op == NEG:
            outside.append((NEG, node))
            node = inner[0]
        elif op == MUL and shapes.of(inner[0]) == () != shapes.of(inner[1]):
            outside.append((MUL, inner[0]))
            node = inner[1]
        elif op == DIV and shapes.of(inner[1]) == () != shapes.of(inner[0]):
            outside.append((DIV, inner[1]))
            node = inner[0]
        else:
            return node, outside


def scaled(store: Store, node: Node, outside: list[tuple[int, Node]]) -> Node:
    """A node with the signs and numbers that `unscaled` found."""
    for op, scale in reversed(outside):
        node = store.neg(node) if op == NEG else store.mul(scale, node) if op == MUL else store.div(node, scale)
    return node


def build_open(store: Store, op: int, operands: tuple[Node, ...]) -> Node:
    """The node of the variant of a function that fits the operands' axes; waits while these are not known.

    Raises DerivError E301 where no variant fits.
    """
    row = store.operations[op]
    shapes = shapes_of(store)
    given = [shapes.of(a) for a in operands]
    unknown = False
    for code in variants(store, row.name):
        wanted, _ = parsed(store.operations[code].signature)
        if len(wanted) != len(operands):
            continue
        fits = [axes[:1] in "#*" or shape is None or len(axes) == len(shape) for axes, shape in zip(wanted, given)]
        if all(fits):
            if any(shape is None for shape in given):
                unknown = True
                continue
            node = store.make(code, operands)
            try:
                shapes.of(node)
            except DerivError:
                if len(operands) == 1 and len(set(wanted[0])) < len(wanted[0]):
                    raise DerivError(
                        "E301", f"{row.name} needs a square matrix, {written(given[0] or ())} is none"
                    ) from None
                raise
            return node
    if unknown:
        return store.node(op, *operands)
    raise no_variant(store, row, [s for s in given if s is not None])


def variants(store: Store, name: str) -> list[int]:
    """The codes of the operations that share a name, one for each number of axes."""
    found = shapes_of(store).variants
    if not found:
        for code, row in enumerate(store.operations):
            if row.signature and row.name != "einsum":
                found.setdefault(row.name, []).append(code)
    return found.get(name, [])


def structure(store: Store, node: Node) -> str:
    """What laws of products know the node as, `IDENTITY` and its like; empty for anything else."""
    op = store.op(node)
    return store.operations[op].structure if op >= 0 else ""


def no_variant(store: Store, row: Operation, given: list[Shape]) -> DerivError:
    """E301 for operands with the wrong number of axes."""
    wanted = [parsed(store.operations[code].signature)[0] for code in variants(store, row.name)]
    if () in given and len(given) == 1:
        return DerivError("E301", f"{row.name} needs an array, and this is a scalar")
    kinds = {1: "vector", 2: "matrix"}
    texts = dict.fromkeys(" and ".join(f"a {kinds.get(len(a), 'scalar')}" for a in axes) for axes in wanted)
    got = misfit(list(given)) if len(given) > 1 else None
    tail = f"this is {written(given[0])}" if got is None else "not " + " and ".join(written(s) for s in given)
    return DerivError("E301", f"{row.name} needs {' or '.join(texts)}, {tail}")


def constant_array(shapes: Shapes, name: str, shape: Shape) -> Node:
    """`ones` or `zeros` of a shape."""
    store = shapes.store
    for code in variants(store, name):
        if len(store.operations[code].params) == len(shape):
            return store.node(code, *[shapes.node(d) for d in shape])
    parts = [constant_array(shapes, name, (d,)) for d in shape]
    return contract(store, parts, [(k,) for k in range(len(shape))], range(len(shape)))


def identity(shapes: Shapes, dim: int | str) -> Node:
    """The identity matrix of a size."""
    return shapes.store.node(variants(shapes.store, "eye")[0], shapes.node(dim))


def unit(shapes: Shapes, dim: int | str, number: int) -> Node:
    """The vector of a size that is 1 at place `number`, counted from 1, and 0 elsewhere."""
    store = shapes.store
    return store.node(variants(store, "unit")[0], shapes.node(dim), store.constant(number))
