"""Array operations in LaTeX: templates of their rows, elements and index notation."""

from __future__ import annotations

from derivrepl.language.array_text import axis_of, is_unit, picked
from derivrepl.shapes import parsed
from derivrepl.tables.operators import ATOM, JUXTAPOSED, MATRIX_PRODUCT, POSTFIX, POWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from derivrepl.language.latex import Written
    from derivrepl.operation import Operation
    from derivrepl.store import Node, Store

LETTERS = "ijklmnopqrstuvwxyz"


def array_latex(store: Store, row: Operation, node: Node, operands: Sequence[Written]) -> Written:
    """The LaTeX of an array operation, from that of its operands."""
    if row.name == "einsum" or (row.symbol == "@" and is_unit(store, store.operands(node)[1])):
        return _indexed(store, row, node, operands)
    if not row.latex:
        texts = [text for text, _ in operands] + ([str(axis_of(row))] if axis_of(row) else [])
        return f"\\operatorname{{{row.name}}}\\left({', '.join(texts)}\\right)", ATOM
    if row.symbol == "@" and _is_row(store, store.operands(node)[0]) and operands[0][1] == MATRIX_PRODUCT:
        right, level = operands[1]
        right = f"\\left({right}\\right)" if level > JUXTAPOSED else right
        return f"{operands[0][0]} {right}", MATRIX_PRODUCT
    product = len(operands) == 2 and "\\left" not in row.latex
    texts = []
    for name, (text, level) in zip(row.params, operands):
        raised = f"{{{name}}}^" in row.latex
        limit = ATOM if raised else MATRIX_PRODUCT if product and name == row.params[0] else JUXTAPOSED
        texts.append(f"\\left({text}\\right)" if (raised or product) and level > limit else text)
    written = row.latex.format(**dict(zip(row.params, texts)))
    return written, MATRIX_PRODUCT if product else POWER if "}^" in row.latex else ATOM


def _is_row(store: Store, node: Node) -> bool:
    """Whether the node is a vector times a matrix, which is written as a row already."""
    op = store.op(node)
    return op >= 0 and store.operations[op].signature == "i,ij->j"


def _indexed(store: Store, row: Operation, node: Node, operands: Sequence[Written]) -> Written:
    """`A_{1,2}`, `A_{1,:}`, and sums of products with indices for everything else."""
    places = picked(store, row, node)
    if places is not None:
        return f"{_atom(operands[0])}_{{{','.join(places)}}}", POSTFIX
    axes, out = parsed(row.signature)
    names = dict(zip(dict.fromkeys("".join(out) + "".join(axes)), LETTERS))
    factors = [f"{_atom(w)}_{{{''.join(names[c] for c in letters)}}}" for w, letters in zip(operands, axes)]
    summed = [names[c] for c in names if c not in out]
    product = "\\,".join(factors)
    if summed:
        product = f"\\sum_{{{','.join(summed)}}} {product}"
    if not out:
        return product, MATRIX_PRODUCT
    return f"\\left[{product}\\right]_{{{''.join(names[c] for c in out)}}}", POSTFIX


def _atom(written: Written) -> str:
    text, level = written
    return text if level <= JUXTAPOSED and level != POWER else f"\\left({text}\\right)"
