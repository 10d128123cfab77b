"""The node table on a screen: which rows are shown, and what stands in their columns."""

from __future__ import annotations

from derivrepl.formats.columns import Column, clip
from derivrepl.formats.terminal_expression import number
from derivrepl.numeric.array_value import ArrayValue, literal
from derivrepl.shapes import written
from derivrepl.store import INPUT, ONE, PARAMETER, ZERO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.terminal_expression import Expressions
    from derivrepl.session.answer import Graph
    from derivrepl.session.view import View
    from derivrepl.store import Node

OPERATION_CAP = 22
ARRAY_CAP = 24
"""Cells that the value of an array may take."""
RULE_CAP = 32
DERIVATIVE_CAP = 16
"""Cells that a column of derivatives takes at most: its head is the name of an input, which may be long."""
EXPRESSION_LEAST = 16
NARROWEST = 6
"""Cells that a column of derivatives takes at least, its gap included."""


class Cut:
    """Rows that are left out: how many, and the labels of the first ones."""

    __slots__ = ("count", "first", "last")

    def __init__(self, count: int, first: str, last: str) -> None:
        self.count = count
        self.first = first
        self.last = last


class Part:
    """The rows of one part of the table: nodes, and cuts between them."""

    def __init__(self, view: View, nodes: list[Node], kept: set[int]) -> None:
        self.rows: list[Node | Cut] = []
        last = -1
        for k in [*sorted(kept), len(nodes)]:
            gap = k - last - 1
            if gap == 1:
                self.rows.append(nodes[last + 1])
            elif gap:
                first, end = nodes[last + 1], nodes[min(k - 1, last + 20)]
                self.rows.append(Cut(gap, view.labels[first], view.labels[end]))
            if k < len(nodes):
                self.rows.append(nodes[k])
            last = k

    def nodes(self) -> list[Node]:
        """The nodes that have a row."""
        return [row for row in self.rows if not isinstance(row, Cut)]


