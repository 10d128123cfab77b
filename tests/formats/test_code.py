"""`:code`: the text of every target, and the programs themselves run against the evaluator."""

from __future__ import annotations

import ctypes
import math
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.numeric.evaluate import Program
from derivrepl.session.session import Session
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from derivrepl.operation import Operation

EXPRESSIONS = (
    "sin(x) + x*y",
    "exp(-x^2)*sin(3*x*y)/3",
    "log(x)^2 + sqrt(x*y) + x^(-2) - y^1.5 + x^y",
    "if(x > y, x^3, -y) + max(x, 1) - min(y, 2)",
    "sigmoid(x)*relu(y - 1) + gelu(x)*tanh(y)",
    "0.1*x + 1/3 + 12345678901234567890*y + 2e-20*x",
    "pi*x + e*y + tau",
    "atan2(y, x) + hypot(x, y) + abs(x - y)*sign(y)",
    "floor(3*x) + ceil(y) + trunc(x) + round(2*y) + mod(x, y)",
    "-(x - y)^2 - (-x)^3 - (x + y)/(x*y)/2 - x/(y/2) - x*(-y)",
    "clip(x, 0, 1) + expm1(x) + log1p(y) + cbrt(x) + sinh(x)*acosh(y + 2) + sec(x)",
    "x^12 + (x + 1)^12*y",
)  # fmt: skip
POINTS = ((0.7, 1.3), (1.9, 0.4), (0.2, 2.5))

NUMPY = """\
# f = sin(x) + x*y
import numpy as np

def f(x, y):
    return np.sin(x) + x*y

def f_and_grad(x, y):
    v3 = np.sin(x)
    v6 = np.cos(x)
    return v3 + x*y, (v6 + y, x)
"""


def written(expression: str, command: str) -> str:
    """What `:code …` prints in a pipe."""
    session = Session()
    session.step(expression)
    answer = session.step(command)
    assert answer.error is None, answer.error
    return TextFormat(session.store).answer(answer)


def values(expression: str, order: int, point: tuple[float, ...]) -> list[float]:
    """f, its gradient and its Hessian by the evaluator, in one row."""
    from derivrepl.calculus import higher

    session = Session()
    session.step(expression)
    assert session.current is not None
    store, node, leaves = session.store, session.current.node, session.current.inputs
    roots = [node, *(session.derivatives.gradient(session.current, leaves) if order else [])]
    if order == 2:
        roots += [n for row in higher.hessian(store, node, leaves) for n in row]
    found = Program(store, roots).run(dict(zip(leaves, point, strict=False)))
    return [found[root] for root in roots]


def flat(results: Any) -> list[float]:
    """All numbers of nested tuples, in order."""
    if isinstance(results, tuple | list):
        return [x for part in results for x in flat(part)]
    return [float(results)]


def close(found: list[float], exact: list[float]) -> bool:
    return len(found) == len(exact) and all(
        a == b or (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)
        for a, b in zip(found, exact, strict=True)
    )


def test_the_text_is_that_of_the_documents() -> None:
    assert written("sin(x) + x*y", ":code numpy") == NUMPY
    assert written("sin(x) + x*y", ":code np f") == NUMPY[: NUMPY.index("\ndef f_and")]


def test_the_text_is_the_same_every_time_and_carries_the_chosen_name() -> None:
    for target in TARGETS:
        first = written("sin(x*y)*exp(x*y)", f":code {target} name=energy")
        assert first == written("sin(x*y)*exp(x*y)", f":code {target} name=energy")
        assert "energy" in first


@pytest.mark.parametrize("target", ["python", "numpy"])
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_python_and_numpy_compute_f_and_both_orders_of_derivatives(expression: str, target: str) -> None:
    space: dict[str, Any] = {}
    text = written(expression, f":code {target} hessian")
    if "scipy" in text:
        pytest.importorskip("scipy")
    exec(text, space)
    for point in POINTS:
        with np.errstate(all="ignore"):
            assert close(flat(space["f"](*point)), values(expression, 0, point))
            assert close(flat(space["f_and_grad"](*point)), values(expression, 1, point))
            assert close(flat(space["f_grad_hessian"](*point)), values(expression, 2, point))


def test_a_list_of_functions_is_a_program_for_each() -> None:
    space: dict[str, Any] = {}
    exec(written("[x*y, sin(x)]", ":code python name=g"), space)
    assert space["g1_and_grad"](2.0, 3.0) == (6.0, (3.0, 2.0))
    assert space["g2_and_grad"](0.0) == (0.0, (1.0,))


def test_python_computes_only_the_branch_that_a_condition_takes() -> None:
    space: dict[str, Any] = {}
    exec(written("if(x > 0, x*log(x) + log(x)^2, 3)*sqrt(4)", ":code python hessian"), space)
    assert space["f_and_grad"](-1.0) == (6, (0,))
    assert space["f_grad_hessian"](-1.0) == (6, (0,), ((0,),))
    assert math.isclose(space["f_and_grad"](1.0)[1][0], 2)


