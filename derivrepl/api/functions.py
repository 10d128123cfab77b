"""The functions of the library; each takes expressions, numbers, or texts of the language."""

from __future__ import annotations

from derivrepl.api.compiled import Compiled
from derivrepl.api.engine import engine
from derivrepl.api.expr import Expr, apply, made, make, node_of
from derivrepl.errors import DerivError
from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.session.claims import compared, compared_arrays
from derivrepl.shapes import uses_arrays
from derivrepl.simplify import same as proved
from derivrepl.store import IF
from derivrepl.tables.arrays import ARRAYS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Literal, TypeAlias

    from derivrepl.api.expr import Operand

    Like: TypeAlias = Expr | str | int | float
    """What is taken for an expression."""


def parse(text: str, names: Mapping[str, Operand] | None = None, functions: Iterable[str] = ()) -> Expr:
    """The expression that a text says, in the language of the prompt.

    names: what names in the text stand for; other names are inputs. functions: names of functions without a
    formula. Raises DerivError, with the place in the text as a note.

    >>> from derivrepl import parse
    >>> parse("2x^2 + d/dx sin(x)")
    Expr('2*x^2 + cos(x)')
    >>> parse("r^2", {"r": parse("x + y")}).diff("x")
    Expr('2*(x + y)')
    >>> parse("diff(g(x^2), x)", functions=["g"])
    Expr("2*x*g'(x^2)")
    """
    with engine:
        given = {name: node_of(value) for name, value in (names or {}).items()}
        return made(engine.read(text, given, functions), engine.conditions())


def symbols(names: str, shape: Sequence[int | str] = ()) -> tuple[Expr, ...]:
    """Inputs by their names, as a tuple: `x, y = symbols("x y")`; with a shape, arrays: `(3,)`, `("n", "n")`."""
    found = []
    with engine:
        for name in names.replace(",", " ").split():
            engine.scope.refuse_reserved(name, "be an input")
            store = engine.store
            if shape:
                from derivrepl.shapes import shapes_of

                shapes_of(store)
            found.append(made(store.array(name, tuple(shape)) if shape else store.input(name)))
    return tuple(found)


