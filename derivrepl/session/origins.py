"""Which derivative each further node of a table is, and the derivatives of its rows, for the columns."""

from __future__ import annotations

from derivrepl.calculus.forward import by_input
from derivrepl.calculus.higher import first_derivatives
from derivrepl.calculus.rules import contribution
from derivrepl.session.view import Origin
from derivrepl.shapes import uses_arrays
from derivrepl.store import LIST, ONE, PARAMETER, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.likeness import Likeness
    from derivrepl.session.derivatives import Derivatives
    from derivrepl.session.entry import Entry

FEW = 24
"""Graphs of arrays up to this size have every table column filled."""


class Origins:
    """The search for the origins of one entry's derived nodes, by the inputs that its derivatives were taken by.

    unexplained  derived nodes of the table whose origin is not known
    """

    def __init__(self, derivatives: Derivatives, entry: Entry, wanted: list[Node]) -> None:
        self.derivatives = derivatives
        self.entry = entry
        self.view = entry.view
        self.store: Store = derivatives.store
        self.wanted = wanted
        self.unexplained = {n for n in self.view.derived if n not in self.view.origins}
        self.likeness: Likeness | None = None

    def find(self, fills: bool) -> None:
        """Explain the derived nodes; where `fills`, also simplify each row's derivative, for the columns."""
        if uses_arrays(self.store, self.entry.node, *self.wanted):
            self._of_arrays()
            return
        store, view = self.store, self.view
        sweeps = {leaf: by_input(store, leaf) for leaf in self.wanted}
        for n in view.nodes:
            if not fills and not self.unexplained:
                return
            if store.op(n) > PARAMETER and store.op(n) != LIST:
                self._partials(n)
            for leaf in self.wanted:
                column = view.columns.setdefault(leaf, {})
                if n not in column:
                    tangent = sweeps[leaf].of(n)
                    if not fills and not self._may_be_sought(tangent):
                        continue
                    column[n] = self.derivatives.simplify(tangent).node
                self._found(column[n], n, leaf)

    def _partials(self, node: Node) -> None:
        """Explain by the node's derivatives by its operands."""
        for index, operand in enumerate(self.store.operands(node)):
            if operand in self.view.labels and self.unexplained:
                partial = contribution(self.store, node, index, ONE)
                if self._may_be_sought(partial):
                    self._found(self.derivatives.simplify(partial).node, node, operand)

    def _may_be_sought(self, derivative: Node) -> bool:
        """Whether a derivative, once it is simplified, may be one of the unexplained nodes."""
        known = self.derivatives.known(derivative)
        if known is not None or self.store.op(derivative) <= PARAMETER:
            return known is not None and known.node in self.unexplained
        if derivative in self.unexplained:
            return True
        if self.likeness is None:
            from derivrepl.numeric.likeness import Likeness

            facts = self.derivatives.facts()
            self.likeness = Likeness(self.store, facts.negative | facts.nonpositive, facts.integer)
        return self.likeness.may_be(derivative, self.unexplained)

    def _found(self, derivative: Node, of: Node, by: Node) -> None:
        """Remember the first explanation of a derived node: that it is the derivative of a node."""
        if derivative in self.unexplained:
            self.unexplained.discard(derivative)
            self.view.origins[derivative] = Origin(of, by, self.store.operations[self.store.op(of)].rule)

    def _of_arrays(self) -> None:
        store, view = self.store, self.view
        users = {leaf: users_of(store, view.nodes, leaf) for leaf in self.wanted}
        for n in view.nodes:
            for leaf in self.wanted:
                column = view.columns.setdefault(leaf, {})
                if n not in column:
                    if len(view.nodes) > FEW or is_large(store, n, leaf):
                        continue
                    if n not in users[leaf]:
                        column[n] = ZERO
                        continue
                    column[n] = self.derivatives.simplify(first_derivatives(store, n, [leaf])[0]).node
                self._found(column[n], n, leaf)


def is_large(store: Store, node: Node, leaf: Node) -> bool:
    """Whether a derivative has more axes than a matrix, for which a table has no place."""
    return store.shapes is not None and len(store.shapes.of(node) or ()) + len(store.shapes.of(leaf) or ()) > 2


def users_of(store: Store, nodes: list[Node], leaf: Node) -> set[Node]:
    """Those of the nodes, operands before their users, that the leaf is a part of."""
    found = {leaf}
    for n in nodes:
        if not found.isdisjoint(store.operands(n)):
            found.add(n)
    return found
