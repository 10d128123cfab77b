"""Help pages, made from the tables: commands, functions, settings, error codes and a few topics."""

from __future__ import annotations

import re

from derivrepl.language.scope import CONSTANT_NAMES, FUNCTION_CODES, OPERATIONS
from derivrepl.language.suggest import Misspelt
from derivrepl.session.rulebook import array_rule
from derivrepl.session.settings import SETTINGS
from derivrepl.tables.arrays import ARRAYS, HELP
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.diagnostics import DIAGNOSTICS
from derivrepl.tables.forms import FORMS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.spellings import FOLDED, SPELLINGS
from derivrepl.tables.targets import TARGETS
from derivrepl.tables.topics import TOPICS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.operation import Operation
    from derivrepl.session.answer import Row
    from derivrepl.session.commands.registry import Command
    from derivrepl.session.session import Session

_gap = re.compile(r" {2,}")


def page(session: Session, topic: str) -> list[Row]:
    """The rows of a help page; raises DerivError E509 for an unknown topic."""
    from derivrepl.session.commands import COMMANDS

    topic = topic.strip().removesuffix("()")
    if topic in TOPICS:
        return rows(TOPICS[topic])
    word = topic.removeprefix(":")
    commands = {name: c for c in COMMANDS.values() for name in (c.name, *c.aliases)}
    if topic[0] != ":" and word in FORMS and word not in COMMANDS:
        return [(FORMS[word].signature,), f"  {FORMS[word].help}", *(_see_command(commands.get(word)))]
    if word in commands and (topic[0] == ":" or word not in FUNCTION_CODES):
        return _command(commands[word])
    if topic == "functions":
        return _all_functions()
    if topic in FUNCTION_CODES:
        return _function(OPERATIONS[FUNCTION_CODES[topic]])
    if topic.upper() in DIAGNOSTICS:
        return _diagnostic(topic.upper())
    found = _small(session, topic)
    if found:
        return found
    spelled = [name for name, _ in SPELLINGS]
    names = [*commands, *filter(None, TOPICS), *FUNCTION_CODES, *spelled, *DIAGNOSTICS, *SETTINGS]
    raise Misspelt("E509", f"no help on {topic}", word, names, ":help lists topics")


def rows(text: str) -> list[Row]:
    """A page written as it looks: cells two blanks apart; what goes on below is indented, a paragraph needs no sign."""
    found: list[Row] = []
    goes_on = False
    for line in text.strip("\n").split("\n"):
        margin = " " * (len(line) - len(line.lstrip()))
        cells = _gap.split(line.strip())
        last = found[-1] if found else ""
        if len(cells) > 1:
            found.append((margin + cells[0], *cells[1:]))
        elif goes_on and line and isinstance(last, str):
            found[-1] = f"{last} {line.strip()}"
        elif goes_on and margin:
            found[-1] = (*last[:-1], f"{last[-1]} {line.strip()}")
        else:
            found.append(line)
        goes_on = bool(line)
    return found


def _small(session: Session, topic: str) -> list[Row]:
    """Pages of one or two lines: arrays, constants, settings."""
    if topic in HELP:
        arrays = [row for row in ARRAYS if row.name == topic]
        calls = dict.fromkeys(f"{row.name}({', '.join(row.params)})" for row in arrays)
        rules = dict.fromkeys((f"  {array_rule(row)}",) for row in arrays if row.contracts or any(row.partials))
        return [(", ".join(calls) or f"{topic}(…)",), f"  {HELP[topic]}", *rules, ("  :help shapes",)]
    if topic == "piecewise":
        return [
            ("piecewise(c1, a1, c2, a2, …, otherwise)",),
            "  the value behind the first condition that holds: nested if(c, a, b)",
            ("  try", "piecewise(x < 0, -x, x < 1, x^2, x)"),
        ]
    spelled = _spelled(topic)
    if spelled:
        return [(f"{topic}({', '.join(params)})", f"short for {formula}") for params, formula in spelled]
    if topic in CONSTANT_NAMES:
        constant = next(row for row in CONSTANTS if row.name == CONSTANT_NAMES[topic])
        return [(f"{constant.name} = {constant.value:.15g}",), f"  {constant.help}"]
    if topic in SETTINGS:
        setting = SETTINGS[topic]
        value = session.settings.get(setting.key)
        return [(f":set {setting.key} VALUE",), f"  {setting.help}", ("  takes", setting.range()), ("  now", value)]
    return []


def _spelled(name: str) -> list[tuple[tuple[str, ...], str]]:
    """Parameters and formula of what is short for a formula."""
    return [row for (short, _), row in SPELLINGS.items() if short == name]


def _see_command(command: Command | None) -> list[Row]:
    return [("  as a command", command.call)] if command else []


def _all_functions() -> list[Row]:
    """Every function by name, with how to learn more."""
    spelled = ", ".join(f"{name}({', '.join(params)})" for (name, _), (params, _) in SPELLINGS.items())
    return [
        " ".join(row.name for row in FUNCTIONS) + " if piecewise",
        "",
        ("short for a formula", spelled),
        ("of more than two", " ".join(sorted(FOLDED))),
        ("derivatives", " ".join(FORMS)),
        (":help NAME", "rule, domain and formula of one"),
    ]


def _command(command: Command) -> list[Row]:
    first, _, more = command.text.partition("\n")
    found: list[Row] = [(command.call,), f"  {first}"]
    found += ["", *map(_moved, rows(more))] if more else []
    if command.aliases:
        found.append(("  also " + " ".join(f":{a}" for a in command.aliases),))
    if command.examples:
        found += ["", "  try", *((f"    {example}",) for example in command.examples)]
    return found


def _moved(row: Row) -> Row:
    """A row below the head of its page."""
    if isinstance(row, str):
        return f"  {row}".rstrip()
    return (f"  {row[0]}", *row[1:])


def _function(row: Operation) -> list[Row]:
    """Signature, derivative rule, domain and spellings of a function."""
    call = f"{row.name}({', '.join(row.params)})"
    found: list[Row] = [(call,), f"  {row.help}"]
    for param, partial in zip(row.params, row.partials, strict=True):
        found.append((f"  d/d{param}", partial or f"no closed form: written {row.name}'(…)"))
    if "ans" in " ".join(row.partials):
        found.append(("", f"ans is {call} itself"))
    found += [("", f"{row.name}({', '.join(params)}) is {formula}") for params, formula in _spelled(row.name)]
    if row.define:
        found.append(("  formula", row.define))
    if row.domain:
        found.append(("  domain", row.domain))
    if row.kinks:
        found.append(("  kinks", f"not differentiable where {row.kinks}"))
    if row.convention:
        found.append(("", row.convention))
    if row.latex:
        found.append(("  LaTeX", row.latex.replace("{{", "{").replace("}}", "}")))
    spelled = [f"{target.name} {spelling}" for target in TARGETS.values() if (spelling := target.spelling(row))]
    if spelled:
        found.append(("  :code", ", ".join(spelled).replace("{", "").replace("}", "")))
    if row.aliases:
        found.append(("  also", " ".join(row.aliases)))
    return found


def _diagnostic(code: str) -> list[Row]:
    row = DIAGNOSTICS[code]
    found: list[Row] = [(f"{code}  {row.title}",), f"  {' '.join(row.text.split())}"]
    if row.wrong:
        found += ["", ("  wrong", row.wrong), ("  right", row.right)]
    return found