def test_numpy_takes_arrays_of_whole_numbers() -> None:
    space: dict[str, Any] = {}
    exec(written("x^(-2) + if(x > 1, x, 1)", ":code numpy"), space)
    assert space["f"](np.array([1, 2])).tolist() == [2.0, 2.25]


@pytest.mark.skipif(not shutil.which("gcc"), reason="no C compiler")
def test_c_computes_f_and_both_orders_of_derivatives(tmp_path: Path) -> None:
    text = "\n".join(written(e, f":code c hessian name=f{k}x") for k, e in enumerate(EXPRESSIONS))
    library = compiled_c(text, tmp_path)
    for k, expression in enumerate(EXPRESSIONS):
        for point in POINTS:
            grad, hessian = (ctypes.c_double * 2)(), (ctypes.c_double * 4)()
            arguments = [ctypes.c_double(x) for x in point]
            function = getattr(library, f"f{k}x_grad_hessian")
            function.restype = ctypes.c_double
            value = function(*arguments, grad, hessian)
            assert close([value, *grad, *hessian], values(expression, 2, point)), expression


def compiled_c(text: str, folder: Path) -> ctypes.CDLL:
    """The C text as a loaded library; warnings are errors."""
    (folder / "code.c").write_text(text, "utf-8")
    warnings = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wno-unused-parameter"]
    command = [
        "gcc",
        *warnings,
        "-O1",
        "-shared",
        "-fPIC",
        "-o",
        str(folder / "code.so"),
        str(folder / "code.c"),
        "-lm",
    ]
    subprocess.run(command, check=True)
    return ctypes.CDLL(str(folder / "code.so"))


def one_row(row: Operation, target: str) -> str | None:
    """The program of a row's own call; None where the target lacks it."""
    session = Session()
    session.step(f"{row.name}({', '.join(row.params)})")
    answer = session.step(f":code {target} f name=f_{row.name}")
    if answer.error is not None:
        assert answer.error.code == "E505"
        return None
    return TextFormat(session.store).answer(answer)


def sample(row: Operation) -> tuple[float, ...]:
    return tuple(low + (high - low) * share for (low, high), share in zip(row.sample, (0.37, 0.62, 0.81), strict=False))


@pytest.mark.parametrize("target", ["python", "numpy"])
@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_every_row_that_python_has_is_right_there(row: Operation, target: str) -> None:
    text = one_row(row, target)
    if text is None or "scipy" in text:
        pytest.skip("not in this library")
    space: dict[str, Any] = {}
    exec(text, space)
    call = f"{row.name}({', '.join(row.params)})"
    assert close(flat(space[f"f_{row.name}"](*sample(row))), values(call, 0, sample(row)))


@pytest.mark.skipif(not shutil.which("gcc"), reason="no C compiler")
def test_every_row_that_c_has_is_right_there(tmp_path: Path) -> None:
    texts = {row.name: text for row in FUNCTIONS if (text := one_row(row, "c"))}
    assert len(texts) > 60
    library = compiled_c("\n".join(texts.values()), tmp_path)
    for row in FUNCTIONS:
        if row.name in texts:
            function = getattr(library, f"f_{row.name}")
            function.restype = ctypes.c_double
            call = f"{row.name}({', '.join(row.params)})"
            assert close([function(*map(ctypes.c_double, sample(row)))], values(call, 0, sample(row))), row.name


RUST = """
mod f{k}x {{
{text}
}}
fn run{k}() {{
    for (x, y) in [{points}] {{
        let (v, g, h) = f{k}x::f_grad_hessian(x, y);
        println!("{{:e}} {{:e}} {{:e}} {{:e}} {{:e}} {{:e}} {{:e}}", v, g[0], g[1], h[0][0], h[0][1], h[1][0], h[1][1]);
    }}
}}
"""
FORTRAN = """
subroutine run{k}(x, y)
  use f{k}x_module
  real(dp), intent(in) :: x, y
  real(dp) :: v, g(2), h(2, 2)
  call f{k}x_grad_hessian(x, y, g, h, v)
  print '(7es25.16e3)', v, g(1), g(2), h(1, 1), h(1, 2), h(2, 1), h(2, 2)
end subroutine
"""


def works(compiler: str) -> bool:
    found = shutil.which(compiler)
    return bool(found) and subprocess.run([str(found), "--version"], capture_output=True, check=False).returncode == 0


