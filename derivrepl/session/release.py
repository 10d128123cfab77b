"""Long runs stay small: nodes that no name and no entry reaches are forgotten once there are many."""

from __future__ import annotations

from derivrepl.session.entry import Entry
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.session import Session

MANY = 400_000
"""A store this much larger than after its last clearing is cleared; its nodes take some 60 MB."""


def clear_when_large(session: Session) -> None:
    """Keep what definitions and entries reach, if the store has grown by `MANY` nodes.

    The current expression stays; its node numbers are given anew when they are next shown.
    """
    if len(session.store) < session.cleared_at + MANY:
        return
    scope, store = session.scope, session.store
    roots = [d.node for d in scope.definitions.values()] + list(session.entries.values())
    current = session.current
    if current is not None:
        roots.append(current.node)
    moved = keep(store, roots)
    for definition in scope.definitions.values():
        definition.node = moved[definition.node]
    session.entries = {number: moved[node] for number, node in session.entries.items()}
    session.selected.clear()
    session.derivatives.forget()
    session.parser.spans = {}
    if current is not None:
        node = moved[current.node]
        session.select(Entry(store, current.number, current.name, node, current.text, current.taken))
    session.cleared_at = len(store)


def keep(store: Store, roots: list[Node]) -> dict[Node, Node]:
    """Forget every node of the store that the roots do not reach; the new number of each root and what it reaches."""
    old = Store(store.operations)
    old.__dict__.update(store.__dict__)
    fresh = Store(store.operations)
    fresh.abstract_codes, fresh.derived, fresh.limit = store.abstract_codes, store.derived, store.limit
    fresh.generation = store.generation + 1
    store.__dict__.update(fresh.__dict__)
    moved: dict[Node, Node] = {}

    def constant(node: Node) -> Node:
        if node < 0:
            moved[node] = store.constant(old.value(node))
        return moved[node]

    for n in old.live(roots):
        op = old.op(n)
        operands = old.operands(n)
        moved[n] = store.node(op, *map(constant, operands)) if operands else _leaf(store, old, n, op)
    for root in roots:
        constant(root)
    return moved


def _leaf(store: Store, old: Store, node: Node, op: int) -> Node:
    return store.leaf(op, old.name(node))
