"""Node tables and results as rows with tabs between the columns, for programs that read tables."""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.text import FULL_LIMIT, NOTE_LIMIT, TextFormat, result_name, value
from derivrepl.session.answer import Graph, Grid, Results
from derivrepl.store import INPUT, PARAMETER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer, Result
    from derivrepl.session.session import Session
    from derivrepl.session.view import View
    from derivrepl.store import Node

FIRST = ("label", "line", "node", "op", "args", "expr")
LAST = ("rule",)


def make(session: Session, options: Namespace, out: TextIO) -> TsvFormat:
    """This form, as the options say."""
    return TsvFormat(session.store, limit=FULL_LIMIT if options.full else NOTE_LIMIT)


class TsvFormat(TextFormat):
    """Writes a row for each node and each result, and the names of the columns whenever they change.

    Between `expr` and `rule` stands a column `dx` for each input: the node or number that is the row's
    derivative by it. A result has its name in `node`, `=` in `op` and its node in `args`.
    """

    has_columns = True
    heads: tuple[str, ...] = ()

    def answer(self, answer: Answer, label: str = "", source: Source | None = None) -> str:
        """The rows of an answer, each ended by a newline; what is no table is written behind `#`."""
        self.begin()
        self.place = [to_ascii(label).replace("\t", " "), str(source.line if source else 0)]
        rows: list[list[str]] = []
        others: list[str] = []
        columns: list[Node] = []
        for block in answer.blocks:
            if isinstance(block, Graph):
                columns = list(block.view.columns)
                rows += [self._node(block.view, n, columns) for n in block.nodes()]
            elif isinstance(block, Results):
                rows += [self._result_row(r, block.view, len(columns), block.values_only) for r in block.results]
            elif isinstance(block, Grid):
                rows += [self._result_row(r, block.view, len(columns)) for line in block.cells for r in line]
            else:
                self.lines_of(block, others)
        heads = (*FIRST, *(f"d{self.store.name(leaf)}" for leaf in columns), *LAST)
        if rows and heads != self.heads:
            self.heads = heads
            rows.insert(0, list(heads))
        lines = ["\t".join(row) for row in rows]
        lines += [line if line.startswith("#") else f"# {line}" for line in others]
        return "".join(line + "\n" for line in lines)

    def _node(self, view: View, node: Node, columns: list[Node]) -> list[str]:
        store = self.store
        operation = store.operations[store.op(node)].name
        args = " ".join(self._reference(view, a) for a in store.operands(node))
        text = store.name(node) if store.op(node) == INPUT else self.writer.text(node) or ""
        derivatives = [self._derivative(view, node, leaf) for leaf in columns]
        return [*self.place, view.labels[node], operation, args, text, *derivatives, self._rule(view, node)]

    def _derivative(self, view: View, node: Node, leaf: Node) -> str:
        """The row's derivative by an input; empty where it has no number."""
        found = view.columns[leaf].get(node)
        return "" if found is None else self._reference(view, found)

    def _reference(self, view: View, node: Node) -> str:
        """A node by its label, a constant by its text; empty for a node without a label."""
        if node in view.labels:
            return view.labels[node]
        return "" if self.store.op(node) > PARAMETER else self.writer.text(node) or ""

    def _result_row(self, result: Result, view: View | None, columns: int, values_only: bool = False) -> list[str]:
        label = view.labels.get(result.node, "") if view else ""
        text = "" if values_only else self.writer.text(result.node) or ""
        if result.value is not None:
            text = value(result)
        return [*self.place, result_name(result), "=", label, text, *[""] * columns, ""]
