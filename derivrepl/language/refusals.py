"""The errors and cautions of texts that the grammar allows but a reader could misunderstand."""

from __future__ import annotations

import re

from derivrepl import language
from derivrepl.errors import LEFT_OUT, Caution, DerivError
from derivrepl.language.derivative_names import split
from derivrepl.language.scope import ARRAY_NAMES, FUNCTION_CODES
from derivrepl.language.suggest import nearest
from derivrepl.language.targets import target_of
from derivrepl.tables.spellings import CONSTANTS_ELSEWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.scope import Scope
    from derivrepl.language.value import Value

LONGEST_SLIP = 40
"""Longer names are not looked at for two known ones written together."""


def two_readings(text: str, readings: tuple[str, str], span: Span) -> DerivError:
    """An ambiguity, with both readings; the fix takes the first."""
    first, second = readings
    return DerivError(
        "E111", f"{text} reads two ways: {first} or {second}", span, "write the one you mean", (*span, first)
    )


def two_quotients(text: str, left: Value, right: Value) -> DerivError:
    """`1/2x`."""
    _, operand = right.detail
    over, number = text[left.start : left.end], text[right.start : operand].rstrip()
    rest = text[operand : right.end]
    readings = f"{over}/({number}*{rest})", f"({over}/{number})*{rest}"
    return two_readings(text[left.start : right.end], readings, (left.start, right.end))


def two_powers(text: str, base: Value, exponent: Value) -> DerivError:
    """`2^2x`."""
    _, operand = exponent.detail
    under, number = text[base.start : base.end], text[exponent.start : operand].rstrip()
    rest = text[operand : exponent.end]
    readings = f"{under}^({number}*{rest})", f"{under}^{number}*{rest}"
    return two_readings(text[base.start : exponent.end], readings, (base.start, exponent.end))


def two_roots(text: str, root: Value, end: int) -> DerivError:
    """`√x^2`."""
    inner = text[root.start + 1 : root.end].strip()
    outer = text[root.end : end].strip()
    name = "sqrt" if text[root.start] == "√" else "cbrt"
    readings = f"{name}({inner}){outer}", f"{name}({inner}{outer})"
    return two_readings(text[root.start : end], readings, (root.start, end))


def missing_operator(text: str, left: Span, right: Span, sign: str = "*") -> DerivError:
    """`x y`, `(x + 1)(x - 1)`; sign: the operator that may be meant."""
    a, b = clip(text[left[0] : left[1]]), clip(text[right[0] : right[1]])
    return DerivError(
        "E103", f"missing operator between {a} and {b}", (left[1], max(right[0], left[1] + 1)),
        f"write {a}{sign}{b}", (left[1], right[0], sign),
    )  # fmt: skip


def clip(text: str, most: int = 24) -> str:
    """The text, short enough to be quoted in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most // 2 - 1] + LEFT_OUT + text[1 - most // 2 :]


def stray_condition(value: Value) -> DerivError:
    """A comparison where a number is expected."""
    hint = "a comparison is a condition: if(x > 0, a, b)"
    if value.detail == "==":
        hint += "; a definition or a claim is written with ="
        return DerivError("E105", "== compares, it does not define", value.span, hint)
    return DerivError("E112", "a comparison has no value here", value.span, hint)


def misused_name(scope: Scope, text: str, name: str, span: Span) -> DerivError:
    """What is wrong with a name that has no value: it is a function, or its definition failed."""
    if name in scope.failed and name not in scope.abstract:
        return DerivError("E206", f"{name} has no value: its definition failed at {scope.failed[name]}", span)
    return needs_brackets(text, name, span)


_power_after = r"\s*(?:(?:\^|\*\*)\s*(\d+)|([²³⁴-⁹]))"
_word_after = r"\s*((?:\d+(?:\.\d*)?\s*)?[^\W\d]\w*|\d+(?:\.\d*)?)(?![\w(])"
_inverse_after = r"\s*(?:(?:\^|\*\*)\s*(?:-1|\(-1\))|⁻¹)(?!\d)"
_binds_on = r"\s*(?:\^|\*\*|[*/·⋅×÷²³⁴-⁹])"


def needs_brackets(text: str, name: str, span: Span) -> DerivError:
    """`sin x`, `sin^2(x)`: a function without its brackets."""
    start, end = span
    meant = language.foreign.choice_as_typed(text) if name == "if" else None
    if meant is not None:
        return DerivError("E104", "if is called with parentheses", span, f"write {meant}", (0, len(text), meant))
    inverse = re.compile(_inverse_after).match(text, end)
    if inverse is not None and f"a{name}" in FUNCTION_CODES:
        argument, stop = _argument_after(text, inverse.end())
        if argument:
            readings = f"a{name}({argument})", f"1/{name}({argument})"
            return two_readings(text[start:stop], readings, (start, stop))
    power = re.compile(_power_after).match(text, end)
    after = power.end() if power else end
    argument, stop = _argument_after(text, after)
    inner, end_of_inner = (
        _argument_after(text, stop) if argument in FUNCTION_CODES or argument in ARRAY_NAMES else ("", 0)
    )
    if inner:
        argument, stop = f"{argument}({inner})", end_of_inner
    if not argument:
        return DerivError("E104", f"{name} is a function and needs its brackets: {name}(x)", span)
    if power is None and text[after:stop].lstrip()[:1] != "(" and re.compile(_binds_on).match(text, stop):
        rest_end = _end_of_product(text, stop)
        rest = text[stop:rest_end].strip()
        readings = f"{name}({argument}){rest}", f"{name}({argument}{rest})"
        return two_readings(text[start:rest_end], readings, (start, rest_end))
    raised = "" if power is None else "^" + (power.group(1) or str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(power.group(2))))
    fixed = f"{name}({argument}){raised}"
    message = f"{name} is called with parentheses" if power is None else "the power of a call stands behind it"
    return DerivError("E104", message, (start, stop), f"write {fixed}", (start, stop, fixed))


def named_index(scope: Scope, text: str, span: Span) -> DerivError:
    """`A[i]`: only inside of `einsum` is an index a name."""
    hint = meant_as_call(scope, text, span) or (
        "indices are numbers; names stand for them only in einsum(A[i,k]*B[k,j], i, j)"
    )
    return DerivError("E303", "an index is a name here", span, hint)


def meant_as_call(scope: Scope, text: str, span: Span) -> str:
    """The hint to `Sin[x]` of a program whose functions take square brackets; empty where it is no function."""
    word = text[slice(*span)].partition("[")[0].strip()
    names = scope.function_names()
    name = word if word in names else nearest(word, names)
    if name is None or name.lower() != word.lower() or word in scope.store.declared:
        return ""
    return f"functions take round brackets: {name}(…)"


def _argument_after(text: str, start: int) -> tuple[str, int]:
    """The bracketed text or the single word that follows, without brackets, and where it ends."""
    begin = start + len(text[start:]) - len(text[start:].lstrip())
    if text[begin : begin + 1] == "(":
        depth = 0
        for k in range(begin, len(text)):
            depth += (text[k] == "(") - (text[k] == ")")
            if depth == 0:
                return text[begin + 1 : k], k + 1
        return "", start
    if text[begin : begin + 1] == "|" and (close := text.find("|", begin + 1)) > 0:
        return text[begin : close + 1], close + 1
    word = re.compile(_word_after).match(text, start)
    return (word.group(1), word.end()) if word else ("", start)


def _end_of_product(text: str, start: int) -> int:
    """Where a product that goes on at `start` ends: at a sum's sign, a comma or a bracket that it did not open."""
    depth = 0
    for k in range(start, len(text)):
        character = text[k]
        depth += (character in "([") - (character in ")]")
        if depth < 0 or (depth == 0 and character in "+-−,;=<>"):
            return start + len(text[start:k].rstrip())
    return len(text.rstrip())


