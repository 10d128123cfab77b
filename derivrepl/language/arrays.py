"""Arrays as they are typed: shapes checked where an operator stands, literals, `.T`, indices, calls.

The shape of everything that is read is known at once, so a mismatch is an error at its place with both shapes.
"""

from __future__ import annotations

from derivrepl import language
from derivrepl.contraction import contract
from derivrepl.errors import Caution, DerivError
from derivrepl.indexing import WHOLE, along_axis, works_along_axes
from derivrepl.language.scope import ARRAY_CODES
from derivrepl.language.text import Writer
from derivrepl.language.value import ARRAY, NAME, NORM, PLAIN, TRANSPOSED, Value
from derivrepl.shapes import product, shapes_of, written
from derivrepl.store import INPUT, LIST, PARAMETER, SIZE, Node
from derivrepl.tables.foreign import ELSEWHERE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.errors import Span
    from derivrepl.language.driver import Token
    from derivrepl.language.parse import Parser
    from derivrepl.shapes import Shape


LONGEST_QUOTED = 60
"""Characters of a correction that is quoted whole."""
GENERAL_NORM = "sum(abs(u)^p)^(1/p)"

DOTS = ("·", "⋅", "×")
"""Signs that are a product of numbers everywhere, and of vectors and matrices something else in most books."""


def doubt_product(parser: Parser, left: Value, sign: str, right: Value, span: Span) -> None:
    """Refuses a dot or a cross between two arrays: books mean no elementwise product; raises DerivError E102.

    A matrix times a vector by `*` is what it is in NumPy, and doubted: most who type it mean `@`.
    """
    shapes = shapes_of(parser.store)
    shape, other = shapes.of(left.node) or (), shapes.of(right.node) or ()
    if sign == "*" and len(shape) == 2 and len(other) == 1 and left.form == NAME == right.form:
        message = "each row is multiplied by the vector, element by element"
        hint = f"for the product of arrays write {left.detail} @ {right.detail}"
        fix = left.end, right.start, " @ "
        parser.cautions.append(Caution("W106", message, span, hint, fix))
    if sign == "*" and TRANSPOSED in (left.form, right.form) and len(shape) == 1 == len(other):
        sign = DOTS[0]
    if sign in DOTS and shapes.of(left.node) and shapes.of(right.node):
        a, b = _quoted(parser, left), _quoted(parser, right)
        raise DerivError(
            "E102", f"two readings: {a}*{b} is element by element, {a} @ {b} the product of arrays", span,
            f"write {a} @ {b} or {a}*{b}", (left.end, right.start, " @ "),
        )  # fmt: skip


def norm_in_bars(parser: Parser, value: Value, opening: Token, closing: Token) -> Value | None:
    """The norm that `||x||` or `‖x‖` is, of an array; None for single bars around a number.

    Refuses single bars around an array, which are a length, a determinant or absolute values; raises DerivError E102.
    """
    span = opening[2], closing[3]
    if opening[1] != closing[1]:
        raise DerivError("E102", f"{closing[1]} does not close the {opening[1]}", closing[2:])
    if value.form == NORM:
        return Value(value.node, *span)
    if opening[1] == "‖":
        return call(parser, "norm", [value], span)
    shape = shapes_of(parser.store).of(value.node)
    if shape and parser.text[span[0] - 1 : span[0]] == "|" == parser.text[span[1] : span[1] + 1]:
        return Value(call(parser, "norm", [value], span).node, *span, NORM)
    if shape:
        text = parser.text[value.start : value.end]
        other = f"norm({text})" if len(shape) == 1 or shape[0] != shape[-1] else f"det({text})"
        raise DerivError("E102", f"two readings: abs({text}) is element by element, {other} a number", span,
                         f"write {other} or abs({text})", (*span, other))  # fmt: skip
    return None


def fitted(parser: Parser, node: Node, operands: list[Value], span: Span) -> Node:
    """An elementwise operation's node in the shape of its operands; raises DerivError E301 where they do not fit."""
    try:
        return shapes_of(parser.store).stretched(node, [v.node for v in operands])
    except DerivError:
        raise misfit(parser, operands, span) from None


