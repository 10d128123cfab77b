"""The words of a command line as options, and as sources in the order given.

Each word is held against the rows of `options/rows.py`. The standard library's reader of command lines knows
more forms than these and takes longer to load than the rest of the program's way to its first answer allows.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace

from derivrepl.options.rows import OPTIONS, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    Source = tuple[str, str, tuple[str, list[str]] | str]
    """("expression", label, (text, commands)) or ("file", label, path)."""

EXPRESSION = OPTIONS[0]


class UsageError(Exception):
    """A word of the command line that cannot be taken."""


class Options(SimpleNamespace):
    """What was asked for: an attribute for each row, the `sources` in order, and the `settings`."""


def read(arguments: list[str]) -> Options:
    """The options, with `sources` (files and expressions in order) and `settings`; raises UsageError."""
    options = Options(**{row.key: row.default for row in OPTIONS}, sources=[])
    sources: list[Source] = options.sources
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            sources += map(_file, words)
            break
        if word.startswith("-") and word != "-":
            _take(options, word, words)
        elif not word.startswith(":"):
            sources.append(_file(word))
        elif sources and sources[-1][0] == "expression":
            words.insert(0, word)
            sources[-1][2][1].extend(_commands(words))  # type: ignore[union-attr]
        else:
            raise UsageError(f"the command {word} stands behind no -e EXPR")
    options.format = _format(options)
    if options.data and not sources:
        raise UsageError("--data needs an expression: -e EXPR")
    if options.data and options.format:
        raise UsageError("--data writes a table, in no other form of output")
    options.settings = _settings(options)
    return options


def _file(path: str) -> Source:
    return "file", "stdin" if path == "-" else path, path


def _take(options: Options, word: str, words: list[str]) -> None:
    """Take the options of one word, with their values, which may be the words that follow."""
    for row, value in _rows_in(word):
        if not row.word:
            setattr(options, row.key, getattr(options, row.key) + 1)
        elif row is EXPRESSION:
            options.sources.append(_expression(options.sources, value, word, words))
        else:
            if value is None:
                if not words or _is_option(words[0]):
                    raise UsageError(f"{row.names[-1]} needs {row.described()}")
                value = words.pop(0)
            setattr(options, row.key, _value(row, value))


def _rows_in(word: str) -> list[tuple[Option, str | None]]:
    """The options that one word names, the last with the value that stands in the word: `--wrt=x`, `-qo a`, `-oa`."""
    if word.startswith("--"):
        name, separator, value = word.partition("=")
        row = _row(name)
        if separator and not row.word:
            raise UsageError(f"{name} takes no value")
        return [(row, value if separator else None)]
    found: list[tuple[Option, str | None]] = []
    for place, letter in enumerate(word[1:], 2):
        row = _row(f"-{letter}")
        if row.word:
            return [*found, (row, word[place:].removeprefix("=") or None)]
        found.append((row, None))
    return found


def _row(name: str) -> Option:
    for row in OPTIONS:
        if name in row.names:
            return row
    from derivrepl.language.suggest import nearest

    close = nearest(name, [row.names[-1] for row in OPTIONS])
    raise UsageError(f"unknown option {name}" + (f"; did you mean {close}?" if close else ""))


def _expression(sources: list[Source], text: str | None, word: str, words: list[str]) -> Source:
    """The source that an `-e` is, with the commands that follow it."""
    if text is None:
        if not words:
            raise UsageError(f"{word} needs an expression")
        text = words.pop(0)
    count = sum(kind == "expression" for kind, _, _ in sources) + 1
    return "expression", f"-e{count}" if count > 1 else "-e", (text, _commands(words))


def _commands(words: list[str]) -> list[str]:
    """The commands at the front of the words: each runs to the next one or to an option."""
    commands: list[str] = []
    while words and (words[0].startswith(":") or (commands and not _is_option(words[0]))):
        word = words.pop(0)
        if word.startswith(":"):
            commands.append(word)
        else:
            commands[-1] += " " + word
    return commands


def _is_option(word: str) -> bool:
    """Whether a word looks like an option, and not like a number or the name of standard input."""
    letter = word[1:].removeprefix("-")[:1]
    return word.startswith("-") and letter.isascii() and letter.isalpha()


def _value(row: Option, text: str) -> str | float:
    """The value of an option, a number where its row says so; raises UsageError."""
    if row.choices and text not in row.choices:
        raise UsageError(f"{row.names[-1]} is {row.described()}, not {text}")
    return text if row.within is None else _number(row, text)


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


def _format(options: Options) -> str | None:
    """The form of the output, None for what its kind asks for; raises UsageError where two are asked for."""
    asked = [("-r", "text")] * options.result + [("--json", "json")] * options.json
    asked += [(f"--format {options.format}", options.format)] if options.format else []
    asked += [("-q", "text")] * (options.quiet and options.format == "program")
    if len({form for _, form in asked}) > 1:
        raise UsageError(" and ".join(word for word, _ in asked) + " ask for two forms of output")
    return asked[0][1] if asked else None


def _settings(options: Options) -> list[tuple[str, str]]:
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
