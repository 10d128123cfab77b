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
LONG = 2_000
"""Characters from which a text is cut into words by the faster way."""


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
    if len(text) > LONG:
        return lex_long(text)
    tokens: list[Token] = []
    position, length = 0, len(text)
    match = tables().lexer(text).match
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


def lex_long(text: str) -> list[Token]:
    """The same in half the time, once a second regular expression is compiled: a word's text tells its kind."""
    match = tables().lexer(text).match
    tokens: list[Token] = []
    kinds: dict[str, str | None] = {}
    position = 0
    for word in tables().cutter(text).findall(text):
        end = position + len(word)
        if word not in kinds:
            found = match(text, position)
            kinds[word] = found.lastgroup if found else UNREADABLE
        kind = kinds[word]
        if kind is not None:
            tokens.append((kind, word, position, end))
        position = end
    tokens.append((END, "", position, position))
    return tokens


def drive(tokens: list[Token], callbacks: Callbacks) -> Any:
    """What a builder's methods (see `bind`) make of the tokens; raises SyntaxFault.

    The method for a rule is called with the list of its symbols' values; a token's value is the token.
    """
    grammar = tables()
    table, leaps, rules = grammar.states, grammar.leaps, callbacks
    state = grammar.start
    states = [state]
    values: list[Any] = []
    for index, token in enumerate(tokens):
        kind = token[0]
        while True:
            action = table[state].get(kind)
            if action is None:
                if kind == END and state == grammar.end:
                    return values[-1]
                raise SyntaxFault(tokens, index, expected(_stack_before(tokens, index)))
            if action >= 0:
                state = action
                states.append(state)
                values.append(token)
                break
            callback, size, made = rules[~action]
            if callback is None:
                leap = (states[-2], state, kind)
                if leap not in leaps:
                    leaps[leap] = _leap(*leap)
                state = states[-1] = leaps[leap]
                continue
            if size == 1:
                values[-1] = callback(values[-1:])
            else:
                parts = values[-size:]
                del values[1 - size :], states[1 - size :]
                values[-1] = callback(parts)
            state = states[-1] = table[states[-2]][made]
    raise AssertionError("the last token is $END, which the tables accept or refuse")


def _leap(below: int, state: int, kind: str) -> int:
    """The state after all the rules that only hand a value on, from `state` upon `below` before a `kind`."""
    grammar = tables()
    while True:
        action = grammar.states[state].get(kind, 0)
        if action >= 0 or grammar.rules[~action][0]:
            return state
        state = grammar.states[below][grammar.rules[~action][2]]


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