def misfit(parser: Parser, operands: list[Value], span: Span) -> DerivError:
    """E301 with the operands' texts and shapes, and what may be meant; at the operator where there is one."""
    shapes = shapes_of(parser.store)
    given = [shapes.of(v.node) or () for v in operands]
    names = [_quoted(parser, v) for v in operands]
    told = ", ".join(f"{name} is {written(shape)}" for name, shape in zip(names, given))
    error = DerivError("E301", f"shapes do not fit: {told}", span)
    if len(given) == 2:
        between = parser.text[operands[0].end : operands[1].start]
        sign = between.strip()
        if sign and "," not in sign:
            at = operands[0].end + between.index(sign)
            error.span = (at, at + len(sign))
        if all(given):
            _cure(parser, error, operands, given, sign)
    return error


def _cure(parser: Parser, error: DerivError, operands: list[Value], given: list[Shape], sign: str) -> None:
    """What would fit, as a hint, and as a fix where it is one thing."""
    start, end = operands[0].start, operands[1].end
    a, b = (parser.text[v.start : v.end] for v in operands)
    left, right = given
    meant = ""
    if sign in ("*", *DOTS) and left[-1] == right[0]:
        meant = f"{a} @ {b}"
    elif sign == "@" and left == right:
        error.hint = f"did you mean {_quoted(parser, operands[0])}*{b} or {_turned(a)} @ {b}?"
    elif sign == "@" and len(right) == 2 and right[1] == left[-1]:
        meant = f"{a} @ {_turned(b)}"
    elif sign == "@" and len(left) == 2 and left[0] == right[0]:
        meant = f"{_turned(a)} @ {b}"
    elif len(left) == 2 == len(right) and left == right[::-1]:
        meant = f"{a} {sign} {_turned(b)}"
    if meant:
        told = meant if len(meant) <= LONGEST_QUOTED else language.refusals.clip(meant)
        error.hint, error.fix = f"did you mean {told}?", (start, end, meant)


def _turned(text: str) -> str:
    """The text of a transpose, in brackets where it is more than a name."""
    name = text.removesuffix(".T").removesuffix("ᵀ")
    if name != text and name.isidentifier():
        return name
    return f"{text}.T" if text.isidentifier() or (text[0] == "(" and text.find(")") == len(text) - 1) else f"({text}).T"


def _quoted(parser: Parser, value: Value) -> str:
    return language.refusals.clip(parser.text[value.start : value.end])


def matmul(parser: Parser, left: Value, right: Value) -> Value:
    """`A @ B`; between vectors it is the scalar product, and `u @ v.T`, which others read as a matrix, is refused."""
    parser.usable(left)
    parser.usable(right)
    span = left.start, right.end
    shapes = shapes_of(parser.store)
    if right.form == TRANSPOSED and len(shapes.of(left.node) or ()) == 1:
        a, b = _quoted(parser, left), _quoted(parser, right).removesuffix(".T").removesuffix("ᵀ")
        raise DerivError(
            "E102", f"two readings: {a} @ {b} is a number, outer({a}, {b}) a matrix", span,
            f"vectors have no rows and columns: write outer({a}, {b}) or {a} @ {b}", (*span, f"outer({a}, {b})"),
        )  # fmt: skip
    for value in (left, right):
        if shapes.of(value.node) == ():
            name = _quoted(parser, value)
            hint = "between numbers write *"
            if name == "I" and name not in parser.scope.inputs:
                other = right if value is left else left
                dim = written((shapes.of(other.node) or ("n",))[0 if value is left else -1 :][:1])
                raise DerivError(
                    "E301", "@ multiplies arrays, and I is a scalar", span, f"the identity matrix is eye({dim})"
                )
            if value.node >= 0 and parser.store.op(value.node) == INPUT:
                hint = f"declare it: {name} : matrix, or {name} : vector"
            raise DerivError("E301", f"@ multiplies arrays, and {name} is a scalar", span, hint)
    try:
        node = parser.store.make(ARRAY_CODES["matmul"], (left.node, right.node))
    except DerivError:
        raise misfit(parser, [left, right], span) from None
    return parser.made(node, *span)


