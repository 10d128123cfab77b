"""The one graph behind every expression of a process, and the lock that threads take turns by.

An expression holds a `Cell`, the graph's handle for one node: equal expressions have the same cell, and when
nodes are numbered anew, to release what nobody holds, only the cells change.
"""

from __future__ import annotations

from threading import RLock
from weakref import WeakValueDictionary

from derivrepl.errors import DerivError
from derivrepl.language.parse import Parser
from derivrepl.language.scope import Definition
from derivrepl.session.entry import Entry
from derivrepl.session.release import MANY, keep
from derivrepl.session.session import FormScope, Session
from derivrepl.session.validity import condition_texts
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "f"
"""What an expression is called where it needs a name."""


class Cell:
    """One node of the graph, whatever its number is."""

    __slots__ = ("__weakref__", "node")

    def __init__(self, node: Node) -> None:
        self.node = node


class Engine:
    """A session that nobody types into. `with engine:` around every use; uses may nest."""

    def __init__(self) -> None:
        self.session = Session()
        self.store: Store = self.session.store
        self.derivatives = self.session.derivatives
        self.scope = FormScope(self.store, self.session)
        self.parser = Parser(self.scope)
        self.cells: WeakValueDictionary[Node, Cell] = WeakValueDictionary()
        self.cleared_at = 0
        self.clearings = 0
        """How often nodes have been numbered anew: what was made of their numbers before is void."""
        self._lock = RLock()
        self._depth = 0

    def __enter__(self) -> Engine:
        self._lock.acquire()
        self._depth += 1
        if self._depth == 1:
            self.store.mend()
            self._clear_when_large()
            self.derivatives.begin()
            self.store.limit = len(self.store) + self.session.max_nodes
        return self

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.session.current = None
        self._lock.release()

    def cell(self, node: Node) -> Cell:
        """The cell of a node."""
        found = self.cells.get(node)
        if found is None:
            found = self.cells[node] = Cell(node)
        return found

    def read(self, text: str, names: Mapping[str, Node], functions: Iterable[str] = ()) -> Node:
        """The node of a text, in which names stand for nodes; raises DerivError with the place as a note."""
        scope = self.scope
        scope.abstract = set(functions)
        scope.definitions = {}
        for name, node in names.items():
            scope.refuse_reserved(name)
            scope.definitions[name] = Definition(name, node)
        try:
            return self.parser.expression_node(text)
        except DerivError as error:
            for note in _place(error, text):
                error.add_note(note)
            raise

    def entry(self, node: Node) -> Entry:
        """The node as the expression that the session works on."""
        made = Entry(self.store, 0, NAME, node, "", set())
        self.session.current = made
        return made

    def conditions(self) -> tuple[str, ...]:
        """What the results of this use rest on, as texts of the language."""
        return tuple(condition_texts(self.store, list(self.derivatives.conditions)))

    def _clear_when_large(self) -> None:
        """Forget the nodes that no cell reaches, once there are many."""
        if len(self.store) < self.cleared_at + MANY:
            return
        cells = list(self.cells.values())
        moved = keep(self.store, [cell.node for cell in cells])
        for cell in cells:
            cell.node = moved[cell.node]
        self.cells = WeakValueDictionary({cell.node: cell for cell in cells})
        self.derivatives.forget()
        self.parser.spans = {}
        self.cleared_at = len(self.store)
        self.clearings += 1


def _place(error: DerivError, text: str) -> list[str]:
    """The text with a caret under the place, and the hint, for a traceback."""
    notes = []
    if error.span is not None and "\n" not in text and len(text) <= 200:
        start, end = error.span
        notes.append(f"  {text}\n  {' ' * start}^{'~' * (end - start - 1)}")
    return notes + ([f"  hint: {error.hint}"] if error.hint else [])


engine = Engine()
