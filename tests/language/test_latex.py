"""LaTeX: known formulas, and that every formula of the corpora is well-formed and uses known commands only."""

from __future__ import annotations

import re

import pytest

from derivrepl.calculus.reverse import gradient
from derivrepl.language.latex import Latex, derivative_name, symbol
from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.language.text import UNICODE
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings
from derivrepl.store import LIST, Node
from tests.conftest import ROOT

COMMANDS = """
frac sqrt left right cdot operatorname mathrm text begin end cases bmatrix array partial infty pi tau le ge ne hline
sin cos tan sec csc cot sinh cosh tanh coth arcsin arccos arctan log max min binom bmod lfloor rfloor lceil rceil
ldots quad alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma upsilon phi chi psi omega
Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega exp ln dot top det sum
"""
KNOWN = set(COMMANDS.split())
FORMULAS = [
    line.strip()
    for name in ("feynman", "exercises", "functions", "losses")
    for line in (ROOT / "tests" / "corpus" / f"{name}.deriv").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#") and ":" not in line
]

# fmt: off
SAMPLES = (
    ("x_1*x2 + theta_1^2",               "x_1\\,x_2 + \\theta_1^2"),
    ("x_max/x12",                        "\\frac{x_{\\mathrm{max}}}{x_{12}}"),
    ("sin(x)^2 + sin(x)^-1",             "\\sin^2\\left(x\\right) + \\sin\\left(x\\right)^{-1}"),
    ("2*3^x - 2*x*3",                    "2 \\cdot 3^x - 2\\,x \\cdot 3"),
    ("(x/y)^2 - (x - y)/(-x)",           "\\left(\\frac{x}{y}\\right)^2 - \\frac{x - y}{-x}"),
    ("x/3 + 1/3*x - 2/3",                "\\frac{x}{3} + \\frac{1}{3}\\,x - \\frac{2}{3}"),
    ("exp(x)^2 + abs(x)^3",              "\\left(e^{x}\\right)^2 + \\left|x\\right|^3"),
    ("(x^y)^z + x^y^z",                  "\\left(x^y\\right)^z + x^{y^z}"),
    ("x*(-y) - (y - x)",                 "x\\,\\left(-y\\right) - \\left(y - x\\right)"),
    ("if(x > 0, 1, if(x < y, 2, x))",
     "\\begin{cases} 1 & \\text{if } x > 0 \\\\ 2 & \\text{if } x < y \\\\ x & \\text{otherwise} \\end{cases}"),
    ("[x, 1/y]",                         "\\begin{bmatrix} x \\\\ \\frac{1}{y} \\end{bmatrix}"),
    ("1e-20*x + 2.5e30",                 "10^{-20}\\,x + 2.5 \\cdot 10^{30}"),
    ("floor(x) + mod(x, y + 1)",         "\\left\\lfloor x\\right\\rfloor + x \\bmod \\left(y + 1\\right)"),
    ("diff(g(x^2), x)",                  "2\\,x\\,g'\\left(x^2\\right)"),
    ("diff(g(x), x, 4)",                 "g^{(4)}\\left(x\\right)"),
    ("diff(h(x, y), x, y)",              "\\frac{\\partial^2 h}{\\partial x\\,\\partial y}\\left(x, y\\right)"),
    ("diff(h(x, y^2), x)",               "\\partial_1 h\\left(x, y^2\\right)"),
    ("energy + pi*e",                    "\\mathrm{energy} + \\pi\\,e"),
)
# fmt: on


# fmt: off
ARRAYS = (
    ("trace(A@B) + u@A@u",  "\\operatorname{tr}\\left(A B\\right) + u^{\\top} A u"),
    ("A.T@inv(A).T@u",      "A^{\\top} \\left(A^{-1}\\right)^{\\top} u"),
    ("outer(A@u, u)/norm(u)", "\\frac{A u u^{\\top}}{\\left\\|u\\right\\|}"),
    ("A[1,2]*u",            "A_{1,2}\\,u"),
    ("einsum(A[i,k]*B[j,k]*u[k], i, j)", "\\left[\\sum_{k} A_{ik}\\,B_{jk}\\,u_{k}\\right]_{ij}"),
)
# fmt: on


def session(*lines: str) -> Session:
    made = Session(Settings([("output", "none"), ("simplify", "light")]))
    for line in lines:
        assert made.step(line).error is None, line
    return made


def written(text: str) -> str:
    made = session("g : function", "h : function", text)
    assert made.current is not None
    return Latex(made.store).text(made.current.node) or ""


@pytest.mark.parametrize(("text", "latex"), ARRAYS)
def test_arrays_are_written_as_matrices(text: str, latex: str) -> None:
    made = session("A : matrix(2,2)", "B : matrix(2,2)", "u : vector(2)", text)
    assert made.current is not None
    found = Latex(made.store).text(made.current.node)
    assert found == latex
    assert well_formed(found)