def test_rust_computes_f_and_both_orders_of_derivatives(tmp_path: Path) -> None:
    if not works("rustc"):
        pytest.skip("no Rust compiler")
    told = subprocess.run(["rustc", "--version"], capture_output=True, check=True, text=True).stdout.split()[1]
    if tuple(map(int, told.split("-")[0].split("."))) < (1, 77):
        pytest.skip("f64::round_ties_even came with Rust 1.77")
    points = ", ".join(f"({x}_f64, {y}_f64)" for x, y in POINTS)
    expressions = [e for e in EXPRESSIONS if "gelu" not in e]  # Rust has no error function
    texts = [written(e, ":code rust hessian") for e in expressions]
    parts = [RUST.format(k=k, points=points, text=text) for k, text in enumerate(texts)]
    main = f"fn main() {{ {' '.join(f'run{k}();' for k in range(len(expressions)))} }}"
    (tmp_path / "main.rs").write_text("".join([*parts, main]), "utf-8")
    subprocess.run(["rustc", "-A", "warnings", "-o", "main", "main.rs"], check=True, cwd=tmp_path)
    agrees(subprocess.run([tmp_path / "main"], capture_output=True, check=True, text=True).stdout, expressions)


def test_fortran_computes_f_and_both_orders_of_derivatives(tmp_path: Path) -> None:
    if not works("gfortran"):
        pytest.skip("no Fortran compiler")
    texts = [written(e, f":code fortran hessian name=f{k}x") for k, e in enumerate(EXPRESSIONS)]
    parts = [text + FORTRAN.format(k=k) for k, text in enumerate(texts)]
    calls = [f"  call run{k}({x}d0, {y}d0)" for k in range(len(EXPRESSIONS)) for x, y in POINTS]
    (tmp_path / "main.f90").write_text("\n".join([*parts, "program main", *calls, "end program"]), "utf-8")
    subprocess.run(["gfortran", "-std=f2008", "-o", "main", "main.f90"], check=True, cwd=tmp_path)
    agrees(subprocess.run([tmp_path / "main"], capture_output=True, check=True, text=True).stdout, EXPRESSIONS)


def agrees(out: str, expressions: Sequence[str]) -> None:
    """Rows of f, gradient and Hessian for every expression at every point are what the evaluator finds."""
    asked = [(expression, point) for expression in expressions for point in POINTS]
    for line, (expression, point) in zip(out.splitlines(), asked, strict=True):
        assert close([float(word) for word in line.split()], values(expression, 2, point)), expression


@pytest.mark.parametrize(("target", "library"), [("jax", "jax"), ("torch", "torch")])
def test_jax_and_torch_compute_f_and_both_orders_of_derivatives(target: str, library: str) -> None:
    module = pytest.importorskip(library)
    if target == "jax":
        module.config.update("jax_enable_x64", True)
    for expression in EXPRESSIONS:
        space: dict[str, Any] = {}
        exec(written(expression, f":code {target} hessian"), space)
        for at in POINTS:
            point = [module.numpy.asarray(p) if target == "jax" else module.tensor(p, dtype=module.float64) for p in at]
            assert close(flat(space["f_grad_hessian"](*point)), values(expression, 2, at)), expression


# fmt: off
LATEX = (
    ("sin(x)/x1",            "f = \\frac{\\sin\\left(x\\right)}{x_1}"),
    ("alpha^2*(β + 1)",      "f = \\alpha^2\\,\\left(\\beta + 1\\right)"),
    ("sqrt(x)*3*exp(-x^2)",  "f = \\sqrt{x} \\cdot 3\\,e^{-x^2}"),
    ("(a + b)^(1/2) - pi*a", "f = \\left(a + b\\right)^{\\frac{1}{2}} - \\pi\\,a"),
)
REFUSED = (
    ("sin(x)",               ":code",                   "E502"),
    ("sin(x)",               ":code cobol",             "E505"),
    ("sin(x)",               ":code c sideways",        "E502"),
    ("besselj(2, x)",        ":code c",                 "E505"),
    ("[[x, 1], [2, x]]",     ":code c",                 "E505"),
)
AWKWARD = (
    # inputs' names                          target        text that appears
    ("lambda1*double",                       "c",          "double double_"),
    ("α*X + x*y",                            "c",          "double u3b1, double X, double x, double y"),
    ("X + x",                                "fortran",    "f(X, x_)"),
    ("v3*sin(x)*sin(x)",                     "python",     "w3 = math.sin(x)"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "line"), LATEX)
def test_latex_is_written_from_the_rows_templates(expression: str, line: str) -> None:
    assert written(expression, ":code latex f") == line + "\n"


@pytest.mark.parametrize(("expression", "command", "code"), REFUSED)
def test_code_says_why_it_cannot(expression: str, command: str, code: str) -> None:
    session = Session()
    session.step(expression)
    error = session.step(command).error
    assert error is not None
    assert error.code == code


@pytest.mark.parametrize(("expression", "target", "text"), AWKWARD)
def test_names_are_made_acceptable_to_the_language(expression: str, target: str, text: str) -> None:
    assert text in written(expression, f":code {target}")
