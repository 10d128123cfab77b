"""The library: expressions as objects, the prompt's results and errors, numbers and arrays in, threads side by side."""

from __future__ import annotations

import copy
import doctest
import gc
import importlib
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import derivrepl
from derivrepl import Expr, parse, symbols
from derivrepl.api.engine import engine
from tests.conftest import run_cli

if TYPE_CHECKING:
    from collections.abc import Callable

x: Any
y: Any
x, y = symbols("x y")
f = parse("sin(x) + x*y")


@pytest.mark.parametrize("name", ["derivrepl.api", "derivrepl.api.expr", "derivrepl.api.functions"])
def test_the_examples_of_the_documentation_print_what_they_say(name: str) -> None:
    done = doctest.testmod(importlib.import_module(name))
    assert done.attempted > 0
    assert done.failed == 0


# fmt: off
BUILT = [
    # by operators                       as it is written
    (lambda: 2*x + 1,                    "2*x + 1"),
    (lambda: 1 - x,                      "1 - x"),
    (lambda: -x**2,                      "-x^2"),
    (lambda: (x + y)*(x - y)/2,          "(x + y)*(x - y)/2"),
    (lambda: 2**x/y,                     "2^x/y"),
    (lambda: x**0.5,                     "x^0.5"),
    (lambda: 0.1*x,                      "0.1*x"),
    (lambda: -2.5e-20*x,                 "-2.5e-20*x"),
    (lambda: x*Fraction(1, 3),           "x*(1/3)"),
    (lambda: x + Decimal("0.10"),        "x + 0.1"),
    (lambda: np.float64(2)*x,            "2*x"),
    (lambda: np.int64(3) + x,            "3 + x"),
    (lambda: x*np.asarray(1.5),          "x*1.5"),
    (lambda: +abs(x),                    "abs(x)"),
    (lambda: derivrepl.sin(x)*derivrepl.atan2(y, 1), "sin(x)*atan2(y, 1)"),
    (lambda: np.exp(x) - np.sqrt(x*y),   "exp(x) - sqrt(x*y)"),
    (lambda: derivrepl.where(x > 0, x, -x), "if(x > 0, x, -x)"),
    (lambda: parse("r^2", {"r": x + y}), "(x + y)^2"),
    (lambda: f.subs(x=0.5),              "sin(0.5) + 0.5*y"),
    (lambda: f.at({"x": y, "y": x}),     "sin(y) + y*x"),
    (lambda: f(x=2*x, y=1),              "sin(2*x) + 2*x"),
]
# fmt: on


@pytest.mark.parametrize(("build", "text"), BUILT, ids=[text for _, text in BUILT])
def test_operators_build_what_one_would_type(build: Callable[[], Expr], text: str) -> None:
    made = build()
    assert str(made) == text
    assert parse(text) == made or "(1/3)" in text


def test_a_derivative_is_the_prompts() -> None:
    assert f.grad() == (parse("cos(x) + y"), x)
    assert f.grad("y") == (x,)
    assert f.diff("x", 3) == parse("-cos(x)")
    assert f.diff(x, y) == 1
    assert f.diff("z") == 0
    assert f.hessian() == ((parse("-sin(x)"), parse("1")), (parse("1"), parse("0")))
    assert derivrepl.jacobian(["r*cos(t)", "r*sin(t)"])[1] == (parse("sin(t)"), parse("r*cos(t)"))
    lines = run_cli("-r", "-e", "x^x*exp(-y/x)").stdout.decode().strip().split("\t")
    assert [str(g) for g in parse("x^x*exp(-y/x)").grad()] == lines


def test_results_say_where_they_hold() -> None:
    short = derivrepl.simplify("(x^2 - 1)/(x - 1)")
    assert (str(short), short.conditions) == ("x + 1", ("x != 1",))
    assert derivrepl.simplify("sqrt(x^2)", positive=("x",)).conditions == ()


def test_equality_is_of_writing_and_same_decides() -> None:
    assert parse("x + y") == x + y
    assert hash(parse("x + y")) == hash(x + y)
    assert x + y != y + x
    assert {x + y: 1}[parse("x+y")] == 1
    assert derivrepl.same("x + y", y + x) is True
    assert derivrepl.same("x^2", "x^3") is False
    assert parse("3") == 3
    assert (x == "x") is False