def balanced(text: str) -> bool:
    """Whether braces, brackets and environments close in order."""
    stack: list[str] = []
    for sign in re.findall(r"\\begin\{\w+\}|\\end\{\w+\}|\\left|\\right|\\[{}]|[{}]", text):
        if sign in ("{", "\\left") or sign.startswith("\\begin"):
            stack.append(sign.replace("begin", "end"))
        elif sign not in ("\\{", "\\}"):
            opener = {"}": "{", "\\right": "\\left"}.get(sign, sign)
            if not stack or stack.pop() != opener:
                return False
    return not stack


def well_formed(text: str) -> bool:
    return balanced(text) and set(re.findall(r"\\([a-zA-Z]+)", text)) <= KNOWN and text.isascii()


@pytest.mark.parametrize(("text", "latex"), SAMPLES)
def test_formulas_are_written_with_few_brackets(text: str, latex: str) -> None:
    assert written(text) == latex


@pytest.mark.parametrize("text", FORMULAS)
def test_every_formula_and_its_derivatives_are_well_formed(text: str) -> None:
    made = session(text)
    entry = made.current
    if entry is None or made.store.op(entry.node) == LIST:
        return
    nodes: list[Node] = [entry.node, *gradient(made.store, entry.node, entry.inputs)]
    writer = Latex(made.store)
    for node in nodes:
        assert well_formed(writer.with_parts(node) or ""), writer.with_parts(node)


@pytest.mark.parametrize("name", FUNCTION_CODES)
def test_the_template_of_every_function_is_well_formed(name: str) -> None:
    made = session()
    code = FUNCTION_CODES[name]
    operands = [made.store.input(f"x{k}") for k, _ in enumerate(made.store.operations[code].params)]
    assert well_formed(Latex(made.store).text(made.store.node(code, *operands)) or "")


def test_names_of_inputs_and_derivatives() -> None:
    assert [symbol(n) for n in ("x", "x1", "x_12", "alpha", "α2", "v_in", "a_b_c", "_", "_1")] == [
        "x", "x_1", "x_{12}", "\\alpha", "\\alpha_2", "v_{\\mathrm{in}}",
        "a_{\\mathrm{b\\_c}}", "\\_", "\\mathrm{\\_1}",
    ]  # fmt: skip
    assert derivative_name("f", ["x"]) == "f_x"
    assert derivative_name("f", ["x", "x1"]) == "f_{xx_1}"
    assert derivative_name("f1", ["x", "x"]) == "\\frac{\\partial^2 f_1}{\\partial x^2}"


def test_long_formulas_name_their_shared_parts_and_endless_ones_are_refused() -> None:
    made = session("x + y")
    store, node = made.store, made.store.add(made.store.input("x"), made.store.input("y"))
    node = store.node(FUNCTION_CODES["sin"], node)
    for _ in range(14):
        node = store.mul(store.add(node, store.input("x")), node)
    assert Latex(store).text(node) is None
    named = Latex(store).with_parts(node)
    assert named is not None
    assert "\\text{where } t_1 = " in named
    assert well_formed(named)
    for _ in range(60):
        node = store.mul(store.add(node, store.input("x")), node)
    assert Latex(store).with_parts(node) is None


def test_a_deep_formula_does_not_recurse() -> None:
    made = session("sin(" * 20_000 + "x" + ")" * 20_000)
    assert made.current is not None
    assert Latex(made.store).with_parts(made.current.node) is None


def lines_of(made: Session, command: str) -> list[str]:
    answer = made.step(command)
    assert answer.error is None
    (block,) = answer.blocks
    return list(block.screen(80, UNICODE))  # type: ignore[union-attr]


def test_the_command_writes_results_tables_and_steps() -> None:
    made = Session()
    made.step("sin(x) + x*y")
    assert lines_of(made, ":latex") == [
        "  f   = \\sin\\left(x\\right) + x\\,y",
        "  f_x = \\cos\\left(x\\right) + y",
        "  f_y = x",
    ]
    assert lines_of(made, ":latex f") == ["  f = \\sin\\left(x\\right) + x\\,y"]
    assert len(lines_of(made, ":latex grad")) == 2
    table, steps = lines_of(made, ":latex table"), lines_of(made, ":latex steps")
    assert "v_3 & \\sin\\left(v_1\\right) & \\sin\\left(x\\right) \\\\" in table
    assert any("\\text{sum rule}" in line for line in steps)
    assert well_formed("\n".join(table))
    assert well_formed("\n".join(steps))
    assert made.step(":latex garad").error is not None
