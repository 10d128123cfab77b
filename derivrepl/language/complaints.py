"""What the grammar does not allow, told as a person would: place, cause, cure.

Every message follows from the token the parser stopped at, the one before it, and the set of
terminals that it would have taken.
"""

from __future__ import annotations

import re
import unicodedata

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import operator, split, variables_of
from derivrepl.language.driver import END, UNREADABLE
from derivrepl.language.foreign import choice_as_typed, latex_as_typed
from derivrepl.language.operands import CLOSING, OPENING, beginning_at, ending_at, open_brackets
from derivrepl.language.programs import arrays_as_typed
from derivrepl.language.refusals import clip, missing_operator, needs_brackets, two_readings
from derivrepl.tables.foreign import AFTERWARDS, ELSEWHERE, LOOKALIKES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.driver import SyntaxFault, Token
    from derivrepl.language.scope import Scope

WHOLE = 60
"""Columns that a whole corrected line takes in a hint."""
OPERAND = {"NUMBER", "NAME", "LPAR", "LSQB", "BAR", "ROOT", "REFERENCE", "PARTIAL", "DERIVATIVE"}
"""Terminals that begin an operand."""


def explain(scope: Scope, text: str, fault: SyntaxFault) -> DerivError:
    """The error for a text at whose token `fault.index` the parser stopped."""
    tokens, index = fault.tokens, fault.index
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if token[0] == UNREADABLE:
        return _unreadable_in(scope, text, token)
    if before is not None and (before[0] == "PRIMES" or token[0] == "PRIMES"):
        return _prime(scope, text, tokens, index if token[0] == "PRIMES" else index - 1)
    if before is not None and before[0] == "NAME" and fault.expected == {"ASSIGN"} and token[1] != "==":
        return _unassigned(tokens, index)
    if token[0] == END:
        return _ended(text, tokens)
    if token[0] in OPERAND and before is not None and "PLUS" in fault.expected and "STAR" in fault.expected:
        return neighbours(scope, text, tokens, index)
    if token[0] in CLOSING:
        return _closing(tokens, index, fault.expected)
    meant = arrays_as_typed(text, scope.store.declared)
    error = _misplaced(tokens, index, fault.expected)
    return error if meant is None or token[0] not in ("RELATION", "ASSIGN") else _written(error, text, meant)


def unreadable(token: Token) -> DerivError:
    """A character that belongs to no token."""
    character = token[1]
    if "\udc80" <= character <= "\udcff":
        return DerivError("E106", f"character cannot be read (byte 0x{ord(character) - 0xDC00:02x})", token[2:])
    name = f"{character} " if character.isprintable() and not character.isspace() else ""
    hint = LOOKALIKES.get(character, "")
    if not hint and unicodedata.category(character) == "No":
        hint = f"write {unicodedata.normalize('NFKC', character).replace('⁄', '/')} as a number"
    return DerivError("E106", f"character cannot be read ({name}U+{ord(character):04X})", token[2:], hint)


def _unreadable_in(scope: Scope, text: str, token: Token) -> DerivError:
    """The same with what the text may mean: another program's notation, or LaTeX's."""
    error = unreadable(token)
    sign = text[token[3] : token[3] + 1]
    if token[1] == "." and sign in ("*", "/", "^"):
        hint = f"{sign} works element by element already: leave the dot out"
        return DerivError(error.code, error.message, error.span, hint, (*token[2:], ""))
    meant = arrays_as_typed(text, scope.store.declared)
    if meant is not None and token[1] not in "?\\{}":
        return _written(error, text, meant)
    if token[1] == ".":
        return DerivError(error.code, error.message, error.span, _dotted(text, token[2]))
    meant = choice_as_typed(text) if token[1] == "?" else latex_as_typed(text) if token[1] in "\\{}" else None
    if token[1] == "\\" and _is_solving(scope, text, token[2]):
        return error
    if not meant or meant == text:
        return error
    said = "this is LaTeX: " if token[1] != "?" else ""
    return DerivError(error.code, error.message, error.span, f"{said}write {meant}", (0, len(text), meant))


def _written(error: DerivError, text: str, meant: str) -> DerivError:
    """An error with the text that is typed here instead."""
    return DerivError(error.code, error.message, error.span, f"write {clip(meant, WHOLE)}", (0, len(text), meant))


