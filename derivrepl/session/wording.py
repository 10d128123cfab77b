"""Conditions in words, where `tables/conditions.py` has them: `x not a whole number <= 0`."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.language.formula import formula
from derivrepl.language.text import Writer
from derivrepl.store import PARAMETER
from derivrepl.tables.conditions import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node, Store

LONGEST = 60


def condition_text(store: Store, condition: Node) -> str:
    """A comparison as text of the language; empty where it is decided or too long to be of use."""
    if condition < 0:
        return ""
    return Writer(store, limit=LONGEST).text(condition) or ""


def worded(store: Store, condition: Node) -> str:
    """A comparison in words, or as text where there are none."""
    if condition < 0:
        return ""
    for pattern, words in WORDS:
        found = _matched(store, store.operands(formula(store, f"if({pattern}, 1, 0)"))[0], condition)
        if found is not None:
            texts = {
                name: condition_text(store, node) if node >= 0 else numbers.text(store.value(node))
                for name, node in found.items()
            }
            return words.format(**texts) if all(texts.values()) else ""
    return condition_text(store, condition)


def _operand(store: Store, node: Node) -> str:
    return numbers.text(store.value(node)) if node < 0 else condition_text(store, node)


def _matched(store: Store, pattern: Node, node: Node) -> dict[str, Node] | None:
    """What stands for the pattern's parameters, None where the node is not of its form."""
    found: dict[str, Node] = {}
    stack = [(pattern, node)]
    while stack:
        p, n = stack.pop()
        if p < 0 or n < 0 or store.op(p) == PARAMETER:
            if p >= 0 and store.op(p) == PARAMETER:
                if found.setdefault(store.name(p), n) != n:
                    return None
            elif p != n:
                return None
        elif store.op(p) != store.op(n):
            return None
        else:
            stack.extend(zip(store.operands(p), store.operands(n), strict=True))
    return found
