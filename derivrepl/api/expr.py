"""`Expr`: an expression as a Python object."""

from __future__ import annotations

from derivrepl.api.compiled import Compiled, of, placed
from derivrepl.api.engine import NAME, Cell, engine
from derivrepl.api.numbers import exact
from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.language.text import ASCII, UNICODE, Writer, with_parts
from derivrepl.session.commands.code import code
from derivrepl.store import (
    ADD,
    DIV,
    GREATER,
    GREATER_EQUAL,
    INPUT,
    LESS,
    LESS_EQUAL,
    LIST,
    MUL,
    NOT_EQUAL,
    POW,
    SUB,
    Node,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Literal, TypeAlias

    Operand: TypeAlias = "Expr | int | float"
    """What an operator takes: an expression, or any number."""

SHORT, LONGEST = 2_000, 10_000_000
"""Characters up to which an expression is shown by `repr` and LaTeX, and written by `str`."""


class Expr:
    """An expression: immutable, equal to another one when both are written alike.

    Operators build larger ones; `==` compares how they are written (`same` decides whether they are equal
    functions), `<`, `<=`, `>` and `>=` build conditions for `where`.

    >>> from derivrepl import symbols
    >>> x, = symbols("x")
    >>> 2*x**2 + 1/x
    Expr('2*x^2 + 1/x')
    """

    __slots__ = ("__weakref__", "_cell", "conditions")

    _cell: Cell
    conditions: tuple[str, ...]
    """What the expression rests on where it is a result: `x > 0`; empty where it holds everywhere."""

    def __init__(self, text: str) -> None:
        with engine:
            self._cell, self.conditions = engine.cell(engine.read(text, {})), ()

    # What it is

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the inputs, in the order in which they are met."""
        with engine:
            return tuple(dict.fromkeys(engine.store.name(n) for n in engine.store.inputs_met(self._cell.node)))

    @property
    def shape(self) -> tuple[int | str, ...]:
        """`()` for a number, the sizes of an array; names stand for sizes that are not known."""
        with engine:
            shapes = engine.store.shapes
            found = None if shapes is None else shapes.of(self._cell.node)
            return tuple(map(shapes.resolved, found)) if shapes is not None and found is not None else ()

    def __len__(self) -> int:
        """The number of components of a vector `[f1, f2, …]`; raises TypeError for anything else."""
        with engine:
            if engine.store.op(self._cell.node) != LIST:
                raise TypeError("the expression is no vector")
            return len(engine.store.operands(self._cell.node))

    def __getitem__(self, index: int) -> Expr:
        """A component of a vector `[f1, f2, …]`."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        with engine:
            return made(engine.store.operands(self._cell.node)[index])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Expr):
            return self._cell is other._cell
        number = exact(other)
        with engine:
            return number is not None and engine.store.constant(number) == self._cell.node

    def __hash__(self) -> int:
        return hash(self._cell)

    def __bool__(self) -> bool:
        with engine:
            if LESS <= engine.store.op(self._cell.node) <= NOT_EQUAL:
                raise TypeError("a condition with inputs is neither true nor false; where(condition, a, b) chooses")
        return True

    def __float__(self) -> float:
        """The value of an expression without inputs; raises TypeError where there are any."""
        if self.inputs:
            raise TypeError(f"{self!r} has no value without {', '.join(self.inputs)}")
        return float(self())

    # Written out

    def __str__(self) -> str:
        """The expression as it can be typed; parts named by `where` if it is longer than 10 MB."""
        return self._text(LONGEST) or f"<{self._size()} nodes>"

    def __repr__(self) -> str:
        text = self._text(SHORT)
        return f"Expr({text!r})" if text else f"<Expr of {self._size()} nodes>"

    def text(self, unicode: bool = False) -> str:
        """The expression as it can be typed, in ASCII or with the signs of the prompt (`x²·y`)."""
        with engine:
            written = Writer(engine.store, UNICODE if unicode else ASCII, LONGEST).text(self._cell.node)
        return written if written is not None else str(self)

    def latex(self) -> str:
        """The expression in LaTeX, without dollars; raises DerivError where it would be too long."""
        from derivrepl.language.latex import Latex

        with engine:
            text = Latex(engine.store).with_parts(self._cell.node)
        if text is None:
            raise DerivError("E405", "the expression is too long for a formula")
        return text

    def code(self, target: str, name: str = NAME, order: Literal[0, 1, 2] = 1) -> str:
        """A program in another language; order says which: the function, its gradient, its Hessian too.

        Targets: python numpy c jax torch julia rust fortran latex. Raises DerivError E505 for another one and
        for functions that the language does not have.
        """
        return "\n".join(self._code([target, ("f", "grad", "hessian")[order], f"name={name}"])) + "\n"

    def _repr_latex_(self) -> str | None:
        """What Jupyter shows; None for a long expression, which it then shows as `repr`."""
        return None if self._text(SHORT) is None else f"$\\displaystyle {self.latex()}$"

    def _text(self, limit: int) -> str | None:
        with engine:
            node = self._cell.node
            return Writer(engine.store, ASCII, limit).text(node) or with_parts(engine.store, node, ASCII, limit)

    def _size(self) -> str:
        with engine:
            return f"{len(engine.store.live([self._cell.node])):,}"

    def _code(self, words: list[str]) -> list[str]:
        from derivrepl.formats.code import source
        from derivrepl.session.answer import Code

        with engine:
            blocks = code(engine.session, engine.entry(self._cell.node), words)
            return [line for b in blocks or () if isinstance(b, Code) for line in source(b, engine.store)]

    # Derivatives

    def diff(self, *by: str | Expr | int) -> Expr:
        """The derivative, simplified: `diff("x")`, `diff("x", 3)`, `diff("x", "y")`; alone by the only input.

        Raises DerivError E203 for what is no name of an input, or where there are several and none is named.
        """
        with engine:
            return _result(engine.derivatives.derivative(self._cell.node, _orders(self, by)))

    def grad(self, *by: str | Expr) -> tuple[Expr, ...]:
        """The derivatives by each input, or by those named, in that order."""
        with engine:
            entry = engine.entry(self._cell.node)
            return tuple(map(_result, engine.derivatives.gradient(entry, _wanted(self, by))))

    def hessian(self, *by: str | Expr) -> tuple[tuple[Expr, ...], ...]:
        """The second derivatives, row by row."""
        with engine:
            entry = engine.entry(self._cell.node)
            if entry.has_arrays:
                raise DerivError("E302", "the Hessian of a function of arrays is one derivative at a time: diff(x, y)")
            return _rows(higher.hessian(engine.store, entry.node, _wanted(self, by)))

    def jacobian(self, *by: str | Expr) -> tuple[tuple[Expr, ...], ...]:
        """A row of derivatives for each component of a vector `[f1, f2, …]`."""
        with engine:
            entry = engine.entry(self._cell.node)
            return _rows(higher.jacobian(engine.store, entry.node, _wanted(self, by)))

    def simplify(self, level: Literal["light", "full", "hard"] = "full", **facts: str | tuple[str, ...]) -> Expr:
        """The shortest equal expression; facts are names of inputs: `positive="x y"`.

        Other facts: negative, nonnegative, nonpositive, nonzero, integer. What the result rests on beyond
        them is in its `conditions`.
        """
        from derivrepl.session.validity import condition_texts
        from derivrepl.simplify import Facts, hand_of, simplify

        known = Facts(**{kind: names.split() if isinstance(names, str) else names for kind, names in facts.items()})
        with engine:
            store, node = engine.store, self._cell.node
            found = simplify(store, node, level, known, hand_of(store, node))
            return made(found.node, tuple(condition_texts(store, found.conditions)))

    # Values

    def subs(self, values: Mapping[str, Operand] | None = None, /, **named: Operand) -> Expr:
        """The expression with others, or numbers, in the place of inputs; exact."""
        with engine:
            store = engine.store
            given = {**(values or {}), **named}
            leaves = {store.name(n): n for n in store.inputs_met(self._cell.node)}
            replaced = {leaves[name]: node_of(value) for name, value in given.items() if name in leaves}
            return made(store.replace(self._cell.node, replaced))

    at = subs

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value at a point: numbers give a float, arrays an array, expressions an expression.

        Values stand in the order of `inputs`, or behind their names. nan where the expression has no value.
        Raises DerivError E402 for an input without a value, TypeError for too many.
        """
        if any(isinstance(value, Expr) for value in (*values, *named.values())):
            return self.subs(placed(self.inputs, values, named))
        return of(self)(*values, **named)

    def compile(self, *inputs: str | Expr, backend: Literal["numpy", "c"] = "numpy") -> Compiled:
        """A fast function of the inputs, in the order given or met; see `derivrepl.compile`."""
        return Compiled([self], [str(name) for name in inputs], backend, single=True)

    # Operators

    def __add__(self, other: Operand) -> Expr:
        return _binary(ADD, self, other)

    def __radd__(self, other: Operand) -> Expr:
        return _binary(ADD, other, self)

    def __sub__(self, other: Operand) -> Expr:
        return _binary(SUB, self, other)

    def __rsub__(self, other: Operand) -> Expr:
        return _binary(SUB, other, self)

    def __mul__(self, other: Operand) -> Expr:
        return _binary(MUL, self, other)

    def __rmul__(self, other: Operand) -> Expr:
        return _binary(MUL, other, self)

    def __truediv__(self, other: Operand) -> Expr:
        return _binary(DIV, self, other)

    def __rtruediv__(self, other: Operand) -> Expr:
        return _binary(DIV, other, self)

    def __pow__(self, other: Operand) -> Expr:
        return _binary(POW, self, other)

    def __rpow__(self, other: Operand) -> Expr:
        return _binary(POW, other, self)

    def __matmul__(self, other: Operand) -> Expr:
        return apply("{} @ {}", self, other)

    def __lt__(self, other: Operand) -> Expr:
        return _binary(LESS, self, other)

    def __le__(self, other: Operand) -> Expr:
        return _binary(LESS_EQUAL, self, other)

    def __gt__(self, other: Operand) -> Expr:
        return _binary(GREATER, self, other)

    def __ge__(self, other: Operand) -> Expr:
        return _binary(GREATER_EQUAL, self, other)

    def __neg__(self) -> Expr:
        return apply("-{}", self)

    def __pos__(self) -> Expr:
        return self

    def __abs__(self) -> Expr:
        return apply("abs({})", self)

    @property
    def T(self) -> Expr:  # noqa: N802  as NumPy calls it
        """The transpose."""
        return apply("{}.T", self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """`np.sin(x)` and `np.float64(2)*x`: the function or operator of that name."""
        from derivrepl.api.functions import of_ufunc

        if method != "__call__" or options or any(getattr(i, "ndim", 0) for i in inputs):
            return NotImplemented
        return of_ufunc(ufunc.__name__, inputs)

    def __reduce__(self) -> tuple[Callable[[str], Expr], tuple[str]]:
        return Expr, (str(self),)


def made(node: Node, conditions: tuple[str, ...] = ()) -> Expr:
    """The expression of a node; within `with engine`."""
    expr = object.__new__(Expr)
    expr._cell, expr.conditions = engine.cell(node), conditions
    return expr


def node_of(value: object) -> Node:
    """The node of an expression or number; raises TypeError for anything else. Within `with engine`."""
    if isinstance(value, Expr):
        return value._cell.node
    number = exact(value)
    if number is None:
        raise TypeError(f"{type(value).__name__} is no expression and no number")
    return engine.store.constant(number)


def apply(text: str, *operands: object, functions: tuple[str, ...] = ()) -> Expr:
    """A text of the language with the operands in the place of `{}`."""
    with engine:
        names: dict[str, Node] = {}
        words = []
        for place, operand in enumerate(operands, 1):
            node = node_of(operand)
            name = _called(node, place)
            if names.get(name, node) != node:
                name = f"operand{place}"
            names[name] = node
            words.append(name)
        return made(engine.read(text.format(*words), names, functions))


def _called(node: Node, place: int) -> str:
    """What messages call an operand: an input by its name, another one by its place."""
    return engine.store.name(node) if engine.store.op(node) == INPUT else f"operand{place}"


def make(op: int, *operands: object) -> Expr:
    """An operator on numbers, or on arrays where the language reads it so."""
    with engine:
        store = engine.store
        nodes = tuple(map(node_of, operands))
        if store.shapes is not None and any(map(store.shapes.of, nodes)):
            return apply(store.operations[op].symbol.join(["{}"] * len(operands)), *operands)
        return made(store.make(op, nodes))


def _binary(op: int, a: object, b: object) -> Expr:
    for operand in (a, b):
        if not isinstance(operand, Expr) and exact(operand) is None:
            return NotImplemented  # type: ignore[no-any-return]
    return make(op, a, b)


def _result(node: Node) -> Expr:
    return made(node, engine.conditions())


def _rows(rows: list[list[Node]]) -> tuple[tuple[Expr, ...], ...]:
    """A matrix of results, each simplified."""
    short = engine.derivatives.simplified_all
    return tuple(tuple(map(_result, short(row))) for row in rows)


def _wanted(expr: Expr, by: tuple[str | Expr, ...]) -> list[Node]:
    """The leaves of the names; all inputs where none is named. What does not occur has the derivative 0."""
    leaves = engine.store.inputs_met(expr._cell.node)
    known = {engine.store.name(n): n for n in leaves}
    return [known[name] if name in known else engine.store.input(name) for name in map(_name, by)] or leaves


def _name(by: str | Expr) -> str:
    name = str(by)
    if not name.isidentifier() or engine.scope.is_reserved(name):
        raise DerivError("E203", f"{name} is not the name of an input")
    return name


def _orders(expr: Expr, by: tuple[str | Expr | int, ...]) -> list[Node]:
    """Inputs, each perhaps followed by how often."""
    leaves: list[Node] = []
    for word in by:
        if not isinstance(word, int):
            leaves += _wanted(expr, (word,))
        elif leaves and word > 0:
            leaves += [leaves[-1]] * (word - 1)
        else:
            raise DerivError("E203", "a number says how often, behind the name of an input")
    if leaves:
        return leaves
    found = _wanted(expr, ())
    if len(found) != 1:
        raise DerivError("E203", f"by which input? the expression has {', '.join(expr.inputs) or 'none'}")
    return found
