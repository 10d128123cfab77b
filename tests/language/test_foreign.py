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
