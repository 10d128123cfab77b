"""Series of functions that have values only, and values of derivatives without a closed form."""

from __future__ import annotations

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session

flint = pytest.importorskip("flint")


def told(*lines: str) -> str:
    session = Session()
    answer = [session.step(line) for line in lines][-1]
    return TextFormat(session.store).answer(answer) if answer.error is None else f"{answer.error.code}"


def test_the_coefficients_of_a_known_function_come_out_of_the_circle() -> None:
    from flint import acb, arb_series, ctx

    from derivrepl.numeric.circles import around

    with ctx.workprec(128):
        before, ctx.cap = ctx.cap, 4
        try:
            found = around(acb.log, lambda x: x, arb_series([3, 2]))
            exact = arb_series([3, 2]).log()
        finally:
            ctx.cap = before
        assert all(found[k].overlaps(exact[k]) and found[k].rel_accuracy_bits() > 80 for k in range(4))


def test_there_is_no_series_on_the_cut() -> None:
    from flint import acb, arb_series, ctx

    from derivrepl.numeric.circles import NoSeries, around

    before, ctx.cap = ctx.cap, 2
    try:
        with pytest.raises(NoSeries):
            around(acb.sqrt, lambda x: x, arb_series([0, 1]))
    finally:
        ctx.cap = before


# fmt: off
VALUES = (
    # expression             point            derivative, by another source (differences at 50 digits)
    ("zeta(x)",              ":eval x=3",     "df/dx = -0.19812624288563685"),
    ("besselj(n, 1)",        ":eval n=2",     "df/dn = -0.18238963088539684"),
    ("diff(zeta(x), x)",     ":eval x=2",     "df/dx = 1.98928023429890"),
    ("polylog(s, 1/2)",      ":eval s=2",     "df/ds = -0.0673147596963921"),
    ("uppergamma(s, 2)",     ":eval s=1",     "df/ds = 0.142707780713"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "command", "line"), VALUES)
def test_a_derivative_without_a_closed_form_has_values(expression: str, command: str, line: str) -> None:
    assert line in told(expression, command)


def test_every_digit_of_such_a_derivative_is_certain() -> None:
    assert "df/dx = -0.1981262428856368533306818215032857968755" in told(":set digits 40", "zeta(x)", ":eval x=3")


def test_f_is_evaluated_though_a_derivative_has_no_value() -> None:
    found = told("g : function", "k(x) = x^2", ":rule k(x) = g(x)", "k(x)*z", ":eval x=2 z=3")
    assert found.startswith("f = 12\ndf/dz = 4\n# df/dx has no value: g has no formula")


def test_bessel_functions_of_the_second_kind_are_certified() -> None:
    assert all(line.endswith(" certified") for line in told("bessely(2, x)*exp(x)", ":check n=1").splitlines())
