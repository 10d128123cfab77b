"""What the name of a derivative speaks of where it stands: `df/dx` of a known f and x."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import split, variables_of
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.scope import Scope
    from derivrepl.store import Node, Store


def target_of(scope: Scope, text: str) -> tuple[Node, list[Node]] | None:
    """Function and inputs that `df/dx` speaks of, or None when it speaks of nothing known."""
    parts = split(text)
    if parts is None or not parts[1]:
        return None
    node = scope.named(parts[1])
    if node is None:
        return None
    store = scope.store
    scalar(store, node, parts[1])
    wanted = variables_of(text, [store.name(n) for n in store.inputs([node])])
    return None if wanted is None else (node, [store.input(name) for name in wanted])


def scalar(store: Store, node: Node, name: str, span: Span | None = None) -> None:
    """Refuse a vector where one number is differentiated."""
    if store.op(node) == LIST:
        raise DerivError("E302", f"{name} is a vector, not a scalar", span, ":jacobian shows its derivatives")
