"""Commands that give what was shown once more: whole, to the clipboard, or to walk through."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.suggest import Misspelt
from derivrepl.session.answer import Answer, Block, Browse, Clip, More
from derivrepl.session.chosen import node_called
from derivrepl.session.commands.registry import command
from derivrepl.session.points import fill_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.session import Session

COPIED = {"f": ":show f", "grad": ":show grad", "latex": ":latex", "table": ":table all"}
"""What is copied → the command that prints it."""
KINDS = ("last", *COPIED, "code", "session")


@command("more", usage="[> FILE]", examples=("sin(x) + x*y", ":more", ":more > all.txt"), recorded=False)
def more(session: Session) -> list[Block]:
    """Last answer in full: nothing is cut, however long.

    At a prompt what is taller than the screen goes through $PAGER
    (less -RFX); q leaves it.
    """
    return [More(last(session).blocks)]


@command(
    "copy", "y", usage="[last | f | grad | latex | code TARGET | table | session]",
    examples=(":copy", ":copy latex", ":copy code numpy"), recorded=False,
)  # fmt: skip
def copy(session: Session, words: Rest) -> list[Block]:
    """Put something on the clipboard, as a pipe would print it.

    last is the last answer; session is what :save would write. A program of
    the desktop does it where there is one, else the terminal (OSC 52), which
    works over ssh too.
    """
    if not session.at_prompt:
        raise DerivError("E503", ":copy needs a terminal", hint="> FILE behind a command writes what it prints")
    kind = words[0] if words else "last"
    if kind == "last":
        return [Clip(_text(session, last(session)))]
    if kind == "session":
        from derivrepl.session.saved import Program

        return [Clip("".join(line + "\n" for line in Program(session).lines()))]
    if kind not in KINDS:
        raise Misspelt("E502", f":copy does not take {kind}", kind, KINDS)
    return [Clip(_printed(session, f":code {' '.join(words[1:])}" if kind == "code" else COPIED[kind]))]


@command("browse", "b", usage="[NAME] [v3]", examples=("sin(x) + x*y", ":browse v3"), recorded=False)
def browse(session: Session, target: Target, words: Rest) -> list[Block]:
    """Walk through the node table, full screen.

    Arrows and Page keys move, a digit goes to that operand, digits and Enter
    to that node, u to a user, / searches, q leaves. In a pipe it prints the table.
    """
    if len(words) > 1:
        raise DerivError("E502", f":browse does not take {words[1]}", hint="usage: :browse [v3]")
    session.derivatives.number_gradient(target)
    fill_table(session, target)
    at = node_called(target.view, words[0]) if words else target.node
    if at not in target.view.labels:
        raise DerivError("E504", f"{target.name} has no nodes to walk through")
    return [Browse(target.view, at)]


def last(session: Session) -> Answer:
    """The last answer that showed something; raises E204."""
    if session.last is None or session.last[1] != session.store.generation:
        raise DerivError("E204", "there is no answer to show again")
    return session.last[0]


def _text(session: Session, answer: Answer) -> str:
    """The answer as a pipe prints it."""
    return "".join(line + "\n" for line in session.formats[""](session, [answer]))


def _printed(session: Session, text: str) -> str:
    """What a command prints in a pipe; raises what the command raises."""
    from derivrepl.session.commands import run_command

    answer = Answer("command", text)
    run_command(session, answer, text)
    return _text(session, answer)
