"""Equations and declarations: `a = 3*b`, `f(x) = x^2`, `df/dx = 2*x`, `a : positive`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import split
from derivrepl.language.scope import Definition
from derivrepl.language.targets import target_of
from derivrepl.language.text import Writer
from derivrepl.language.value import CALL, DERIVED, FUNCTION, NAME, PENDING
from derivrepl.session.answer import Answer, Equation, Lines
from derivrepl.shapes import declared, shapes_of
from derivrepl.simplify.facts import PROPERTIES
from derivrepl.store import INPUT, SIZE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.parse import Statement
    from derivrepl.language.value import Value
    from derivrepl.session.claims import Claim
    from derivrepl.session.session import Session
    from derivrepl.shapes import Dim, Shape

SHAPES = ("matrix", "vector", "symmetric")
ALSO = {"scalar": "real"}
"""Other words for a kind."""
KINDS = ("real", "function", *PROPERTIES, *SHAPES)


def equation(session: Session, answer: Answer, read: Statement) -> None:
    """A definition or a claim, by what stands on the left."""
    left, right = read.left, read.right
    if left is None or right is None:
        return
    claimed = _claimed(session, answer.text, left)
    if claimed is not None:
        from derivrepl.session.claims import decide

        answer.kind = "check"
        decide(session, answer, claimed, right)
    elif left.form == NAME or (left.form == PENDING and isinstance(left.detail, str)):
        answer.kind = "definition"
        _define(session, answer, str(left.detail), None, left, right)
    elif left.form in (CALL, PENDING) and isinstance(left.detail, tuple):
        name, arguments = left.detail
        params = [str(a.detail) for a in arguments if a.form == NAME]
        if len(params) != len(arguments):
            raise DerivError("E110", "the parameters of a definition are names", left.span)
        answer.kind = "definition"
        _define(session, answer, name, tuple(params), left, right)
    else:
        raise _not_assignable(answer.text, left)


def _claimed(session: Session, text: str, left: Value) -> Claim | None:
    """The derivative that the left side speaks of, or None when it is no derivative."""
    written = text[left.start : left.end].replace(" ", "")
    target = target_of(session.scope, written)
    if target is None and left.form != DERIVED:
        return None
    from derivrepl.session.claims import Claim

    if target is None:
        base, wanted = left.detail
        return Claim(left.node, base, wanted, left.span)
    base, wanted = target
    node = session.derivatives.derivative(base, wanted)
    parts = split(written)
    return Claim(node, base, wanted, left.span, parts[1] if parts else "")


def _not_assignable(text: str, left: Value) -> DerivError:
    written = text[left.start : left.end]
    hint, fix = "a name, f(x) or a derivative such as df/dx can stand on the left", None
    parts = split(written.replace(" ", ""))
    if parts is not None and parts[1]:
        names = ", ".join(n for n in parts[2].replace("∂", "d").split("d") if n)
        fixed = f"D({parts[1]}, {names})"
        hint, fix = (
            f"no expression {parts[1]} with such inputs is known; a claim reads {fixed} = …",
            (*left.span, fixed),
        )
    return DerivError("E110", "the left side cannot be assigned", left.span, hint, fix)


def _define(
    session: Session, answer: Answer, name: str, params: tuple[str, ...] | None, left: Value, right: Value
) -> None:
    scope = session.scope
    reserved = scope.is_reserved(name, params is not None) or (
        "an entry" if (name[0] == "_" and name[1:].isdecimal()) or name == "_" else ""
    )
    if reserved:
        hint = "choose another name"
        raise DerivError("E205", f"{name} is {reserved} and cannot be assigned", left.span, hint)
    _no_size(session, name, left.span)
    for param in params or ():
        if scope.is_reserved(param):
            raise DerivError("E205", f"{param} is {scope.is_reserved(param)} and cannot be a parameter", left.span)
    if params is not None and len(set(params)) != len(params):
        raise DerivError("E110", "a parameter is named twice", left.span)
    if params is not None and not params:
        raise DerivError("E110", f"a function has at least one parameter; a value is defined as {name} = …", left.span)
    node = right.node
    if right.form == FUNCTION:
        from derivrepl.session.called import compiled

        answer.blocks = compiled(session, name, node, list(right.detail))
        return
    if params is None and name in session.parser.met and name not in scope.definitions:
        message = f"{name} is defined by itself: {name} → {name}"
        raise DerivError("E207", message, left.span, f"a value {name} must exist before {name} = … can change it")
    scope.define(Definition(name, node, params))
    for param in params or ():
        session.parser.met.pop(param, None)
    head = name if params is None else f"{name}({', '.join(params)})"
    answer.blocks = [Equation(head, node)]
    answer.entry = session.number
    session.remember(node)
    if session.current is None:
        session.select(session.make_entry(node, answer.text, name))


def note_failure(session: Session, text: str, place: str) -> None:
    """In a file, a failed definition leaves its name without a meaning: later statements say why.

    At a prompt (no place) the line is simply typed again, and the name keeps what it meant.
    """
    head, equals, rest = text.partition("=")
    if rest[:1] == "=" or head[-1:] in ("<", ">", "!"):
        return
    name = head.split("(")[0].strip().rstrip(":")
    if place and equals and name.isidentifier() and not session.scope.is_reserved(name):
        session.scope.definitions.pop(name, None)
        session.scope.failed[name] = place


def declaration(session: Session, answer: Answer, read: Statement) -> None:
    """`names : kind`."""
    scope = session.scope
    kind = ALSO.get(read.what, read.what)
    if kind not in KINDS:
        from derivrepl.language.suggest import Misspelt

        otherwise = "one of " + ", ".join(KINDS)
        raise Misspelt("E508", f"there is no kind {kind} to declare", kind, KINDS, otherwise).within(answer.text)
    for name in read.names:
        reserved = scope.is_reserved(name)
        if reserved:
            raise DerivError("E205", f"{name} is {reserved} and cannot be declared")
        _no_size(session, name, None)
    if kind not in SHAPES and read.arguments:
        raise DerivError("E508", f"{kind} has no sizes", read.arguments[0].span)
    for name in read.names:
        _declare(session, name, kind, read.arguments)
    sizes = ", ".join(str(Writer(session.store).text(a.node)) for a in read.arguments)
    shown = f"{kind}({sizes})" if sizes else kind
    answer.blocks = [Lines([f"{', '.join(read.names)} : {shown}"])]


def _no_size(session: Session, name: str, span: Span | None) -> None:
    """Raises DerivError E205 for a name that is a size of an array: it cannot be anything else too."""
    for array, (shape, _) in session.scope.arrays.items():
        if name in shape:
            raise DerivError("E205", f"{name} is a size of {array}", span, f"choose another name, or :undef {array}")


def _sizes(session: Session, name: str, kind: str, arguments: list[Value]) -> Shape:
    """The declared shape; sizes that are not given are left open."""
    axes = 1 if kind == "vector" else 2
    if not arguments:
        left_open = {"vector": ("len",), "symmetric": ("rows", "rows"), "matrix": ("rows", "cols")}[kind]
        return tuple([f"{size}({name})" for size in left_open])
    store = session.store
    dims: list[Dim] = []
    for value in arguments:
        number = store.value(value.node) if value.node < 0 else None
        if isinstance(number, int) and number > 0:
            dims.append(number)
        elif value.node >= 0 and store.op(value.node) in (INPUT, SIZE):
            size = store.name(value.node)
            if size == name or size in session.scope.arrays:
                raise DerivError("E205", f"{size} is an array and cannot be a size", value.span, "choose another name")
            dims.append(size)
            session.parser.met.pop(size, None)
            session.scope.inputs.pop(size, None)
        elif number == 0:
            raise DerivError("E508", "an array has at least one element along each axis", value.span)
        else:
            raise DerivError("E508", "a size is a whole number or a name", value.span, f"{name} : {kind}(3)")
    if kind == "symmetric" and len(dims) == 1:
        dims *= 2
    if len(dims) != axes or (kind == "symmetric" and dims[0] != dims[1]):
        wanted = "one size" if axes == 1 or kind == "symmetric" else "two sizes"
        example = f"{name} : {kind}({'m, n' if kind == 'matrix' else 'n'})"
        raise DerivError("E508", f"a {kind} has {wanted}", arguments[-1].span, example)
    return tuple(dims)


def _unused(session: Session, name: str, shape: Shape) -> None:
    """Raises DerivError E205 where a definition uses the name in another shape, which it would keep."""
    store = session.store
    leaf = store.input(name)
    before = store.shape_of_leaf(leaf)
    if before == shape:
        return
    for definition in session.scope.definitions.values():
        if name not in (definition.params or ()) and leaf in store.inputs([definition.node]):
            user = definition.name
            told = f"{name} is used in {user}, where it is {declared(before, False) if before else 'a scalar'}"
            raise DerivError("E205", told, None, f":undef {user} first, or choose another name")


def _declare(session: Session, name: str, kind: str, arguments: list[Value]) -> None:
    """Give a name its kind; an array keeps its shape when its elements are said to be positive, and the other way."""
    scope = session.scope
    shape = _sizes(session, name, kind, arguments) if kind in SHAPES else ()
    if kind not in PROPERTIES:
        _unused(session, name, shape)
        scope.arrays.pop(name, None)
    if kind not in SHAPES:
        for names in session.assumptions.values():
            names.discard(name)
    scope.definitions.pop(name, None)
    scope.failed.pop(name, None)
    scope.abstract.discard(name)
    if kind == "function":
        scope.abstract.add(name)
        scope.inputs.pop(name, None)
    else:
        session.declare(name)
    if kind in SHAPES:
        shapes_of(session.store).declared[name] = shape, kind == "symmetric"
    elif kind in PROPERTIES:
        session.assumptions[kind].add(name)
    session.derivatives.forget()