def transpose(parser: Parser, value: Value, end: int) -> Value:
    """`A.T`; a vector is its own transpose, as in NumPy."""
    parser.usable(value)
    shape = shapes_of(parser.store).of(value.node)
    span = value.start, end
    if shape is not None and len(shape) == 1:
        return Value(value.node, *span, TRANSPOSED)
    if shape == ():
        raise DerivError("E301", f"a transpose belongs to a matrix, and {_quoted(parser, value)} is a scalar", span)
    return parser.made(parser.store.make(ARRAY_CODES["transpose"], (value.node,)), *span)


def index(parser: Parser, value: Value, places: list[Any], end: int) -> Value:
    """`A[1,2]`, `A[2,:]`, `u[3]`."""
    parser.usable(value)
    span = value.start, end
    nodes = []
    for place in places:
        if len(place) == 1 and isinstance(place[0], Value):
            nodes.append(parser.usable(place[0]).node)
        elif len(place) == 1:
            nodes.append(parser.store.leaf(SIZE, WHOLE))
        else:
            hint = "an element A[1,2], a row A[1,:] or a column A[:,1]"
            raise DerivError("E303", "a range is no index here", span, hint)
    nodes = [_index_name(parser, n) for n in nodes]
    try:
        node = parser.store.make(ARRAY_CODES["index"], (value.node, *nodes))
    except DerivError as error:
        error.hint = error.hint or language.refusals.meant_as_call(parser.scope, parser.text, span)
        raise error.at(span) from None
    return parser.made(node, *span, PLAIN)


def _index_name(parser: Parser, node: Node) -> Node:
    """A name as an index is no input; only `einsum` has a use for it."""
    store = parser.store
    named = node >= 0 and store.op(node) in (INPUT, SIZE) and store.name(node) != WHOLE
    return store.leaf(PARAMETER, store.name(node)) if named else node


def literal(parser: Parser, rows: list[list[Value]], span: Span) -> Value:
    """`[a, b]`, `[[a, b], [c, d]]`, `[a, b; c, d]`."""
    store = parser.store
    if len(rows) == 1:
        nodes = [parser.usable(v).node for v in rows[0]]
    else:
        nodes = [store.node(LIST, *[parser.usable(v).node for v in row]) for row in rows]
    node = store.node(LIST, *nodes)
    if len(rows) > 1 or store.shapes is not None or any(v.form == ARRAY for v in rows[0]):
        try:
            shapes_of(store).of(node)
        except DerivError as error:
            raise error.at(span) from None
    return Value(node, *span, ARRAY, nodes)


def doubt_power(parser: Parser, base: Value, exponent: Node, span: Span) -> None:
    """A caution for a power of an array that looks like a matrix's, or like a transpose: it is one of each element."""
    store = parser.store
    shape = shapes_of(store).of(base.node) or ()
    name = _quoted(parser, base)
    meant = hint = ""
    if shape and exponent >= 0 and store.op(exponent) == INPUT and store.name(exponent) == "T":
        meant = f"{name}.T"
        hint = f"for the transpose write {meant}"
    elif len(shape) == 2 and shape[0] == shape[1] and exponent < 0 and store.op(base.node) == INPUT:
        number = store.value(exponent)
        meant = f"inv({name})" if number == -1 else f"{name} @ {name}" if number == 2 else ""
        hint = f"for the matrix write {meant}"
    if meant:
        message = "this power is taken element by element"
        parser.cautions.append(Caution("W106", message, span, hint, (*span, meant)))


def doubt_sizes(parser: Parser, value: Value) -> None:
    """A caution for names that are sizes of arrays, in an expression where no array is."""
    shapes = shapes_of(parser.store)
    if shapes.has_arrays(value.node):
        return
    for name, span in parser.sizes.items():
        arrays = [array for array, (shape, _) in shapes.declared.items() if name in shape]
        hint = f"it counts, and nothing is differentiated by it; :undef {' '.join(arrays)} frees the name"
        parser.cautions.append(Caution("W107", f"{name} is a size of {arrays[0]} here", span, hint))


