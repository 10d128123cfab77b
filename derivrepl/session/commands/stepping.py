"""Commands that step back and forth: `:undo`, `:redo`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import INDENT, Block, Drawing
from derivrepl.session.commands.registry import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Notation
    from derivrepl.session.commands.words import Rest
    from derivrepl.session.journal import Step
    from derivrepl.session.session import Session


@command("undo", "u", usage="[n]", examples=("a = 3", "sin(a*x)", ":undo 2"), recorded=False)
def undo(session: Session, words: Rest) -> list[Block]:
    """Take back the last statement that changed something, or the last n.

    Definitions, declarations, expressions, the kept point, settings; a loaded
    file is one statement. :redo brings them back.
    """
    return [_told(session.journal.undo(_count("undo", words)), "undone", ":redo brings it back")]


@command("redo", usage="[n]", examples=("a = 3", ":undo", ":redo"), recorded=False)
def redo(session: Session, words: Rest) -> list[Block]:
    """Bring back what was undone last, or the last n statements."""
    return [_told(session.journal.redo(_count("redo", words)), "done again", ":undo takes it back")]


def _count(name: str, words: list[str]) -> int:
    if not words:
        return 1
    if len(words) > 1 or not words[0].isdecimal() or not 0 < int(words[0]) < 10**9:
        raise DerivError("E502", f":{name} does not take {' '.join(words)}", hint=f"usage: :{name} [n]")
    return int(words[0])


def _told(steps: list[Step], what: str, cure: str) -> Block:
    """A line for each statement on a screen, nothing in a pipe."""
    texts = [" ".join(step.text.split()) for step in steps]
    if len(steps) > 1:
        cure = cure.replace("it", "them")

    def screen(width: int, _: Notation) -> list[str]:
        *lines, last = [f"{what}: {text}" for text in texts]
        beside = f"{last}     {cure}"
        return [*lines, *([beside] if len(beside) <= width - INDENT else [last, cure])]

    return Drawing(screen, [])