def doubtful_input(scope: Scope, met: dict[str, Span], name: str, span: Span) -> Caution | None:
    """The caution for a new name that looks like two known ones written together."""

    def known(part: str) -> bool:
        return part in met or part in scope.recent or part in scope.definitions

    for cut in range(1, len(name) if len(name) <= LONGEST_SLIP else 0):
        first, rest = name[:cut], name[cut:]
        if first in FUNCTION_CODES and (known(rest) or (len(rest) == 1 and rest.isalpha() and cut > 2)):
            fixed = f"{first}({rest})"
            return Caution("W101", f"{name} is read as an input", span, f"did you mean {fixed}?", (*span, fixed))
        if first.isalpha() and known(first) and known(rest):
            fixed = f"{first}*{rest}"
            return Caution("W101", f"{name} is read as an input", span, f"did you mean {fixed}?", (*span, fixed))
    told = CONSTANTS_ELSEWHERE.get(name)
    return None if told is None else Caution("W104", told, span)


def not_an_input(name: str, present: list[str], span: Span) -> DerivError:
    """A name to differentiate by or to put a value in for, that does not occur."""
    close = nearest(name, present)
    listed = " ".join(present) or "none"
    return DerivError(
        "E203", f"{name} is not an input of the expression (inputs: {listed})", span,
        f"did you mean {close}?" if close else "",
    )  # fmt: skip


def operator_or_quotient(text: str, span: Span, present: list[str]) -> DerivError:
    """`d/delta`: a derivative by something that does not occur, or a quotient."""
    top, _, bottom = text.partition("/")
    close = nearest(bottom[1:], present)
    hint = f"did you mean {top}/{bottom[0]}{close}?" if close else f"for a quotient write ({top})/{bottom}*…"
    fix = (*span, f"{top}/{bottom[0]}{close}") if close else (*span, f"({top})/{bottom}*")
    return DerivError(
        "E111", f"{text} reads two ways: the derivative by {bottom[1:]}, which does not occur, or a quotient",
        span, hint, fix,
    )  # fmt: skip


def derivative_or_quotient(scope: Scope, left: Value, right: Value) -> DerivError | None:
    """`df/dx` inside an expression, where f and x are known and df is not."""
    top, bottom = str(left.detail), str(right.detail)
    if top in scope.inputs or top in scope.definitions or top[0] != "d" or bottom[0] != "d":
        return None
    target = target_of(scope, f"{top}/{bottom}")
    if target is None:
        return None
    parts = split(f"{top}/{bottom}")
    names = ", ".join(scope.store.name(n) for n in target[1])
    function = parts[1] if parts else ""
    return two_readings(f"{top}/{bottom}", (f"diff({function}, {names})", f"({top})/{bottom}"), (left.start, right.end))


def doubtful_quotient(scope: Scope, left: Value, right: Value) -> Caution | None:
    """The caution for `df/dx` where neither a function f nor inputs of these names are known."""
    names = str(left.detail), str(right.detail)
    if any(len(name) < 2 or name[0] != "d" or name in scope.inputs or name in scope.definitions for name in names):
        return None
    message = f"{names[0]}/{names[1]} is read as a quotient of two inputs"
    hint = f"a derivative needs its function first: {names[0][1:]} = …"
    return Caution("W108", message, (left.start, right.end), hint)
