"""Array operations as text: `A@x`, `A.T`, `A[1,:]`, `trace(A)`, and index notation where there is no other."""

from __future__ import annotations

from derivrepl.contraction import UNIT, structure
from derivrepl.indexing import ALONG
from derivrepl.shapes import parsed
from derivrepl.store import Node, Store
from derivrepl.tables.operators import ATOM, POSTFIX, PRODUCT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Writer, Written
    from derivrepl.operation import Operation


def array_text(writer: Writer, row: Operation, node: Node, operands: list[Written]) -> Written:
    """The text of an array operation from the texts of its operands."""
    if row.symbol and len(operands) == 1:
        text, level = operands[0]
        mark = "ᵀ" if writer.notation.raised else row.symbol
        return (text if level <= POSTFIX else f"({text})") + mark, POSTFIX
    if row.symbol:
        if is_unit(writer.store, writer.store.operands(node)[1]):
            return indexed(writer, row, node, operands), ATOM
        if operands[0][1] == PRODUCT:
            operands = [(f"({operands[0][0]})", ATOM), operands[1]]
        return writer.operator(node, -1, row, operands)
    if is_call(row):
        return f"{row.name}({', '.join(text for text, _ in operands)})", ATOM
    if row.name == "einsum":
        return indexed(writer, row, node, operands), ATOM
    return f"{row.name}({operands[0][0]}, {axis_of(row)})", ATOM


def axis_of(row: Operation) -> int:
    """The axis along which a function of a matrix works, counted from 1; 0 where it takes all elements."""
    return next((axis for axis, signature in ALONG.items() if signature == row.signature), 0)


def is_call(row: Operation) -> bool:
    """Whether an operation that is no sign is written as its name and its operands."""
    return row.name != "einsum" and not axis_of(row)


def is_unit(store: Store, node: Node) -> bool:
    """Whether the node is a unit vector with a number for its place, which picks an element or a row."""
    return structure(store, node) == UNIT and store.operands(node)[1] < 0


def picked(store: Store, row: Operation, node: Node) -> list[str] | None:
    """The places of an element or a row that a contraction picks, `["1", ":"]`; None where it does something else."""
    axes, out = parsed(row.signature)
    parts = store.operands(node)
    places: dict[str, str] = {}
    for letters, part in zip(axes[1:], parts[1:]):
        if is_unit(store, part) and letters not in places:
            places[letters] = str(store.value(store.operands(part)[1]))
    whole = [c for c in axes[0] if c not in places]
    if len(places) == len(parts) - 1 > 0 and whole == list(out) and set(places) <= set(axes[0]):
        return [places.get(c, ":") for c in axes[0]]
    return None


def indexed(writer: Writer, row: Operation, node: Node, operands: list[Written]) -> str:
    """A contraction in index notation: one element or row as `A[1,:]`, anything else as `einsum(…)`."""
    store = writer.store
    places = picked(store, row, node)
    if places is not None:
        return f"{_atom(operands[0])}[{','.join(places)}]"
    axes, out = parsed(row.signature)
    taken = {store.name(n) for n in store.inputs([node])}
    names = {}
    free = (c for c in "ijklmnopqrstuvwxyzabcdefgh" if c not in taken)
    for c in dict.fromkeys("".join(out) + "".join(axes)):
        names[c] = next(free, c + "_")
    factors = [f"{_atom(text)}[{','.join(names[c] for c in letters)}]" for text, letters in zip(operands, axes)]
    return f"einsum({writer.notation.times.join(factors)}{''.join(', ' + names[c] for c in out)})"


def _atom(written: Written) -> str:
    text, level = written
    return text if level <= POSTFIX else f"({text})"
