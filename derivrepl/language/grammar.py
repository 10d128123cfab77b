"""The tables of `grammar/derivrepl.lark`: Lark builds them, a cache file keeps them, `driver` walks them.

Lark takes longer to import than everything else in the program together, so it is asked only when the
cache has no tables for this grammar. What is cached is plain data, in marshal's format.
"""

from __future__ import annotations

import marshal
import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PASS = ""
"""The callback name of a rule that hands its one value on."""

LAYOUT = 2
"""Counted up when the form of what is cached changes."""
Plain = tuple[list[dict[str, int]], list[tuple[str, int, str]], int, int, tuple[str, str]]

_piece = r"\[(\^?)((?:\\.|[^]\\])+)\]|\\.|."
"""A set, an escaped character or any other one in a regular expression."""


class Tables:
    """What the driver reads.

    states  for each state: symbol → next state, or ~r for "reduce by rule r"
    rules   (callback name or PASS, number of symbols, symbol made)
    start   the first state
    end     the state in which the text's end is accepted
    lexers  one regular expression whose named groups are the terminals (blanks have no group): for any text, and
            for one of ASCII alone, which is compiled in a third of the time
    leaps   (state below, state, terminal) → state after the reductions that hand a value on; filled on the way
    """

    __slots__ = ("end", "leaps", "lexers", "rules", "start", "states")

    def __init__(self, plain: Plain) -> None:
        self.states, self.rules, self.start, self.end, self.lexers = plain
        self.leaps: dict[tuple[int, int, str], int] = {}

    def lexer(self, text: str) -> re.Pattern[str]:
        """What matches the terminal that begins at a place in the text."""
        return re.compile(self.lexers[text.isascii()])

    def cutter(self, text: str) -> re.Pattern[str]:
        """The same without groups, or else one character: `findall` cuts the text into words."""
        return re.compile(re.sub(r"\(\?P<\w+>", "(?:", self.lexers[text.isascii()]) + "|.", re.DOTALL)


_loaded: Tables | None = None


def tables() -> Tables:
    """The tables of the grammar, from memory, from the cache file or from Lark."""
    global _loaded
    if _loaded is None:
        _loaded = Tables(_cached())
    return _loaded


def source() -> str:
    """The text of the grammar file, in the checkout or in the installed package."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (here, os.path.dirname(here)):
        path = os.path.join(folder, "grammar", "derivrepl.lark")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                return file.read()
    raise FileNotFoundError("grammar/derivrepl.lark")


def lark(**options: Any) -> Any:
    """Lark's own parser for the grammar: the reference that the driver is held equal to."""
    from lark import Lark

    return Lark(source(), parser="lalr", lexer="basic", keep_all_tokens=True, maybe_placeholders=False, **options)


def _cached() -> Plain:
    grammar = source()
    path = _cache_path(grammar)
    try:
        with open(path, "rb") as file:
            of, cached = marshal.loads(file.read())
        if of == grammar:
            plain: Plain = cached
            return plain
    except (OSError, ValueError, EOFError, TypeError):
        pass
    plain = _build()
    _write(path, marshal.dumps((grammar, plain)))
    return plain


def _cache_path(grammar: str) -> str:
    folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    name = f"tables{LAYOUT}-{len(grammar)}-{sys.implementation.cache_tag}.bin"
    return os.path.join(folder, "derivrepl", name)


def _write(path: str, data: bytes) -> None:
    """Put the file in place whole; a cache that cannot be written is done without."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        pass


def _build() -> Plain:
    """The tables as plain data, read off a Lark object."""
    parser = lark()
    table = parser.parser.parser._parse_table
    numbers = {rule: n for n, rule in enumerate(parser.rules)}
    rules = []
    for rule in parser.rules:
        passing = rule.options.expand1 and rule.alias is None and len(rule.expansion) == 1
        name = PASS if passing else rule.alias or rule.origin.name
        rules.append((str(name), len(rule.expansion), str(rule.origin.name)))
    order = {state: n for n, state in enumerate(table.states)}
    states = []
    for state in order:
        actions = {}
        for symbol, (_, argument) in table.states[state].items():
            shift = type(argument) is not type(parser.rules[0])
            actions[str(symbol)] = order[argument] if shift else ~numbers[argument]
        states.append(actions)
    first, last = order[table.start_states["start"]], order[table.end_states["start"]]
    master = _master(parser.terminals, parser.parser.lexer.terminals)
    return states, rules, first, last, (master, ascii_only(master))


def ascii_only(pattern: str) -> str:
    """A regular expression that matches in a text of ASCII what this one does."""
    return re.sub(_piece, _narrowed, pattern, flags=re.DOTALL)


def _narrowed(piece: re.Match[str]) -> str:
    """A piece without the characters that a text of ASCII lacks; what never matches where nothing else is in it."""
    text, inside = piece[0], piece[2]
    if inside is None:
        return text if text.isascii() else "(?!)"
    rest = re.sub(r"[^\0-\x7f](?:-[^\0-\x7f])?", "", inside)
    return f"[{piece[1]}{rest}]" if rest else "[\0-\x7f]" if piece[1] else "(?!)"


def _master(defined: list[Any], ordered: list[Any]) -> str:
    ignored = {t.name for t in defined if t.name.startswith("__IGNORE")}
    return "|".join(
        f"(?:{t.pattern.to_regexp()})" if t.name in ignored else f"(?P<{t.name}>{t.pattern.to_regexp()})"
        for t in ordered
    )