def _is_solving(scope: Scope, text: str, place: int) -> bool:
    r"""Whether a backslash stands before a name of the session, or a letter: `A\b` of MATLAB, no command of LaTeX."""
    word = re.match(r"\s*(\w*)", text[place + 1 :])
    name = word[1] if word is not None else ""
    return len(name) == 1 or name in scope.store.declared or name in scope.definitions or name in scope.inputs


def _dotted(text: str, place: int) -> str:
    """What is meant by a dot that belongs to no number: a function of a module or of an object."""
    word = re.match(r"\w*", text[place + 1 :])
    if word is None or not word[0]:
        return ""
    return ELSEWHERE.get(word[0], f"functions are called by their name alone: {word[0]}(…)")


def _unassigned(tokens: list[Token], index: int) -> DerivError:
    """`x^2 at y`: a name that was to be given a value."""
    _, name, start, end = tokens[index - 1]
    word = next((t[1] for t in reversed(tokens[:index]) if t[0] == "AT"), "at")
    hint = f"write {word} {name} = 1"
    return DerivError("E108", f"{name} is to get a value here", (start, end), hint, incomplete=tokens[index][0] == END)


def _ended(text: str, tokens: list[Token]) -> DerivError:
    """The text stops before the statement does."""
    end = len(text.rstrip())
    before = tokens[-2] if len(tokens) > 1 else None
    still_open = open_brackets(tokens[:-1])
    wants = (
        before is not None and before[0] not in CLOSING and before[0] not in {"NUMBER", "NAME", "SUPERSCRIPT", "BAR"}
    )
    if still_open and not (wants and before is not None and before[0] not in OPENING):
        opening = still_open[-1]
        closers = "".join(CLOSING[OPENING[t[0]]] for t in reversed(still_open))
        fix = None if wants else (end, end, closers)
        hint = f"close it: {clip(closers)} at the end"
        return DerivError("E102", f"this {opening[1]} is never closed", opening[2:], hint, fix, incomplete=True)
    if sum(t[0] == "BAR" for t in tokens) % 2:
        return _open_bar(text, tokens)
    comma = next((k for k, t in enumerate(tokens) if t[0] == "COMMA"), None)
    if comma is not None and not wants:
        return _comma(tokens, comma)
    hint = ""
    if before is not None and before[0] == "DERIVATIVE":
        top, _, bottom = before[1].partition("/")
        hint = f"{before[1]} is the derivative operator; for a quotient write ({top})/{bottom}"
    return DerivError(
        "E108", "expression ends here, an operand is expected", (end, end + 1), hint, incomplete=True
    )  # fmt: skip


def _comma(tokens: list[Token], index: int) -> DerivError:
    """A comma outside of brackets: inside of a number, between statements, or between components."""
    before, comma, behind = tokens[index - 1], tokens[index], tokens[index + 1]
    if before[0] == behind[0] == "NUMBER" and before[3] == comma[2] and comma[3] == behind[2]:
        readings = f"{before[1]}.{behind[1]}", f"{before[1]}{behind[1]}"
        meant = " or ".join(readings[: 2 if len(behind[1]) == 3 else 1])
        fix = None if len(behind[1]) == 3 else (before[2], behind[3], readings[0])
        return DerivError("E101", "a number has no comma", (before[2], behind[3]), f"write {meant}", fix)
    if before[0] == "COMMA" or before[0] in OPENING or not index:
        return DerivError("E108", "an operand is expected before ,", comma[2:])
    hint = "the components of a vector go in brackets: [x, y]"
    if any(t[0] == "ASSIGN" for t in tokens[:index]):
        hint = "statements on one line are parted by ;"
    return DerivError("E101", "unexpected ,", comma[2:], hint)


def _open_bar(text: str, tokens: list[Token]) -> DerivError:
    """An odd number of bars."""
    bar, end = next(t for t in tokens if t[0] == "BAR"), len(text.rstrip())
    return DerivError("E102", "this | is never closed", bar[2:], "close it: | at the end", (end, end, "|"))


