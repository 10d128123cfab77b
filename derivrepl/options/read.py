"""The words of a command line as options, and as sources in the order given."""

from __future__ import annotations

import re
import sys

from derivrepl.options.rows import OPTIONS, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    Source = tuple[str, str, tuple[str, list[str]] | str]
    """("expression", label, (text, commands)) or ("file", label, path)."""
else:
    from types import SimpleNamespace as Namespace

_option = r"--?[a-zA-Z]"
_cluster = r"-[a-zA-Z]+e"


class UsageError(Exception):
    """A word of the command line that cannot be taken."""


def read(arguments: list[str]) -> Namespace:
    """The options, with `sources` (files and expressions in order) and `settings`; raises UsageError."""
    sources, rest = _sources(arguments)
    options = Namespace(**{row.key: row.default if row.word else False for row in OPTIONS})
    if rest:
        from derivrepl.options.parser import parse  # argparse takes longer to load than a short run without options

        for word in parse(rest, options):
            raise _unknown(word.split("=")[0])
    _take_values(options)
    options.sources = sources
    options.format = _format(options)
    if options.data and not sources:
        raise UsageError("--data needs an expression: -e EXPR")
    if options.data and options.format:
        raise UsageError("--data writes a table, in no other form of output")
    options.settings = _settings(options)
    return options


def _unknown(name: str) -> UsageError:
    from derivrepl.language.suggest import nearest

    close = nearest(name, [row.names[-1] for row in OPTIONS])
    return UsageError(f"unknown option {name}" + (f"; did you mean {close}?" if close else ""))


def _sources(arguments: list[str]) -> tuple[list[Source], list[str]]:
    """The files and the `-e` groups in order, and the words of the other options."""
    sources: list[Source] = []
    rest: list[str] = []
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            sources += map(_file, words)
            break
        if word in ("-e", "--expr") or word.startswith("--expr="):
            if word in ("-e", "--expr") and not words:
                raise UsageError(f"{word} needs an expression")
            text = words.pop(0) if "=" not in word else word.partition("=")[2]
            count = sum(kind == "expression" for kind, _, _ in sources) + 1
            sources.append(("expression", f"-e{count}" if count > 1 else "-e", (text, _commands(words))))
        elif word.startswith(":") and sources and sources[-1][0] == "expression":
            words.insert(0, word)
            sources[-1][2][1].extend(_commands(words))  # type: ignore[union-attr]
        elif word.startswith(":"):
            raise UsageError(f"the command {word} stands behind no -e EXPR")
        elif _ends_in_expression(word):
            rest.append(word[:-1])
            words.insert(0, "-e")
        elif word.startswith("-") and word != "-":
            rest.append(word)
            if _awaits_value(word) and words:
                rest.append(words.pop(0))
        else:
            sources.append(_file(word))
    return sources, rest


def _file(path: str) -> Source:
    return "file", "stdin" if path == "-" else path, path


def _ends_in_expression(word: str) -> bool:
    """Whether switches of one letter end in an `e`, whose expression is the next word: `-qe EXPR`."""
    switches = word[1:-1] if word.endswith("e") and re.fullmatch(_cluster, word) else ""
    return bool(switches) and not any(row.word and f"-{letter}" in row.names for row in OPTIONS for letter in switches)


def _awaits_value(word: str) -> bool:
    """Whether the next word is the value of this option, or of the last one in `-xo`."""
    if word.startswith("--"):
        return any(row.word and word in row.names for row in OPTIONS)
    with_value = [letter for letter in word[1:] if any(row.word and f"-{letter}" in row.names for row in OPTIONS)]
    return bool(with_value) and word.index(with_value[0]) == len(word) - 1


def _commands(words: list[str]) -> list[str]:
    """The commands at the front of the words: each runs to the next one or to an option."""
    commands: list[str] = []
    while words and (words[0].startswith(":") or (commands and not re.match(_option, words[0]))):
        word = words.pop(0)
        if word.startswith(":"):
            commands.append(word)
        else:
            commands[-1] += " " + word
    return commands


def _take_values(options: Namespace) -> None:
    """Hold each value against its row, and keep numbers as numbers; raises UsageError."""
    for row in OPTIONS:
        value = getattr(options, row.key)
        if not row.word or value is None or value == row.default:
            continue
        if row.choices and value not in row.choices:
            raise UsageError(f"{row.names[-1]} is {row.described()}, not {value}")
        if row.within is not None:
            setattr(options, row.key, _number(row, value))


def _number(row: Option, text: str) -> float:
    assert row.within is not None
    low, high = row.within
    try:
        number = int(text) if isinstance(low, int) else float(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise UsageError(f"{row.names[-1]} is {row.described()}, not {text}")
    return number


def _format(options: Namespace) -> str | None:
    """The form of the output, None for what its kind asks for; raises UsageError where two are asked for."""
    asked = [("-r", "text")] * options.result + [("--json", "json")] * options.json
    asked += [(f"--format {options.format}", options.format)] if options.format else []
    asked += [("-q", "text")] * (options.quiet and options.format == "program")
    if len({form for _, form in asked}) > 1:
        raise UsageError(" and ".join(word for word, _ in asked) + " ask for two forms of output")
    return asked[0][1] if asked else None


def _settings(options: Namespace) -> list[tuple[str, str]]:
    chosen = []
    if options.wrt:
        chosen.append(("wrt", options.wrt.replace(",", " ")))
    if options.simplify:
        chosen.append(("simplify", options.simplify))
    if options.digits is not None:
        chosen.append(("digits", str(options.digits)))
    if options.strict:
        chosen.append(("strict", "on"))
    if options.ascii:
        chosen.append(("charset", "ascii"))
    if options.no_banner:
        chosen.append(("banner", "off"))
    return chosen


def complain(message: str) -> int:
    """Tell a usage error; the exit code for it."""
    if sys.stderr is not None:
        sys.stderr.write(f"derivrepl: {message}\n")
    return 2
