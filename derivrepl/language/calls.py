"""What a call means: an in-language derivative, a definition, a row of the function table, nothing known."""

from __future__ import annotations

from functools import partial

from derivrepl import language
from derivrepl.errors import DerivError
from derivrepl.language.scope import ARRAY_NAMES, FUNCTION_CODES, Definition, RuleScope, Scope
from derivrepl.language.targets import scalar
from derivrepl.language.value import ARRAY, CALL, CONDITION, DERIVED, NAME, PENDING, Value
from derivrepl.store import IF, LIST, PARAMETER, ZERO, Node
from derivrepl.tables.spellings import FOLDED, SPELLINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.driver import Token
    from derivrepl.language.parse import Parser


def call(parser: Parser, head: Token, arguments: list[Value], end: int) -> Value:
    """The value of `name(arguments)`."""
    _, name, start, _ = head
    span = (start, end)
    scope = parser.scope
    if name in scope.forms:
        return scope.form(name)(parser, arguments, span)
    definition = scope.definitions.get(name)
    if definition is not None and definition.params is not None:
        return _call_definition(parser, definition, arguments, span)
    if name in scope.abstract:
        return _call_abstract(parser, name, arguments, span)
    spelling = SPELLINGS.get((name, len(arguments)))
    if spelling is not None:
        return _call_spelling(parser, spelling, arguments, span)
    code = FUNCTION_CODES.get(name)
    if name in ARRAY_NAMES and (code is None or len(arguments) == 1):
        return language.arrays.call(parser, name, arguments, span)
    if code is not None:
        return _call_row(parser, code, name, arguments, span)
    if name == "piecewise":
        return _piecewise(parser, arguments, span)
    return _unknown(parser, head, arguments, span)


def _operands(parser: Parser, arguments: list[Value]) -> tuple[Node, ...]:
    return tuple([parser.operand(a).node for a in arguments])


def _arity_error(name: str, wanted: list[int], given: int, span: Span, least: str = "") -> DerivError:
    told = " or ".join(map(str, wanted)) + (" argument" if wanted == [1] else " arguments")
    return DerivError("E208", f"{name} takes {least}{told}, {given} given", span)


def _spelled(name: str) -> list[int]:
    """The numbers of arguments with which the name is short for a formula."""
    return [count for spelled, count in SPELLINGS if spelled == name]


def _call_definition(parser: Parser, definition: Definition, arguments: list[Value], span: Span) -> Value:
    """A user's function: its node with the arguments in the place of its parameters.

    What is wrong with the call waits until it is used: on the left of `=` it is only a form.
    """
    store, params, written = parser.store, definition.params or (), (definition.name, arguments)
    try:
        if len(params) != len(arguments):
            raise _arity_error(definition.name, [len(params)], len(arguments), span)
        operands = _operands(parser, arguments)
        leaves = [store.input(p) for p in params]
        node = store.replace(definition.node, dict(zip(leaves, operands, strict=True)))
    except DerivError as error:
        return Value(ZERO, *span, PENDING, written, error.at(span))
    return Value(node, *span, ARRAY if store.op(node) == LIST else CALL, written)


def _call_abstract(parser: Parser, name: str, arguments: list[Value], span: Span) -> Value:
    """A call of a function without a formula."""
    try:
        operands = _operands(parser, arguments)
    except DerivError as error:
        return Value(ZERO, *span, PENDING, (name, arguments), error)
    node = parser.store.node(parser.store.abstract(name, len(operands)), *operands)
    return parser.made(node, *span, CALL, (name, arguments))


def _call_spelling(parser: Parser, spelling: tuple[tuple[str, ...], str], arguments: list[Value], span: Span) -> Value:
    """Another way of writing something: its text with the arguments put in."""
    from derivrepl.language.formula import formula

    params, text = spelling
    store = parser.store
    replaced = {store.leaf(PARAMETER, p): n for p, n in zip(params, _operands(parser, arguments), strict=True)}
    return parser.made(store.replace(formula(store, text), replaced), *span)


