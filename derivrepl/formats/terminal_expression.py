"""Expressions for a screen: written out where that is short, else told by their size.

Nothing here walks more of a graph than its written form could hold: a part with more nodes than
the limit has characters is too long without being looked at further.
"""

from __future__ import annotations

from derivrepl.language.counted import counted
from derivrepl.language.rows import Rows
from derivrepl.language.text import ASCII, ENORMOUS, UNICODE, Writer, roughly, sizes
from derivrepl.store import PARAMETER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from derivrepl.formats.boxes import Box
    from derivrepl.formats.typeset import Typesetter
    from derivrepl.store import Node, Store

LIMIT = 2_000
"""Characters beyond which an expression is not written for a cell or a line."""
COUNTED = 200_000
"""Nodes that are walked in all to say how many a result has."""
MEASURED = 500_000
"""Nodes of a store beyond which sizes are not found out: that would take longer than a reader waits."""


class Expressions:
    """Writes nodes of one store for one terminal.

    row         the operation on labels: `sin v1`, `v1·v2`
    reference   a node as its label
    text        the whole expression, or None when it is too long
    drawn       the same in two dimensions
    told_size, told_count  how large it is, in words
    """

    def __init__(self, store: Store, unicode: bool, limit: int = LIMIT) -> None:
        self.store = store
        self.unicode = unicode
        self.limit = limit
        self.notation = UNICODE if unicode else ASCII
        self._writer = Writer(store, self.notation, limit)
        rows = Rows(store, self.notation, limit)
        self.row, self.reference = rows.row, rows.reference
        self._long: set[Node] = set()
        self._sizes: dict[Node, int] = {}
        self._budget = COUNTED
        self._typesetters: dict[int, Typesetter] = {}

    def text(self, node: Node) -> str | None:
        """The node written out, or None when that takes more than the limit."""
        if node in self._long:
            return None
        if (
            node >= 0
            and node not in self._writer.written
            and self.count(node, self.limit, self._writer.written) > self.limit
        ):
            self._long.add(node)
            return None
        return self._writer.text(node)

    def shown(self, node: Node) -> str:
        """The node written out, or the mark of what is left out."""
        return self.text(node) or self.notation.mark

    def drawn(self, node: Node, room: int) -> Box | None:
        """The node in two dimensions, or None where that is too large for so many cells."""
        from derivrepl.formats.typeset import Typesetter

        if self.count(node, self.limit) > self.limit:
            return None
        if room not in self._typesetters:
            self._typesetters[room] = Typesetter(self.store, self.unicode, room)
        return self._typesetters[room].box(node)

    def count(self, node: Node, limit: int, without: Container[Node] = ()) -> int:
        """How many nodes lie under this one, itself included; stops counting beyond the limit.

        without: nodes that are neither counted nor entered
        """
        if node < 0:
            return 0
        keys = self.store.keys
        seen, stack = {node}, [node]
        while stack and len(seen) <= limit:
            key = keys[stack.pop()]
            if key[0] <= PARAMETER:
                continue
            for a in key[1:]:
                if a >= 0 and a not in seen and a not in without:
                    seen.add(a)
                    stack.append(a)
        return len(seen)

    def measure(self, nodes: list[Node]) -> None:
        """Find the sizes of all these nodes in one pass."""
        if len(self.store) <= MEASURED:
            self._sizes.update(sizes(self.store, nodes))

    def size(self, node: Node) -> int:
        """How many characters the node takes, about; beyond `ENORMOUS` where finding out would take too long."""
        if node not in self._sizes:
            self.measure([node])
        return self._sizes.get(node, ENORMOUS + 1)

    def told_size(self, node: Node) -> str:
        """The size in words: `2.1e5 characters`."""
        size = self.size(node)
        return f"{magnitude(size)} characters" if size <= ENORMOUS else f"over {self.limit:,} characters"

    def told_count(self, node: Node, without: Container[Node] = ()) -> str:
        """How many nodes the node has, in words; empty when finding out would take too long.

        without: nodes that are neither counted nor entered
        """
        if self._budget <= 0:
            return ""
        found = self.count(node, self._budget, without)
        over = found > self._budget
        self._budget -= found
        return "" if over else counted(found, "node")


def magnitude(count: int) -> str:
    """A count for reading: `4,210`, `2.1e5`, `over 1e18`."""
    return f"{count:,}" if count < 10_000 else roughly(count)


def number(value: float, digits: int) -> str:
    """A float at so many significant digits; -0 is 0."""
    return f"{value + 0.0:.{digits}g}"
