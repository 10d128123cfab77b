"""Commands on expressions with arrays: values, traces, programs, LaTeX, differentials, compiled functions."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

import numpy as np
import pytest

from derivrepl.formats.code import source
from derivrepl.formats.text import TextFormat
from derivrepl.numeric.array_check import sample
from derivrepl.numeric.arrays import ArrayProgram
from derivrepl.session.answer import Code
from derivrepl.session.session import Session
from derivrepl.session.validity import notes_about

DECLARATIONS = ("A : matrix(3,2)", "x : vector(2)", "b : vector(3)", "X : matrix(2,2)", "S : symmetric(2)")
FUNCTIONS = (
    "sum((A@x - b)^2)",
    "-sum(b*log(softmax(A@x))) + logsumexp(2*x)",
    "x@inv(X)@x + logdet(X)",
    "trace(X@S@X.T) + norm(x)^2/2",
    "sum(1/(1 + exp(-X))) + mean(b)",
    "x@diag(x)@x + X[1,2]*x[1]",
    "sum(kron(X, S)) + vec(X)@vec(S) + prod(x)",
    "[x@x, sum(b)]@x",
)


def session_with(*lines: str) -> Session:
    session = Session()
    for line in (*DECLARATIONS, *lines):
        assert session.step(line).error is None, line
    return session


def shown(session: Session, line: str) -> list[str]:
    answer = session.step(line)
    assert answer.error is None, answer.error
    return TextFormat(session.store).answer(answer).rstrip("\n").split("\n")


def program(session: Session, command: str) -> dict[str, Any]:
    """What the program that a command writes defines."""
    (code,) = [block for block in session.step(command).blocks if isinstance(block, Code)]
    space: dict[str, Any] = {}
    exec("\n".join(source(code, session.store)), space)
    return space


@pytest.mark.parametrize("target", ["numpy", "jax", "torch"])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_program_gives_the_values_of_f_and_its_gradient(function: str, target: str) -> None:
    module = {"numpy": "numpy", "jax": "jax", "torch": "torch"}[target]
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed")
    session = session_with(function)
    entry = session.current_entry()
    store = session.store
    point = sample(store, entry.inputs, 1)
    gradient = session.derivatives.gradient(entry, entry.inputs)
    values = ArrayProgram(store, [entry.node, *gradient]).run(point)
    arguments: list[Any] = [point[n] for n in entry.inputs]
    if target == "torch":
        torch = importlib.import_module("torch")

        arguments = [torch.as_tensor(a) for a in arguments]
    value, derivatives = program(session, f":code {target}")["f_and_grad"](*arguments)
    rough = 1e-4 if target == "jax" else 1e-12
    assert float(value) == pytest.approx(float(values[entry.node]), rel=rough)
    for found, node in zip(derivatives, gradient, strict=True):
        assert np.allclose(np.asarray(found), values[node], rtol=rough, atol=rough)


def test_a_numpy_program_has_the_second_derivatives() -> None:
    session = session_with("sum(log(1 + exp(A@x)))")
    entry = session.current_entry()
    point = sample(session.store, entry.inputs, 1)
    _, _, hessian = program(session, ":code numpy hessian")["f_grad_hessian"](*[point[n] for n in entry.inputs])
    node = session.derivatives.derivative(entry.node, [entry.inputs[1]] * 2)
    expected = ArrayProgram(session.store, [node]).run(point)[node]
    assert np.allclose(hessian[1][1], expected, rtol=1e-12)


def test_other_languages_say_that_they_have_no_arrays() -> None:
    error = session_with("sum(x^2)").step(":code c").error
    assert error is not None
    assert error.code == "E505"
    assert "numpy" in (error.hint or "")


def test_latex_writes_matrix_notation() -> None:
    session = session_with("norm(A@x - b)^2")
    assert shown(session, ":latex") == [
        "f = \\left\\|A x - b\\right\\|^2",
        "f_A = 2\\,\\left(A x - b\\right) x^{\\top}",
        "f_x = 2\\,A^{\\top} \\left(A x - b\\right)",
        "f_b = 2\\,\\left(b - A x\\right)",
    ]
    session.step("x*(x@X@x)")
    assert shown(session, ":latex")[0] == "f = x\\,\\left(x^{\\top} X x\\right)"


def test_a_trace_ends_in_the_gradient() -> None:
    session = session_with("sum((A@x - b)^2)")
    point = "A=[1,0; 2,1; 0,1] x=[1,2] b=[1,1,1]"
    rows = [line.split("\t") for line in shown(session, f":trace {point}")]
    traced = {row[1]: row[4] for row in rows if row[1] in ("A", "x", "b")}
    for line in shown(session, f":grad {point}"):
        name = line.split(" = ")[0].removeprefix("df/d")
        assert line.endswith(f"value {traced[name]}")
    assert "a1 += outer(a4, v2)" in [row[3] for row in rows]


def test_the_differential_is_linear_in_the_inputs_differentials() -> None:
    session = session_with("inv(X)")
    assert shown(session, ":differential") == ["df = -inv(X)@dX@inv(X)"]
    session.step("x@X@x")
    assert shown(session, ":differential x") == ["df = (X + X.T)@x@dx"]


def test_theanos_tutorial_works_in_its_own_words() -> None:
    session = Session()
    for line in ("y = x^2", "gy = grad(y, x)", "f = function([x], gy)", "X : matrix", "s = sum(1/(1 + exp(-X)))"):
        assert session.step(line).error is None, line
    assert "out = 2*x  # v2" in shown(session, "pp(gy)")
    assert shown(session, "f(4)") == ["f(4) = 8"]
    session.step("gs = grad(s, X)")
    session.step("dlogistic = function([X], gs)")
    (line,) = shown(session, "dlogistic([[0, 1], [-1, -2]])")
    values = np.array(eval(line.split(" = ")[1]))
    assert np.allclose(values, [[0.25, 0.19661193], [0.19661193, 0.10499359]], atol=1e-8)
    session.step("s")
    assert shown(session, ":pp raw") == ["dout/dX = -exp(-X)*(-1/(1 + exp(-X))^2)"]
    session.step("s1 = 1/(1 + exp(-X))")
    assert shown(session, ":same s1*(1 - s1)") == ["# dout/dX: equal: proved"]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("A@A", "E301", "A is 3×2, A is 3×2"),
        ("A*b", "E301", "A is 3×2, b is 3"),
        ("A@q", "E301", "q is a scalar"),
        ("det(A)", "E301", "square"),
        ("X[3,1]", "E303", "from 1 to 2"),
        ("X[1]", "E303", "2 indices"),
        ("X[i,1]", "E303", "einsum"),
        ("x@x.T", "E102", "two readings"),
        ("inv(x)", "E301", "matrix"),
        ("sum(3)", "E301", "array"),
        ("einsum(A[i,k]*X[i,j], k, j)", "E301", "index i"),
        ("einsum(A[i,k], i, j)", "E303", "nothing has the index j"),
        ("M : matrix(2)", "E508", "two sizes"),
        ("M : vector(0)", "E508", "at least one"),
        ("M : matrix(2.5, 1)", "E508", "whole number"),
        ("if(A, 1, 2)", "E112", "condition"),
        ("A > 1", "E112", "comparison"),
    ],
)
def test_what_is_wrong_with_arrays_is_said(line: str, code: str, words: str) -> None:
    error = session_with().step(line).error
    assert error is not None
    assert (error.code, words in f"{error.message} {error.hint}") == (code, True), f"{error.message} {error.hint}"


def test_values_of_the_wrong_shape_are_refused() -> None:
    session = session_with("sum(A)")
    error = session.step(":eval A=[1,2]").error
    assert error is not None
    assert (error.code, "3×2" in error.message) == ("E301", True)


def test_open_sizes_are_found_by_the_operations() -> None:
    session = Session()
    for line in ("A : matrix", "x : vector", "sum((A@x)^2)"):
        assert session.step(line).error is None
    assert shown(session, "df/dx = 2*A.T@A@x")[-1].endswith("# ok")
    assert session.step("x@[1, 2, 3, 4]").error is None
    error = session.step("A@[1, 2, 3]").error
    assert error is not None
    assert "×4" in error.message


def test_steps_lead_to_the_printed_result() -> None:
    session = session_with("norm(A@x - b)^2 + x@x")
    *steps, result = shown(session, ":steps x")
    assert result.startswith("df/dx = 2*(A.T@(A@x - b) + x)")
    assert steps[-1].endswith(result.partition("  #")[0])
    assert any(line.endswith("norm rule: df/dv5 = 2*(A@x - b)") for line in steps)
    session.step("softmax(A@x)")
    *steps, result = shown(session, ":steps x")
    assert steps[-1].endswith(result.partition(" = ")[2].partition("  #")[0])


def test_what_may_not_be_meant_is_said() -> None:
    session = Session()
    session.step("A : matrix(n,n)")
    for line, code in (("A^2", "W106"), ("A^-1", "W106"), ("A²", "W106"), ("n^2 + y", "W107")):
        assert [caution.code for caution in session.step(line).cautions] == [code], line
    for line in ("A^3 + A", "sum(A)/n", "exp(A)^2", "n = 3"):
        assert session.step(line).cautions == [], line


def test_a_result_says_where_its_rule_does_not_hold() -> None:
    session = session_with("det(X)*prod(x)")
    assert shown(session, ":grad")[-1] == "# note: valid for det(X) != 0, x != 0"
    session.step("logdet(X)")
    assert not any("note" in line for line in shown(session, ":grad"))
    session.step("p : positive")
    session.step("det([p, 1; 2, 3])")
    assert shown(session, ":grad") == ["df/dp = 3"]


LITERAL = "[x1, x1^2; 1, x1]"


@pytest.mark.parametrize("command", [":json", ":show", ":show grad", ":latex", ":domain", ":table"])
def test_a_matrix_that_is_written_out_has_derivatives_wherever_a_matrix_has(command: str) -> None:
    session = session_with(LITERAL)
    text = "\n".join(shown(session, command))
    assert any(part in text for part in ('"derivatives":[{', "df/dx1 = ", "f_{x_1} = ", "its derivatives", "list rule"))


def test_a_range_shows_whole_arrays() -> None:
    session = session_with(LITERAL)
    assert shown(session, ":eval x1=1..2 n=2") == [
        "x1\tf\tdf/dx1",
        "1\t[[1, 1], [1, 1]]\t[[1, 2], [0, 1]]",
        "2\t[[2, 4], [1, 2]]\t[[1, 4], [0, 1]]",
    ]


def test_a_range_and_a_curve_of_a_number_take_the_arrays_of_the_point() -> None:
    session = session_with("t*trace(X)")
    session.step(":eval t=1 X=[1,2;3,4]")
    assert shown(session, ":eval t=1..2 n=2")[2] == "2\t10\t5\t[[2, 0], [0, 2]]"
    assert shown(session, ":plot t=0..1")[-1] == "1\t5\t5"
    error = session.step(":plot X").error
    assert error is not None
    assert error.code == "E304"


def test_a_table_of_data_gives_the_numbers_in_a_function_with_arrays(tmp_path: Any) -> None:
    (tmp_path / "points.csv").write_text("t\n1\n2\n")
    session = session_with("t*trace(X)")
    error = session.step(f":data {tmp_path / 'points.csv'}").error
    assert error is not None
    assert error.code == "E402"
    session.step(":eval t=1 X=[1,2;3,4]")
    assert shown(session, f":data {tmp_path / 'points.csv'}") == ["t,f,df/dt", "1,5,5", "2,10,5"]


@pytest.mark.parametrize(
    ("function", "polynomial"),
    [
        ("inv(X + t*S)", "inv(X) - (inv(X)@S@inv(X))*t"),
        ("[t, t^2; 1, t]", "[[0, 0], [1, 0]] + [[1, 0], [0, 1]]*t"),
    ],
)
def test_a_taylor_polynomial_in_a_number_may_have_arrays_as_coefficients(function: str, polynomial: str) -> None:
    assert shown(session_with(function), ":taylor t 1")[0] == f"taylor = {polynomial}"


def test_a_list_of_numbers_is_none_of_the_arrays_around_it() -> None:
    assert not session_with("[t, t^2]").current_entry().has_arrays
    assert session_with(LITERAL).current_entry().has_arrays


def test_what_stopped_the_simplification_is_told_of_arrays_too() -> None:
    session = session_with("sum(exp(A@x))")
    entry = session.current_entry()
    nodes = session.derivatives.gradient(entry, entry.inputs)
    session.derivatives.limited = True
    assert "simplified only as far" in notes_about(session.derivatives, entry, nodes)[0]
    session.derivatives.stopped = True
    assert notes_about(session.derivatives, entry, nodes) == ["simplification stopped"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("function", ["sqrt(det(A.T@A))", "logdet(X) + log(det(X))", "1/sum(sqrt(x))"])
def test_a_check_where_there_are_no_values_is_silent(function: str) -> None:
    assert shown(session_with(function), ":check")


def test_a_condition_of_a_rule_is_told_once() -> None:
    session = Session()
    session.step("A : matrix(3,2)")
    notes = [line for line in shown(session, "sqrt(det(A.T@A))") if "note" in line]
    assert notes == ["# note: for det(A.T@A) != 0"]


def test_latex_says_along_which_axis_a_sum_or_a_mean_is() -> None:
    session = session_with("sum(A, 1)@x")
    assert shown(session, ":latex")[0] == "f = \\operatorname{sum}\\left(A, 1\\right)^{\\top} x"
    session.step("mean(A, 2)@b")
    assert shown(session, ":latex")[0] == "f = \\operatorname{mean}\\left(A, 2\\right)^{\\top} b"