def _prime(scope: Scope, text: str, tokens: list[Token], index: int) -> DerivError:
    """A prime that follows no function, or no bracket follows it."""
    prime = tokens[index]
    before = tokens[index - 1] if index else None
    meant = arrays_as_typed(text, scope.store.declared)
    if before is not None and before[0] == "NAME":
        name = before[1]
        meant = meant if name in scope.store.declared else None
        if meant is not None:
            error = DerivError("E113", f"a prime is a derivative, and {name} is an array", (before[2], prime[3]))
            return _written(error, text, meant)
        hint = f"for a derivative write diff({name}, …), for a transpose {name}.T"
        return DerivError("E113", "a prime needs a function and its argument: f'(x)", (before[2], prime[3]), hint)
    hint = "for a derivative write diff(…, x), for a transpose .T"
    error = DerivError("E113", "a prime needs the name of a function before it: f'(x)", prime[2:], hint)
    return error if meant is None else _written(error, text, meant)


def neighbours(scope: Scope, text: str, tokens: list[Token], index: int) -> DerivError:
    """Two operands side by side, the second beginning at token `index`."""
    before, token = tokens[index - 1], tokens[index]
    if token[1] == "%":
        hint = "a remainder is written mod(x, y), a comment begins with #"
        return DerivError("E101", "unexpected %", token[2:], hint)
    meant = arrays_as_typed(text, scope.store.declared) if before[0] == "BAR" else None
    if meant is not None:
        error = missing_operator(text, ending_at(tokens, index - 1), beginning_at(tokens, index))
        return _written(error, text, meant)
    infix = _between_operands(scope, text, tokens, index)
    if infix is not None:
        return infix
    habit = _habit(scope, before, token)
    if habit:
        error = missing_operator(text, ending_at(tokens, index - 1), beginning_at(tokens, index))
        return DerivError(error.code, error.message, error.span, habit)
    derivative = _operator_meant(text, tokens, index)
    if derivative is not None:
        return derivative
    for k in range(max(0, index - 3), index):
        if tokens[k][0] == "NAME" and tokens[k + 1][0] != "LPAR" and scope.is_function(tokens[k][1]):
            return needs_brackets(text, tokens[k][1], tokens[k][2:])
    if before[0] == "NUMBER" and token[0] == "NUMBER" and before[3] == token[2]:
        whole = before[1] + token[1]
        fixed = whole.replace("..", ".")
        fix = (before[2], token[3], fixed) if fixed.count(".") == 1 else None
        hint = f"did you mean {fixed}?" if fix else ""
        return DerivError("E107", f"number cannot be read: {whole}", (before[2], token[3]), hint, fix)
    if before[0] == "NUMBER" and index > 1 and tokens[index - 2][0] == "ROOT":
        sign, digits, rest = tokens[index - 2][1], before[1], token[1]
        name = "sqrt" if sign == "√" else "cbrt"
        span = (tokens[index - 2][2], token[3])
        return two_readings(text[span[0] : span[1]], (f"{name}({digits})*{rest}", f"{name}({digits}*{rest})"), span)
    if token[0] == "BAR" and sum(t[0] == "BAR" for t in tokens) % 2:
        return _open_bar(text, tokens)
    if before[0] == "BAR" and token[0] == "BAR":
        return _bars(text, tokens, index)
    left, right = ending_at(tokens, index - 1), beginning_at(tokens, index)
    arrays = [any(t[1] in scope.store.declared for t in tokens if a <= t[2] < b) for a, b in (left, right)]
    error = missing_operator(text, left, right, " @ " if all(arrays) else "*")
    meant = arrays_as_typed(text, scope.store.declared) if all(arrays) else None
    return error if meant is None else _written(error, text, meant)


def _habit(scope: Scope, before: Token, token: Token) -> str:
    """What is written here for a word of another program's or of speech, one of two neighbours; empty for none."""
    if before[0] == "NAME" and before[1] in ELSEWHERE and not scope.is_function(before[1]):
        return ELSEWHERE[before[1]]
    word = next((t[1] for t in (token, before) if t[0] == "NAME" and t[1] in AFTERWARDS), "")
    return "" if word in scope.inputs or word in scope.definitions else AFTERWARDS.get(word, "")


