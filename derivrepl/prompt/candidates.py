"""Everything that can be completed, with a line about each: the derivative rule beside every function."""

from __future__ import annotations

from functools import cache

from derivrepl.errors import LEFT_OUT
from derivrepl.language.scope import ARRAY_NAMES, OPERATIONS
from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.prompt.usage import offers
from derivrepl.session.commands import COMMANDS
from derivrepl.session.rulebook import GROUPS, rule, taught_line
from derivrepl.session.settings import SETTINGS
from derivrepl.store import IF
from derivrepl.tables.arrays import ARRAYS, HELP
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.forms import FORMS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.taught import TAUGHT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.scope import Definition
    from derivrepl.session.session import Session

MENU_LIMIT = 40
"""Characters of a call that a menu shows."""
META_LIMIT = 60


class Candidate:
    """One completion: what it inserts, what the menu shows for it and beside it.

    own    whether it is a name of the session, which comes first
    alias  the name that this is another spelling of; it is offered only where that one does not fit
    """

    __slots__ = ("alias", "meta", "own", "shown", "text")

    def __init__(self, text: str, shown: str = "", meta: str = "", own: bool = False, alias: str = "") -> None:
        self.text = text
        self.shown = shown
        self.meta = meta
        self.own = own
        self.alias = alias


def for_expression(session: Session, unicode: bool) -> list[Candidate]:
    """Names that an expression may use, the session's own ones first."""
    own = {c.text.rstrip("("): c for c in _own(session, unicode)}
    return [*own.values(), *(c for c in _built_in(unicode) if c.text.rstrip("(") not in own)]


def _own(session: Session, unicode: bool) -> list[Candidate]:
    scope = session.scope
    made = [_definition(session, d, unicode) for d in scope.definitions.values()]
    about = "a function without a formula"
    made += [Candidate(f"{name}(", f"{name}(…)", about, True) for name in sorted(scope.abstract)]
    names = dict.fromkeys(scope.inputs)
    if session.current is not None:
        names |= dict.fromkeys(session.current.input_names())
    return made + [Candidate(name, "", "input", True) for name in names]


def _definition(session: Session, definition: Definition, unicode: bool) -> Candidate:
    text = Writer(session.store, UNICODE if unicode else ASCII, META_LIMIT).shown(definition.node)
    if definition.params is None:
        return Candidate(definition.name, "", f"{definition.name} = {text}", True)
    head = f"{definition.name}({', '.join(definition.params)})"
    meaning = f"{head} = {text}" if text != head else "a function with a rule of your own"
    return Candidate(f"{definition.name}(", head, meaning, True)


@cache
def _built_in(unicode: bool) -> tuple[Candidate, ...]:
    """Functions, forms, array functions and constants."""
    rows = [(name, row) for row in (OPERATIONS[IF], *FUNCTIONS) for name in (row.name, *row.aliases)]
    made = [
        Candidate(
            f"{name}(", f"{name}({', '.join(row.params)})", rule(name, row, unicode),
            alias=row.name if name != row.name else "",
        )
        for name, row in rows
    ]  # fmt: skip
    known = {name for name, _ in rows}
    signatures = {row.name: f"{row.name}({', '.join(row.params)})" for row in reversed(ARRAYS)}
    made += [Candidate(f"{name}(", row.signature, row.help) for name, row in FORMS.items()]
    made += [
        Candidate(f"{name}(", signatures.get(name, name), text)
        for name, text in HELP.items()
        if name in ARRAY_NAMES and name not in known and name not in FORMS
    ]
    return (*made, *(Candidate(row.name, "", row.help) for row in CONSTANTS))


def for_command(session: Session, words: list[str], unicode: bool = True) -> list[Candidate]:
    """What may follow in a command line: its name, then words of the kinds that it takes."""
    head, *arguments = words
    if not arguments:
        return [Candidate(f":{c.name}", _shortened(c.call), c.help) for c in COMMANDS.values()]
    name = head.lstrip(":") if head[:1] == ":" else "help"
    command = next((c for c in COMMANDS.values() if name == c.name or name in c.aliases), None)
    if command is None:
        fitting = [c for c in COMMANDS.values() if c.name.startswith(name)]
        command = fitting[0] if len(fitting) == 1 else None
    if command is None:
        return []
    if "Path" in command.kinds or command.name == "data" or arguments[-2:-1] in ([">"], [">>"]):
        from derivrepl.prompt.paths import paths

        return paths(arguments[-1]) if session.files.open else []
    if command.name in _TAKES:
        return _TAKES[command.name](session, arguments)
    return [Candidate(text, "", about, own) for text, about, own in offers(session, command, unicode)]


def _shortened(call: str) -> str:
    """As many words of a command's call as a menu has room for."""
    return call if len(call) <= MENU_LIMIT else f"{call[: MENU_LIMIT - 1].rpartition(' ')[0]} {LEFT_OUT}"


def _settings(session: Session, arguments: list[str]) -> list[Candidate]:
    if len(arguments) > 1:
        row = SETTINGS.get(arguments[0])
        return [Candidate(word, "", row.help) for word in row.words] if row is not None else []
    return [Candidate(key, "", f"{row.help}: {row.range()}") for key, row in SETTINGS.items()]


def _topics(session: Session, arguments: list[str]) -> list[Candidate]:
    if len(arguments) > 1:
        return []
    made = [Candidate(c.name, "", c.help) for c in COMMANDS.values()]
    return made + [Candidate(row.name, "", row.help) for row in FUNCTIONS]


def _names(session: Session, arguments: list[str]) -> list[Candidate]:
    return [Candidate(name, "", "definition") for name in session.scope.definitions]


def _rules(session: Session, arguments: list[str]) -> list[Candidate]:
    if len(arguments) > 1:
        return []
    made = [Candidate(name, "", "all of them") for name in GROUPS]
    made += [Candidate(row.name, "", row.help) for row in FUNCTIONS]
    return made + [Candidate(row.name, "", taught_line(row)) for row in TAUGHT]


_TAKES = {"rules": _rules, "set": _settings, "help": _topics, "undef": _names}
"""Commands whose words are no inputs: what they take."""
