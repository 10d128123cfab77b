"""The commands: one decorated function each, in the modules of this folder that `HOMES` lists.

A function's name is the command's, its docstring the help (first line: one-line help), its parameters
after the session say by their annotation how words are read (`words.READERS`) and completed.
"""

from __future__ import annotations

from importlib import import_module

from derivrepl.errors import DerivError
from derivrepl.session.commands import registry
from derivrepl.session.commands.registry import Command
from derivrepl.session.commands.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session

    COMMANDS: dict[str, Command]
    """Every command under its name."""

__all__ = ["COMMANDS", "Command", "find", "run_command"]

# fmt: off
HOMES = {
    "again":        "more copy y browse b",
    "check":        "check verify",
    "code":         "code",
    "compare":      "is answer same domain",
    "compiled":     "fn pp",
    "data":         "data",
    "derivatives":  "grad g d diff hessian hess jacobian jac jvp differential vjp",
    "display":      "table t show wrt",
    "explain":      "steps rules why cost",
    "graph":        "graph",
    "history":      "history",
    "json":         "json",
    "keeping":      "save save! load source load?",
    "latex":        "latex tex",
    "names":        "vars ls who undef inputs define reset",
    "numbers":      "eval e at point",
    "options":      "set simplify help h ? tour clear quit q exit",
    "plot":         "plot p",
    "rule":         "rule rule!",
    "stepping":     "undo u redo",
    "taylor":       "taylor",
    "trace":        "trace tr",
}
# fmt: on
"""Module → the names of its commands: one is found without loading the others. A test holds it current."""


def __getattr__(name: str) -> dict[str, Command]:
    """`COMMANDS`, for which every module is loaded."""
    if name != "COMMANDS":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: dict[str, Command] = {}
    for home in HOMES:
        found |= _commands_of(home)
    globals()[name] = found
    return found


def _commands_of(home: str) -> dict[str, Command]:
    """The commands of one module, by name, in the order of their definition."""
    module = import_module(f"{__name__}.{home}").__name__
    return {name: command for name, command in registry.LOADED.items() if command.run.__module__ == module}


def find(word: str, abbreviated: bool = False) -> Command:
    """The command with this name, alias or (at a prompt) unambiguous prefix; raises DerivError E501."""
    home = next((home for home, names in HOMES.items() if word in names.split()), None)
    if home is not None:
        return next(c for c in _commands_of(home).values() if word in (c.name, *c.aliases))
    from derivrepl.language.suggest import nearest

    commands = __getattr__("COMMANDS").values()
    fitting = [c for c in commands if c.name.startswith(word)] if word else []
    if abbreviated and len(fitting) == 1:
        return fitting[0]
    spellings = [name for c in commands for name in (c.name, *c.aliases)]
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
            from derivrepl.session.commands.redirect import written

            answer.blocks = [written(session, answer, words.redirect)]
    except DerivError as error:
        raise (error.at(place) if place else error).within(text[: offset + len(words.text)]) from None
    answer.quit = command.leaves
