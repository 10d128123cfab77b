"""F1: which word the cursor is on, and what there is to say about it."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.driver import lex
from derivrepl.language.operands import open_brackets
from derivrepl.prompt import candidates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Row
    from derivrepl.session.session import Session


def word_at(text: str, cursor: int) -> str:
    """The name under or just before the cursor, else the function whose brackets the cursor is in.

    A command's name comes with its colon.
    """
    start = len(text) - len(text.lstrip())
    command = text[start : start + 1] == ":"
    if command and cursor <= start + len((text.split() or [""])[0]):
        return text.split()[0]
    tokens = [t for t in lex(text) if t[0] == "NAME"]
    for _, name, begin, end in tokens:
        if begin <= cursor <= end:
            return name
    ends = {end: name for _, name, _, end in tokens}
    calls = [ends[bracket[2]] for bracket in open_brackets(lex(text[:cursor])) if bracket[2] in ends]
    return calls[-1] if calls else text.split()[0] if command else ""


def about(session: Session, word: str, unicode: bool) -> list[Row]:
    """The page about a word: of the session's own names what they are, of others the help page."""
    from derivrepl.session.help import page

    own = [c for c in candidates.for_expression(session, unicode) if c.own and c.text.rstrip("(") == word]
    if own:
        return [own[0].meta if own[0].meta.startswith(word) else f"{word}: {own[0].meta}"]
    try:
        return page(session, word)
    except DerivError as error:
        return [error.message + (f" — {error.hint}" if error.hint else "")]
