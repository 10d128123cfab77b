"""Help pages, made from the tables: commands, functions, settings, error codes and a few topics."""

from __future__ import annotations

from derivrepl.calculus.forms import FORMS
from derivrepl.errors import DerivError
from derivrepl.language.scope import CONSTANT_NAMES, FUNCTION_CODES, OPERATIONS
from derivrepl.language.suggest import nearest
from derivrepl.session.rulebook import array_rule
from derivrepl.session.settings import SETTINGS
from derivrepl.tables.arrays import ARRAYS, HELP
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.diagnostics import DIAGNOSTICS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.spellings import FOLDED, SPELLINGS
from derivrepl.tables.topics import TOPICS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.operation import Operation
    from derivrepl.session.commands.registry import Command
    from derivrepl.session.session import Session

MOST_LINES = 22
WIDEST = 78
"""Characters of a line: with the screen's indent a page fits 80 columns."""


UNBROKEN = 10**6
"""As a page's width: its paragraphs stay lines, for a screen to break."""


def page(session: Session, topic: str, width: int = WIDEST) -> list[str]:
    """The lines of a help page, none wider than `width`; raises DerivError E509 for an unknown topic."""
    from textwrap import wrap

    lines: list[str] = []
    for line in _page(session, topic):
        start = " " * (len(line) - len(line.lstrip()))
        lines += [line] if len(line) <= width else wrap(line, width, subsequent_indent=start, drop_whitespace=True)
    return lines


def _page(session: Session, topic: str) -> list[str]:
    from derivrepl.session.commands import COMMANDS

    topic = topic.strip().removesuffix("()")
    if not topic:
        return overview()
    word = topic.removeprefix(":")
    commands = {name: c for c in COMMANDS.values() for name in (c.name, *c.aliases)}
    if topic[0] != ":" and word in FORMS and word not in COMMANDS:
        return [FORMS[word].signature, f"  {FORMS[word].help}", *(_see_command(commands.get(word)))]
    if word in commands and (topic[0] == ":" or word not in FUNCTION_CODES):
        return _command(commands[word])
    if topic == "functions":
        return _all_functions()
    if topic in TOPICS:
        return TOPICS[topic].strip("\n").split("\n")
    if topic in FUNCTION_CODES:
        return _function(OPERATIONS[FUNCTION_CODES[topic]])
    if topic.upper() in DIAGNOSTICS:
        return _diagnostic(topic.upper())
    found = _small(session, topic)
    if found:
        return found
    names = [*commands, *TOPICS, *FUNCTION_CODES, *DIAGNOSTICS, *SETTINGS]
    close = nearest(word, names)
    raise DerivError("E509", f"no help on {topic}", hint=f"did you mean {close}?" if close else ":help lists topics")


def _small(session: Session, topic: str) -> list[str]:
    """Pages of one or two lines: arrays, constants, settings."""
    if topic in HELP:
        arrays = [row for row in ARRAYS if row.name == topic]
        calls = dict.fromkeys(f"{row.name}({', '.join(row.params)})" for row in arrays)
        rules = dict.fromkeys(f"  {array_rule(row)}" for row in arrays if row.contracts or any(row.partials))
        return [", ".join(calls) or f"{topic}(…)", f"  {HELP[topic]}", *rules, "  :help shapes"]
    if topic == "piecewise":
        return [
            "piecewise(c1, a1, c2, a2, …, otherwise)",
            "  the value behind the first condition that holds: nested if(c, a, b)",
            "  try  piecewise(x < 0, -x, x < 1, x^2, x)",
        ]
    if topic in CONSTANT_NAMES:
        constant = next(row for row in CONSTANTS if row.name == CONSTANT_NAMES[topic])
        return [f"{constant.name} = {constant.value:.15g}", f"  {constant.help}"]
    if topic in SETTINGS:
        setting = SETTINGS[topic]
        value = session.settings.get(setting.key)
        return [f":set {setting.key} VALUE", f"  {setting.help}: {setting.range()}", f"  now {value}"]
    return []


def _see_command(command: Command | None) -> list[str]:
    return [f"  as a command {command.call}"] if command else []


def _all_functions() -> list[str]:
    """Every function by name, wrapped, with how to learn more."""
    from textwrap import wrap

    names = " ".join(row.name for row in FUNCTIONS)
    spelled = " ".join(sorted({name for name, _ in SPELLINGS}))
    lines = wrap(f"{names} if piecewise", 76)
    lines += ["of two arguments also: " + spelled + "(x, b);  of many: " + ", ".join(sorted(FOLDED))]
    return [*lines, "in-language derivatives: " + " ".join(FORMS), ":help NAME shows rule, domain and formula"]


def overview() -> list[str]:
    """The first page."""
    return TOPICS[""].strip("\n").split("\n")


def _command(command: Command) -> list[str]:
    lines = [command.call, *(f"  {line}".rstrip() for line in _joined(command.text.split("\n")))]
    if command.aliases:
        lines.append("  also " + " ".join(f":{a}" for a in command.aliases))
    if command.examples:
        lines += ["", "  try"] + [f"    {example}" for example in command.examples]
    return lines[:MOST_LINES]


def _joined(lines: list[str]) -> list[str]:
    """The lines with each paragraph as one; the first says what a command does, columns stay as they are."""
    found = lines[:1]
    before = ""
    for line in lines[1:]:
        goes_on = bool(before) and bool(line) and "  " not in before and "  " not in line
        found[-1:] = [f"{found[-1]} {line}"] if goes_on else [found[-1], line]
        before = line
    return found


def _function(row: Operation) -> list[str]:
    """Signature, derivative rule, domain and spellings of a function."""
    lines = [f"{row.name}({', '.join(row.params)})", f"  {row.help}"]
    for param, partial in zip(row.params, row.partials, strict=True):
        lines.append(f"  d/d{param}      " + (partial or f"no closed form: written {row.name}'(…)"))
    if "ans" in " ".join(row.partials):
        lines.append(f"             ans is {row.name}({', '.join(row.params)}) itself")
    if row.define:
        lines.append(f"  formula    {row.define}")
    if row.domain:
        lines.append(f"  domain     {row.domain}")
    if row.kinks:
        lines.append(f"  not differentiable where {row.kinks}")
    if row.convention:
        lines.append(f"             {row.convention}")
    if row.latex:
        lines.append(f"  LaTeX      {row.latex.replace('{{', '{').replace('}}', '}')}")
    if row.aliases:
        lines.append("  also       " + " ".join(row.aliases))
    return lines


def _diagnostic(code: str) -> list[str]:
    row = DIAGNOSTICS[code]
    lines = [f"{code}  {row.title}", *(f"  {line}" for line in row.text.split("\n"))]
    if row.wrong:
        lines += ["", f"  wrong  {row.wrong}", f"  right  {row.right}"]
    return lines
