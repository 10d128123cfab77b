"""Walking through a node table: where one is, where one came from, and what the screen shows. No terminal yet.

Only the rows on the screen are written, so that a step costs the same in a graph of ten and of a million nodes.
"""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import Column, cells, clip, elide, fit, whole_parts
from derivrepl.formats.terminal_expression import Expressions
from derivrepl.formats.terminal_graph import Cells
from derivrepl.formats.terminal_style import Line
from derivrepl.language.text import ASCII, Notation, Writer
from derivrepl.session.rulebook import rule_used
from derivrepl.store import INPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Browse
    from derivrepl.store import Node

ABOVE, BELOW = 2, 5
"""Lines over the rows (title, heads) and under them (a rule, two about the node, two of keys)."""
SOUGHT = 200_000
"""Rows that one search looks at."""
LISTED = 9
"""Users that can be chosen by a digit."""
USERS_LEAST, USERS_CAP = 10, 24
KEYS = (
    "↑↓ PgUp PgDn g G move   1 2 operand   u users   ⌫ back   123⏎ go to   / find",
    "d derivative nodes only   n next   y copy row   q leave",
)
SHORT_KEYS = (
    "↑↓ PgUp PgDn g G   1 2 operand   u users   ⌫ back",
    "123⏎ go to   / find   n next   d   y copy   q leave",
)
"""Keys where there is less room: of those that do not fit the last one of a line stays."""
BETWEEN = "   "