def as_expr(value: Like) -> Expr:
    """A text parsed, a number as a constant, an expression as it is."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, str):
        return parse(value)
    with engine:
        return made(node_of(value))


def diff(expr: Like, *by: str | Expr | int) -> Expr:
    """The derivative: `diff("x^2*y", "x")`, `diff(f, "x", 2)`, `diff(f, "x", "y")`."""
    return as_expr(expr).diff(*by)


def grad(expr: Like, *by: str | Expr) -> tuple[Expr, ...]:
    """The derivatives by each input in the order met, or by those named, from one reverse sweep."""
    return as_expr(expr).grad(*by)


def hessian(expr: Like, *by: str | Expr) -> tuple[tuple[Expr, ...], ...]:
    """The matrix of second derivatives, row by row."""
    return as_expr(expr).hessian(*by)


def jacobian(expr: Like | Sequence[Like], *by: str | Expr) -> tuple[tuple[Expr, ...], ...]:
    """A row of derivatives for each component of `[f1, f2, …]`, by each input or by those named."""
    if isinstance(expr, str | Expr | int | float):
        return as_expr(expr).jacobian(*by)
    parts = [as_expr(part) for part in expr]
    return apply(f"[{', '.join(['{}'] * len(parts))}]", *parts).jacobian(*by)


def simplify(expr: Like, level: Literal["light", "full", "hard"] = "full", **facts: str | tuple[str, ...]) -> Expr:
    """The shortest equal expression; see `Expr.simplify`.

    >>> from derivrepl import simplify
    >>> simplify("(x^2 - 1)/(x - 1)")
    Expr('x + 1')
    >>> simplify("(x^2 - 1)/(x - 1)").conditions
    ('x != 1',)
    >>> simplify("sqrt(x^2)", positive="x")
    Expr('x')
    """
    return as_expr(expr).simplify(level, **facts)


def compile(expr: Like | Sequence[Like], *inputs: str | Expr, backend: Literal["numpy", "c"] = "numpy") -> Compiled:
    """A fast function of numbers and arrays, of one expression or of several, whose shared parts are computed once.

    The parameters are the inputs, in the order given or met. backend: what runs arrays, NumPy in blocks or the
    machine's C compiler.

    >>> from derivrepl import compile, grad
    >>> f = compile(["x^2*y", *grad("x^2*y")])
    >>> f(3, 2)
    (18.0, 12.0, 9.0)
    >>> import numpy as np
    >>> compile("x^2")(np.array([1.0, 2.0, 3.0])).tolist()
    [1.0, 4.0, 9.0]
    """
    names = [str(name) for name in inputs]
    if isinstance(expr, str | Expr | int | float):
        return Compiled([as_expr(expr)], names, backend, single=True)
    return Compiled([as_expr(one) for one in expr], names, backend)


def same(a: Like, b: Like) -> bool | None:
    """Whether two expressions are equal wherever both have values: True is proved, False has a counterexample.

    None where neither was found: they agree at many points.

    >>> from derivrepl import same
    >>> same("sin(x)^2 + cos(x)^2", 1), same("(x + 1)^2", "x^2 + 1")
    (True, False)
    """
    with engine:
        session, store = engine.session, engine.store
        left, right = as_expr(a)._cell.node, as_expr(b)._cell.node
        if proved(store, left, right):
            return True
        try:
            arrays = uses_arrays(store, left, right)
            found = compared_arrays(store, left, right) if arrays else compared(session, left, right, "")
        except DerivError:
            return None
        return None if found.point is None else False


def to_text(expr: Like, unicode: bool = False) -> str:
    """The expression as it can be typed."""
    return as_expr(expr).text(unicode)


def to_latex(expr: Like) -> str:
    """The expression in LaTeX, without dollars."""
    return as_expr(expr).latex()


def to_code(expr: Like, target: str, name: str = "f", order: Literal[0, 1, 2] = 1) -> str:
    """A program in another language with the function, its gradient (order 1) and Hessian (2)."""
    return as_expr(expr).code(target, name, order)


def where(condition: Expr, a: Like, b: Like) -> Expr:
    """`a` where the condition holds, else `b`: `where(x > 0, x, -x)`."""
    return make(IF, condition, as_expr(a), as_expr(b))


NAMES = {*FUNCTION_CODES, *(row.name for row in ARRAYS)} - {"if"}
"""The functions of the language, which the package offers under their names."""


def table_function(name: str) -> Callable[..., Expr]:
    """The function of the language with this name, on expressions; raises KeyError where there is none."""
    if name not in NAMES:
        raise KeyError(name)

    def call(*arguments: Like) -> Expr:
        places = ", ".join(["{}"] * len(arguments))
        return apply(f"{name}({places})", *map(as_expr, arguments))

    row = next((row for row in FUNCTIONS if name in (row.name, *row.aliases)), None)
    call.__name__ = call.__qualname__ = name
    call.__doc__ = row.help if row is not None else next((a.help for a in ARRAYS if a.name == name), "")
    return call


_ufuncs = {row.numpy: row.name for row in FUNCTIONS if row.numpy}
_operators = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "power": "pow", "float_power": "pow",
    "negative": "neg", "less": "less", "less_equal": "less_equal", "greater": "greater",
    "greater_equal": "greater_equal",
}  # fmt: skip
_codes = {row.name: code for code, row in enumerate(OPERATORS)}


def of_ufunc(name: str, inputs: Sequence[Any]) -> Any:
    """What a NumPy function of this name is on expressions; NotImplemented where the language has none."""
    if name in _operators:
        return make(_codes[_operators[name]], *inputs)
    if name in _ufuncs:
        return table_function(_ufuncs[name])(*inputs)
    return NotImplemented