# fmt: off
VALUES = [
    # text            values               result
    ("x^2",           (3,),                9.0),
    ("x^2",           (3.5,),              12.25),
    ("x*y + y",       (2, 5),              15.0),
    ("pi",            (),                  np.pi),
    ("log(x)",        (-1.0,),             np.nan),
    ("x^2",           ([1, 2, 3],),        [1.0, 4.0, 9.0]),
    ("x*y",           ([[1], [2]], [3, 4]), [[3.0, 4.0], [6.0, 8.0]]),
    ("[x, x*y]",      (2, 3),              (2.0, 6.0)),
]
# fmt: on


@pytest.mark.parametrize(("text", "values", "result"), VALUES)
def test_a_call_gives_values(text: str, values: tuple[Any, ...], result: Any) -> None:
    arguments = [np.array(v, float) if isinstance(v, list) else v for v in values]
    found = parse(text)(*arguments)
    np.testing.assert_array_equal(found, result)
    np.testing.assert_array_equal(parse(text).compile()(*arguments), result)


def test_a_compiled_function_takes_its_inputs_in_the_order_given() -> None:
    both = derivrepl.compile([f, *f.grad()], "y", "x")
    assert both.inputs == ("y", "x")
    assert both(0.5, 4) == (f(4, 0.5), f.diff("x")(4, 0.5), 4.0)
    assert both(x=4, y=0.5) == both(0.5, 4)
    assert float(parse("1/4")) == 0.25


def test_arrays_are_differentiated_and_evaluated() -> None:
    (A,) = symbols("A", shape=(2, 2))
    (v,) = symbols("v", shape=(2,))
    form = v @ (A @ v)
    assert form.shape == ()
    gradient = form.diff("v")
    assert gradient.shape == (2,)
    matrix, vector = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, -1.0])
    assert form(v=vector, A=matrix) == vector @ matrix @ vector
    assert type(form(v=vector, A=matrix)) is float
    np.testing.assert_allclose(gradient(v=vector, A=matrix), (matrix + matrix.T) @ vector)
    assert A.T.shape == (2, 2)
    assert str(derivrepl.trace(A @ A).diff("A")) == "2*A.T"


def test_an_expression_is_written_in_each_notation() -> None:
    assert f.text(unicode=True) == "sin(x) + x·y"
    assert derivrepl.to_latex("x^2/2") == r"\frac{x^2}{2}"
    assert parse("x^2")._repr_latex_() == r"$\displaystyle x^2$"
    space: dict[str, Any] = {}
    exec(derivrepl.to_code(f, "python", name="g"), space)
    assert space["g_and_grad"](4, 0.5)[1] == (f.diff("x")(4, 0.5), 4)


def test_what_is_too_long_is_shown_by_its_size() -> None:
    made: Expr = x
    for _ in range(60):
        made = made * made + y
    assert "nodes" in repr(made)
    assert made._repr_latex_() is None
    assert len(made.grad()) == 2
    with pytest.raises(derivrepl.DerivError, match="too long"):
        made.latex()


def test_twenty_thousand_operations_deep_is_no_matter() -> None:
    made: Expr = x
    for k in range(20_000):
        made = made * y + k
    assert made.inputs == ("x", "y")
    assert made(0.5, 0.5) == pytest.approx(2 * (20_000 - 2), rel=1e-3)
    assert made.diff("x") == parse("y^20000")


# fmt: off
WRONG = [
    # what is done                          what is raised
    (lambda: parse("2*sni(x)"),             "E201"),
    (lambda: parse("a = 3"),                "E108"),
    (lambda: parse("x +"),                  "E108"),
    (lambda: parse("f", {"pi": 3}),         "E205"),
    (lambda: symbols("x sin"),              "E205"),
    (lambda: f.diff(),                      "E203"),
    (lambda: f.grad("1"),                   "E203"),
    (lambda: f(1),                          "E402"),
    (lambda: f.compile("x"),                "E203"),
    (lambda: f.code("cobol"),               "E505"),
    (lambda: derivrepl.sin(x, y),           "E208"),
    (lambda: x/0,                           "E401"),
    (lambda: x + "y",                       TypeError),
    (lambda: None*x,                        TypeError),
    (lambda: x + True,                      TypeError),
    (lambda: f(1, 2, 3),                    TypeError),
    (lambda: bool(x < 3),                   TypeError),
    (lambda: float(x),                      TypeError),
    (lambda: len(x),                        TypeError),
    (lambda: np.array([1.0, 2.0])*x,        TypeError),
    (lambda: x + float("nan"),              ValueError),
    (lambda: derivrepl.nosuch,              AttributeError),
]
# fmt: on


