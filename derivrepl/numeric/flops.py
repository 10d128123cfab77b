"""How many operations of numbers a node takes, by the shapes of its operands.

An elementwise operation takes one for each element of its value. A product of arrays is multiplied pair by pair, from
the left, and summed as soon as an axis has no other use; multiplying by an array of zeros and ones, such as `eye(n)`,
is choosing and takes none. Other rows of `tables/arrays.py` say it in their field `flops`. As usual in numerical
linear algebra (Golub and Van Loan, Matrix Computations) every function of a number counts as one operation.
"""

from __future__ import annotations

from math import prod

from derivrepl.numeric.amount import Amount
from derivrepl.shapes import parsed
from derivrepl.store import LIST, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from derivrepl.operation import Operation

    Sizes = dict[str, Amount]


def flops(store: Store, node: Node) -> Amount | int:
    """The operations of numbers that compute a node from its operands."""
    op = store.op(node)
    if op <= PARAMETER or op == LIST:
        return 0
    shapes = store.shapes
    if shapes is None:
        return 1
    row = store.operations[op]
    if not row.signature:
        return size_of(store, node)
    axes, out = parsed(row.signature)
    operands = store.operands(node)
    sizes = {
        c: Amount.of(dim)
        for letters, a in zip(axes, operands)
        for c, dim in zip(letters, shapes.of(a) or ())
        if letters[:1] not in ("#", "*")
    }
    if row.contracts:
        return _contracted(store, operands, axes, out, sizes)
    return _evaluated(row.flops, sizes) if row.flops else 0


def size_of(store: Store, node: Node) -> Amount | int:
    """The number of elements of a node."""
    shape = store.shapes.of(node) if store.shapes is not None else ()
    return prod(map(Amount.of, shape), start=Amount.of(1)) if shape else 1


def _contracted(store: Store, operands: tuple[Node, ...], axes: list[str], out: list[str], sizes: Sizes) -> Amount:
    """The multiplications and additions of a product."""

    def count(letters: Iterable[str]) -> Amount:
        return prod([sizes[c] for c in sorted(set(letters))], start=Amount.of(1))

    factors: list[set[str]] = []
    terms, results = count("".join(axes)), count(out)
    chosen = False
    for letters, operand in zip(axes, operands):
        found = _nonzeros(store, operand)
        if found is None:
            factors.append(set(letters))
            continue
        chosen = True
        density = Amount.of(1) * found / size_of(store, operand)
        terms = terms * density
        results = results * density if set(letters) <= set(out) else results
    if chosen or len(factors) <= 2:
        return terms * len(factors) - results if factors else Amount.of(0)
    total, current = Amount.of(0), factors[0]
    for k, factor in enumerate(factors[1:], 2):
        kept = (current | factor) & set(out).union(*factors[k:])
        total = total + count(current | factor) * 2 - count(kept)
        current = kept
    return total


def _nonzeros(store: Store, node: Node) -> Amount | int | None:
    """How many elements of an array of zeros and ones are not zero; None for any other array."""
    op = store.op(node)
    row: Operation | None = store.operations[op] if op >= 0 else None
    if row is None or not row.nonzeros or store.shapes is None:
        return None
    letters, _ = parsed(row.signature)
    found = {c[1:]: store.shapes.dim(a) for c, a in zip(letters, store.operands(node)) if c[:1] == "#"}
    return _evaluated(row.nonzeros, {c: Amount.of(dim) for c, dim in found.items() if dim is not None})


def _evaluated(text: str, sizes: Mapping[str, Amount]) -> Amount | int:
    found: Amount | int = eval(compile(text, "<flops>", "eval"), {}, dict(sizes))
    return found
