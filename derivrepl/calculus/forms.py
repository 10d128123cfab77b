"""The in-language derivatives: `diff(e, x, 2)`, `grad(e, x, y)`, `hessian(…)`, … inside an expression.

A new one is a function here with a row in `tables/forms.py`; parser, completion and help find it there.
"""

from __future__ import annotations

from derivrepl.calculus import higher
from derivrepl.calculus.tensors import directional
from derivrepl.errors import Caution, DerivError
from derivrepl.language.derivative_names import bounded
from derivrepl.language.suggest import nearest
from derivrepl.language.value import ARRAY, DERIVED, FUNCTION, NAME, Value
from derivrepl.shapes import is_array, is_plain_list, uses_arrays
from derivrepl.store import INPUT, LIST, PARAMETER, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.parse import Parser


def diff(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The derivative by inputs, each perhaps followed by how often: diff(e, x, 2, y)."""
    function, rest = _function(parser, "diff(e, x)", arguments, span)
    wanted: list[Node] = []
    for argument in rest:
        count = _count(parser, argument)
        if count is not None and wanted:
            wanted.extend([wanted[-1]] * (count - 1) if count else [])
            if count == 0:
                wanted.pop()
        else:
            wanted.append(_leaf(parser, argument, function))
    if not rest:
        wanted = _all_inputs(parser, function, span)
        if len(wanted) > 1:
            names = " ".join(parser.store.name(n) for n in wanted)
            raise DerivError("E203", f"by which input? The expression has {names}", span)
    return parser.derivative(function, wanted, span)


def grad(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The gradient as a vector."""
    function, rest = _function(parser, "grad(e, x, y)", arguments, span)
    wanted = _inputs(parser, function, rest, span)
    nodes = [parser.scope.differentiate(function.node, [leaf]) for leaf in wanted]
    return _vector(parser, nodes, span)


def jacobian(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The Jacobian of a vector; as a vector where it has one row or one column."""
    function, rest = _vector_argument(parser, "jacobian([f, g], x, y)", arguments, span)
    wanted = _inputs(parser, function, rest, span)
    if uses_arrays(parser.store, function.node, *wanted) and not is_plain_list(parser.store, function.node):
        return parser.derivative(function, wanted[:1], span) if len(wanted) == 1 else _several(span)
    rows = higher.jacobian(parser.store, function.node, wanted)
    rows = [[parser.scope.shortened(node) for node in row] for row in rows]
    if len(rows) > 1 and len(wanted) > 1:
        return Value(parser.store.node(LIST, *[parser.store.node(LIST, *row) for row in rows]), *span, ARRAY)
    return _vector(parser, [node for row in rows for node in row], span)


def hessian(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The second derivative; with several inputs the matrix of them."""
    function, rest = _function(parser, "hessian(e, x)", arguments, span)
    wanted = _inputs(parser, function, rest, span)
    if len(wanted) > 1 and not any(is_array(parser.store, n) for n in wanted):
        if uses_arrays(parser.store, function.node, *wanted):
            found = [[parser.scope.differentiate(function.node, [a, b]) for b in wanted] for a in wanted]
        else:
            rows = higher.hessian(parser.store, function.node, wanted)
            found = [[parser.scope.shortened(node) for node in row] for row in rows]
        return Value(parser.store.node(LIST, *[parser.store.node(LIST, *row) for row in found]), *span, ARRAY)
    if len(wanted) > 1:
        return _several(span)
    return parser.derivative(function, wanted * 2, span)


def jvp(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The derivative along a direction: jvp(e, x, dx, y, dy)."""
    function, rest = _function(parser, "jvp(e, x, dx)", arguments, span)
    if len(rest) % 2 or not rest:
        raise DerivError("E208", "jvp takes an expression, then pairs of input and direction", span)
    leaves = [_leaf(parser, a, function) for a in rest[::2]]
    seeds = [parser.usable(a).node for a in rest[1::2]]
    node = directional(parser.store, function.node, dict(zip(leaves, seeds, strict=True)))
    return parser.made(parser.scope.shortened(node), *span)


def vjp(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """The weighted gradient as a vector: vjp(e, w, x, y)."""
    function, rest = _vector_argument(parser, "vjp(e, w, x)", arguments, span)
    parts = higher.components(parser.store, function.node)
    weights, inputs = rest[: len(parts)], rest[len(parts) :]
    if len(weights) < len(parts):
        raise DerivError("E208", f"vjp needs a weight for each of the {len(parts)} components", span)
    wanted = _inputs(parser, function, inputs, span)
    nodes = [parser.usable(a).node for a in weights]
    found = higher.vector_jacobian(parser.store, function.node, nodes, wanted)
    return _vector(parser, [parser.scope.shortened(node) for node in found], span)


def function(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """`f = function([x, y], e)` compiles e as a function of x and y, as Theano has it."""
    if len(arguments) != 2 or arguments[0].form != ARRAY:
        raise DerivError("E208", "function takes its inputs and an expression: df = function([x], e)", span)
    store = parser.store
    leaves = store.operands(arguments[0].node)
    names = [store.name(n) for n in leaves if n >= 0 and store.op(n) == INPUT]
    if len(names) != len(leaves):
        raise DerivError("E203", "the first argument of function lists inputs", arguments[0].span)
    return Value(parser.usable(arguments[1]).node, *span, FUNCTION, tuple(names))


def pp(parser: Parser, arguments: list[Value], span: Span) -> Value:
    """`pp(e)` is e: every result is printed."""
    if len(arguments) != 1:
        raise DerivError("E208", "pp takes one expression", span)
    return Value(parser.usable(arguments[0]).node, *span)


def _several(span: Span) -> Value:
    """Refuse several inputs of which one is an array: their derivatives have different shapes."""
    raise DerivError("E304", "derivatives by several arrays do not make one array", span, "name one input")


# Reading arguments


def _function(parser: Parser, usage: str, arguments: list[Value], span: Span) -> tuple[Value, list[Value]]:
    if not arguments:
        raise DerivError("E208", f"an expression is expected: {usage}", span)
    return parser.differentiable(arguments[0]), arguments[1:]


def _vector_argument(parser: Parser, usage: str, arguments: list[Value], span: Span) -> tuple[Value, list[Value]]:
    if arguments and arguments[0].form == ARRAY:
        return arguments[0], arguments[1:]
    return _function(parser, usage, arguments, span)


def _count(parser: Parser, argument: Value) -> int | None:
    """The number of a `diff(e, x, 3)`, or None where the argument is no number."""
    if argument.form == NAME or argument.node >= 0:
        return None
    value = parser.store.value(parser.usable(argument).node)
    return bounded(value if isinstance(value, int) else -1, argument.span)


def _leaf(parser: Parser, argument: Value, function: Value) -> Node:
    """The input that an argument names, with a caution where the function does not depend on it."""
    store = parser.store
    if argument.form != NAME or store.op(argument.node) not in (INPUT, PARAMETER):
        parser.usable(argument)
        text = parser.text[argument.start : argument.end]
        what = "a definition" if argument.form == NAME else "an expression"
        raise DerivError("E203", f"{text} is {what}, not an input to differentiate by", argument.span)
    present = store.inputs([function.node])
    if argument.node not in present:
        names = [store.name(n) for n in present]
        name = store.name(argument.node)
        close = nearest(name, names) or _only_longer(name, names)
        hint = f"did you mean {close}?" if close else ""
        fix = (*argument.span, close) if close else None
        message = f"{name} does not occur in the expression: the derivative is 0"
        parser.caution(Caution("W105", message, argument.span, hint, fix))
        parser.met.pop(name, None)
    return argument.node


def _only_longer(name: str, names: list[str]) -> str | None:
    """`xx` for `x`: an input that the name only repeats."""
    return next((n for n in names if name == n * (len(name) // max(len(n), 1))), None)


def _inputs(parser: Parser, function: Value, arguments: list[Value], span: Span) -> list[Node]:
    if not arguments:
        return _all_inputs(parser, function, span)
    if len(arguments) == 1 and arguments[0].form == ARRAY and is_plain_list(parser.store, arguments[0].node):
        listed = parser.store.operands(arguments[0].node)  # `hessian(e, [x, y])`, as other programs have it
        if all(parser.store.op(n) == INPUT for n in listed):
            arguments = [Value(n, *arguments[0].span, NAME, parser.store.name(n)) for n in listed]
    return [_leaf(parser, a, function) for a in arguments]


def _all_inputs(parser: Parser, function: Value, span: Span) -> list[Node]:
    inputs = parser.store.inputs([function.node])
    if not inputs:
        raise DerivError("E203", "by which input? The expression has none", span)
    return inputs


def _vector(parser: Parser, nodes: list[Node], span: Span) -> Value:
    """A vector of nodes; of one node, that node."""
    if len(nodes) == 1 or any(is_array(parser.store, n) for n in nodes):
        if len(nodes) > 1:
            _several(span)
        return Value(nodes[0], *span, DERIVED, (ZERO, []))
    return Value(parser.store.node(LIST, *nodes), *span, ARRAY, nodes)
