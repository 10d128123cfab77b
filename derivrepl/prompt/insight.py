"""What the prompt finds out about a text that has not been entered yet."""

from __future__ import annotations

import re

from derivrepl.calculus.higher import first_derivatives
from derivrepl.formats.terminal_expression import Expressions
from derivrepl.language.counted import counted
from derivrepl.language.value import NAME
from derivrepl.prompt.foresee import command_panel
from derivrepl.prompt.grouping import read_as
from derivrepl.prompt.lens import look_through, point_facts, told_value, values_of
from derivrepl.prompt.panel import TALLEST, Paper, derivative_panel, echo_panel, error_panel, open_panel
from derivrepl.prompt.parts import PlacedParser
from derivrepl.prompt.reading import COMPLETE, OPEN, WRONG, Reading, offset_in, placer, read, statements
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.formats.terminal_style import Line
    from derivrepl.language.parse import Statement
    from derivrepl.language.statements import Source
    from derivrepl.language.value import Value
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

LONGEST = 2_000
"""Characters beyond which a text is read, but not differentiated."""
MOST_NODES = 2_000
MOST_ROWS = 12

_operator = re.compile(r"∂[\w^²³⁴-⁹]*(?:/(?:∂[\w^²³⁴-⁹]*)?)?$")
"""The beginning of `∂²/∂x²`: no text goes wrong by it."""

PAUSED = "… preview paused (large input)"


class Insight:
    """The reading of a text and the lines to show about it.

    hold     keep showing what was shown before
    covered  the place of the part that the lines are about, where they are not about the whole
    """

    __slots__ = ("covered", "hold", "lines", "reading")

    def __init__(self, reading: Reading, lines: list[Line], hold: bool = False, covered: Span | None = None) -> None:
        self.reading = reading
        self.lines = lines
        self.hold = hold
        self.covered = covered


def nothing() -> Insight:
    """Nothing to say."""
    return Insight(Reading(COMPLETE), [])


def look(session: Session, text: str, cursor: int, paper: Paper, prompt: int, derive: bool = True) -> Insight:
    """What there is to say about the text. `derive`: also its derivatives."""
    reading = read(session, text)
    if reading.state == WRONG and reading.error is not None:
        if _being_typed(session, text, cursor) or (cursor == len(text) and _operator.search(text)):
            return Insight(Reading(COMPLETE), [], hold=True)
        return Insight(reading, error_panel(paper, reading.error, text, prompt))
    if reading.state == OPEN:
        return Insight(reading, open_panel(paper, reading))
    sources = statements(text) if reading.state == COMPLETE else []
    if len(sources) > 1:
        return Insight(reading, [paper.line(f"{len(sources):,} statements", "dim", "Enter runs them")])
    if not sources or len(text) > LONGEST:
        return Insight(reading, [paper.line(PAUSED, "dim")] if sources else [])
    statement = sources[0].text
    if session.is_command(statement):
        return Insight(reading, command_panel(session, statement, paper, derive))
    if not derive:
        return Insight(reading, [])
    if _being_typed(session, text, cursor):
        return Insight(reading, [], hold=True)
    return _function_panel(session, sources[0], text, cursor, paper)


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


def _function_panel(session: Session, source: Source, text: str, cursor: int, paper: Paper) -> Insight:
    """The derivatives of what the text says; with the cursor inside of it, the part that it stands on."""
    reading = Reading(COMPLETE)
    parser = PlacedParser(session.scope)
    statement = parser.statement(source.text)
    value = _function(parser, statement)
    if value is None:
        return Insight(reading, [])
    expressions = Expressions(session.store, paper.unicode)
    if expressions.count(value.node, MOST_NODES) > MOST_NODES:
        return Insight(reading, [paper.line(PAUSED, "dim")])
    name = _name(statement) or session.free_name(value.node)
    entry = session.make_entry(value.node, source.text, name)
    before, recent = session.current, session.scope.recent
    session.select(entry)
    try:
        echo = read_as(session.store, value.node, source.text, paper.unicode) if statement.kind == "expression" else ""
        place = placer(source, text)
        inside = 0 < cursor < len(text.rstrip()) and not entry.is_list
        found = parser.part(offset_in(source, text, cursor), value.span) if inside else None
        if found is not None and found[1] >= 0 and found[1] != value.node:
            lines = echo_panel(paper, echo)
            lines += look_through(session, entry, found[1], expressions, paper, TALLEST - len(lines))
        else:
            lines = _derivatives(session, entry, expressions, echo, paper)
        span = (place(found[0][0]), place(found[0][1])) if found is not None and found[1] != value.node else None
        return Insight(reading, lines, covered=span)
    finally:
        session.select(before)
        session.scope.recent = recent


def _derivatives(session: Session, entry: Entry, expressions: Expressions, echo: str, paper: Paper) -> list[Line]:
    wanted = session.wanted(entry)
    shown = wanted[:MOST_ROWS]
    found = _gradient(session, entry, shown) if shown else []
    values = [told_value(session, value) for value in values_of(session, entry, found)]
    sign = "∂" if paper.unicode else "d"
    rows = [
        (f"{sign}{session.store.name(leaf)}", expressions.text(n) or f"({expressions.told_size(n)})", value)
        for leaf, n, value in zip(shown, found, values, strict=True)
    ]
    count = len(entry.view.nodes)
    facts = counted(count, "node") if count else ""
    wrt = session.settings.get("wrt")
    if not wanted and entry.inputs and wrt not in ("auto", "none"):
        return [*echo_panel(paper, echo), paper.line(f"no input is among wrt {wrt}", "dim", facts)]
    if any(values):
        facts = point_facts(session, entry)
    return derivative_panel(paper, echo, rows, facts, len(wanted) - len(shown))


def _gradient(session: Session, entry: Entry, leaves: list[Node]) -> list[Node]:
    """The derivative by each of the leaves; of a list of functions it is the list of theirs."""
    if not entry.is_list:
        return session.derivatives.gradient(entry, leaves)
    store = session.store
    rows = [session.derivatives.simplified_all(first_derivatives(store, node, leaves)) for _, node in entry.functions]
    return [store.node(LIST, *column) for column in zip(*rows, strict=True)]


def _function(parser: PlacedParser, statement: Statement) -> Value | None:
    """What to differentiate: an expression, or the right side of a definition; a claim keeps its secret."""
    if statement.kind == "expression":
        return statement.left
    if statement.kind == "equation" and statement.left is not None:
        left = parser.text[statement.left.start : statement.left.end]
        claim = "/" in left or "'" in left or "′" in left or "," in left.split("(")[0] or "diff(" in left
        return None if claim or left.startswith("D(") else statement.right
    return None


def _name(statement: Statement) -> str:
    """The name that a definition gives; nothing for an expression."""
    left = statement.left
    if statement.kind != "equation" or left is None:
        return ""
    return str(left.detail if left.form == NAME else left.detail[0] if isinstance(left.detail, tuple) else "")
