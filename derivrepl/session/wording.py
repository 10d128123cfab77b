"""Conditions in words, where `tables/conditions.py` has them: `x not a whole number <= 0`."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.language.formula import comparisons
from derivrepl.language.scope import OPERATIONS
from derivrepl.language.text import Writer
from derivrepl.store import FIRST_FUNCTION, PARAMETER, Store
from derivrepl.tables.conditions import WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node

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
    if any(store.op(side) >= FIRST_FUNCTION for side in store.operands(condition)):  # as in every row of the table
        for pattern, words in _patterns():
            found = _matched(pattern, store, condition)
            if found is not None:
                texts = {name: _operand(store, node) for name, node in found.items()}
                return words.format(**texts) if all(texts.values()) else ""
    return condition_text(store, condition)


def _operand(store: Store, node: Node) -> str:
    return numbers.text(store.value(node)) if node < 0 else condition_text(store, node)


_scratch = Store(OPERATIONS)
_read: list[tuple[Node, str]] = []


def _patterns() -> list[tuple[Node, str]]:
    """The conditions of the table as nodes of a store of their own, read when first needed, and their words."""
    if not _read:
        for text, words in WORDS:
            _read.extend((pattern, words) for pattern in comparisons(_scratch, text))
    return _read


def _matched(pattern: Node, store: Store, node: Node) -> dict[str, Node] | None:
    """What stands for the pattern's parameters, None where the node is not of its form."""
    found: dict[str, Node] = {}
    stack = [(pattern, node)]
    while stack:
        p, n = stack.pop()
        if p >= 0 and _scratch.op(p) == PARAMETER:
            if found.setdefault(_scratch.name(p), n) != n:
                return None
        elif p < 0 or n < 0:
            if p >= 0 or n >= 0 or _scratch.value(p) != store.value(n):
                return None
        elif _scratch.op(p) != store.op(n):
            return None
        else:
            stack.extend(zip(_scratch.operands(p), store.operands(n), strict=True))
    return found
