"""Brackets and operands among the tokens of a text that does not parse: what a message about it quotes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.driver import Token

OPENING = {"LPAR": "RPAR", "LSQB": "RSQB"}
CLOSING = {"RPAR": ")", "RSQB": "]"}
BEHIND = {"SUPERSCRIPT", "TRANSPOSE", "PRIMES"}
"""Terminals that belong to the operand before them."""


def open_brackets(tokens: list[Token]) -> list[Token]:
    """The opening brackets that nothing closes, outermost first."""
    stack: list[Token] = []
    for token in tokens:
        if token[0] in OPENING:
            stack.append(token)
        elif token[0] in CLOSING and stack and OPENING[stack[-1][0]] == token[0]:
            stack.pop()
    return stack


def between_commas(tokens: list[Token]) -> list[tuple[int, int]]:
    """The places that the commas outside of all brackets leave."""
    depth, start = 0, 0
    places = []
    for kind, _, begin, end in tokens:
        depth += (kind in OPENING) - (kind in CLOSING)
        if kind == "COMMA" and depth == 0:
            places.append((start, begin))
            start = end
    return [*places, (start, tokens[-1][3])]


def partners(tokens: list[Token]) -> dict[int, int]:
    """The index of each bracket's or bar's other half, both ways; bars pair up in the order they come."""
    found: dict[int, int] = {}
    stack: list[int] = []
    for k, token in enumerate(tokens):
        kind = token[0]
        top = tokens[stack[-1]][0] if stack else ""
        if kind in OPENING or (kind == "BAR" and top != "BAR"):
            stack.append(k)
        elif kind == "BAR" or (kind in CLOSING and OPENING.get(top) == kind):
            begin = stack.pop()
            found[begin], found[k] = k, begin
    return found


def ending_at(tokens: list[Token], last: int) -> tuple[int, int]:
    """The place of the operand whose last token is given: calls, powers and what stands in brackets are whole."""
    pairs = partners(tokens)
    k = last
    while True:
        while k > 0 and tokens[k][0] in BEHIND:
            k -= 1
        k = min(k, pairs.get(k, k))
        before = tokens[k - 1][0] if k else ""
        indexed = tokens[k][0] == "LSQB" and (before in ("NAME", "RPAR", "RSQB") or before in BEHIND)
        called = tokens[k][0] == "LPAR" and before in ("NAME", "PRIMES")
        juxtaposed = before == "NUMBER" and tokens[k - 1][3] == tokens[k][2]
        if indexed or called or before == "ROOT" or juxtaposed:
            k -= 1
        elif before == "POWER" and k > 1:
            k -= 2
        else:
            return tokens[k][2], tokens[last][3]


def beginning_at(tokens: list[Token], first: int) -> tuple[int, int]:
    """The place of the operand whose first token is given."""
    pairs = partners(tokens)
    last = len(tokens) - 2
    k = first
    while True:
        k = min(max(k, pairs.get(k, k)), last)
        after = tokens[k + 1][0]
        called = after == "LPAR" and tokens[k][0] in ("NAME", "PRIMES")
        if k < last and (after in BEHIND or after == "LSQB" or called or tokens[k][0] == "ROOT"):
            k += 1
        elif k + 1 < last and after == "POWER":
            k += 2
        else:
            return tokens[first][2], tokens[k][3]
