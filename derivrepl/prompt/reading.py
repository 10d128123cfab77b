"""What is typed, before it runs: its statements, and whether it is complete, open or wrong.

Nothing here changes a session's names; reading only adds nodes to its store.
"""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.driver import lex
from derivrepl.language.operands import CLOSING, OPENING, open_brackets
from derivrepl.language.parse import Parser
from derivrepl.language.statements import Pasted, Source, bare, split

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.errors import Span
    from derivrepl.session.session import Session

LONGEST = 20_000
"""Characters beyond which a text is run without being read first."""

EMPTY, COMPLETE, OPEN, WRONG = "empty", "complete", "open", "wrong"

ENDINGS = {"NUMBER", "NAME", "SUPERSCRIPT", "BAR", "REFERENCE", "PARTIAL", "TRANSPOSE", "PRIMES", *CLOSING}
"""Terminals that an operand may end with; a line that ends with another one goes on."""


class Reading:
    """The state of a text.

    error    what is wrong or missing; its places are those of the whole text
    expects  for OPEN, what comes next, in words
    closers  the brackets that would close what is open
    """

    __slots__ = ("closers", "error", "expects", "state")

    def __init__(self, state: str, error: DerivError | None = None, expects: str = "", closers: str = "") -> None:
        self.state = state
        self.error = error
        self.expects = expects
        self.closers = closers


def statements(text: str) -> list[Source]:
    """The statements of a text: as in a file, and an indented line also goes on after an operator.

    Of a screen that was pasted, those that were typed there; a single result of it is a claim.
    """
    pasted = Pasted(text.split("\n"))
    lines = [bare(line) for line in pasted.lines]
    for k in range(len(lines) - 1):
        line = lines[k].rstrip()
        if lines[k + 1][:1] in (" ", "\t") and not line.endswith("\\") and goes_on(line):
            lines[k] = line + "\\"
    return [pasted.placed(source) for source in split(lines)]


def goes_on(line: str) -> bool:
    """Whether the line ends with an operator or a comma. What a bracket leaves open is for `split` to see."""
    if line.lstrip()[:1] in (":", "?", ""):
        return False
    tokens = lex(line.split("#", 1)[0])
    return len(tokens) > 1 and tokens[-2][0] not in ENDINGS and tokens[-2][0] not in OPENING


def read(session: Session, text: str) -> Reading:
    """What the text is so far."""
    if not text.strip():
        return Reading(EMPTY)
    if len(text) > LONGEST:
        return Reading(COMPLETE)
    sources = statements(text)
    if not sources:
        return Reading(COMPLETE)
    last = sources[-1]
    reading = _statement(session, last)
    if len(sources) > 1 and reading.state == WRONG:
        return Reading(COMPLETE)
    if reading.error is not None:
        reading.error = placed(reading.error, last, text)
    return reading


def _statement(session: Session, source: Source) -> Reading:
    """What one statement is."""
    text = source.text
    if session.is_command(text):
        return _command(text)
    try:
        Parser(session.scope).statement(text)
    except DerivError as error:
        return _open(text, error) if error.incomplete else Reading(WRONG, error)
    return Reading(COMPLETE)


def _command(text: str) -> Reading:
    from derivrepl.session.commands import find

    if text[0] != ":":
        return Reading(COMPLETE)
    try:
        find(text[1:].split()[0] if text[1:].split() else "", abbreviated=True)
    except DerivError as error:
        return Reading(WRONG, error)
    return Reading(COMPLETE)


def _open(text: str, error: DerivError) -> Reading:
    tokens = lex(text)
    closers = "".join(CLOSING[OPENING[token[0]]] for token in reversed(open_brackets(tokens)))
    operand = len(tokens) < 2 or tokens[-2][0] not in ENDINGS
    return Reading(OPEN, error, "an operand" if operand else closers[:1] or "more", closers)


def placer(source: Source, text: str) -> Callable[[int], int]:
    """The function from offsets in a statement to those in the whole text."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def moved(offset: int) -> int:
        line, column = source.place(offset)
        return min(starts[line - 1] + column - 1, len(text))

    return moved


def offset_in(source: Source, text: str, cursor: int) -> int:
    """The offset in a statement of a place in the whole text; -1 before it."""
    moved = placer(source, text)
    if "\n" not in source.text:
        return max(cursor - moved(0), -1)
    return next((k for k in range(len(source.text), -1, -1) if moved(k) <= cursor), -1)


def placed(error: DerivError, source: Source, text: str) -> DerivError:
    """The error of a statement with the places that it has in the whole text."""
    moved = placer(source, text)
    span: Span | None = None if error.span is None else (moved(error.span[0]), moved(error.span[1]))
    fix = None if error.fix is None else (moved(error.fix[0]), moved(error.fix[1]), error.fix[2])
    return DerivError(error.code, error.message, span, error.hint, fix, error.incomplete)


def fixed(text: str, error: DerivError) -> str | None:
    """The text with the error's fix applied, or None where it offers none."""
    if error.fix is None:
        return None
    start, end, new = error.fix
    return text[:start] + new + text[end:]
