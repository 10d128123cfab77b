"""One entry of a session: an expression with its number, its name and its numbered graph."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.view import View
from derivrepl.shapes import is_plain_list, uses_arrays
from derivrepl.simplify import hand_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node, Store


class Entry:
    """An expression that commands work on.

    number  its entry number, 0 for a definition that a command selected
    name    what results call it: f, or the definition's own name
    inputs  its inputs in order of appearance
    taken   letters that labels must not begin with: those of definitions that look like labels
    """

    __slots__ = ("_view", "hand", "inputs", "name", "node", "number", "shown", "store", "taken", "text")

    def __init__(self, store: Store, number: int, name: str, node: Node, text: str, taken: set[str]) -> None:
        self.store = store
        self.number = number
        self.name = name
        self.node = node
        self.text = text
        self.taken = taken
        self.inputs = store.inputs_met(node)
        self.hand = hand_of(store, node)
        """How the expression is written, which results follow."""
        self.shown = False
        """Whether the node table has been printed, so that labels mean something to the reader."""
        self._view: View | None = None

    @property
    def is_list(self) -> bool:
        """Whether this is a list of several functions, no array: its derivatives are taken one by one."""
        return is_plain_list(self.store, self.node)

    @property
    def functions(self) -> list[tuple[str, Node]]:
        """The functions that it is, by name: f1, f2, … of a list, else f alone."""
        if not self.is_list:
            return [(self.name, self.node)]
        return [(f"{self.name}{k}", node) for k, node in enumerate(self.store.operands(self.node), 1)]

    @property
    def has_arrays(self) -> bool:
        """Whether arrays have a part in the expression; a list of functions of numbers is none."""
        return uses_arrays(self.store, *[node for _, node in self.functions])

    @property
    def view(self) -> View:
        """The numbered graph, made when first needed."""
        if self._view is None:
            self._view = View(self.store, self.name, self.node, self.taken)
        return self._view

    def forget_view(self) -> None:
        """Let the numbered graph be made anew when it is next needed."""
        self._view = None
        self.shown = False

    def move(self, moved: dict[Node, Node]) -> None:
        """Follow the nodes to their new numbers."""
        self.forget_view()
        self.node = moved[self.node]
        self.inputs = [moved[n] for n in self.inputs]
        self.hand = hand_of(self.store, self.node)

    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return [self.store.name(n) for n in self.inputs]

    def no_such_input(self, name: str) -> DerivError:
        """E203 for a name that is none of the inputs."""
        listed = " ".join(self.input_names()) or "none"
        hint = "" if name.isidentifier() else "an expression is a line of its own, on which the command then works"
        return DerivError("E203", f"{name} is not an input of {self.name} (inputs: {listed})", hint=hint)


def components(entry: Entry) -> list[Entry]:
    """The functions of a list as entries f1, f2, …; any other expression by itself."""
    if not entry.is_list:
        return [entry]
    return [Entry(entry.store, 0, name, node, entry.text, entry.taken) for name, node in entry.functions]