class Browsing:
    """A walk through the table of one entry.

    rows    the nodes that can be walked over, in the order of their numbers
    at      the place of the chosen one
    path    where Backspace goes back to
    digits  what was typed of a number
    search  the text that is sought; None while none is typed
    told    a remark for one screen
    """

    def __init__(self, block: Browse, expressions: Expressions, digits: int = 6) -> None:
        self.view = view = block.view
        self.store = view.store
        self.expressions = expressions
        self.cells = Cells(view, expressions, 120, digits)
        self.everything = view.numbered()
        self.place = {n: k for k, n in enumerate(self.everything)}
        self.rows = self.everything
        self.at = self.place[block.at]
        self.top = 0
        self.path: list[Node] = []
        self.digits = ""
        self.listing = False
        """Whether digits choose a user rather than an operand."""
        self.search: str | None = None
        self.sought = ""
        self.told = ""
        self.users: dict[Node, list[Node]] = {n: [] for n in self.everything}
        self.levels: dict[Node, int] = {}
        for n in self.everything:
            operands = [a for a in dict.fromkeys(self.store.operands(n)) if a in self.place]
            self.levels[n] = 1 + max([0, *(self.levels[a] for a in operands)])
            for a in operands:
                self.users[a].append(n)
        self.deepest = max(self.levels.values(), default=0)
        self.names: dict[Node, str] = {view.root: view.name}
        for leaf, column in view.columns.items():
            if view.root in column:
                sign = "∂" if expressions.unicode else "d"
                self.names.setdefault(column[view.root], f"{sign}{view.name}/{sign}{self.store.name(leaf)}")
        self.widths: dict[str, int] = {}

    @property
    def node(self) -> Node:
        """The chosen node."""
        return self.rows[self.at]

    # Moving

    def move(self, by: int) -> None:
        """Go up or down."""
        self.at = min(max(self.at + by, 0), len(self.rows) - 1)
        self.digits, self.listing = "", False

    def go(self, node: Node) -> None:
        """Follow a link; Backspace comes back."""
        if node not in self.place:
            self.told = "a constant has no row"
            return
        self.path.append(self.node)
        self._to(node)
        self.digits, self.listing = "", False

    def back(self) -> None:
        """Take back a digit, or the last link that was followed."""
        if self.digits:
            self.digits = self.digits[:-1]
        elif self.path:
            self._to(self.path.pop())
        self.listing = False

    def _to(self, node: Node) -> None:
        """Choose a node; one that is no derivative node ends their being alone."""
        if self.place[node] < len(self.view.nodes):
            self.rows = self.everything
        self.at = self._place_of(node)

    def _place_of(self, node: Node) -> int:
        place = self.place[node]
        return place if self.rows is self.everything else place - len(self.view.nodes)

    def digit(self, sign: str) -> None:
        """One more digit of a number."""
        self.digits = (self.digits + sign)[:9]

    def settle(self) -> None:
        """A single digit that nothing followed: go to that operand, or to that user of a list."""
        if len(self.digits) == 1:
            links = self.users[self.node][:LISTED] if self.listing else list(self.store.operands(self.node))
            which = int(self.digits)
            self.digits = ""
            if 0 < which <= len(links):
                self.go(links[which - 1])
            else:
                self.told = f"{self.view.labels[self.node]} has no {'user' if self.listing else 'operand'} {which}"

    def enter(self) -> None:
        """Go to the node whose number was typed."""
        number, self.digits = self.digits, ""
        if number:
            node = self.view.node(f"{self.view.letter}{number}")
            if node is None:
                letter = self.view.letter
                self.told = f"no node {letter}{number} ({letter}1 to {letter}{len(self.everything)})"
            else:
                self.go(node)

    def to_users(self) -> None:
        """Go to the only user, or list several to choose from."""
        users = self.users[self.node]
        if len(users) == 1:
            self.go(users[0])
        elif users:
            self.listing = True
        else:
            self.told = f"nothing reads {self.view.labels[self.node]}"

    def toggle_derivatives(self) -> None:
        """Show the derivative nodes only, or all nodes again."""
        node = self.node
        if self.rows is not self.everything:
            self.rows = self.everything
        elif self.view.derived:
            self.rows = self.view.derived
        else:
            self.told = "no derivative nodes are numbered"
        own = self.rows is self.everything or self.place[node] >= len(self.view.nodes)
        self.at = self._place_of(node) if own else 0

    # Searching

    def find(self, step: int = 1) -> None:
        """Go to the next row whose operation, label or result has the sought text."""
        text = self.sought.replace("*", "·") if self.expressions.unicode else self.sought
        if not text:
            return
        count = len(self.rows)
        for k in range(1, min(count, SOUGHT) + 1):
            node = self.rows[(self.at + step * k) % count]
            if text in self._operation(node) or text == self.view.labels[node] or text == self.names.get(node):
                self.go(node)
                return
        self.told = f"not found: {self.sought}"

    def _operation(self, node: Node) -> str:
        if self.store.op(node) == INPUT:
            return self.store.name(node)
        return self.expressions.row(node, self.view.labels)

    # The screen

    def row(self, node: Node, notation: Notation = ASCII) -> str:
        """A row as it can be typed: `v3 = sin(v1)`."""
        leaf = self.store.op(node) == INPUT
        text = self.store.name(node) if leaf else Writer(self.store, notation).row(node, self.view.labels)
        return f"{self.view.labels[node]} = {text}"

    def screen(self, width: int, height: int) -> list[Line]:
        """The lines of a screen of this size."""
        room = max(height - ABOVE - BELOW, 1)
        if not self.top <= self.at < self.top + room:
            self.top = max(self.at - room // 2, 0)
        self.top = max(min(self.top, len(self.rows) - room), 0)
        shown = self.rows[self.top : self.top + room]
        lines = [self._title(width), *self._table(shown, width)]
        lines += [[("", "")]] * (room - len(shown))
        rule = "─" if self.expressions.unicode else "-"
        lines.append([(" " + rule * (width - 2), "dim")])
        mark = self.expressions.notation.mark
        lines += [[(clip(self._told(line), width, mark), "")] for line in self._facts()]
        lines += self._footer(width)
        self.told = ""
        return lines[:height]

    def _title(self, width: int) -> Line:
        view = self.view
        kind = "derivative nodes" if self.rows is not self.everything else "nodes"
        left = f" {view.name} · {len(self.rows):,} {kind}"
        right = f"{view.labels[self.node]} · {100 * (self.at + 1) // len(self.rows)} % "
        blank = max(width - cells(left) - cells(right), 1)
        return [(clip(left + " " * blank + right, width, self.expressions.notation.mark), "head")]

    def _table(self, shown: list[Node], width: int) -> list[Line]:
        """The heads and one line for each row, as many columns as fit; columns only grow while one walks."""
        columns = self.cells.columns(shown, [])
        used = Column("used by", [self._used_by(n) for n in shown], least=USERS_LEAST, cap=USERS_CAP, style="node")
        operation = columns[1]
        operation.cells = [self._operation(n) if c == "input" else c for n, c in zip(shown, operation.cells)]
        columns = [*columns[:2], used, *columns[2:]]
        for column in columns:
            self.widths[column.head] = max(self.widths.get(column.head, 0), column.natural())
            if not column.least:
                column.cells.append(" " * self.widths[column.head])
        widths = fit(width, columns)
        mark = self.expressions.notation.mark
        pointer = "▌" if self.expressions.unicode else ">"
        lines: list[Line] = [[(" ", ""), *self._cut([(c.head, "head") for c in columns], widths, mark)]]
        for k, node in enumerate(shown):
            here = node == self.node
            pieces = self._cut([(c.cells[k], "command" if here else c.style) for c in columns], widths, mark)
            lines.append([(pointer if here else " ", "command"), *pieces])
        return lines

    def _cut(self, texts: list[tuple[str, str]], widths: list[int], mark: str) -> Line:
        return [
            piece
            for (text, role), w in zip(texts, widths)
            for piece in ((elide(text, w, mark), role), (" " * (w - cells(elide(text, w, mark)) + 2), ""))
        ]

    def _used_by(self, node: Node) -> str:
        users = self.users[node]
        names = [self.names[node]] if node in self.names else []
        listed = names + [self.view.labels[n] for n in users[:3]]
        return " ".join(listed) + (f" +{len(users) - 3}" if len(users) > 3 else "")

    def _facts(self) -> list[str]:
        """What is known of the chosen node: its operation and rule, what it is built from, how deep it lies."""
        view, node = self.view, self.node
        rule = self.cells.rule(node) or rule_used(self.store, node)
        first = f" {self.row(node, self.expressions.notation)}" + (f"   {rule}" if rule else "")
        if self.listing:
            users = [f"{k} {view.labels[n]}" for k, n in enumerate(self.users[node][:LISTED], 1)]
            rest = len(self.users[node]) - LISTED
            return [first, f" used by   {'   '.join(users)}" + (f"   and {rest:,} more" if rest > 0 else "")]
        operands = [a for a in dict.fromkeys(self.store.operands(node)) if a in self.place]
        parts = []
        for a in operands[:4]:
            below = [view.labels[b] for b in dict.fromkeys(self.store.operands(a)) if b in self.place]
            parts.append(view.labels[a] + (f" ← {', '.join(below[:4])}" if below else ""))
        built = f" built from  {'   '.join(parts)}" if parts else " an input"
        return [first, f"{built}   depth {self.levels[node]} of {self.deepest}"]

    def _footer(self, width: int) -> list[Line]:
        """What is being typed or was found, then the keys."""
        keys = KEYS if width > max(cells(BETWEEN.join(self._parts(line))) for line in KEYS) else SHORT_KEYS
        told = ""
        if self.search is not None:
            told, keys = f"/ {self.search}▌", ("", "Enter finds   Esc gives up")
        elif self.digits:
            told, keys = f"go to {self.view.letter}{self.digits}▌", ("", "Enter goes there   ⌫ takes back")
        elif self.told:
            told = self.told
        mark = self.expressions.notation.mark
        fitting = [whole_parts(self._parts(line), width - 1, BETWEEN, mark) for line in keys]
        first, second = ([(f" {line}", "dim")] for line in fitting)
        return [[(clip(f" {self._told(told)}", width, mark), "")] if told else first, second]

    def _parts(self, line: str) -> list[str]:
        """The parts of a line of keys."""
        return [self._told(part) for part in line.split(BETWEEN)]

    def _told(self, text: str) -> str:
        """The text in the screen's characters."""
        return text if self.expressions.unicode else to_ascii(text)
