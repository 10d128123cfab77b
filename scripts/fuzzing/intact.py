"""What holds of a session after every statement, whatever was typed and however it ended."""

from __future__ import annotations

from derivrepl.session.session import Session
from derivrepl.store import PARAMETER, Store


def whole(store: Store) -> None:
    """Assert that the store is a store: every row is known under its key and stands on earlier rows."""
    assert len(store.index) == len(store.keys), "a row is missing in the index, or one too many is there"
    for (_, value), node in store.constant_index.items():
        assert store.constants[-1 - node] == value
    assert len(store.label_index) == len(store.labels)
    for known, label in store.label_index.items():
        name = known[0] if isinstance(known, tuple) else known  # an array has its shape beside its name
        assert store.labels[label] == name
    for n, key in enumerate(store.keys):
        assert store.index[key] == n
        assert 0 <= key[0] < len(store.operations)
        if key[0] > PARAMETER:
            assert all(-len(store.constants) <= a < n for a in key[1:])
        else:
            assert 0 <= key[1] < len(store.labels)


def intact(session: Session) -> None:
    """Assert that a session can go on: names and entries mean nodes, and the next statement is answered."""
    store, scope = session.store, session.scope
    whole(store)
    assert scope.store is store
    assert session.parser.store is store
    assert session.derivatives.store is store
    nodes = [d.node for d in scope.definitions.values()] + list(session.entries.values())
    if session.current is not None:
        nodes.append(session.current.node)
        assert scope.current is not None
        assert scope.current[1] == session.current.node
    assert all(-len(store.constants) <= n < len(store) for n in nodes)
    assert all(name not in scope.definitions for name in scope.inputs), "a name is an input and a definition"
    assert session.number > max(session.entries, default=0)


def answers(session: Session) -> None:
    """Assert that the session still answers a plain question."""
    session.step(":undef q__")
    answer = session.step("q__^2*3")
    if session.settings.on("strict"):
        return
    assert answer.error is None, answer.error.message
    node = session.derivatives.derivative(session.current_entry().node, [session.store.input("q__")])
    again = session.parser.expression_node("6*q__")
    if session.settings.get("simplify") != "off":
        assert node == again
