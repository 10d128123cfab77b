"""The panel of a command: its usage, and the start of its answer where it only looks at an expression."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.prompt.panel import INDENT, TALLEST, Paper
from derivrepl.prompt.twin import copied

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
    lines = [paper.line(usage if right and not paper.fits(told, right) else told, "dim", right)]
    if derive and len(words) > 1 and _looks(session, command):
        lines += _answer(session, text, paper)[: TALLEST - 1]
    return lines


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
    terminal = Terminal(paper.width - INDENT, 24, paper.unicode, paper.color, session.settings, session.store)
    made: list[Line] = []
    for piece in terminal.render(answer):
        told = getattr(piece, "plain", piece)
        if not isinstance(told, str):
            return []
        made += [paper.line(part.removeprefix("  ")) for part in told.split("\n") if part.strip()]
    return made
