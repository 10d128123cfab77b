"""Node rows only: each expression as a straight-line program, its results named behind the rows that hold them."""

from __future__ import annotations

from derivrepl.formats.text import FULL_LIMIT, NOTE_LIMIT, TextFormat, result_name
from derivrepl.session.answer import Graph, Results

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session
    from derivrepl.session.view import View
    from derivrepl.store import Node


def make(session: Session, options: Namespace, out: TextIO) -> ProgramFormat:
    """This form, as the options say."""
    return ProgramFormat(session.store, limit=FULL_LIMIT if options.full else NOTE_LIMIT)


class ProgramFormat(TextFormat):
    """Writes expressions as rows; what has no rows (definitions, commands) is written as in the text form."""

    def answer(self, answer: Answer, label: str = "", source: Source | None = None) -> str:
        """The rows of an answer, each ended by a newline."""
        graphs = [b for b in answer.blocks if isinstance(b, Graph)]
        if answer.kind != "expression" or not graphs:
            return super().answer(answer, label, source)
        named: dict[Node, list[str]] = {}
        for block in answer.blocks:
            if isinstance(block, Results):
                for result in block.results:
                    named.setdefault(result.node, []).append(result_name(result))
        self.begin()
        view = graphs[0].view
        lines = [self._row(view, node, named) for node in view.numbered()]
        for node, names in named.items():
            if node not in view.labels:
                lines += [f"# {name} = {self.writer.text(node)}" for name in names]
        return "".join(line + "\n" for line in [*lines, ""])

    def _row(self, view: View, node: Node, named: dict[Node, list[str]]) -> str:
        note = f"  # {', '.join(named[node])}" if node in named else ""
        return f"{view.labels[node]} = {self._operation(view, node)}{note}"
