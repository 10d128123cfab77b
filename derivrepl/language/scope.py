"""What names mean while a text is read: definitions, declarations, functions, forms, entries.

A session fills a `Scope` in; the rule tables are read in a bare one.
"""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.store import FIRST_FUNCTION, IF, NAMED, PARAMETER, Node, Store
from derivrepl.tables.arrays import ARRAYS, NAMES, OPEN
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS
from derivrepl.tables.spellings import ALSO_INPUTS, SPELLINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from derivrepl.errors import Span
    from derivrepl.language.parse import Parser
    from derivrepl.language.value import Value
    from derivrepl.shapes import Shape

    Form = Callable[["Parser", list["Value"], Span], "Value"]

OPERATIONS = [*OPERATORS, *FUNCTIONS, *ARRAYS, *OPEN]
"""Every operation that a new store knows, in the order of their codes."""

FUNCTION_CODES: dict[str, int] = {"if": IF}
"""Operation code of every function, under each of its spellings."""
for _code, _row in enumerate(FUNCTIONS, FIRST_FUNCTION):
    for _name in (_row.name, *_row.aliases):
        FUNCTION_CODES[_name] = _code

CONSTANT_NAMES = {name: row.name for row in CONSTANTS for name in (row.name, *row.aliases)}
"""The canonical name of every named constant, under each of its spellings."""

ARRAY_CODES = {name: FIRST_FUNCTION + len(FUNCTIONS) + len(ARRAYS) + k for k, name in enumerate(NAMES)}
"""Operation code of every function of arrays; the shapes of its operands tell which row it becomes."""

ARRAY_NAMES = {*ARRAY_CODES, "dot", "size"} - {"index", "matmul"}


class Definition:
    """A name's meaning: a node, and for functions the inputs that calls replace."""

    compiled = False
    """Whether a call on numbers runs as compiled code."""

    __slots__ = ("name", "node", "params")

    def __init__(self, name: str, node: Node, params: tuple[str, ...] | None = None) -> None:
        self.name = name
        self.node = node
        self.params = params
        """Parameter names of a function; None for a value."""


class Scope:
    """The names that a text may use, and the store that it is read into."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.definitions: dict[str, Definition] = {}
        self.abstract: set[str] = set()
        """Names declared as functions without a formula."""
        self.failed: dict[str, str] = {}
        """Names whose definition failed, with the place of the failure."""
        self.inputs: dict[str, None] = {}
        """The inputs met so far, in order."""
        self.recent: set[str] = set()
        """The inputs of the current expression, and the declared ones: what a mistyped name may be made of."""
        self.forms: Collection[str] = ()
        """The names of the in-language derivatives: diff, grad, …"""
        self.works_out = False
        """Whether the text that was read last takes derivatives, or puts values in by `at`."""
        self.strict = False
        """Whether an input must be declared before it is used."""
        self.current: tuple[str, Node] | None = None
        """Display name and node of the current expression."""

    @property
    def arrays(self) -> dict[str, tuple[Shape, bool]]:
        """Names declared as arrays: the shape, and whether the matrix is symmetric."""
        return self.store.declared

    def is_size(self, name: str) -> bool:
        """Whether the name is a size in a declaration, and no input."""
        return any(name in shape for shape, _ in self.arrays.values()) and name not in self.inputs

    def differentiate(self, node: Node, wanted: list[Node]) -> Node:
        """The derivative of the node by leaves, one after the other; a session provides it."""
        raise DerivError("E110", "a derivative cannot be taken here")

    def shortened(self, node: Node) -> Node:
        """The node in the form in which results are kept; a session simplifies."""
        return node

    def form(self, name: str) -> Form:
        """What reads a call of an in-language derivative; a session provides it."""
        raise DerivError("E110", f"{name} cannot be taken here")

    def constant(self, name: str) -> Node | None:
        """The node of a named constant, or None."""
        canonical = CONSTANT_NAMES.get(name)
        return None if canonical is None else self.store.leaf(NAMED, canonical)

    def leaf(self, name: str) -> Node:
        """The node of a name that means nothing else."""
        return self.store.input(name)

    def entry(self, number: int | None) -> Node:
        """The node of entry `number`, of the last one for None; raises DerivError."""
        raise DerivError("E204", "there is no earlier expression here")

    def numbered(self, label: int | None) -> Node:
        """The node `%label` of the current table; raises DerivError."""
        raise DerivError("E204", "there is no numbered table here")

    def named(self, name: str) -> Node | None:
        """The node that a derivative notation's NAME (`df/dx`) speaks of, or None."""
        definition = self.definitions.get(name)
        if definition is not None:
            return definition.node
        if self.current is not None and self.current[0] == name:
            return self.current[1]
        return None

    def is_reserved(self, name: str, called: bool = False) -> str:
        """What keeps the name from being assigned (`a constant`, `a function`), or an empty text.

        called: whether the name would be a function's.
        """
        if name in CONSTANT_NAMES:
            return "a constant"
        if name in ALSO_INPUTS and not called:
            return ""
        if name in FUNCTION_CODES or name in ARRAY_NAMES or name in self.forms:
            return "a function"
        return ""

    def has_no_value(self, name: str) -> bool:
        """Whether the name, standing alone, is a function that has to be called, or one whose definition failed."""
        if name in ALSO_INPUTS and name not in self.abstract:
            return False
        called = name in FUNCTION_CODES or name in self.forms or name in ARRAY_NAMES or name in self.abstract
        return called or name in self.failed

    def refuse_reserved(self, name: str, purpose: str = "be assigned") -> None:
        """Raise DerivError E205 for what is no name, or means something already."""
        reserved = self.is_reserved(name)
        if reserved or not name.isidentifier():
            raise DerivError("E205", f"{name} is {reserved or 'no name'} and cannot {purpose}")

    def is_function(self, name: str) -> bool:
        """Whether the name can be called and, without brackets, is nothing else."""
        definition = self.definitions.get(name)
        own = name in self.abstract or (definition is not None and definition.params is not None)
        return own or self.is_reserved(name) == "a function" or ((name, 1) in SPELLINGS and name not in self.inputs)

    def takes_two(self, name: str) -> bool:
        """Whether the name is a function of two arguments."""
        definition = self.definitions.get(name)
        if definition is not None:
            return definition.params is not None and len(definition.params) == 2
        code = FUNCTION_CODES.get(name, ARRAY_CODES.get(name))
        return code is not None and len(self.store.operations[code].params) == 2

    def function_names(self) -> list[str]:
        """Every name that can be called, the session's own first."""
        own = [name for name, d in self.definitions.items() if d.params is not None]
        return [*own, *sorted(self.abstract), *FUNCTION_CODES, *self.forms, *sorted(ARRAY_NAMES)]


class RuleScope(Scope):
    """The scope of a table's formula: its parameters are leaves, and so are `ans` and `g`."""

    def leaf(self, name: str) -> Node:
        return self.store.leaf(PARAMETER, name)

    def is_size(self, name: str) -> bool:
        return False
