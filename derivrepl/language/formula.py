"""The formulas of the tables: text in a row's own parameters, read once for each store."""

from __future__ import annotations

from derivrepl.language.parse import Parser
from derivrepl.language.scope import RuleScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node, Store


def formula(store: Store, text: str) -> Node:
    """The node of a formula whose names are PARAMETER leaves; raises DerivError."""
    return Parser(RuleScope(store)).expression_node(text)
