"""Compiled functions: `:fn`, `:pp`, and evaluation of numbers and arrays against the plain evaluator."""

from __future__ import annotations

import math
import shutil
from typing import Any

import numpy as np
import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.numeric.blocks import BLOCK, THREADED
from derivrepl.numeric.compile import Function
from derivrepl.numeric.evaluate import Program
from derivrepl.session.session import Session
from derivrepl.tables.functions import FUNCTIONS
from tests.sayings import said

# fmt: off
CALLS = (
    # lines before                                   call                 shown
    (("x^2", ":fn df d/dx f"),                       "df(4)",             "df(4) = 8"),
    (("x^2", ":fn df d/dx f"),                       "df(0.5)",           "df(0.5) = 1"),
    (("x^2", ":fn df d/dx f"),                       "df([1, 2, 3])",     "df([1, 2, 3]) = [2, 4, 6]"),
    (("x^2", ":fn df d/dx f"),                       "df([[1, 2], [3]])", None),
    (("x^2", ":fn df d/dx f"),                       "df(4) + 1",         "f = 9"),
    (("x^2", ":fn df d/dx f"),                       "df(t)",             "f = 2*t\ndf/dt = 2"),
    (("x - y", ":fn g y x"),                         "g(1, 3)",           "g(1, 3) = 2"),
    (("x - y", ":fn g"),                             "g(1, [1, 2])",      "g(1, [1, 2]) = [0, -1]"),
    ((":fn h sin(t)*2",),                            "h(pi/2)",           "h(pi/2) = 2"),
    ((":fn h(u, t) = u - t",),                       "h(1, 3)",           "h(1, 3) = -2"),
    (("x^2", ":fn h"),                               "h(3) = 9",          "h(3) = 9  # ok"),
    (("x^2", ":fn h"),                               "h([1, 2]) = [1, 4]", "h([1, 2]) = [1, 4]  # ok"),
    (("x^2", ":fn h"),                               "h(3) = 8",          None),
    (("x^2", ":fn h"),                               "h([1, 2]) = [1, 5]", None),
    ((":fn h exp(t)", ":set digits 30"),             "h(1)",              "h(1) = 2.71828182845904523536028747135"),
    ((),                                             ":fn df d/dt t^2",   ":fn df(t) = 2*t"),
    ((":fn h log(t)",),                              "h([1, -1, 0])",     "h([1, -1, 0]) = [0, nan, -inf]"),
)
# fmt: on


@pytest.mark.parametrize(("before", "call", "shown"), CALLS)
def test_a_compiled_function_is_called_with_numbers_and_lists(
    before: tuple[str, ...], call: str, shown: str | None
) -> None:
    if shown is None:
        session = Session()
        for line in before:
            session.step(line)
        assert session.step(call).error is not None
    else:
        assert said(*before, call) == shown


def test_a_call_leaves_the_current_expression_and_takes_an_entry_number() -> None:
    assert said("x^2", ":fn df d/dx f", "df(4)", ":show f") == "f = x^2"
    assert said("x^2", ":fn df d/dx f", "df(4)", "_ + 1") == "f = 9"


# fmt: off
PRINTED = (
    ("x^2",              ":pp raw",        "df/dx = 2*x"),
    ("(x + 1)*(x - 1)",  ":pp raw",        "df/dx = x - 1 + (x + 1)"),
    ("(x + 1)*(x - 1)",  ":pp simplified", "df/dx = 2*x"),
    ("exp(x)*exp(x)",    ":pp opt",        "t1 = exp(x)\nf = t1*t1\ndf/dx = 2*exp(2*x)"),
    ("t1*exp(t1^2)",     ":pp opt",        "u1 = t1^2\nu2 = exp(u1)\nf = t1*u2\ndf/dt1 = (2*u1 + 1)*u2"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "way", "shown"), PRINTED)
def test_pp_prints_derivatives_raw_simplified_and_with_parts_named(expression: str, way: str, shown: str) -> None:
    assert said(expression, way) == shown


EXPRESSIONS = (
    "x", "2", "pi*x", "sin(x)*y + exp(-x^2)*y^3", "sigmoid(x) + sqrt(2)*x^(-2) + y^1.5 + x^(-1/2)", "x^7/y^3",
    "if(x > y, x, y^2) + max(x, 1) + clip(y, 0, 1)", "besselj(2, x)*relu(y)", "mod(x, y) + round(3*x) - sign(y - 1)",
    "x^y", "atan2(y, x) + hypot(x, y)", "log(x - 1)", "1/(x - x)",
)  # fmt: skip


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_numbers_and_arrays_agree_with_the_evaluator(text: str) -> None:
    session = Session()
    session.step(text)
    assert session.current is not None
    store, node = session.store, session.current.node
    leaves = [store.input("x"), store.input("y")]
    roots = [node, *session.derivatives.gradient(session.current, leaves)]
    function = Function(store, leaves, roots)
    xs, ys = np.linspace(0.1, 3, 23), np.linspace(0.2, 2, 23)
    arrays = function(xs, ys)
    program = Program(store, roots)
    for k, (x, y) in enumerate(zip(xs.tolist(), ys.tolist(), strict=True)):
        values = program.run({leaves[0]: x, leaves[1]: y})
        exact = [values[root] for root in roots]
        for found in (function(x, y), [float(a[k]) for a in arrays]):
            assert all(same(a, b) for a, b in zip(found, exact, strict=True)), (found, exact)


