"""The part of an entry's graph that is drawn, with what stands at its nodes."""

from __future__ import annotations

from derivrepl.language.derivative_names import unicode_name
from derivrepl.language.rows import Rows
from derivrepl.language.text import UNICODE
from derivrepl.store import INPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.view import View
    from derivrepl.store import Node

LONGEST = 200
"""Characters of a constant beyond which it is not written."""


class Part:
    """Some nodes of a view, in the order of their numbers.

    nodes     what is drawn
    scope     the nodes among which they are drawn: all numbered ones, or those of the function alone
    names     node → what it is a result of: `f`, `∂f/∂x`; of the function alone where nothing else is drawn
    partials  (node, operand's index) → value of the local derivative, where the point is known
    """

    def __init__(
        self, view: View, nodes: list[Node], scope: list[Node], partials: dict[tuple[Node, int], str] | None = None
    ) -> None:
        self.view = view
        self.store = view.store
        self.nodes = nodes
        self.scope = scope
        self.own = set(nodes)
        self.derived = set(view.derived)
        self.partials = partials or {}
        self.names: dict[Node, list[str]] = {}
        self.rows = Rows(view.store, UNICODE, LONGEST)
        self._name(view.name, view.root)
        for leaf, column in view.columns.items():
            if view.root in column and scope is not view.nodes:
                self._name(unicode_name(view.name, [view.store.name(leaf)]), column[view.root])

    def _name(self, name: str, node: Node) -> None:
        if node in self.own:
            self.names.setdefault(node, []).append(name)

    def label(self, node: Node) -> str:
        """The node's label: `v3`."""
        return self.view.labels[node]

    def row(self, node: Node) -> str:
        """What the node is: an input's name, or its operation on labels."""
        if self.store.op(node) == INPUT:
            return self.store.name(node)
        return self.rows.row(node, self.view.labels)

    def operands(self, node: Node) -> list[tuple[int, Node]]:
        """The numbered operands with their places, those that are not drawn left out."""
        return [(k, a) for k, a in enumerate(self.store.operands(node)) if a in self.own]

    def result(self, node: Node) -> str:
        """`= f` behind the node of a result, `= ∂f/∂x = ∂f/∂y` behind one of several."""
        return "".join(f" = {name}" for name in self.names.get(node, ())).lstrip()