def call(parser: Parser, name: str, arguments: list[Value], span: Span) -> Value:
    """A call of a function of arrays; raises DerivError E301 where shapes do not fit, E208 without an operand."""
    if not arguments or (name == "size" and len(arguments) > 1):
        least = "1 argument" if name == "size" else "at least 1 argument"
        raise DerivError("E208", f"{name} takes {least}, {len(arguments)} given", span)
    operands = [parser.usable(a) for a in arguments]
    store, shapes = parser.store, shapes_of(parser.store)
    nodes = tuple([v.node for v in operands])
    if name == "einsum":
        nodes = _indices(parser, operands, span)
    axis = store.value(nodes[1]) if len(nodes) == 2 and nodes[1] < 0 else None
    try:
        if name == "dot":
            node = _dot(parser, operands, span)
        elif name == "norm" and len(nodes) == 2:
            node = _norm(parser, operands, span)
        elif isinstance(axis, int) and works_along_axes(store, name):
            node = along_axis(store, name, nodes[0], axis)
        elif name == "size":
            node = shapes.node(product(list(shapes.of(nodes[0]) or ())))
        else:
            node = store.make(ARRAY_CODES[name], nodes)
        shapes.of(node)
    except DerivError as error:
        if len(operands) > 2 and name in ELSEWHERE:
            raise DerivError(
                "E208", f"{name} takes an array, {len(operands)} arguments given", span, ELSEWHERE[name]
            ) from None
        raise _explained(parser, error, operands, span) from None
    return parser.made(node, *span)


def _dot(parser: Parser, operands: list[Value], span: Span) -> Node:
    """`dot(u, v)` of vectors; of matrices it is refused: NumPy multiplies them, MATLAB takes products of columns."""
    shapes = shapes_of(parser.store)
    if len(operands) != 2 or any(len(shapes.of(v.node) or "?") != 1 for v in operands):
        raise DerivError("E301", "dot needs two vectors", span, "the product of matrices is A @ B")
    return contract(parser.store, [v.node for v in operands], ["i", "i"], "")


def _norm(parser: Parser, operands: list[Value], span: Span) -> Node:
    """`norm(u, p)` of a vector; of matrices it is refused, since what p = 1 and 2 mean there has no rule here."""
    from derivrepl.language.formula import formula

    store = parser.store
    shape = shapes_of(store).of(operands[0].node)
    if shape is None or len(shape) != 1:
        text = _quoted(parser, operands[0])
        hint = f"norm({text}) is the Frobenius norm, norm1({text}) the sum of absolute values"
        raise DerivError("E301", "norm with two arguments takes a vector", span, hint)
    p = operands[1].node
    text = {"1": "norm1(u)", "2": "norm(u)", "inf": "max(abs(u))"}.get(Writer(store).text(p) or "", GENERAL_NORM)
    given = {store.leaf(PARAMETER, "u"): operands[0].node, store.leaf(PARAMETER, "p"): p}
    return store.replace(formula(store, text), given)


def _explained(parser: Parser, error: DerivError, operands: list[Value], span: Span) -> DerivError:
    hint = error.hint
    if len(operands) > 1 and _has_index(parser, operands[0].node):
        hint = f"a sum over an index is einsum({_quoted(parser, operands[0])})"
        return DerivError(error.code, error.message, span, hint)
    for value in operands:
        node = value.node
        if node >= 0 and parser.store.op(node) == INPUT and not shapes_of(parser.store).of(node):
            name = parser.store.name(node)
            hint = f"declare it: {name} : vector, or {name} : matrix"
            break
    if len(operands) > 1 and error.code == "E301" and error.message.startswith("shapes"):
        return misfit(parser, operands, span)
    return DerivError(error.code, error.message, span, hint)


def _has_index(parser: Parser, node: Node) -> bool:
    """Whether an array in a node has a name for an index, which waits for `einsum`."""
    return any(parser.store.op(n) == PARAMETER for n in parser.store.live([node]))


def _indices(parser: Parser, operands: list[Value], span: Span) -> tuple[Node, ...]:
    """The operands of `einsum`: names that are only indices there are no inputs of the statement."""
    for name in [n for n, place in parser.met.items() if span[0] <= place[0] < span[1]]:
        node = parser.store.input(name)
        body = parser.store.inputs([operands[0].node]) if operands else []
        if node not in body:
            del parser.met[name]
            parser.cautions = [c for c in parser.cautions if not (c.span and span[0] <= c.span[0] < span[1])]
    return tuple([v.node if k == 0 else _index_name(parser, v.node) for k, v in enumerate(operands)])
