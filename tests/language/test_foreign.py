"""Texts of LaTeX and of other programs, as they would be typed here."""

from __future__ import annotations

import pytest

from derivrepl.language.foreign import LONGEST, choice_as_typed, latex_as_typed
from derivrepl.session.session import Session


@pytest.mark.parametrize(
    ("latex", "typed"),
    [
        (r"\frac{d}{dx} \left( \frac{x^2+1}{x} \right)", "d/dx ( (x^2+1)/x )"),
        (r"\frac{\partial}{\partial x} x^2", "∂/∂x x^2"),
        (r"\frac{d^2}{dx^2}\sin(x)", "d^2/dx^2 sin(x)"),
        (r"e^{-x^2/2}", "e^(-x^2/2)"),
        (
            r"\frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
            "1/(sigma*sqrt(2pi))*e^(-((x-mu)^2)/(2sigma^2))",
        ),
        (r"\sqrt[3]{x+1}", "(x+1)^(1/3)"),
        (r"x_{0}^{n+1}", "x_0^(n+1)"),
        (r"x^\frac{1}{2}", "x^(1/2)"),
        (r"\frac12 x", "1/2 x"),
        (r"x\sin(x)\cdot y", "x*sin(x)*y"),
        (r"\ln\left(1+e^{-x}\right)", "log(1+e^(-x))"),
        (r"\left|x\right|", "|x|"),
        (r"\operatorname{erf}(x)", "erf(x)"),
    ],
)
def test_latex_is_told_as_it_would_be_typed(latex: str, typed: str) -> None:
    assert latex_as_typed(latex) == typed


@pytest.mark.parametrize("broken", ["x}", "{x", r"\frac{x}", r"\sqrt{", "{" * LONGEST + "x"])
def test_latex_that_does_not_pair_is_not_guessed_at(broken: str) -> None:
    assert latex_as_typed(broken) is None


def test_what_is_told_can_be_typed() -> None:
    latex = r"\frac{1}{\sigma\sqrt{2\pi}}\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)"
    typed = latex_as_typed(latex)
    assert typed is not None
    assert Session().run(typed).error is None


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("x < 0 ? -x : x", "if(x < 0, -x, x)"),
        ("if x < 0 then -x else x", "if(x < 0, -x, x)"),
        ("-x if x < 0 else x", "if(x < 0, -x, x)"),
        ("x + 1", None),
        ("a ? b", None),
    ],
)
def test_a_choice_is_told_as_it_would_be_typed(text: str, typed: str | None) -> None:
    assert choice_as_typed(text) == typed


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("differentiate x^2", "a derivative is written d/dx …, or diff(…, x)"),
        ("what is the derivative of x^2?", "an expression is typed alone, x^2: its derivatives follow"),
        ("let f = x^2", "a definition is written f = x^2, or f(x) = x^2"),
        ("x squared", "a square is written x^2"),
        ("2 times x", "a product is written x*y"),
        ("x^2 wrt x", "the variable comes last: diff(x^2, x)"),
        ("dy/dx x^2", "a derivative is written d/dx x^2"),
        ("quit()", ":quit leaves, and so does Ctrl-D"),
        ("dy/dz x^2", "a derivative is written d/dz x^2"),
        ("1 + d2/dx2 sin(x)", "a derivative is written d^2/dx^2 sin(x)"),
        ("d2/dxdy sin(x*y)", "a derivative is written d^2/dxdy sin(x*y)"),
        ("d3/dx^2dy x^3*y", "a derivative is written d^3/dx^2dy x^3"),
        ("d2/dx2 3", "write dx2*3"),
        ("y = x^2, dy/dx", "statements on one line are parted by ;"),
        ("1,000*x", "write 1.000 or 1000"),
        ("x + 2,5", "write 2.5"),
        ("max(1,,2)", ""),
        ("ln|x|", "write ln(|x|)"),
        ("$x^2$", "leave the $ out"),
        ("x^2 // why", "a comment begins with #"),
        ("x^2 % why", "a remainder is written mod(x, y), a comment begins with #"),
        ("sin(30°)", "angles are in radians: 30° is 30*pi/180"),
        ("Sin[x]", "functions take round brackets: sin(…)"),
        ("Exp[-x^2]", "functions take round brackets: exp(…)"),
        ("A[i]", "indices are numbers; names stand for them only in einsum(A[i,k]*B[k,j], i, j)"),
    ],
)
def test_what_is_written_otherwise_elsewhere_is_told_as_it_is_written_here(text: str, hint: str) -> None:
    answer = Session().run(text)
    assert answer.error is not None
    assert answer.error.hint == hint


def test_words_that_are_names_of_the_session_are_names() -> None:
    session = Session()
    session.run("times = 3")
    error = session.run("2*times x").error
    assert error is not None
    assert "write" in error.hint
