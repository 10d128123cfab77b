"""The command line: what `derivrepl --help` says, and its words as options and sources in order."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import NoReturn

    Source = tuple[str, str, tuple[str, list[str]] | str]
    """("expression", label, (text, commands)) or ("file", label, path)."""

USAGE = """\
usage: derivrepl [options] [FILE ...]
       derivrepl [options] -e EXPR [:COMMAND WORD ...] ...

Differentiate expressions, interactively or in a pipe.

  FILE                 statements to run, one per line; - is stdin
  -e, --expr EXPR      run EXPR, then the :COMMANDs that follow it
  -i, --interactive    enter the prompt after FILEs or -e
  -x, --fail-fast      stop at the first failed statement
      --strict         inputs must be declared; warnings count as failures
      --check          check every derivative numerically; mismatch = failure

Output
  -q, --quiet          results only, no node rows
  -r, --result         derivatives only, tab-separated, one line per statement
      --wrt x,y        differentiate by these inputs (default: all)
      --digits N       digits of values; over 15 they are certain
      --simplify LEVEL off, light, full or hard
      --color WHEN     auto, always, never
      --ascii          no characters outside ASCII
      --errors short   one line for each error
  -s, --silent         nothing on stderr
  -o, --output FILE    write stdout to FILE

Other
      --max-nodes N    refuse graphs with more nodes (default 5000000)
      --no-init        no config and no init file at the prompt
      --no-history     read and write no history
      --no-banner      no first line at the prompt
      --plain          no line editing, no colour
  -V, --version        print version
  -h, --help           print this

Exit status: 0 all fine, 1 a statement failed, 2 wrong usage.
Examples:
  derivrepl -e 'sin(x)*y' :grad x y
  derivrepl -q < exprs.deriv
"""
FLAGS = ("-i --interactive", "-x --fail-fast", "--strict", "--check", "-q --quiet", "-r --result", "--ascii",
         "-s --silent", "--no-init", "--no-history", "--no-banner", "--plain", "-V --version", "-h --help")  # fmt: skip
LONG = [word for flag in FLAGS for word in flag.split() if word.startswith("--")] + [
    "--expr", "--wrt", "--digits", "--simplify", "--color", "--errors", "--output", "--max-nodes",
]  # fmt: skip
MAX_NODES = 5_000_000

_option = re.compile(r"--?[a-zA-Z]")


class UsageError(Exception):
    """A word of the command line that cannot be taken."""


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def read(arguments: list[str]) -> Namespace:
    """The options, with `sources` (files and expressions in order) and `settings`; raises UsageError."""
    sources, rest = _expressions(arguments)
    options, unknown = _parser().parse_known_intermixed_args(rest)
    for word in unknown:
        if word.startswith("-"):
            from derivrepl.language.suggest import nearest

            name = word.split("=")[0]
            close = nearest(name, LONG)
            raise UsageError(f"unknown option {name}" + (f"; did you mean {close}?" if close else ""))
    files = [w for w in [*options.files, *unknown] if not w.startswith("\0")]
    placed = [w for w in rest if w.startswith("\0") or w in files]
    options.sources = [sources[int(w[1:])] if w[0] == "\0" else ("file", _label(w), w) for w in placed]
    options.settings = _settings(options)
    return options


def _label(path: str) -> str:
    return "stdin" if path == "-" else path


def _expressions(arguments: list[str]) -> tuple[list[Source], list[str]]:
    """The `-e` groups, and the other words with a mark in each group's place."""
    sources: list[Source] = []
    rest: list[str] = []
    words = list(arguments)
    while words:
        word = words.pop(0)
        if word == "--":
            return sources, rest + words
        if word in ("-e", "--expr") or word.startswith("--expr="):
            if word in ("-e", "--expr") and not words:
                raise UsageError(f"{word} needs an expression")
            text = words.pop(0) if "=" not in word else word.partition("=")[2]
            label = "-e" if not sources else f"-e{len(sources) + 1}"
            rest.append(f"\0{len(sources)}")
            sources.append(("expression", label, (text, _commands(words))))
        elif word.startswith(":") and sources and rest and rest[-1].startswith("\0"):
            words.insert(0, word)
            sources[-1][2][1].extend(_commands(words))  # type: ignore[union-attr]
        else:
            rest.append(word)
    return sources, rest


def _commands(words: list[str]) -> list[str]:
    """The commands at the front of the words: each runs to the next one or to an option."""
    commands: list[str] = []
    while words and (words[0].startswith(":") or (commands and not _option.match(words[0]))):
        word = words.pop(0)
        if word.startswith(":"):
            commands.append(word)
        else:
            commands[-1] += " " + word
    return commands


def _parser() -> ArgumentParser:
    parser = _Parser("derivrepl", add_help=False, allow_abbrev=False)
    for flag in FLAGS:
        parser.add_argument(*flag.split(), action="store_true")
    parser.add_argument("--wrt")
    parser.add_argument("--digits", type=int)
    parser.add_argument("--simplify", choices=["off", "light", "full", "hard"])
    parser.add_argument("--color", choices=["auto", "always", "never"], default="auto")
    parser.add_argument("--errors", choices=["short", "full"], default="full")
    parser.add_argument("-o", "--output")
    parser.add_argument("--max-nodes", type=int, default=MAX_NODES)
    parser.add_argument("files", nargs="*")
    return parser


def _settings(options: Namespace) -> list[tuple[str, str]]:
    chosen = []
    if options.wrt:
        chosen.append(("wrt", options.wrt.replace(",", " ")))
    if options.simplify:
        chosen.append(("simplify", options.simplify))
    if options.digits is not None:
        if not 0 < options.digits <= 10_000:
            raise UsageError("--digits is a number 1 to 10000")
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
    sys.stderr.write(f"derivrepl: {message}\n")
    return 2
