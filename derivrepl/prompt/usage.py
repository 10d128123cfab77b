"""What a command's usage line says may follow: its words, inputs, labels of nodes, languages of code.

A new command is completed by what its usage says; nothing is listed here.
"""

from __future__ import annotations

import re

from derivrepl.formats.terminal_expression import Expressions
from derivrepl.tables.targets import TARGETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands import Command
    from derivrepl.session.session import Session

Offer = tuple[str, str, bool]
"""What is inserted, what is said about it, and whether it is a name of the session."""

MOST_NODES = 60
"""Labels that are offered."""

_keyword = re.compile(r"(?<![\w=.(])(?:[a-z]{2,}|(?<=\[)f(?= \||\]))(?![\w=.(])")
_input = re.compile(r"(?<![\w.])x(?![\w=.\[])")
_valued = re.compile(r"(?<![\w.])x(?:=|\[=)")
_node = re.compile(r"(?<![\w.])v\d")


def offers(session: Session, command: Command, unicode: bool) -> list[Offer]:
    """Everything that the usage line speaks of, the session's names first."""
    usage = command.usage
    made: list[Offer] = []
    entry = session.current
    if entry is not None:
        about = f"input of {entry.name}"
        if _input.search(usage):
            made += [(name, about, True) for name in entry.input_names()]
        elif _valued.search(usage):
            made += [(f"{name}=", about, True) for name in entry.input_names()]
        if _node.search(usage) and entry.shown:
            made += _nodes(session, unicode)
    if "Target" in command.kinds:
        made += [(name, "definition", False) for name in session.scope.definitions]
    made += [(word, command.help, False) for word in dict.fromkeys(_keyword.findall(usage))]
    if "TARGET" in usage:
        made += [(row.name, row.help, False) for row in TARGETS.values()]
    return made


def _nodes(session: Session, unicode: bool) -> list[Offer]:
    """The labels of the current table with what they stand for."""
    entry = session.current
    if entry is None:
        return []
    expressions = Expressions(session.store, unicode, limit=60)
    nodes = entry.view.numbered()[:MOST_NODES]
    return [(entry.view.labels[n], expressions.shown(n), True) for n in nodes]
