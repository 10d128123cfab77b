"""Long runs stay small: nodes that no name and no entry reaches are forgotten once there are many."""

from __future__ import annotations

from derivrepl.store import INPUT, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from derivrepl.session.session import Session

MANY = 100_000
"""A store this much larger than after its last clearing, and twice as large, is cleared; its nodes take some 20 MB."""


def clear_when_large(session: Session) -> None:
    """Keep what definitions and entries reach, and what undoing would bring back, if the store has grown by `MANY`.

    Not in the middle of a file that is loaded: what it has to show is still to be written.
    The current expression stays; its node numbers are given anew when they are next shown.
    """
    grown = session.cleared_at + max(session.cleared_at, MANY)
    if len(session.store) < grown or len(session.journal.running) > 1:
        return
    store, journal = session.store, session.journal
    definitions = distinct([*session.scope.definitions.values(), *journal.values(session.scope.definitions)])
    entries = distinct([*([session.current] if session.current else []), *journal.entries()])
    numbers = [*session.entries.values(), *journal.values(session.entries)]
    roots = [held.node for held in (*definitions, *entries)] + [n for n in numbers if n is not None]
    moved = keep(store, roots)
    for definition in definitions:
        definition.node = moved[definition.node]
    for entry in entries:
        entry.move(moved)
    dict.update(session.entries, {number: moved[node] for number, node in session.entries.items()})
    journal.replaced(session.entries, moved.__getitem__)
    session.selected.clear()
    session.derivatives.forget()
    session.parser.spans = {}
    if session.current is not None:
        session.select(session.current)
    session.cleared_at = len(store)


def distinct(held: Iterable[Any]) -> list[Any]:
    """Each object once."""
    return list({id(one): one for one in held if one is not None}.values())


def keep(store: Store, roots: list[Node]) -> dict[Node, Node]:
    """Forget every node of the store that the roots do not reach; the new number of each root and what it reaches."""
    old = store.start_over()
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
    if old.shapes is not None:
        old.shapes.known.clear()
        store.shapes = old.shapes
    return moved


def _leaf(store: Store, old: Store, node: Node, op: int) -> Node:
    """A leaf as it is: a scalar input stays one, though its name means an array by now."""
    if op == INPUT and old.keys[node][1] in old.label_shapes:
        return store.array(old.name(node), *old.label_shapes[old.keys[node][1]])
    return store.leaf(op, old.name(node))