def test_values_are_floats_whatever_the_functions_return() -> None:
    assert [type(v) for v in function_of("floor(x) + 2*trunc(x)")(2)] == [float]


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-14)


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_every_row_has_the_same_values_on_arrays_as_on_numbers(row: Any) -> None:
    session = Session()
    store = session.store
    leaves = [store.input(p) for p in row.params]
    code = next(k for k, o in enumerate(store.operations) if o is row)
    function = Function(store, leaves, [store.node(code, *leaves)])
    points = [np.linspace(low, high, 7) for low, high in row.sample]
    found = function(*points)[0].tolist()
    exact = [function(*point)[0] for point in zip(*(p.tolist() for p in points), strict=True)]
    assert all(same(a, b) for a, b in zip(found, exact, strict=True)), (found, exact)


def function_of(text: str) -> Function:
    session = Session()
    session.step(text)
    assert session.current is not None
    return Function(session.store, session.current.inputs, [session.current.node])


def test_arrays_broadcast_keep_their_shape_and_may_be_longer_than_a_block() -> None:
    add = function_of("x + 2*y")
    column, row = np.arange(3.0)[:, None], np.arange(4.0)
    assert np.array_equal(add(column, row)[0], column + 2 * row)
    long = np.arange(THREADED + BLOCK + 3.0)
    assert np.array_equal(add(long, 1.0)[0], long + 2)
    assert np.array_equal(add(long[::2], long[::2])[0], 3 * long[::2])
    assert add(np.array([1, 2]), 1)[0].tolist() == [3, 4]
    assert add([], 1)[0].tolist() == []


@pytest.mark.parametrize("library", ["jax.numpy", "dask.array"])
def test_other_arrays_stay_what_they_are(library: str) -> None:
    space: Any = pytest.importorskip(library)
    function = function_of("sin(x)*y + if(x > 1, x^2, y) + sigmoid(x)")
    xs = np.linspace(0.5, 1.5, 11)
    found = function(space.asarray(xs), space.asarray(xs[::-1].copy()))[0]
    assert type(found).__module__.split(".")[0] in ("jax", "jaxlib", "dask")
    assert np.allclose(np.asarray(found), function(xs, xs[::-1])[0], rtol=1e-6)


@pytest.mark.skipif(not shutil.which("cc"), reason="no C compiler")
@pytest.mark.parametrize("text", [t for t in EXPRESSIONS if "bessel" not in t])
def test_the_c_backend_agrees_with_blocks(text: str) -> None:
    session = Session()
    session.step(text)
    assert session.current is not None
    store = session.store
    leaves = [store.input("x"), store.input("y")]
    roots = [session.current.node, *session.derivatives.gradient(session.current, leaves)]
    xs, ys = np.linspace(0.1, 3, 1003), np.linspace(0.2, 2, 1003)
    compiled = Function(store, leaves, roots, "c")
    for found, exact in zip(compiled(xs, ys), Function(store, leaves, roots)(xs, ys), strict=True):
        assert np.allclose(found, exact, rtol=1e-12, atol=1e-13, equal_nan=True)
    assert np.allclose(compiled(xs, 2.0)[0], Function(store, leaves, roots)(xs, 2.0)[0], rtol=1e-12, equal_nan=True)
    assert compiled._blocks is not None
    assert compiled._blocks.native is not None


def test_what_c_cannot_do_is_done_by_blocks() -> None:
    session = session_of("besselj(2, x)*x")
    function = Function(session.store, [session.store.input("x")], [session.entries[1]], "c")
    assert function(np.array([1.0]))[0].tolist() == function(1.0)


def session_of(text: str) -> Session:
    session = Session()
    session.step(text)
    return session


def test_the_setting_chooses_the_backend() -> None:
    assert said("x^2", ":set backend c", ":fn df d/dx f", "df([1, 2, 3])") == "df([1, 2, 3]) = [2, 4, 6]"


def test_a_list_of_functions_is_compiled_to_a_list_of_values() -> None:
    session = Session()
    session.step("[x^2*y, sin(x)]")
    assert session.step(":fn g").error is None
    shown = [TextFormat(session.store).answer(session.step(line)).strip() for line in ("g(2, 0)", "g([1, 2], 3)")]
    assert shown == [
        "g(2, 0) = [0, 0.9092974268256817]",
        "g([1, 2], 3) = [[3, 12], [0.8414709848078965, 0.9092974268256817]]",
    ]
    assert session.step("g(2, 0) = [0, 0.9092974268256817]").error is None
    assert session.step("g(2, 0) = [0, 0.9]").error is not None
