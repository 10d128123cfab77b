"""One loop over the function table: every row is checked against mpmath, without the engine.

A row's formulas are read here by Python's own parser, so a fault in the program's parser or sweeps cannot
hide a wrong row. Points are drawn from the row's `sample` with the row's name as the seed.
"""

from __future__ import annotations

import ast
import itertools
import math
import random
import string
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import mpmath
import numpy as np
import pytest

from derivrepl.numeric import special
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.operation import Operation

DIGITS = 40
POINTS = 12
ROWS = {row.name: row for row in FUNCTIONS}
NAMES = {name: row for row in FUNCTIONS for name in (row.name, *row.aliases)}

"""Every spelling of a function."""

every_row = pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)


# The values of functions that mpmath lacks, written another way than the row's `define`.

mp = mpmath.mp


def _step(u: Any) -> Any:
    return mp.mpf(1) / 2 if u == 0 else mp.mpf(u > 0)


# fmt: off
VALUES: dict[str, Callable[..., Any]] = {
    "exp2":       lambda u: mp.exp(u * mp.log(2)),
    "cbrt":       lambda u: mp.sign(u) * mp.root(abs(u), 3),
    "heaviside":  _step,
    "trunc":      lambda u: mp.mpf(int(u)),
    "max":        lambda u, v: (u + v + abs(u - v)) / 2,
    "min":        lambda u, v: (u + v - abs(u - v)) / 2,
    "clip":       lambda x, lo, hi: hi if x > hi or lo > hi else lo if x < lo else x,
    "relu":       lambda u: u if u > 0 else mp.mpf(0),
    "sigmoid":    lambda u: (1 + mp.tanh(u / 2)) / 2,
    "logit":      lambda u: 2 * mp.atanh(2 * u - 1),
    "softplus":   lambda u: mp.log(1 + mp.exp(u)),
    "logsigmoid": lambda u: mp.log(1 / (1 + mp.exp(-u))),
    "silu":       lambda u: u / (1 + mp.exp(-u)),
    "gelu":       lambda u: u * mp.ncdf(u),
    "mish":       lambda u: u * ((1 + mp.exp(u)) ** 2 - 1) / ((1 + mp.exp(u)) ** 2 + 1),
    "elu":        lambda u: u if u > 0 else mp.exp(u) - 1,
    "softsign":   lambda u: u / (1 + abs(u)),
    "trigamma":   lambda u: mp.zeta(2, u),
    "normcdf":    mp.ncdf,
}
# fmt: on


def value(row: Operation) -> Callable[..., Any]:
    """The function in mpmath."""
    found = special.mpmath_function(row) or VALUES[row.name]
    return lambda *operands: _real(found(*operands))


def _real(number: Any) -> Any:
    """The number as a real one; nan where it is truly complex."""
    number = mp.mpmathify(number)
    if abs(number.imag) > mp.mpf(10) ** (8 - mp.dps) * (1 + abs(number.real)):
        return mp.nan
    return number.real


# A row's formulas by Python's parser


class _Formula(ast.NodeTransformer):
    """Makes numbers exact and `if` lazy in a formula read as Python."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "if_":
            return ast.IfExp(*node.args)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return ast.Call(ast.Name("number", ast.Load()), [node], [])


@cache
def compiled(text: str) -> Any:
    """The code of a formula of the language."""
    tree = ast.parse(text.replace("^", "**").replace("if(", "if_("), mode="eval")
    return compile(ast.fix_missing_locations(_Formula().visit(tree)), text, "eval")


@cache
def _values() -> dict[str, Any]:
    return {name: value(row) for name, row in NAMES.items()}


def in_mpmath(text: str, **operands: Any) -> Any:
    """The value of a formula in mpmath, at the current precision."""
    constants = {"number": mp.mpf, "pi": +mp.pi, "e": +mp.e}
    return eval(compiled(text), _values() | constants | operands)


def in_floats(row: Operation, *operands: float) -> float:
    """The row's value in floats, by the route that its fields give; nan where there is none."""
    try:
        function = special.float_function(row)
        if function is not None:
            return function(*operands)
        calls = {name: lambda *given, r=other: in_floats(r, *given) for name, other in NAMES.items()}
        constants = {"number": float, "pi": math.pi, "e": math.e}
        return float(eval(compiled(row.define), calls | constants | dict(zip(row.params, operands, strict=True))))
    except (ValueError, ZeroDivisionError):
        return math.nan


def points(row: Operation) -> list[tuple[float, ...]]:
    """Points of the row's sample, the same on every run."""
    draw = random.Random(row.name).uniform
    return [tuple(draw(low, high) for low, high in row.sample) for _ in range(POINTS)]


