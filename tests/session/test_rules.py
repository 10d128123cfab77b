"""Rules of a user's own: values from the formula, derivatives from the rule, in every pass."""

from __future__ import annotations

import math

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.release import MANY
from derivrepl.session.session import Session

RIGHT = ("f(x) = x^2*sin(x)", ":rule f(t) = 2*t*sin(t) + t^2*cos(t)")
WRONG = ("f(x) = x^2*sin(x)", ":rule! f(t) = 3*t")


def told(*lines: str, session: Session | None = None) -> str:
    """What the last of the lines answers in a pipe, or its error."""
    session = session or Session()
    answer = [session.step(line) for line in lines][-1]
    if answer.error is not None:
        return f"{answer.error.code} {answer.error.message} | {answer.error.hint}"
    return TextFormat(session.store).answer(answer)


def test_check_catches_a_wrong_rule_and_names_the_node() -> None:
    pytest.importorskip("flint")
    found = told(*WRONG, "exp(f(2*x))", ":check x=0.3")
    assert found.startswith("E602 ")
    assert "power series, which is proof" in found
    assert "the first node that is wrong is v3 = f(v2)" in found


def test_a_right_rule_is_certified_through_the_formula() -> None:
    pytest.importorskip("flint")
    assert told(*RIGHT, "exp(f(2*x))*x", ":check").splitlines()[0].endswith(" certified")


@pytest.mark.parametrize("command", [":eval x=1", ":trace x=1", ":trace forward x", ":code c", ":code python hessian",
                                     ":plot", ":taylor x=1 2", ":steps", ":latex", ":table", ":pp raw"])  # fmt: skip
def test_a_ruled_function_goes_through_every_command(command: str) -> None:
    if told(command).startswith("E501"):
        pytest.skip("no such command")
    assert not told(*RIGHT, "f(3*x)", command).startswith("E")


def test_values_come_from_the_formula_even_where_the_rule_is_wrong() -> None:
    found = told(*WRONG, "f(x)", ":eval x=2")
    assert f"= {4 * math.sin(2)!r}" in found
    assert "= 6" in found


def test_a_new_rule_does_not_reach_functions_of_the_same_name_in_other_sessions() -> None:
    first, second = Session(), Session()
    told("f(x) = x", ":rule f(x) = 1", "f(x)", ":eval x=5", session=first)
    assert "y = 25" in told("f(x) = x^2", ":rule f(x) = 2*x", "f(x)", ":eval x=5", session=second)


def test_a_rule_of_the_table_is_replaced_in_one_session_only() -> None:
    assert "df/dx = 1" in told(":rule! sin(u) = 1", "sin(x)", ":grad")
    assert "df/dx = cos(x)" in told("sin(x)", ":grad")


def test_a_refused_rule_leaves_everything_as_it_was() -> None:
    session = Session()
    told("f(x) = x^2", ":rule f(u) = 3*u", session=session)
    assert "f(x) = x^2" in told(":vars", session=session)
    assert told(":rule new(u) = sin(", session=session).startswith("E102")
    assert told("new(3)", session=session).startswith("E201")


def test_a_rule_survives_the_clearing_of_old_nodes() -> None:
    session = Session()
    told(*RIGHT, session=session)
    session.cleared_at = -MANY
    assert "df" not in told("x", session=session)
    assert "f(2*x)" in told("f(2*x)", session=session)
    assert told(":check", session=session).startswith("check ")


def test_what_vars_prints_gives_the_rule_again() -> None:
    lines = [line for line in told(*WRONG, ":vars").splitlines() if not line.startswith("#")]
    assert told(*lines, "f(x)", ":grad") == told(*WRONG, "f(x)", ":grad")


@pytest.mark.parametrize("given", [(":rule h(u) = 2*u",), ("h : function", ":rule h(u) = 2*u")])
def test_what_vars_prints_of_a_function_without_a_formula_gives_its_rule_again(given: tuple[str, ...]) -> None:
    lines = told(*given, ":vars").splitlines()
    assert lines == [":rule h(u) = 2*u"]
    assert "df/dx = 6*x^5" in told(*lines, "h(x^3)", ":grad")
