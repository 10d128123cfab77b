"""The numbered graph of one entry: which node is v3, and which derivative a node is.

Inputs come first in the order of their appearance, then the operations, operands before their users,
then the nodes of derivatives as these are asked for: numbers are only ever added. Constants are not
numbered, they stand inline. The order is that of the expression, whatever the store held before.
"""

from __future__ import annotations

from derivrepl.store import INPUT, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LETTERS = "vwuzpqrstabcdghklmn"


class Origin:
    """Which derivative a node is: of which node, by what (a node or an input), and by which rule."""

    __slots__ = ("by", "of", "rule")

    def __init__(self, of: Node, by: Node, rule: str) -> None:
        self.of = of
        self.by = by
        self.rule = rule


class View:
    """The table of one entry.

    taken    letters that labels do not begin with
    inputs   input nodes, in order of appearance
    nodes    numbered nodes of the function: inputs, then operations
    derived  numbered nodes that derivatives added
    labels   node → `v3`
    columns  input → (node → node of its derivative by that input); only nodes whose derivative is known
    origins  derived node → what it is the derivative of
    values   node → value at the session's point, when one is set
    adjoints node → derivative of the root by the node, at the point
    """

    def __init__(self, store: Store, name: str, root: Node, taken: set[str]) -> None:
        self.store = store
        self.name = name
        self.root = root
        order = store.post_order([root])
        self.inputs = [n for n in order if store.op(n) == INPUT]
        self.nodes = self.inputs + [n for n in order if store.op(n) > PARAMETER]
        self.derived: list[Node] = []
        self.letter = free_letter(taken | first_letters(store.name(n) for n in self.inputs))
        self.labels = {n: f"{self.letter}{k}" for k, n in enumerate(self.nodes, 1)}
        self.columns: dict[Node, dict[Node, Node]] = {}
        self.origins: dict[Node, Origin] = {}
        self.values: dict[Node, float] = {}
        self.adjoints: dict[Node, float] = {}

    def add(self, roots: list[Node]) -> None:
        """Number the nodes that these derivatives need beyond what is numbered already."""
        for n in self.store.post_order(roots, self.labels):
            if self.store.op(n) > PARAMETER:
                self.derived.append(n)
                self.labels[n] = f"{self.letter}{len(self.labels) + 1}"

    def numbered(self) -> list[Node]:
        """All numbered nodes, in the order of their numbers."""
        return self.nodes + self.derived

    def node(self, label: str) -> Node | None:
        """The node with this label."""
        digits = label.removeprefix(self.letter)
        if digits == label or not digits.isdecimal() or len(digits) > 9:
            return None
        everything = self.numbered()
        number = int(digits)
        return everything[number - 1] if 0 < number <= len(everything) else None


def free_letter(taken: set[str]) -> str:
    """A letter for labels that none of these is: `v` unless that is taken."""
    return next((letter for letter in LETTERS if letter not in taken), "node")


def first_letters(names: Iterable[str]) -> set[str]:
    """The letters of the names that look like labels: `v` of `v1`."""
    return {name[0] for name in names if name[1:].isdecimal()}
