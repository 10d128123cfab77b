"""The panel of a command: its usage, and the start of its answer where it only looks at an expression."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.formats.charset import to_ascii
from derivrepl.formats.prose import prose
from derivrepl.prompt.panel import INDENT, TALLEST, Paper
from derivrepl.prompt.twin import copied
from derivrepl.session.answer import Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.terminal_style import Line
    from derivrepl.session.commands import Command
    from derivrepl.session.session import Session

ABOUT_INPUTS = {"Inputs", "Orders", "Point"}
LOOKING = {"Target", *ABOUT_INPUTS, "Seeds", "Ranges", "Count", "Expressions"}
"""Kinds of words of commands that change nothing outside of the session: those are run in the worker's copy."""
MOST_NODES = 500


def command_panel(session: Session, text: str, paper: Paper, derive: bool = True) -> list[Line]:
    """What the command takes; once it has words also what it will answer, as far as that fits."""
    from derivrepl.session.commands import find

    words = text.lstrip(":").split() if text[0] != "?" else ["help"]
    try:
        command = find(words[0], abbreviated=True)
    except (DerivError, IndexError):
        return []
    usage = command.call
    told = f"{usage}   {command.help}"
    names = session.current.input_names() if session.current is not None else []
    right = f"inputs of {session.current.name}: {' '.join(names[:6])}" if session.current and names else ""
    if not ABOUT_INPUTS & set(command.kinds):
        right = ""
    lines = _usage(paper, usage, told, right)
    if derive and len(words) > 1 and _looks(session, command):
        answer = _answer(session, text, paper)
        lines = [*lines[:1], *answer[: TALLEST - 1]] if answer else lines
        if len(answer) >= TALLEST:
            lines[-1] = paper.line("".join(part for part, _ in answer[TALLEST - 2][1:]), "", paper.mark)
    return lines


def _usage(paper: Paper, usage: str, told: str, right: str) -> list[Line]:
    """What the command takes and does, as much of it as fits on a line, else what it takes on two."""
    for left in (told, usage):
        if paper.fits(left, right):
            return [paper.line(left, "dim", right)]
    room = paper.width - 1 - INDENT
    first, *more = prose(usage if paper.unicode else to_ascii(usage), room, room - 2)
    return [paper.line(first, "dim"), *(paper.line("  " + part, "dim") for part in more[:1])]


def _looks(session: Session, command: Command) -> bool:
    """Whether the command can be run for its answer alone, on a small expression."""
    entry = session.current
    looking = "Target" in command.kinds and LOOKING.issuperset(command.kinds)
    return looking and entry is not None and len(entry.hand.own) <= MOST_NODES


def _answer(session: Session, text: str, paper: Paper) -> list[Line]:
    """The first lines of the answer; none while it would be an error or a picture."""
    from derivrepl.formats.terminal import Terminal

    session = copied(session)
    answer = session.step(text)
    if answer.error is not None:
        return []
    answer.blocks = [b for b in answer.blocks if not (isinstance(b, Lines) and b.comment)]  # nothing is kept yet
    terminal = Terminal(paper.width - INDENT, 24, paper.unicode, paper.color, session.settings, session.store)
    made: list[Line] = []
    for piece in terminal.render(answer):
        told = getattr(piece, "plain", piece)
        if not isinstance(told, str):
            return []
        made += [paper.line(part.removeprefix("  ")) for part in told.split("\n") if part.strip()]
    return made
