"""A copy of a session that knows what it knows, shares nothing that changes, and touches no file."""

from __future__ import annotations

from copy import copy

from derivrepl.session.entry import Entry
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.view import View
    from derivrepl.store import Store


def copied(session: Session) -> Session:
    """The session's twin."""
    twin = Session(Settings(session.settings.values.items()), keep=session.keep)
    own = {"settings", "store", "scope", "parser", "derivatives", "selected", "checks", "files", "journal", "record"}
    _copy(vars(session), twin, own)
    _copy(vars(session.store), twin.store, set())
    _copy(vars(session.scope), twin.scope, {"store", "session", "forms"})
    twin.assumptions = {kind: set(names) for kind, names in session.assumptions.items()}
    twin.store.shapes = session.store.shapes.copied(twin.store) if session.store.shapes is not None else None
    twin.store.limit = None
    twin.files.open = False
    if session.current is not None:
        twin.current = _entry(session.current, twin.store)
    return twin


def _entry(entry: Entry, store: Store) -> Entry:
    twin = Entry(store, entry.number, entry.name, entry.node, entry.text, set(entry.taken))
    twin.shown = entry.shown
    twin._view = _view(entry._view, store) if entry._view is not None else None
    return twin


def _view(view: View, store: Store) -> View:
    twin = copy(view)
    _copy(vars(view), twin, set())
    twin.columns = {leaf: dict(column) for leaf, column in view.columns.items()}
    twin.store = store
    return twin


def _copy(values: dict[str, object], target: object, leave: set[str]) -> None:
    for name, value in values.items():
        if name not in leave:
            setattr(target, name, value.copy() if isinstance(value, list | dict | set) else value)