def _call_row(parser: Parser, code: int, name: str, arguments: list[Value], span: Span) -> Value:
    """A row of the function table."""
    store, scope = parser.store, parser.scope
    canonical = store.operations[code].name
    if canonical != name and canonical in scope.definitions:
        return _call_definition(parser, scope.definitions[canonical], arguments, span)
    wanted = len(store.operations[code].params)
    folds = canonical in FOLDED and len(arguments) > wanted
    if len(arguments) != wanted and not folds:
        least = "at least " if canonical in FOLDED else ""
        raise _arity_error(name, sorted([wanted, *_spelled(name)]), len(arguments), span, least)
    if code == IF:
        condition, *branches = arguments
        node = store.choose(_condition(scope, condition), *_operands(parser, branches))
        return _elementwise(parser, node, arguments, span)
    operands = _operands(parser, arguments)
    node = store.node(code, *operands[:wanted])
    for operand in operands[wanted:]:
        node = store.node(code, node, operand)
    return _elementwise(parser, node, arguments, span)


def _elementwise(parser: Parser, node: Node, arguments: list[Value], span: Span) -> Value:
    """A call's value; on arrays it works element by element."""
    if parser.store.shapes is not None:
        node = language.arrays.fitted(parser, node, arguments, span)
    return parser.made(node, *span)


def _condition(scope: Scope, value: Value) -> Node:
    if value.form != CONDITION and not isinstance(scope, RuleScope):
        raise DerivError("E112", "a condition is expected here", value.span, "a comparison, as in if(x > 0, a, b)")
    return value.node


