"""Nodes of a numbered graph that words ask for: `v3`, `v3..v9`, `last 5`, `uses v1`."""

from __future__ import annotations

import re

from derivrepl.language.suggest import Misspelt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import DerivError
    from derivrepl.session.view import View
    from derivrepl.store import Node

_range = re.compile(r"([^\W\d]+\d+)\.\.([^\W\d]*\d+)$")


def chosen(view: View, words: list[str]) -> list[Node]:
    """The nodes, in the order of their numbers unless they are named one by one; raises E504."""
    numbered = view.numbered()
    if words[0] == "last" and len(words) == 2 and words[1].isdecimal():
        return numbered[-int(words[1]) :] if int(words[1]) else []
    if words[0] == "uses" and len(words) == 2:
        node = node_called(view, words[1])
        return [n for n in numbered if node in view.store.operands(n)]
    found = _range.match(words[0])
    if found and len(words) == 1:
        first, last = found.groups()
        low = numbered.index(node_called(view, first))
        high = numbered.index(node_called(view, last if last[0].isalpha() else view.letter + last))
        return numbered[low : high + 1]
    return [node_called(view, word) for word in words]


def node_called(view: View, label: str) -> Node:
    """The node with this label; raises E504."""
    node = view.node(label)
    if node is None:
        raise no_such_node(view, label)
    return node


def no_such_node(view: View, label: str) -> DerivError:
    """E504 for a label beyond the table."""
    labels = list(view.labels.values())
    has = " to ".join(dict.fromkeys((labels[0], labels[-1]))) if labels else "none"
    return Misspelt("E504", f"no node {label} (this graph has {has})", label, ())
