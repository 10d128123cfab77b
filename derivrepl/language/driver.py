"""The LALR driver: walks the grammar's tables over a text and calls a builder's method for each rule.

No tree and no recursion: values are made as rules are reduced. Lark's runtime does the same some four
times slower; a test holds the two equal on a corpus.
"""

from __future__ import annotations

from derivrepl.language.grammar import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Callbacks = list[tuple[Callable[[list[Any]], Any] | None, int, str]]

Token = tuple[str, str, int, int]
"""Terminal name, text, start and end offset."""

END = "$END"
UNREADABLE = "UNREADABLE"


class SyntaxFault(Exception):
    """The parser stopped at a token that no rule allows there."""

    def __init__(self, tokens: list[Token], index: int, expected: set[str]) -> None:
        super().__init__(f"unexpected {tokens[index][0]}")
        self.tokens = tokens
        self.index = index
        self.expected = expected
        """Names of the terminals that would have been allowed."""


def lex(text: str) -> list[Token]:
    """The tokens of the text, in order, ended by one `$END`; what is no token comes as UNREADABLE."""
    tokens: list[Token] = []
    position, length = 0, len(text)
    match = tables().master.match
    while position < length:
        found = match(text, position)
        if found is None:
            tokens.append((UNREADABLE, text[position], position, position + 1))
            position += 1
            continue
        end = found.end()
        kind = found.lastgroup
        if kind is not None:
            tokens.append((kind, found.group(), position, end))
        position = end
    tokens.append((END, "", length, length))
    return tokens


def drive(tokens: list[Token], callbacks: Callbacks) -> Any:
    """What a builder's methods (see `bind`) make of the tokens; raises SyntaxFault.

    The method for a rule is called with the list of its symbols' values; a token's value is the token.
    """
    grammar = tables()
    table = grammar.states
    rules = callbacks
    states = [grammar.start]
    values: list[Any] = []
    index = 0
    token = tokens[0]
    kind = token[0]
    while True:
        action = table[states[-1]].get(kind)
        if action is None:
            if kind == END and states[-1] == grammar.end:
                return values[-1]
            raise SyntaxFault(tokens, index, expected(_stack_before(tokens, index)))
        if action >= 0:
            states.append(action)
            values.append(token)
            index += 1
            token = tokens[index]
            kind = token[0]
            continue
        callback, size, made = rules[~action]
        if callback is None:
            states[-1] = table[states[-2]][made]
            continue
        value = callback(values[-size:])
        del values[-size:], states[-size:]
        values.append(value)
        states.append(table[states[-1]][made])


def bind(builder: object) -> Callbacks:
    """The grammar's rules with the builder's methods in place of their names."""
    return [(getattr(builder, name) if name else None, size, made) for name, size, made in tables().rules]


def _stack_before(tokens: list[Token], index: int) -> list[int]:
    """The stack just after the token before `index`, no reduction for the one at `index` done yet."""
    grammar = tables()
    states = [grammar.start]
    for token in tokens[:index]:
        while (action := grammar.states[states[-1]][token[0]]) < 0:
            _, size, made = grammar.rules[~action]
            del states[-size:]
            states.append(grammar.states[states[-1]][made])
        states.append(action)
    return states


def expected(states: list[int]) -> set[str]:
    """The terminals that the parser could shift next from this stack of states."""
    grammar = tables()
    return {symbol for symbol in grammar.states[states[-1]] if symbol.isupper() and _shifts(states, symbol)}


def _shifts(states: list[int], symbol: str) -> bool:
    """Whether the reductions that `symbol` sets off end in its being shifted."""
    grammar = tables()
    stack = list(states)
    while True:
        action = grammar.states[stack[-1]].get(symbol)
        if action is None:
            return False
        if action >= 0:
            return True
        _, size, made = grammar.rules[~action]
        del stack[-size:]
        stack.append(grammar.states[stack[-1]][made])
