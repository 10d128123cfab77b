"""An explanation in steps, as lines: for a screen in columns, for a pipe one after the other.

2    chain rule    u = exp(s), s = -x²         u′ = exp(s)·s′
"""

from __future__ import annotations

from derivrepl.formats.columns import cells, pad, wrap
from derivrepl.formats.prose import hung, prose
from derivrepl.language.text import ASCII, UNICODE, Notation, Writer, roughly, sizes
from derivrepl.session.answer import INDENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.terminal_style import Line
    from derivrepl.session.answer import Equality, StepRow, Steps
    from derivrepl.store import Node, Store

LIMIT = 400
"""Longer expressions are told by their size: an explanation is for reading."""
NARROW = 50
DEEPEST = 7
"""Levels that are indented; what lies deeper stands under these."""
BODY_AT, WIDEST_RULE = 22, 18
"""Where what follows a rule's name stands at least, and the longest name that stands in front of it."""
FOLLOWS_AT = 27
"""Where, counted from there, the derivative stands at least, behind what the parts are."""


class StepTexts:
    """Writes the expressions of an explanation, its symbols as names."""

    def __init__(self, store: Store, block: Steps, notation: Notation) -> None:
        self.store = store
        self.notation = notation
        self.writer = Writer(store, notation, LIMIT, self._names(block))

    def _names(self, block: Steps) -> dict[Node, str]:
        plain = Writer(self.store, self.notation, LIMIT)
        names = {}
        for leaf, symbol in block.symbols.items():
            if symbol.name:
                names[leaf] = symbol.name
            else:
                text = self.written(symbol.node, plain)
                simple = text.isidentifier() or text.isdecimal()
                names[leaf] = (text if simple else f"({text})") + self.notation.prime
        return names

    def written(self, node: Node, writer: Writer | None = None) -> str:
        """An expression; one that is too long is told by its size."""
        text = (writer or self.writer).text(node)
        if text is not None and len(text) <= LIMIT:
            return text
        length = len(text) if text is not None else sizes(self.store, [node])[node]
        return f"({roughly(length)} characters)"

    def equality(self, equality: Equality) -> str:
        """`left = right`; `= right` where the left side is that of the line above."""
        right = self.written(equality.right)
        return right if equality.left is None else f"{self.written(equality.left)} = {right}"

    def given(self, row: StepRow) -> str:
        """What the parts are: `u = exp(s), s = -x²`; for the function itself `f = u·w  with  u = …,  w = …`."""
        pieces = [self.equality(e) for e in row.given]
        if row.number or len(pieces) < 2:
            return ", ".join(pieces)
        return f"{pieces[0]}  with  {',  '.join(pieces[1:])}"

    def follows(self, row: StepRow) -> list[str]:
        """What the rule says, a line for each equality; the `=` of the later ones under that of the first."""
        lines = [self.equality(e) for e in row.follows[:1]]
        for equality in row.follows[1:]:
            lines.append(" " * (lines[0].index(" = ") + 1) + f"= {self.written(equality.right)}")
        return lines


class StepLines:
    """Lays out the rows of a block for a screen."""

    def __init__(self, store: Store, block: Steps, width: int, unicode: bool) -> None:
        self.texts = StepTexts(store, block, UNICODE if unicode else ASCII)
        self.width = width
        self.rows = [(row, self.texts.given(row), self.texts.follows(row)) for row in block.rows]
        self.digits = max([len(str(row.number)) for row in block.rows] + [1])
        self.label_at = INDENT + self.digits + 3
        widest = max([cells(row.rule) for row in block.rows] + [0])
        self.deepest = max(min((width - self.label_at - widest) // 2, DEEPEST), 0)
        labels = [cells(self._label(row)) for row in block.rows if row.number]
        fitting = [n for n in labels if n <= WIDEST_RULE]
        self.body = max([BODY_AT, *(self.label_at + n + 2 for n in fitting)])
        if width < NARROW:  # the rule on a line of its own, what follows below
            self.body = self.label_at + 2
        given = [cells(g) for row, g, f in self.rows if row.number and g]
        room = self.width - self.body
        fitting = [n for n in given if n + 3 <= room // 2]
        self.second = max([FOLLOWS_AT, *(n + 3 for n in fitting)]) if room >= 2 * FOLLOWS_AT - 8 else room

    def _label(self, row: StepRow) -> str:
        return "  " * min(row.depth, self.deepest) + row.rule

    def lines(self) -> list[Line]:
        """All lines of the block."""
        made: list[Line] = []
        for row, given, follows in self.rows:
            made += self._numbered(row, given, follows) if row.number or row.follows else self._free(row, given)
        return made

    def _free(self, row: StepRow, given: str) -> list[Line]:
        """A line without a number: what the function is, or a remark."""
        text = given or (f"{row.rule}  " if row.rule else "") + row.remark
        return [[(part, "" if given else "dim")] for part in hung(" " * INDENT + text, self.width)]

    def _numbered(self, row: StepRow, given: str, follows: list[str]) -> list[Line]:
        head: Line = [(" " * self.body, "")]
        lines: list[Line] = []
        if row.number:
            number = f"{' ' * INDENT}{row.number:>{self.digits + 1}}  "
            label = self._label(row)
            head = [(number, "node"), (label, "function")]
            if cells(number) + cells(label) >= self.body:
                lines.append(head)
                head = [(" " * self.body, "")]
            else:
                head.append((" " * (self.body - cells(number) - cells(label)), ""))
        room = max(self.width - self.body, 16)
        body = follows
        if given:
            fits = cells(given) <= self.second - 2 and self.second + max(map(cells, follows)) <= room
            body = [pad(given, self.second) + follows[0], *follows[1:]] if fits else [given, *follows]
        parts = [part for text in body for part in self._wrapped(text, room, hangs=text is not given)]
        for k, part in enumerate(parts):
            lines.append([*(head if k == 0 else [(" " * self.body, "")]), (part, "")])
        if row.remark:
            lines += [[(" " * self.body, ""), (part, "dim")] for part in prose(row.remark, room)]
        return lines

    def _wrapped(self, text: str, room: int, hangs: bool) -> list[str]:
        """The text in lines; its start is kept, and what goes on stands behind the column of a sign of equality."""
        margin = len(text) - len(text.lstrip())
        sign = text.find("= ", margin, margin + DEEPEST)
        deeper = sign + 2 if hangs and sign >= 0 else margin
        first, *more = wrap(text[margin:], room - margin, room - deeper)
        return [" " * margin + first, *(" " * deeper + part for part in more)]


def piped(store: Store, block: Steps) -> list[str]:
    """The lines of a pipe: `2 chain rule: u = exp(s), s = -x^2; u' = exp(s)*s'`, indented by depth."""
    texts = StepTexts(store, block, ASCII)
    lines = []
    for row in block.rows:
        follows = " ".join(line.strip() for line in texts.follows(row))
        body = "; ".join(text for text in (texts.given(row), follows, row.remark) if text)
        head = f"{row.number} {row.rule}: " if row.number else f"{row.rule} " if row.rule else ""
        deeper = row.depth + (not row.number and bool(row.follows))
        lines.append("  " * deeper + head + body)
    return lines
