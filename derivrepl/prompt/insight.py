"""What the prompt finds out about a text that has not been entered yet."""

from __future__ import annotations

import math

from derivrepl.formats.terminal_expression import Expressions, number
from derivrepl.prompt.panel import Paper, derivative_panel, error_panel, open_panel
from derivrepl.prompt.reading import COMPLETE, OPEN, WRONG, Reading, read, statements
from derivrepl.session.entry import Entry
from derivrepl.store import LIST, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.terminal_style import Line
    from derivrepl.language.parse import Statement
    from derivrepl.session.session import Session

LONGEST = 2_000
"""Characters beyond which a text is read, but not differentiated."""
MOST_NODES = 2_000
MOST_ROWS = 12


class Insight:
    """The reading of a text and the lines to show about it; `hold`: keep showing what was shown before."""

    __slots__ = ("hold", "lines", "reading")

    def __init__(self, reading: Reading, lines: list[Line], hold: bool = False) -> None:
        self.reading = reading
        self.lines = lines
        self.hold = hold


def nothing() -> Insight:
    """Nothing to say."""
    return Insight(Reading(COMPLETE), [])


def look(session: Session, text: str, cursor: int, paper: Paper, prompt: int, derive: bool = True) -> Insight:
    """What there is to say about the text. `derive`: also its derivatives."""
    reading = read(session, text)
    if reading.state == WRONG and reading.error is not None:
        if _being_typed(session, text, cursor):
            return Insight(Reading(COMPLETE), [], hold=True)
        return Insight(reading, error_panel(paper, reading.error, text, prompt))
    if reading.state == OPEN:
        return Insight(reading, open_panel(paper, reading))
    sources = statements(text) if reading.state == COMPLETE else []
    if len(sources) != 1 or len(text) > LONGEST:
        return Insight(reading, [])
    statement = sources[0].text
    if session.is_command(statement):
        return Insight(reading, _command(session, statement, paper))
    if not derive:
        return Insight(reading, [])
    if _being_typed(session, text, cursor):
        return Insight(reading, [], hold=True)
    return Insight(reading, _derivatives(session, statement, paper))


def _being_typed(session: Session, text: str, cursor: int) -> bool:
    """Whether the cursor is at the end of a word that may become a function's name."""
    if cursor != len(text):
        return False
    word = ""
    for character in reversed(text):
        if not (character.isalnum() or character == "_"):
            break
        word = character + word
    if text.lstrip()[:1] == ":":
        return text.lstrip() == ":" + word
    if not word or word[0].isdigit() or word in session.scope.inputs or word in session.scope.definitions:
        return False
    return len(word) > 1 and any(name.startswith(word) for name in session.scope.function_names())


def _command(session: Session, text: str, paper: Paper) -> list[Line]:
    from derivrepl.errors import DerivError
    from derivrepl.session.commands import find

    word = text.lstrip(":").split()[0] if text[0] != "?" else "help"
    try:
        command = find(word, abbreviated=True)
    except DerivError:
        return []
    line = f":{command.name} {command.usage}".rstrip() + f"   {command.help}"
    names = session.current.input_names() if session.current is not None else []
    right = f"inputs of {session.current.name}: {' '.join(names[:6])}" if session.current and names else ""
    takes_inputs = {"Inputs", "Orders", "Point"} & set(command.kinds)
    return [paper.line(line, "dim", right if takes_inputs else "")]


def _derivatives(session: Session, text: str, paper: Paper) -> list[Line]:
    statement = session.parser.statement(text)
    node = _function(session, statement)
    if node is None or session.store.op(node) == LIST:
        return []
    expressions = Expressions(session.store, paper.unicode)
    if expressions.count(node, MOST_NODES) > MOST_NODES:
        return [paper.line("… preview paused (large input)", "dim")]
    entry = Entry(session.store, 0, "", node, text, set())
    wanted = session.wanted(entry)
    shown = wanted[:MOST_ROWS]
    found = session.derivatives.gradient(entry, shown) if shown else []
    values = _values(session, entry, found)
    sign = "∂" if paper.unicode else "d"
    digits = int(session.settings.get("digits"))
    rows = [
        (
            f"{sign}{session.store.name(leaf)}",
            expressions.text(n) or f"({expressions.told_size(n)})",
            number(value, digits) if value is not None else "",
        )
        for leaf, n, value in zip(shown, found, values, strict=True)
    ]
    count = len(entry.view.nodes)
    facts = f"{count} node{'' if count == 1 else 's'}" if count else ""
    if any(v is not None for v in values):
        facts = "at " + " ".join(f"{name}={number(session.point[name], digits)}" for name in entry.input_names())
    read_as = "" if statement.kind == "equation" else _read_as(text, expressions.text(node) or "")
    return derivative_panel(paper, read_as, rows, facts, len(wanted) - len(shown))


def _function(session: Session, statement: Statement) -> Node | None:
    """The node to differentiate: an expression, or the right side of a definition; a claim keeps its secret."""
    if statement.kind == "expression" and statement.left is not None:
        return statement.left.node
    if statement.kind == "equation" and statement.left is not None and statement.right is not None:
        left = session.parser.text[statement.left.start : statement.left.end]
        claim = "/" in left or "'" in left or "′" in left or "," in left.split("(")[0] or "diff(" in left
        return None if claim or left.startswith("D(") else statement.right.node
    return None


def _values(session: Session, entry: Entry, nodes: list[Node]) -> list[float | None]:
    """The derivatives' values where a point is set for all inputs, else None for each."""
    nothing: list[float | None] = [None] * len(nodes)
    if not session.point or any(name not in session.point for name in entry.input_names()):
        return nothing
    from derivrepl.numeric.evaluate import Program

    found = Program(session.store, nodes).run({leaf: session.point[session.store.name(leaf)] for leaf in entry.inputs})
    return [found[n] if math.isfinite(found[n]) else None for n in nodes]


_SAME = str.maketrans({"·": "*", "×": "*", "⋅": "*", "−": "-", "–": "-", "÷": "/", "′": "'", "π": "pi"})
_RAISED = {**{ord(c): f"^{k}" for k, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}, **_SAME}


def _read_as(typed: str, written: str) -> str:
    """How a text was read, or nothing when that says no more than the text itself."""

    def bare(text: str) -> str:
        text = text.translate(_RAISED).replace("**", "^").replace("ln(", "log(")
        return "".join(c for c in text if not c.isspace() and c != "*")

    return "" if bare(typed) == bare(written) else written