def exact(point: tuple[float, ...]) -> list[Any]:
    return [mp.mpf(x) for x in point]


def holds(condition: str, row: Operation, point: tuple[float, ...]) -> bool:
    return bool(in_mpmath(condition, **dict(zip(row.params, exact(point), strict=True))))


def listed(conditions: str) -> list[str]:
    """The single conditions of a `domain` or `kinks`: split at the commas outside of brackets."""
    if not conditions:
        return []
    elements = ast.parse("[" + conditions.replace("^", "**").replace("if(", "if_(") + "]", mode="eval").body
    assert isinstance(elements, ast.List)
    return [ast.unparse(element).replace("**", "^").replace("if_(", "if(") for element in elements.elts]


def inside(row: Operation, point: tuple[float, ...]) -> bool:
    return all(holds(condition, row, point) for condition in listed(row.domain))


def at_kink(row: Operation, point: tuple[float, ...]) -> bool:
    return any(holds(condition, row, point) for condition in listed(row.kinks))


def close(found: Any, wanted: Any, digits: float) -> bool:
    return bool(abs(found - wanted) <= mp.mpf(10) ** -digits * max(1, abs(wanted)))


@pytest.fixture(autouse=True)
def _many_digits() -> Any:
    with mpmath.workdps(DIGITS):
        yield


# The rows as such


@every_row
def test_a_row_is_complete(row: Operation) -> None:
    assert row.help
    assert not row.help.endswith(".")
    assert len(row.partials) == len(row.params) == len(row.sample) == len(row.pulls)
    assert not {"g", "ans", "e", "pi", "tau", "inf"} & set(row.params)
    assert row.python or row.define or row.arb or row.flint, "there is no way to compute it"
    assert bool(row.kinks) <= bool(row.convention), "a kink needs a convention"


def test_every_name_means_one_thing() -> None:
    taken = [*NAMES, *(name for row in CONSTANTS for name in (row.name, *row.aliases))]
    taken += [row.name for row in OPERATORS]
    assert len(NAMES) == sum(1 + len(row.aliases) for row in FUNCTIONS)
    assert sorted(taken) == sorted(set(taken))
    assert all(name.isidentifier() for name in taken[: -len(OPERATORS)])


@every_row
def test_a_formula_uses_only_known_names(row: Operation) -> None:
    known = set(row.params) | NAMES.keys() | {"pi", "e", "if_", "number"}
    for text in (*row.partials, row.define, *listed(row.domain), *listed(row.kinks)):
        used = set(compiled(text).co_names) if text else set()
        assert used <= known | {"ans"} if text in row.partials else used <= known


@every_row
def test_a_latex_template_takes_every_operand_and_balances(row: Operation) -> None:
    if not row.latex:
        return
    fields = {field for _, field, _, _ in string.Formatter().parse(row.latex) if field}
    assert fields == set(row.params)
    text = row.latex.format(**dict.fromkeys(row.params, "x"))
    assert text.count("{") == text.count("}")
    assert text.count("\\left") - text.count("\\leftarrow") == text.count("\\right")


# Values


@every_row
def test_the_value_in_floats_is_the_value_in_mpmath(row: Operation) -> None:
    for point in points(row):
        assert close(in_floats(row, *point), value(row)(*exact(point)), 12), point


@every_row
def test_the_definition_gives_the_same_value(row: Operation) -> None:
    if row.define:
        for point in points(row):
            operands = exact(point)
            found = in_mpmath(row.define, **dict(zip(row.params, operands, strict=True)))
            assert close(found, value(row)(*operands), DIGITS - 6), point


@every_row
def test_the_value_in_balls_contains_the_value_in_mpmath(row: Operation) -> None:
    flint = pytest.importorskip("flint")
    assert not (row.arb and row.flint)
    function = special.ball_function(row)
    if function is None:
        return
    for point in points(row):
        with flint.ctx.workprec(150):
            ball = function(*[flint.arb(x) for x in point])
            assert ball.rel_accuracy_bits() > 90, point
            found = mp.mpf(ball.mid().str(DIGITS, radius=False))
        assert close(found, value(row)(*exact(point)), 25), point


@every_row
def test_the_value_in_numpy_is_the_value_in_floats(row: Operation) -> None:
    if row.numpy:
        columns = np.array(points(row)).T
        found = getattr(np, row.numpy)(*columns)
        wanted = [in_floats(row, *point) for point in points(row)]
        np.testing.assert_allclose(found, wanted, rtol=1e-14, atol=1e-15)