@pytest.mark.parametrize(("act", "what"), WRONG)
def test_what_cannot_be_done_is_refused(act: Callable[[], object], what: str | type[Exception]) -> None:
    if isinstance(what, type):
        with pytest.raises(what):
            act()
    else:
        with pytest.raises(derivrepl.DerivError) as caught:
            act()
        assert caught.value.code == what


def test_an_error_shows_its_place_in_the_traceback() -> None:
    with pytest.raises(derivrepl.DerivError) as caught:
        parse("2*sni(x)")
    assert caught.value.__notes__ == ["  2*sni(x)\n    ^~~", "  hint: did you mean sin?"]
    assert caught.value.span == (2, 5)


def test_names_of_one_text_are_unknown_to_the_next() -> None:
    parse("q + 1", {"q": x})
    assert parse("q").inputs == ("q",)
    parse("g(x)", functions=["g"])
    with pytest.raises(derivrepl.DerivError):
        parse("g(x)")


def test_expressions_are_copied_and_pickled() -> None:
    for made in (f, parse("[x, y^2]"), parse("3")):
        assert pickle.loads(pickle.dumps(made)) == made
        assert copy.deepcopy(made) == made


def test_what_nobody_holds_is_released_and_what_is_held_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derivrepl.api.engine.MANY", 2_000)
    held = {k: parse(f"sin({k}*x) + x^{k + 2}") for k in range(5)}
    compiled = held[1].compile()
    (v,) = symbols("v", shape=(2,))
    length, vector = v @ v + 1, np.array([3.0, 4.0])
    quick = derivrepl.compile([length, length.diff("v")])
    assert (length(vector), quick(vector)[0]) == (26.0, 26.0)
    texts = {k: str(made) for k, made in held.items()}
    hashes = {k: hash(made) for k, made in held.items()}
    gc.collect()
    parse("x")
    before = len(engine.store)
    for k in range(3_000):
        x * k + y**k
    assert len(engine.store) < before + 6_000
    assert {k: str(made) for k, made in held.items()} == texts
    assert {k: hash(made) for k, made in held.items()} == hashes
    assert compiled(0.5) == held[1](0.5) == pytest.approx(np.sin(0.5) + 0.125)
    assert parse(texts[2]) == held[2]
    assert (length(vector), quick(vector)[0]) == (26.0, 26.0)
    assert quick(vector)[1].tolist() == [6.0, 8.0]


def test_calling_an_array_again_uses_what_was_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    (v,) = symbols("v", shape=(2,))
    length = v @ v
    assert length(np.array([3.0, 4.0])) == 25.0
    monkeypatch.setattr("derivrepl.numeric.arrays.ArrayProgram.__init__", None)
    assert length(np.array([3.0, 1.0])) == 10.0


def test_threads_take_turns_and_agree() -> None:
    compiled = derivrepl.compile("x^2 + sin(x)")
    points = np.linspace(0, 1, 50_000)
    expected = compiled(points)

    def work(k: int) -> bool:
        made = parse(f"sin({k % 7 + 2}*x)^2*y")
        right = str(made.diff("y")) == str(parse(f"sin({k % 7 + 2}*x)^2"))
        return right and bool((compiled(points) == expected).all()) and compiled(2.0) == 4 + np.sin(2.0)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(80)))


def test_importing_the_package_loads_nothing_and_the_library_no_numpy() -> None:
    def loaded(statement: str) -> set[str]:
        code = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
        done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
        return set(done.stdout.split())

    assert loaded("import derivrepl") == {"derivrepl", "__future__"}
    heavy = {"numpy", "rich", "prompt_toolkit", "flint", "mpmath"}
    assert not heavy & loaded("from derivrepl import parse; parse('x^2').diff('x')(3)")


def test_simplify_is_the_function_though_a_folder_has_its_name() -> None:
    for first in ("", "import derivrepl.session.session; from derivrepl import parse; "):
        code = f"{first}from derivrepl import simplify; print(simplify('x + x'))"
        done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "2*x\n"


def test_all_that_is_offered_is_found_and_documented() -> None:
    for name in dir(derivrepl):
        if not name.startswith("_") and name not in ("TYPE_CHECKING", "annotations"):
            assert getattr(derivrepl, name).__doc__, name
