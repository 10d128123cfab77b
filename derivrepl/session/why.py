"""Why a node of the table is there: what it is, where it came from, what it sums, what simplification made of it."""

from __future__ import annotations

from collections import deque

from derivrepl.calculus.forward import Tangents, by_input
from derivrepl.calculus.reverse import gradient
from derivrepl.calculus.rules import contribution, plus
from derivrepl.errors import LEFT_OUT
from derivrepl.language.derivative_names import unicode_name
from derivrepl.language.text import UNICODE, Writer
from derivrepl.session.derivatives import EXPLAINED_NODES
from derivrepl.session.rulebook import about_node
from derivrepl.store import INPUT, ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.session.view import Origin

LIMIT = 160
MOST_LISTED = 8
"""Users, steps of a path and rewrites that are named; more are counted."""


class Reasons:
    """The account of one node, as lines."""

    def __init__(self, session: Session, entry: Entry, node: Node) -> None:
        self.session = session
        self.store = session.store
        self.entry = entry
        self.view = entry.view
        self.node = node
        self.writer = Writer(self.store, UNICODE, LIMIT)

    def lines(self) -> list[str]:
        """All that is known about the node."""
        lines = [self._is(self.node)]
        if self.node in self.view.nodes:
            lines += self._of_function()
        else:
            lines += self._of_derivative()
        return [*lines, *self._results(), *self._readers()]

    # Words

    def _text(self, node: Node) -> str:
        return self.writer.shown(node)

    def _label(self, node: Node) -> str:
        return self.view.labels.get(node) or self._text(node)

    def _is(self, node: Node) -> str:
        """`v5 = v3 + v4 = sin(x) + x·y`."""
        if self.store.op(node) == INPUT:
            return f"{self._label(node)} = {self._text(node)}, an input"
        row = self.writer.row(node, self.view.labels)
        text = self._text(node)
        return f"{self._label(node)} = {row}" + (f" = {text}" if text not in (self.writer.notation.mark, row) else "")

    def _listed(self, texts: list[str], between: str = ", ") -> str:
        more = len(texts) - MOST_LISTED
        return between.join(texts[:MOST_LISTED]) + (f" and {more:,} more" if more > 0 else "")

    def _by(self, rule: str) -> str:
        return f"by the {rule}" if rule.endswith("rule") else f"({rule})"

    # A node of the function

    def _of_function(self) -> list[str]:
        """The path from the function to the node, and the rule that its derivatives use."""
        if self.node == self.view.root:
            lines = [f"it is {self.view.name} itself"]
        else:
            lines = [f"typed as a part of {self.view.name}, on the way {self._path(self.node)}"]
        if self.store.op(self.node) != INPUT:
            lines += about_node(self.store, self.node)
        return lines + self._adjoint()

    def _adjoint(self) -> list[str]:
        """The derivative of the function by the node, as the sum of what the nodes that read it pass back."""
        store, root = self.store, self.view.root
        readers = [n for n in self.view.nodes if self.node in store.operands(n)]
        if not readers or self.entry.has_arrays or len(self.view.nodes) > EXPLAINED_NODES or self.entry.is_list:
            return []
        short = self.session.derivatives.simplify
        found, *adjoints = (short(n).node for n in gradient(store, root, [self.node, *readers]))
        lines = []
        for reader, adjoint in zip(readers, adjoints, strict=True):
            total = ZERO
            for k, operand in enumerate(store.operands(reader)):
                if operand == self.node:
                    total = plus(store, total, contribution(store, reader, k, adjoint))
            if total != ZERO:
                lines.append(f"  through {self._label(reader)}: {self._text(short(total).node)}")
        label = self.view.labels.get(found)
        by = self.store.name(self.node) if store.op(self.node) == INPUT else self._label(self.node)
        head = f"∂{self.view.name}/∂{by} = {self._text(found)}" + (f" ({label})" if label else "")
        plural = "what comes back" if len(lines) == 1 else f"the sum of what comes back on {len(lines)} ways"
        return [f"{head}, {plural}", *lines[:MOST_LISTED]] if lines else [head]

    def _path(self, node: Node) -> str:
        """A shortest way from the function to one of its nodes: `f = v7 ← v5 ← v3`."""
        reached: dict[Node, Node | None] = {self.view.root: None}
        queue = deque([self.view.root])
        while queue and node not in reached:
            n = queue.popleft()
            for a in self.store.operands(n):
                if a not in reached:
                    reached[a] = n
                    queue.append(a)
        way: list[str] = []
        at: Node | None = node
        while at is not None:
            way.append(self._label(at))
            at = reached.get(at)
        way.reverse()
        if len(way) > MOST_LISTED:
            between = f"{LEFT_OUT} {len(way) - MOST_LISTED:,} more {LEFT_OUT}"
            way = [
                *way[: MOST_LISTED // 2],
                between,
                *way[-MOST_LISTED // 2 :],
            ]
        return f"{self.view.name} = {' ← '.join(way)}"

    # A node of a derivative

    def _of_derivative(self) -> list[str]:
        origin = self.view.origins.get(self.node)
        if origin is None:
            return ["it is a part of a derivative as that is printed, made when it was simplified"]
        of = self._label(origin.of)
        local = origin.by in self.store.operands(origin.of)
        by = self._label(origin.by) if local else self.store.name(origin.by)
        lines = [f"it is ∂{of}/∂{by}, {self._by(origin.rule)}, of {self._is(origin.of)}"]
        lines += [f"  {text}" for text in about_node(self.store, origin.of)[:1]] if local else []
        lines.append(f"  on the way {self._path(origin.of)}")
        if self.entry.has_arrays:
            return lines
        pieces = self._pieces(origin, local)
        for operand, piece in pieces if not local else []:
            lines.append(f"  through {self._label(operand)}: {self._text(piece)}")
        raw = ZERO
        for _, piece in pieces:
            raw = piece if raw == ZERO else plus(self.store, raw, piece)
        return lines + self._simplified(raw)

    def _pieces(self, origin: Origin, local: bool) -> list[tuple[Node, Node]]:
        """What each operand contributes: the local partial times the operand's own derivative."""
        store = self.store
        tangents: Tangents | None = None if local else by_input(store, origin.by)
        pieces = []
        for k, operand in enumerate(store.operands(origin.of)):
            moving = (ONE if operand == origin.by else ZERO) if tangents is None else tangents.of(operand)
            moving = self.session.derivatives.simplify(moving).node if tangents is not None else moving
            piece = contribution(store, origin.of, k, moving) if moving != ZERO else ZERO
            if piece != ZERO:
                pieces.append((operand, piece))
        return pieces

    def _simplified(self, raw: Node) -> list[str]:
        """What simplification made of the sum of the contributions."""
        if raw == self.node:
            return []
        lines = [f"  as the rule gives it: {self._text(raw)}"]
        found = self.session.derivatives.simplify(raw)
        if found.node == self.node:
            for name, before, after in found.steps[:MOST_LISTED]:
                texts = self._text(before), self._text(after)
                lines += [f"  {name}: {texts[0]} = {texts[1]}"] if texts[0] != texts[1] else []
        return [*lines, f"  simplified: {self._text(self.node)}"]

    # Where it leads

    def _results(self) -> list[str]:
        """The derivatives that the node is."""
        found = []
        for leaf, column in self.view.columns.items():
            if column.get(self.view.root) == self.node:
                found.append(unicode_name(self.view.name, [self.store.name(leaf)]))
        return [f"printed as {' and '.join(found)}"] if found else []

    def _readers(self) -> list[str]:
        readers = [self.view.labels[n] for n in self.view.numbered() if self.node in self.store.operands(n)]
        return [f"read by {self._listed(readers)}"] if readers else []