def parts(graph: Graph, limit: int) -> tuple[Part, Part]:
    """The rows of the function and those of its derivatives, at most about `limit` in all (0: no limit)."""
    view = graph.view
    primal, derived = view.nodes, view.derived
    if graph.labels is not None:
        wanted = [n for n in map(view.node, graph.labels) if n is not None]
        own = set(view.derived)
        primal = [n for n in wanted if n not in own]
        derived = [n for n in wanted if n in own]
    if not limit or len(primal) + len(derived) <= limit:
        return Part(view, primal, set(range(len(primal)))), Part(view, derived, set(range(len(derived))))
    roots = {column.get(view.root) for column in view.columns.values()}
    above = min(len(primal), max(limit - len(derived), limit * 2 // 3))
    below = max(limit - above, 3)
    return (
        Part(view, primal, _kept(primal, above, {view.root})),
        Part(view, derived, _kept(derived, below, roots)),
    )


def _kept(nodes: list[Node], limit: int, roots: set[Node | None]) -> set[int]:
    """Which of the nodes to show: the first ones, the last ones and the last of the roots."""
    if len(nodes) <= limit:
        return set(range(len(nodes)))
    wanted = [k for k, n in enumerate(nodes) if n in roots][-limit:]
    rest = limit - len(wanted)
    head = (rest + 1) // 2
    return {*range(head), *range(len(nodes) - (rest - head), len(nodes)), *wanted}


class Cells:
    """What stands in the columns of a view's table."""

    def __init__(self, view: View, expressions: Expressions, width: int, digits: int) -> None:
        self.view = view
        self.expressions = expressions
        self.width = width
        self.digits = digits

    def columns(self, above: list[Node], below: list[Node]) -> list[Column]:
        """All columns, the most important first; those of derivatives only as far as they could fit."""
        view, rows = self.view, above + below
        blank = [""] * len(below)
        made = [
            Column("node", [view.labels[n] for n in rows], style="node"),
            *self._shapes(rows),
            Column("operation", [self._operation(n) for n in rows], cap=OPERATION_CAP),
            Column("expression", self._expressions(rows), least=EXPRESSION_LEAST, cap=44 if self.width < 110 else 64),
        ]
        for leaf in list(view.columns)[: self.width // NARROWEST + 1]:
            column = view.columns[leaf]
            cells = [self._derivative(n, leaf, column) for n in above]
            made.append(Column(self.derivative(leaf), cells + blank, cap=DERIVATIVE_CAP, style="derivative"))
        if view.values:
            made.append(Column("value", [self._number(view.values.get(n)) for n in rows], style="number"))
        if view.adjoints:
            adjoints = [self._number(view.adjoints.get(n)) for n in above]
            made.append(Column("adjoint", adjoints + blank, style="number"))
        if any(n in view.origins for n in below):
            rules = [""] * len(above) + [self.rule(n) for n in below]
            made.append(Column("rule", rules, cap=RULE_CAP, style="dim"))
        return made

    def _shapes(self, rows: list[Node]) -> list[Column]:
        """A column of shapes, where there are arrays; numbers have none."""
        shapes = self.view.store.shapes
        if shapes is None or not any(shapes.of(n) for n in rows):
            return []
        texts = [written(shape) if (shape := shapes.of(n)) else "" for n in rows]
        return [Column("shape", [t if self.expressions.unicode else t.replace("×", "x") for t in texts], style="dim")]

    def derivative(self, leaf: Node) -> str:
        """The head of a column of derivatives."""
        sign = "∂" if self.expressions.unicode else "d"
        return f"{sign}/{sign}{self.view.store.name(leaf)}"

    def _derivative(self, node: Node, leaf: Node, column: dict[Node, Node]) -> str:
        """The derivative of a node by an input, as a reference; that of an input is always known."""
        known = column.get(node)
        shapes = self.view.store.shapes
        if shapes is not None and shapes.of(node) and shapes.of(leaf):
            if self.view.store.op(node) == INPUT:
                return "I" if node == leaf else "0"
            if known is None:
                return "·" if self.expressions.unicode else "."
        if known is None and self.view.store.op(node) == INPUT:
            known = ONE if node == leaf else ZERO
        return self.expressions.reference(known, self.view.labels)

    def _operation(self, node: Node) -> str:
        if self.view.store.op(node) <= PARAMETER:
            return "input"
        return self.expressions.row(node, self.view.labels)

    def _expressions(self, nodes: list[Node]) -> list[str]:
        written = [self.expressions.text(n) for n in nodes]
        if None in written:
            self.expressions.measure([n for n, text in zip(nodes, written, strict=True) if text is None])
        mark = self.expressions.notation.mark
        return [
            text if text is not None else f"{mark} {self.expressions.told_size(n)}"
            for n, text in zip(nodes, written, strict=True)
        ]

    def _number(self, value: float | None) -> str:
        if isinstance(value, ArrayValue):
            return clip(literal(value.array, 3), ARRAY_CAP, self.expressions.notation.mark)
        return "" if value is None else number(value, self.digits)

    def rule(self, node: Node) -> str:
        """Which derivative a node is and the rule that made it: `∂v3/∂v1, sin rule`, `∂v5/∂x, sum rule`."""
        origin = self.view.origins.get(node)
        if origin is None:
            return ""
        labels, store = self.view.labels, self.view.store
        direct = origin.by in store.operands(origin.of)
        by = labels.get(origin.by, "") if direct or store.op(origin.by) > PARAMETER else store.name(origin.by)
        sign = "∂" if self.expressions.unicode else "d"
        return f"{sign}{labels.get(origin.of, '')}/{sign}{by}, {origin.rule}"


def in_order(columns: list[Column]) -> list[int]:
    """The places of the columns from left to right on the screen: the value stands before the derivatives."""
    value = [k for k, column in enumerate(columns) if column.head == "value"]
    first = next((k + 1 for k, column in enumerate(columns) if column.head == "expression"), len(columns))
    return [*range(first), *value, *(k for k in range(first, len(columns)) if k not in value)]
