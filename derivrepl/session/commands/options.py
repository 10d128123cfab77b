"""Commands about the program: `:set`, `:simplify`, `:help`, `:tour`, `:clear`, `:quit`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Lines, Page
from derivrepl.session.commands.registry import command
from derivrepl.session.help import page
from derivrepl.session.settings import SETTINGS, row_of
from derivrepl.tables.tour import TOUR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest
    from derivrepl.session.session import Session


@command("set", usage="[key [value]]", examples=(":set", ":set digits 10", ":set wrt x y"))
def set_option(session: Session, words: Rest) -> list[Block]:
    """List the settings, show one, or change one."""
    if words and words[0].endswith("="):
        words[0] = words[0][:-1]
    elif words and "=" in words[0]:
        words = [part for part in words[0].split("=", 1) if part] + words[1:]
    if not words:
        rows = [(key, str(session.settings.get(key))) for key in SETTINGS]
        return [Page(rows, [f"# {key} {value}" for key, value in rows])]
    key, *values = words
    row = row_of(key)
    if not values:
        return [Lines([f"{key} {session.settings.get(key)}", f"{row.help}: {row.range()}"], comment=True)]
    if row.writes == " ".join(values) and not session.files.open:
        raise DerivError("E705", f"{key} {row.writes} writes files", hint="the program was started --safe")
    session.settings.set(key, " ".join(values))
    session.apply_settings()
    return [Lines([f"{key} {session.settings.get(key)}"], comment=True)]


@command("simplify", usage="[off | light | full | hard]", examples=("(x^2 - 1)/(x - 1)", ":simplify hard"))
def simplify(session: Session, words: Rest) -> list[Block]:
    """How hard results are simplified; alone, the rewrites made for the current results."""
    if words:
        session.settings.set("simplify", " ".join(words))
        return [Lines([f"simplify {session.settings.get('simplify')}"], comment=True)]
    return session.derivatives.rewrites()


@command("help", "h", "?", usage="[topic]", examples=(":help grad", ":help sin", ":help E202"), recorded=False)
def show_help(session: Session, words: Rest) -> list[Block]:
    """This list, or a page about a command, function, setting or error code."""
    return [Page(page(session, " ".join(words)))]


@command("tour", usage="[n | stop]", examples=(":tour", ":tour stop"), recorded=False)
def tour(session: Session, words: Rest) -> list[Block]:
    """Two-minute tour in seven steps, each told when the last one is done.

    A number goes to that step. Anything else may be typed in between.
    """
    if not session.at_prompt:
        raise DerivError("E503", ":tour needs a person at a prompt")
    word = " ".join(words)
    if word == "stop":
        session.tour.at = 0
        return []
    if word and not (word.isdecimal() and 0 < int(word) <= len(TOUR)):
        raise DerivError("E502", f":tour does not take {word}", hint=f"usage: :tour [1..{len(TOUR)} | stop]")
    session.tour.at = int(word or session.tour.at or 1)
    return [Lines([session.tour.line(session)])]


@command("clear", recorded=False)
def clear(session: Session) -> list[Block]:
    """Clear the screen."""
    return []


@command("quit", "q", "exit", leaves=True, recorded=False)
def leave(session: Session) -> list[Block]:
    """Leave. Ctrl-D does the same."""
    return []
