"""Colours of a line being typed, from the grammar's own terminals."""

from __future__ import annotations

from derivrepl.language.driver import END, UNREADABLE, lex
from derivrepl.language.scope import ARRAY_NAMES, CONSTANT_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.driver import Token
    from derivrepl.language.scope import Scope

LONGEST = 5_000
"""Characters beyond which a line stays plain."""

ROLES = {
    "NUMBER": "number", "REFERENCE": "node", "DERIVATIVE": "derivative", "PARTIAL": "derivative",
    "AT": "command", "ROOT": "function", "SUPERSCRIPT": "number", UNREADABLE: "error",
    **dict.fromkeys(
        ("POWER", "STAR", "SLASH", "MATMUL", "PLUS", "MINUS", "RELATION", "ASSIGN", "COLON", "TRANSPOSE", "PRIMES"),
        "operator",
    ),
}  # fmt: skip
"""Terminal → role; names are decided by what they mean, everything else is plain."""


def roles(text: str, scope: Scope) -> list[tuple[int, int, str]]:
    """Places in the text that have a role, in order."""
    if len(text) > LONGEST:
        return []
    if text.lstrip()[:1] == ":":
        return _command(text, scope)
    return _expression(text, 0, scope)


def _command(text: str, scope: Scope) -> list[tuple[int, int, str]]:
    start = len(text) - len(text.lstrip())
    end = start + len(text.split()[0])
    return [(start, end, "command"), *_expression(text, end, scope)]


def _expression(text: str, start: int, scope: Scope) -> list[tuple[int, int, str]]:
    places = []
    stop = text.find("#", start)
    code = text[start : stop if stop >= 0 else len(text)]
    tokens = lex(code)
    for k, token in enumerate(tokens):
        if token[0] == END:
            break
        role = _name(token, tokens[k + 1][0], scope) if token[0] == "NAME" else ROLES.get(token[0], "")
        if role:
            places.append((start + token[2], start + token[3], role))
    if stop >= 0:
        places.append((stop, len(text), "dim"))
    return places


def _name(token: Token, following: str, scope: Scope) -> str:
    name = token[1]
    if following == "LPAR" and (scope.is_reserved(name) == "a function" or name in scope.abstract):
        return "function"
    definition = scope.definitions.get(name)
    if definition is not None:
        return "function" if definition.params is not None else "own"
    if name in ARRAY_NAMES:
        return ""
    return "number" if name in CONSTANT_NAMES else ""
