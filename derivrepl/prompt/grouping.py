"""How a text was read: the `=` line of the panel, with every grouping that a reader might doubt in brackets.

What is doubted: what a sign covers (`-x^2`), what follows a quotient (`a/b*c`), towers of powers (`a^b^c`).
"""

from __future__ import annotations

from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.store import DIV, MUL, NEG, POW
from derivrepl.tables.operators import ATOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Written
    from derivrepl.store import Node, Store

LIMIT = 2_000


class GroupedWriter(Writer):
    """Writes nodes with brackets around quotients and towers of powers in products and powers.

    signs  whether the power behind a sign is bracketed as well: `-(x²)`
    """

    signs = True

    def compose(self, node: Node, operands: list[Written]) -> Written:
        op, parts = self.store.op(node), self.store.operands(node)
        if op in (MUL, DIV) and self._is_quotient(parts[0]):
            operands = [_bracketed(operands[0]), operands[1]]
        elif op == POW and operands[1][1] != ATOM:
            operands = [operands[0], _bracketed(operands[1])]
        elif op == NEG and self.signs:
            operands = [self._power_bracketed(parts[0], operands[0])]
        return super().compose(node, operands)

    def _is_quotient(self, node: Node) -> bool:
        return self.store.op(node) == DIV or (node < 0 and "/" in (self.text(node) or ""))

    def _power_bracketed(self, node: Node, written: Written) -> Written:
        """The operand of a sign, the power that it begins with in brackets."""
        while self.store.op(node) in (MUL, DIV):
            node = self.store.operands(node)[0]
        text, level = written
        power = self.text(node) if self.store.op(node) == POW else None
        return (f"({power}){text[len(power) :]}", level) if power and text.startswith(power) else written


class _Doubts(GroupedWriter):
    """What a sign covers is no reason to speak of it: too many expressions begin with one."""

    signs = False


def _bracketed(written: Written) -> Written:
    text, _ = written
    return f"({text})", ATOM


_SAME = str.maketrans({"·": "*", "×": "*", "⋅": "*", "−": "-", "–": "-", "÷": "/", "′": "'", "π": "pi"})
_RAISED = {**{ord(c): f"^{k}" for k, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, **_SAME}


def read_as(store: Store, node: Node, typed: str, unicode: bool) -> str:
    """How a text was read, or nothing when that says no more than the text itself."""
    notation = UNICODE if unicode else ASCII
    plain = Writer(store, notation, LIMIT).text(node)
    doubts = _Doubts(store, notation, LIMIT).text(node)
    if plain is None or doubts is None:
        return ""
    brackets = typed.count("(")
    if _bare(typed) == _bare(plain) and not (doubts != plain and brackets < doubts.count("(")):
        return ""
    shown = GroupedWriter(store, notation, LIMIT).text(node) or plain
    return "" if _bare(typed) == _bare(shown) and brackets == shown.count("(") else shown


def _bare(text: str) -> str:
    """A text without what may be left out, spelled in one way."""
    text = text.translate(_RAISED).replace("**", "^").replace("ln(", "log(")
    return "".join(c for c in text if not c.isspace() and c not in "*()")
