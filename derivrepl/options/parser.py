"""The options' rows as a parser of argparse."""

from __future__ import annotations

import re
from argparse import ArgumentParser, HelpFormatter

from derivrepl.options.read import UsageError
from derivrepl.options.rows import OPTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import NoReturn

_missing = r"argument (?:\S+/)?(--\S+): expected one argument"


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        found = re.match(_missing, message)
        if found:
            row = next(row for row in OPTIONS if found[1] in row.names)
            message = f"{found[1]} needs {row.described()}"
        raise UsageError(message)


def parse(words: list[str], options: Namespace) -> list[str]:
    """Set what the words ask for; the words that no option has. Raises UsageError."""
    parser = _Parser("derivrepl", add_help=False, allow_abbrev=False, formatter_class=_narrow)
    for row in OPTIONS:
        if row.word:
            parser.add_argument(*row.names, metavar=row.word)
        else:
            parser.add_argument(*row.names, action="count" if row.key == "version" else "store_true")
    return parser.parse_known_args(words, options)[1]


def _narrow(prog: str) -> HelpFormatter:
    """What argparse checks each option with: of a fixed width it asks no terminal, and loads no shutil for that."""
    return HelpFormatter(prog, width=80)