@every_row
def test_special_functions_have_values_without_flint(row: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    if not row.python and not row.define:
        monkeypatch.setitem(sys.modules, "flint", None)
        for point in points(row)[:3]:
            assert close(in_floats(row, *point), value(row)(*exact(point)), 13), point


# fmt: off
FAR = [
    ("sigmoid",  -800.0, 0.0),       ("sigmoid",   800.0, 1.0),       ("sigmoid", -40.0, 4.248354255291589e-18),
    ("softplus", -800.0, 0.0),       ("softplus",  800.0, 800.0),     ("logsigmoid", -800.0, -800.0),
    ("silu",     -800.0, 0.0),       ("silu",      800.0, 800.0),     ("mish",   800.0, 800.0),
    ("gelu",      -10.0, -7.619853024160525e-23),                     ("gelu",   800.0, 800.0),
    ("elu",       800.0, 800.0),     ("elu",      -800.0, -1.0),      ("sech", -1000.0, 0.0),
    ("csch",      -20.0, -4.122307244877116e-09),                     ("csch",  1000.0, 0.0),
    ("sinh",    -1000.0, -math.inf), ("round",       2.5, 2.0),       ("round",  -0.5, 0.0),
    ("round", 0.49999999999999994, 0.0),             ("round", 3.5, 4.0),  ("trunc", -1.5, -1.0),
    ("floor",      -1.5, -2.0),      ("ceil",       -1.5, -1.0),      ("floor", math.inf, math.inf),
    ("heaviside",   0.0, 0.5),       ("sinc",        0.0, 1.0),       ("acot", 0.0, math.pi / 2),
    ("acot",       -2.0, -0.4636476090008061),                        ("cbrt",  -8.0, -2.0),
    ("lambertw",    0.0, 0.0),       ("airyai",    300.0, 0.0),       ("Li",     2.0, 0.0),
]
# fmt: on


@pytest.mark.parametrize(("name", "operand", "wanted"), FAR)
def test_floats_neither_overflow_nor_lose_digits(name: str, operand: float, wanted: float) -> None:
    assert in_floats(ROWS[name], operand) == pytest.approx(wanted, rel=1e-14, abs=1e-300)


# fmt: off
CONVENTIONS = [
    ("mod",        (-5.5, 2.0),       0.5),   # the sign of the divisor
    ("mod",        (5.5, -2.0),       -0.5),
    ("atan2",      (1.0, 0.0),        math.pi / 2),   # (y, x)
    ("atan2",      (0.0, -1.0),       math.pi),
    ("besselj",    (0.0, 2.5),        -0.0483837764681979),   # (order, argument)
    ("besselj",    (2.0, -2.5),       0.4460590584396172),
    ("polygamma",  (0.0, 1.0),        -0.5772156649015329),
    ("polylog",    (2.0, 1.0),        math.pi**2 / 6),
    ("polylog",    (2.0, 0.0),        0.0),
    ("ellipk",     (0.5,),            1.8540746773013719),   # the parameter m, not the modulus k
    ("ellipk",     (0.0,),            math.pi / 2),
    ("ellipe",     (1.0,),            1.0),
    ("clip",       (5.0, 0.0, 1.0),   1.0),
    ("clip",       (0.5, 1.0, 0.0),   0.0),   # as numpy.clip
    ("binomial",   (2.0, 3.0),        0.0),
    ("beta",       (100.0, 200.0),    3.607285453146253e-83),
    ("expint",     (0.0, 2.0),        0.06766764161830635),
    ("uppergamma", (1.0, 2.0),        0.1353352832366127),   # (exponent, limit)
    ("lowergamma", (1.0, 2.0),        0.8646647167633873),
    ("zeta",       (0.0,),            -0.5),
    ("factorial",  (5.0,),            120.0),
    ("hypot",      (3.0, -4.0),       5.0),
    ("max",        (1.0, math.nan),   math.nan),
    ("min",        (math.nan, 1.0),   math.nan),
    ("sign",       (math.nan,),       math.nan),
]
# fmt: on


@pytest.mark.parametrize(("name", "point", "wanted"), CONVENTIONS)
def test_operands_have_the_order_and_meaning_that_sympy_and_numpy_give_them(
    name: str, point: tuple[float, ...], wanted: float
) -> None:
    assert in_floats(ROWS[name], *point) == pytest.approx(wanted, rel=1e-13, nan_ok=True)


# Rules


@every_row
def test_a_partial_is_the_numerical_derivative(row: Operation) -> None:
    function = value(row)
    with mpmath.workdps(20):
        for point, (index, text) in itertools.product(points(row), enumerate(row.partials)):
            if text:
                operands = exact(point)
                given = dict(zip(row.params, operands, strict=True), ans=function(*operands))
                order = tuple(int(k == index) for k in range(len(operands)))
                wanted = mp.diff(function, tuple(operands), order)
                assert close(in_mpmath(text, **given), wanted, 9), (text, point)


@every_row
def test_samples_lie_in_the_domain_and_off_the_kinks(row: Operation) -> None:
    for point in points(row):
        assert inside(row, point), point
        assert not at_kink(row, point), point


GRID = (-3.0, -2.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
REAL_OUTSIDE = {"besselj", "besseli", "lowergamma", "uppergamma", "expint", "polylog"}
"""Their domain holds for every order; for some (mostly whole) orders the value is real beyond it."""


@every_row
def test_the_value_is_real_in_the_domain_and_nowhere_else(row: Operation) -> None:
    for point in itertools.product(GRID, repeat=len(row.params)):
        real = math.isfinite(in_floats(row, *point))
        expected = inside(row, point)
        assert real >= expected if row.name in REAL_OUTSIDE else real == expected, point


# fmt: off
KINKS = [
    ("abs",       (0.0,),           (0.0,)),
    ("sign",      (0.0,),           (0.0,)),
    ("heaviside", (0.0,),           (0.0,)),
    ("floor",     (2.0,),           (0.0,)),
    ("ceil",      (-2.0,),          (0.0,)),
    ("round",     (2.5,),           (0.0,)),
    ("trunc",     (-1.0,),          (0.0,)),
    ("mod",       (4.0, 2.0),       (1.0, -2.0)),
    ("max",       (1.5, 1.5),       (0.5, 0.5)),
    ("min",       (1.5, 1.5),       (0.5, 0.5)),
    ("clip",      (1.0, 0.0, 1.0),  (0.5, 0.0, 0.5)),
    ("clip",      (0.0, 0.0, 1.0),  (0.5, 0.5, 0.0)),
    ("relu",      (0.0,),           (0.5,)),
    ("acot",      (0.0,),           (-1.0,)),
    ("atan2",     (0.0, -2.0),      (-0.5, 0.0)),
]
INFINITE = [
    ("sqrt", (0.0,)), ("cbrt", (0.0,)), ("asin", (1.0,)), ("acos", (-1.0,)), ("asec", (1.0,)), ("acsc", (-1.0,)),
    ("acosh", (1.0,)), ("asech", (1.0,)), ("hypot", (0.0, 0.0)), ("atan2", (0.0, 0.0)),
]
SMOOTH = [
    ("trunc",    0.0, 0.0),
    ("sinc",     0.0, 0.0),
    ("Si",       0.0, 1.0),
    ("elu",      0.0, 1.0),
    ("softsign", 0.0, 1.0),
    ("lambertw", 0.0, 1.0),
]
# fmt: on


@pytest.mark.parametrize(("name", "point", "slopes"), KINKS)
def test_the_rule_at_a_kink_is_what_the_row_says(
    name: str, point: tuple[float, ...], slopes: tuple[float, ...]
) -> None:
    row = ROWS[name]
    assert at_kink(row, point)
    operands = exact(point)
    given = dict(zip(row.params, operands, strict=True), ans=value(row)(*operands))
    assert tuple(in_mpmath(text, **given) for text in row.partials) == slopes


@pytest.mark.parametrize(("name", "point"), INFINITE)
def test_the_rule_divides_by_zero_where_there_is_no_slope(name: str, point: tuple[float, ...]) -> None:
    row = ROWS[name]
    assert at_kink(row, point)
    operands = exact(point)
    given = dict(zip(row.params, operands, strict=True), ans=value(row)(*operands))
    with pytest.raises(ZeroDivisionError):
        in_mpmath(row.partials[0], **given)


@pytest.mark.parametrize(("name", "operand", "slope"), SMOOTH)
def test_the_rule_is_finite_where_the_function_is_smooth(name: str, operand: float, slope: float) -> None:
    row = ROWS[name]
    assert not at_kink(row, (operand,))
    found = in_mpmath(row.partials[0], **{row.params[0]: mp.mpf(operand), "ans": value(row)(mp.mpf(operand))})
    assert found == slope


# Constants


@pytest.mark.parametrize("row", CONSTANTS, ids=lambda row: row.name)
def test_a_constant_is_the_same_number_everywhere(row: Any) -> None:
    flint = pytest.importorskip("flint")
    assert row.help
    assert row.latex
    assert row.mpmath or row.define
    if row.mpmath:
        assert float(getattr(mp, row.mpmath)) == row.value
    if row.arb:
        assert float(getattr(flint.arb, row.arb)()) == row.value
    if row.define:
        assert float(in_mpmath(row.define)) == row.value
