"""`:history`: what was typed, in this run and in those before."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Drawing, Lines
from derivrepl.session.commands.registry import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Text
    from derivrepl.session.session import Session

LISTED = 30
"""How many entries are shown, the last ones."""


@command("history", usage="[TEXT | off | on | clear]", examples=(":history", ":history sin"), recorded=False)
def history(session: Session, text: Text) -> list[Block]:
    """What was typed last, numbered; with a text, the entries that hold it.

    off    keep nothing of what is typed from now on; on keeps it again
    clear  forget it all, in the file too
    A line that begins with a blank is never kept. Up and Ctrl-R search.
    """
    typed, word = session.typed, text[0].strip()
    if typed is None:
        raise DerivError("E503", ":history needs the line editor of a terminal")
    if word in ("on", "off"):
        session.settings.set("history", word)
        return [Lines([f"history {word}"], comment=True)]
    if word == "clear":
        return [Lines([f"forgot {typed.clear():,} entries"], comment=True)]
    found = [(k, entry) for k, entry in enumerate(typed.entries(), 1) if word in entry]
    lines = [f"{k:>5}  {' '.join(entry.split())}" for k, entry in found[-LISTED:]]
    if len(found) > LISTED:
        lines.append(f"the last {LISTED} of {len(found):,}; :history TEXT searches")
    lines = lines or ["nothing was typed" + (f" with {word}" if word else " yet")]
    return [Drawing(lambda *_: lines, [f"# {line}" for line in lines])]
