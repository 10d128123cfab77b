"""The formulas and conditions of the tables: texts in a row's own parameters, as nodes."""

from __future__ import annotations

from derivrepl.language.parse import Parser
from derivrepl.language.pieces import pieces
from derivrepl.language.scope import RuleScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node, Store


def formula(store: Store, text: str) -> Node:
    """The node of a formula whose names are PARAMETER leaves; raises DerivError."""
    return Parser(RuleScope(store)).expression_node(text)


def comparisons(store: Store, text: str) -> list[Node]:
    """The comparisons of a text, commas between them, on PARAMETER leaves; none of an empty text."""
    return [store.operands(formula(store, f"if({condition}, 1, 0)"))[0] for condition in pieces(text)]
