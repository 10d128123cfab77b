"""F1: which word the cursor is on, and what there is to say about it."""

from __future__ import annotations

from derivrepl.language.driver import lex
from derivrepl.language.operands import open_brackets
from derivrepl.language.suggest import Misspelt
from derivrepl.prompt import candidates

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Row
    from derivrepl.session.session import Session


def words_at(text: str, cursor: int) -> list[str]:
    """What may be meant at the cursor, the nearest first.

    The name there, the functions in whose brackets it is, and the line's command with its colon.
    """
    start = len(text) - len(text.lstrip())
    command = text.split()[:1] if text[start : start + 1] == ":" else []
    if command and cursor <= start + len(command[0]):
        return command
    tokens = [t for t in lex(text) if t[0] == "NAME"]
    names = [name for _, name, begin, end in tokens if begin <= cursor <= end]
    ends = {end: name for _, name, _, end in tokens}
    calls = [ends[bracket[2]] for bracket in open_brackets(lex(text[:cursor])) if bracket[2] in ends]
    return [*names[:1], *reversed(calls), *command]


def about(session: Session, words: list[str], unicode: bool) -> list[Row]:
    """The page about the first of the words that there is one about; of a misspelt one, what it may be.

    Of the session's own names it says what they are.
    """
    from derivrepl.session.help import page

    own = {c.text.rstrip("("): c.meta for c in candidates.for_expression(session, unicode) if c.own}
    told: Misspelt | None = None
    for word in words or [""]:
        if word in own:
            return [own[word] if own[word].startswith(word) else f"{word}: {own[word]}"]
        try:
            return page(session, word)
        except Misspelt as error:
            told = told or error
            if error.close:
                break
    return [f"{told} — {told.hint}" if told is not None and told.hint else str(told)]