def _operator_meant(text: str, tokens: list[Token], index: int) -> DerivError | None:
    """The error where `dy/dx` or `d2/dx2` stands before an operand, in the place of the operator `d/dx`."""
    bottom = ending_at(tokens, index - 1)
    slash = next((k for k in range(1, index - 1) if tokens[k][0] == "SLASH" and tokens[k + 1][2] == bottom[0]), None)
    if slash is None or tokens[slash - 1][0] != "NAME":
        return None
    start, operand = tokens[slash - 1][2], beginning_at(tokens, index)
    quotient = text[start : bottom[1]]
    parts = split(quotient)
    if parts is None:
        return None
    known = [token[1] for token in tokens[index:] if token[0] == "NAME"]
    variables = variables_of(quotient, known)
    if variables is None and parts[0] == 1 and parts[2][1:].isidentifier():
        variables = [parts[2][1:]]
    if not variables:
        return None
    error = missing_operator(text, (start, bottom[1]), operand)
    hint = f"a derivative is written {operator(variables)} {clip(text[slice(*operand)])}"
    return DerivError(error.code, error.message, error.span, hint, (start, operand[0], f"{operator(variables)} "))


def _between_operands(scope: Scope, text: str, tokens: list[Token], index: int) -> DerivError | None:
    """`x mod 3`: a function of two arguments between them."""
    name, behind = tokens[index], tokens[index + 1]
    if name[0] != "NAME" or behind[0] not in OPERAND - {"LPAR"} or not scope.takes_two(name[1]):
        return None
    left, right = ending_at(tokens, index - 1), beginning_at(tokens, index + 1)
    fixed = f"{name[1]}({text[slice(*left)]}, {text[slice(*right)]})"
    message = f"{name[1]} is called with parentheses"
    return DerivError("E104", message, name[2:], f"write {fixed}", (left[0], right[1], fixed))


def _bars(text: str, tokens: list[Token], index: int) -> DerivError:
    """`|x||y|`."""
    bars = [k for k, t in enumerate(tokens) if t[0] == "BAR"]
    place = bars.index(index)
    first, last = tokens[bars[place - 2]], tokens[bars[place + 1]] if place + 1 < len(bars) else tokens[index]
    span = (first[2], last[3])
    a, b = text[first[3] : tokens[index - 1][2]], text[tokens[index][3] : last[2]]
    return two_readings(text[span[0] : span[1]], (f"abs({a})*abs({b})", f"abs({a}*abs({b}))"), span)


def _closing(tokens: list[Token], index: int, expected: set[str]) -> DerivError:
    """A closing bracket that closes nothing, or comes too early."""
    token = tokens[index]
    still_open = open_brackets(tokens[:index])
    if not still_open:
        return DerivError("E101", f"unexpected {token[1]}", token[2:], "remove it", (*token[2:], ""))
    opening = still_open[-1]
    if OPENING[opening[0]] != token[0] and "PLUS" in expected:
        closer = CLOSING[OPENING[opening[0]]]
        message = f"{token[1]} does not close the {opening[1]}"
        return DerivError("E101", message, token[2:], f"write {closer}", (*token[2:], closer))
    if tokens[index - 1][0] == "DERIVATIVE" and tokens[index - 2] == opening:
        operator = tokens[index - 1][1]
        fix = (opening[2], token[3], f"{operator} ")
        return DerivError(
            "E108", f"{operator} stands without brackets", (opening[2], token[3]), f"write {operator} …", fix
        )
    return DerivError("E108", f"an operand is expected before {token[1]}", token[2:])


def _misplaced(tokens: list[Token], index: int, expected: set[str]) -> DerivError:
    """Any other token that cannot stand where it stands."""
    kind, word, start, end = tokens[index]
    operand_wanted = "NAME" in expected
    if kind == "COMMA":
        return _comma(tokens, index)
    if word == "/" and tokens[index - 1][1] == "/":
        return DerivError("E108", "an operand is expected before /", (start, end), "a comment begins with #")
    if word == "==" and "ASSIGN" in expected:
        return DerivError("E105", "== compares, it does not define", (start, end), "write =", (start, end, "="))
    hints = {
        "RELATION": "comparisons do not chain: write one in another if(…)",
        "AT": "put brackets around it: (f at x = 1)",
        "ASSIGN": "a definition or a claim is a line of its own: f = …",
        "COLON": "a declaration is a line of its own: a : positive",
    }
    if operand_wanted and kind not in hints:
        return DerivError("E108", f"an operand is expected before {word}", (start, end))
    return DerivError("E101", f"unexpected {clip(word)}", (start, end), hints.get(kind, ""))