def _piecewise(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """`piecewise(c1, a1, c2, a2, …, otherwise)`: nested `if`s."""
    if len(arguments) % 2 == 0:
        raise DerivError(
            "E208", "piecewise takes pairs of condition and value, then the value everywhere else", span,
            "piecewise(x < 0, -x, x < 1, x^2, x)",
        )  # fmt: skip
    node = parser.usable(arguments[-1]).node
    for k in range(len(arguments) - 3, -1, -2):
        node = parser.store.choose(_condition(parser.scope, arguments[k]), parser.usable(arguments[k + 1]).node, node)
    return parser.made(node, *span)


def _unknown(parser: Parser, head: Token, arguments: list[Value], span: Span) -> Value:
    """A name that cannot be called; usable only as the left side of its definition."""
    _, name, start, end = head
    scope, text = parser.scope, parser.text
    if name == parser.defining:
        message = f"{name} is defined by itself: {name} → {name}"
        raise DerivError("E207", message, span, "a definition cannot use the function that it defines")
    constant = scope.constant(name) is not None
    value = name in scope.definitions or constant
    if value or name in scope.inputs or name in parser.met or name in parser.parameters:
        inner = text[end : span[1]]
        kind = "a constant" if constant else "a definition without parameters" if value else "an input"
        if name in scope.store.declared and set(inner) <= set("(0123456789, :)"):
            hint = f"write {name}[{inner[1:-1]}]"
            error = DerivError("E202", f"{name} is an array, not a function", span, hint, (*span, hint[6:]))
            return Value(ZERO, *span, PENDING, (name, arguments), error)
        hint = f"write {name}*{inner}"
        if name in scope.definitions:
            hint += f", or {name} at x = … to put a value in"
        error = DerivError(
            "E202", f"{name} is {kind}, not a function", (start, span[1]), hint, (end, end, "*")
        )  # fmt: skip
        return Value(ZERO, *span, PENDING, (name, arguments), error)
    counts = _spelled(name)
    if counts:
        return Value(ZERO, *span, PENDING, (name, arguments), _arity_error(name, counts, len(arguments), span))
    return Value(ZERO, *span, PENDING, (name, arguments), partial(_no_function, scope, name, (start, end)))


def _no_function(scope: Scope, name: str, span: Span) -> DerivError:
    """E201, with the function that may be meant."""
    from derivrepl.language.suggest import nearest
    from derivrepl.tables.foreign import ELSEWHERE

    if name in ELSEWHERE:
        return DerivError("E201", f"unknown function {name}", span, ELSEWHERE[name])
    close = nearest(name, scope.function_names())
    hint = f"did you mean {close}?" if close else _current(scope, name) or f"declare it: {name} : function"
    return DerivError("E201", f"unknown function {name}", span, hint, (*span, close) if close else None)


def _current(scope: Scope, name: str) -> str:
    """How to ask for values of the current expression, where the name is the one that results call it by."""
    if scope.current is None or scope.current[0] != name:
        return ""
    inputs = [scope.store.name(leaf) for leaf in scope.store.inputs([scope.current[1]])]
    values = ", ".join(f"{given} = …" for given in inputs[:2])
    return (
        f"the last expression is _: write _ at {values}, or define {name}({', '.join(inputs[:2])}) = …"
        if inputs
        else ""
    )


# Primes


def primed_call(
    parser: Parser, head: Token, primes: Token, indices: list[Value], arguments: list[Value], end: int
) -> Value:
    """`f'(x)`, `g''(u)`, `h'[1,2](u, v)`: a derivative of a function, at the arguments."""
    name, span = head[1], (head[2], end)
    store = parser.store
    base, leaves = _base(parser, head, len(arguments))
    if len(leaves) != len(arguments):
        raise _arity_error(name, [len(leaves)], len(arguments), span)
    if indices:
        which = [_index(parser, v, len(leaves)) for v in indices]
    elif len(leaves) == 1:
        which = [0] * len(primes[1])
    else:
        hint = f"write diff({name}(…), x), or {name}'[1](…) for the derivative by the first argument"
        raise DerivError("E113", f"{name} has {len(leaves)} arguments: ' does not say by which", primes[2:], hint)
    wanted = [leaves[k] for k in which]
    derivative = parser.scope.differentiate(base, wanted)
    operands = _operands(parser, arguments)
    try:
        node = store.replace(derivative, dict(zip(leaves, operands, strict=True)))
    except DerivError as error:
        raise error.at(span) from None
    own = list(operands) == leaves
    return parser.made(node, *span, DERIVED, (base if own else ZERO, wanted))


def _base(parser: Parser, head: Token, given: int) -> tuple[Node, list[Node]]:
    """The node of a function at its own parameters, and those."""
    _, name, start, end = head
    scope, store = parser.scope, parser.store
    definition = scope.definitions.get(name)
    if definition is not None and definition.params is not None:
        scalar(store, definition.node, name, (start, end))
        return definition.node, [store.input(p) for p in definition.params]
    node = scope.named(name)
    if node is not None:
        scalar(store, node, name, (start, end))
        inputs = store.inputs([node])
        if len(inputs) != 1:
            raise DerivError("E113", f"{name} has {len(inputs)} inputs: write diff({name}, x)", (start, end))
        return node, inputs
    code = store.abstract(name, given) if name in scope.abstract else FUNCTION_CODES.get(name)
    if code is None or code == IF:
        known = name in scope.inputs or name in parser.met
        what = f"{name} is an input: a prime needs a function" if known else f"unknown function {name}"
        raise DerivError("E113" if known else "E201", what, (start, end), f"declare it: {name} : function")
    leaves = [store.leaf(PARAMETER, f"{p}°") for p in store.operations[code].params]
    return store.node(code, *leaves), leaves


def _index(parser: Parser, value: Value, arity: int) -> int:
    number = parser.store.value(value.node) if value.form != NAME and value.node < 0 else None
    if not isinstance(number, int) or not 1 <= number <= arity:
        raise DerivError("E113", f"the number of an argument, 1 to {arity}, is expected here", value.span)
    return number - 1
