"""Where the derived nodes of a table come from is told the same whether or not its columns are filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session

FEYNMAN = Path(__file__).parent.parent / "corpus" / "feynman.deriv"
FORMULAS = [line for line in FEYNMAN.read_text("utf-8").splitlines() if line and not line.startswith("#")][::7]

# fmt: off
LINES = (
    *FORMULAS,
    "sin(x)*exp(x*y)", "x^2*y + log(x)", "besselj(0, x)*x^2", "if(x > 0, x^2, sin(x)*x)",
    "abs(a)*a^2", "sqrt(b^2)*b", "floor(n)*x", "(x + y)^3/(x - y)", "erf(x*y)^2", "f(x*y)*x",
)
DECLARED = ("a : negative", "b : nonpositive", "n : integer", "f : function")
# fmt: on


def told(fills: bool, *lines: str) -> str:
    """What a pipe prints of the lines."""
    session = Session()
    session.fills_columns = fills
    form = TextFormat(session.store)
    return "".join(form.answer(session.step(line)) for line in (*DECLARED, *lines))


@pytest.mark.parametrize("line", LINES)
def test_a_table_without_columns_explains_the_same_nodes(line: str) -> None:
    assert told(False, line) == told(True, line)


def test_a_command_that_shows_the_columns_fills_them() -> None:
    lines = ("sin(x)*exp(x*y)", ":table", ":why v9", ":json nodes")
    assert told(False, *lines) == told(True, *lines)


def test_columns_that_nobody_sees_are_not_simplified() -> None:
    full, lean = Session(), Session()
    lean.fills_columns = False
    for session in (full, lean):
        session.step("sin(x)*exp(x*y) + log(x + y^2)/(1 + x^2)")
    assert len(lean.derivatives.simplified) < len(full.derivatives.simplified) / 2
