"""One operation on the labels of its operands, as tables and pictures show it: `sin v1`, `v1·v2`, `v3 / v4`."""

from __future__ import annotations

from derivrepl.language.text import Writer
from derivrepl.store import DIV, LIST, PARAMETER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Notation
    from derivrepl.store import Node, Store


class Rows:
    """Writes single operations of one store; powers keep their `^`, so that exponents can be labels."""

    def __init__(self, store: Store, notation: Notation, limit: int) -> None:
        self.store = store
        self.notation = notation
        self.mark = notation.mark
        self._writer = Writer(store, notation.flat(), limit)

    def row(self, node: Node, labels: dict[Node, str]) -> str:
        """The operation with its operands' labels; a function of one operand without brackets."""
        op, operands = self.store.op(node), self.store.operands(node)
        operation = self.store.operations[op]
        if op == DIV:
            return f"{self._operand(operands[0], labels, first=True)} / {self._operand(operands[1], labels)}"
        if len(operands) == 1 and not operation.levels and op != LIST:
            inner = self._operand(operands[0], labels)
            name = operation.name.replace("'", self.notation.prime)
            return f"{name}{inner}" if inner.startswith("(") else f"{name} {inner}"
        return self._writer.row(node, labels)

    def sign(self, node: Node) -> str:
        """What the node does, without its operands: `+`, `sin`; a leaf's name; a constant itself."""
        if node < 0 or self.store.op(node) <= PARAMETER:
            return self._writer.shown(node)
        operation = self.store.operations[self.store.op(node)]
        sign = operation.symbol.strip() or operation.name.replace("'", self.notation.prime)
        return self.notation.times if sign == "*" else self.notation.relations.get(sign, sign)

    def reference(self, node: Node | None, labels: dict[Node, str]) -> str:
        """A node as its label; a constant as itself; `…` for what has no label."""
        if node is None:
            return self.mark
        if node in labels:
            return labels[node]
        if node < 0 or self.store.op(node) <= PARAMETER:
            return self._writer.shown(node)
        return self.mark

    def _operand(self, node: Node, labels: dict[Node, str], first: bool = False) -> str:
        """An operand as it stands beside a sign or behind a name."""
        if node in labels:
            return labels[node]
        text = self._writer.shown(node)
        bare = "/" not in text and (first or text[0] != "-")
        return text if bare else f"({text})"
