"""Evaluation: guaranteed digits, ranges, and what happens when digits cannot be had."""

from __future__ import annotations

import builtins
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl.numeric.digits import certain_digits, rational_digits
from derivrepl.session.session import Session
from tests.conftest import run_cli
from tests.sayings import said

# fmt: off
RATIONALS = (
    # p, q, digits                 text
    ((1, 3, 20),                   "0.33333333333333333333"),
    ((2, 3, 3),                    "0.667"),
    ((-1, 8, 2),                   "-0.12"),
    ((3, 8, 2),                    "0.38"),
    ((123456, 1, 3),               "123000"),
    ((10**20, 1, 5),               "1e20"),
    ((1, 10**8, 5),                "1e-8"),
    ((99996, 1, 4),                "100000"),
    ((0, 1, 5),                    "0"),
    ((10**5000 + 1, 10**5000, 9),  "1"),
)
# fmt: on


@pytest.mark.parametrize(("number", "text"), RATIONALS)
def test_a_rational_is_rounded_half_to_even_without_zeros_at_the_end(number: tuple[int, int, int], text: str) -> None:
    assert rational_digits(*number) == text


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**25), st.integers(1, 40))
def test_no_other_number_of_so_many_digits_is_nearer(p: int, q: int, digits: int) -> None:
    exact, shown = Fraction(p, q), Fraction(rational_digits(p, q, digits))
    unit = Fraction(10) ** (len(str(int(abs(shown)))) if abs(shown) >= 1 else 0)
    while shown and unit > abs(shown):
        unit /= 10
    assert abs(exact - shown) <= unit / Fraction(10) ** (digits - 1) / 2 or not shown


# fmt: off
CERTAIN = (
    # expression          mpmath
    ("exp(1)",            "e"),
    ("pi/3",              "pi/3"),
    ("sin(1/10)",         "sin(mpf(1)/10)"),
    ("besselj(2, 3)",     "besselj(2, 3)"),
    ("2^(1/2) + tau",     "sqrt(2) + 2*pi"),
    ("gamma(1/3)*erf(2)", "gamma(mpf(1)/3)*erf(2)"),
    ("sigmoid(-700)",     "1/(1 + exp(700))"),
    ("1 - cos(1e-20)",    "1 - cos(mpf(10)**-20)"),
    ("cbrt(-3)",          "-cbrt(3)"),
)
# fmt: on


@pytest.mark.parametrize("library", ["flint", "mpmath"])
@pytest.mark.parametrize(("expression", "other"), CERTAIN)
def test_fifty_digits_are_those_of_mpmath(
    expression: str, other: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if library == "mpmath":
        without_flint(monkeypatch)
    session = Session()
    node = session.parser.expression_node(expression)
    with mpmath.workdps(150):
        exact = eval(other, vars(mpmath) | {"mpf": mpmath.mpf})
        found = mpmath.mpf(certain_digits(session.store, node, 50))
        assert abs(found - exact) <= abs(exact) * mpmath.mpf(10) ** -49 / 2


def without_flint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `import flint` fail."""
    real = builtins.__import__

    def importing(name: str, *rest: Any, **more: Any) -> Any:
        if name.split(".")[0] == "flint":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", importing)


# fmt: off
EVALUATED = (
    (("sin(x)*y", ":eval x=1 y=2"),
     ("f = 1.682941969615793\ndf/dx = 1.0806046117362795\ndf/dy = 0.8414709848078965\n"
      "# point x=1 y=2 kept; :table shows values, :trace walks through them")),
    (("x^2", ":set digits 30", ":eval x=1/3"),
     ("f = 0.111111111111111111111111111111\ndf/dx = 0.666666666666666666666666666667\n"
      "# point x=0.333333 kept; :table shows values, :trace walks through them")),
    (("x^2", ":set digits 20", ":grad x=0.1"),     "df/dx = 2*x  # value 0.2"),
    (("x^2", ":eval x=1..2 n=3"),                  "x\tf\tdf/dx\n1\t1\t2\n1.5\t2.25\t3\n2\t4\t4"),
    (("x*y", ":eval x=0..1 y=1..2 n=2"),
     "x\ty\tf\tdf/dx\tdf/dy\n0\t1\t0\t1\t0\n0\t2\t0\t2\t0\n1\t1\t1\t1\t1\n1\t2\t2\t2\t1"),
    (("1/x", ":eval x=0..1 n=2"),                  "x\tf\tdf/dx\n0\tinf\t-inf\n1\t1\t-1"),
    (("x/3", ":set digits 20", ":eval x=0..1 n=4"),
     ("x\tf\tdf/dx\n0\t0\t0.33333333333333333333\n"
      "0.3333333333333333\t0.11111111111111111111\t0.33333333333333333333\n"
      "0.6666666666666666\t0.22222222222222222222\t0.33333333333333333333\n"
      "1\t0.33333333333333333333\t0.33333333333333333333")),
)
# fmt: on


@pytest.mark.parametrize(("lines", "shown"), EVALUATED)
def test_eval_prints_values_at_points_and_over_ranges(lines: tuple[str, ...], shown: str) -> None:
    assert said(*lines) == shown


# fmt: off
REFUSED = (
    (("sin(x)", ":set digits 40", ":eval x=pi"),   "E404"),
    (("x*y", ":eval x=1..2"),                      "E402"),
    (("x*y", ":eval x=1..2 y=1..2 n=9999"),        "E405"),
    (("x", ":eval x=..2"),                         "E502"),
    (("x", ":eval q=1..2"),                        "E203"),
    (("x", ":set digits 0"),                       "E508"),
)
# fmt: on


@pytest.mark.parametrize(("lines", "code"), REFUSED)
def test_eval_says_why_it_cannot(lines: tuple[str, ...], code: str) -> None:
    session = Session()
    for line in lines[:-1]:
        assert session.step(line).error is None
    error = session.step(lines[-1]).error
    assert error is not None
    assert error.code == code


def test_the_command_line_takes_digits() -> None:
    done = run_cli("--digits", "25", "-q", "-e", "exp(x)", ":eval", "x=1")
    assert done.stdout.decode().splitlines()[0] == "f = 2.718281828459045235360287"
    assert run_cli("--digits", "0", "-e", "x").code == 2
