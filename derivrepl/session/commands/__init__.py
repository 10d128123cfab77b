"""The commands: one decorated function each, in the modules of this folder.

A function's name is the command's, its docstring the help (first line: one-line help), its parameters
after the session say by their annotation how words are read (`words.READERS`) and completed.
"""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.suggest import nearest
from derivrepl.session.commands import (  # noqa: F401  registers them
    again,
    check,
    code,
    compare,
    compiled,
    data,
    derivatives,
    display,
    explain,
    graph,
    history,
    json,
    keeping,
    latex,
    names,
    numbers,
    options,
    plot,
    rule,
    stepping,
    taylor,
    trace,
)
from derivrepl.session.commands.redirect import written
from derivrepl.session.commands.registry import COMMANDS, Command
from derivrepl.session.commands.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session

__all__ = ["COMMANDS", "Command", "find", "run_command"]


def find(word: str, abbreviated: bool = False) -> Command:
    """The command with this name, alias or (at a prompt) unambiguous prefix; raises DerivError E501."""
    for command in COMMANDS.values():
        if word == command.name or word in command.aliases:
            return command
    fitting = [c for c in COMMANDS.values() if c.name.startswith(word)] if word else []
    if abbreviated and len(fitting) == 1:
        return fitting[0]
    spellings = [name for c in COMMANDS.values() for name in (c.name, *c.aliases)]
    close = fitting[0].name if fitting else nearest(word, spellings) if word else None
    hint = f"did you mean :{close}?" if close else ":help lists the commands"
    error = DerivError("E501", f"unknown command :{word}", (0, len(word) + 1), hint)
    if close:
        error.fix = (0, len(word) + 1, f":{close}")
    raise error


def run_command(session: Session, answer: Answer, text: str) -> None:
    """Run the command that the text is and fill the answer; raises DerivError."""
    offset = len(text) - len(text.lstrip())
    body = text[offset:]
    if body[0] == "?":
        body = f":help {body[1:]}"
        offset -= len(":help ") - 1
    if body[0] != ":":
        body = f":{body}"
        offset -= 1
    words = Words(session, body, offset)
    try:
        command = find(words.name, session.at_prompt)
    except DerivError as error:
        raise error.shifted(offset) from None
    answer.command = command.name
    words.command = command
    place = words.place()
    try:
        answer.blocks = command.run(session, *words.read_all(command)) or []
        if words.redirect is not None:
            answer.blocks = [written(session, answer, words.redirect)]
    except DerivError as error:
        raise (error.at(place) if place else error).within(text[: offset + len(words.text)]) from None
    answer.quit = command.leaves
