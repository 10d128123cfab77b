"""Certificates and `:check`: every row's series, right answers certified, a wrong rule caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl.calculus.reverse import gradient
from derivrepl.formats.text import TextFormat
from derivrepl.language.text import UNICODE
from derivrepl.numeric.certify import CERTIFIED, OPEN, REFUTED, Certifier
from derivrepl.session.answer import MISMATCH, OK, Drawing, Results
from derivrepl.session.session import Session
from derivrepl.store import Store
from derivrepl.tables.functions import FUNCTIONS
from tests.conftest import run_cli

if TYPE_CHECKING:
    from derivrepl.operation import Operation

flint = pytest.importorskip("flint")

UNKNOWN = {("polygamma", 0)}
"""Derivatives without a power series: polygamma is a function of whole orders only."""


def operand_cases() -> list[tuple[Operation, int]]:
    return [(row, k) for row in FUNCTIONS for k in range(len(row.params))]


@pytest.mark.parametrize(("row", "index"), operand_cases(), ids=lambda v: getattr(v, "name", v))
def test_a_power_series_certifies_every_rule(row: Operation, index: int) -> None:
    store = Session().store
    leaves = [store.input(p) for p in row.params]
    node = store.node(store.operations.index(row), *leaves)
    shares = (0.37, 0.62, 0.81)
    point = {leaf: low + (high - low) * s for leaf, (low, high), s in zip(leaves, row.sample, shares, strict=False)}
    (derivative,) = gradient(store, node, [leaves[index]])
    verdict, detail = Certifier(store, node).verdict(leaves[index], derivative, point)
    if (row.name, index) in UNKNOWN:
        assert verdict == OPEN
    else:
        assert verdict == CERTIFIED, detail


# fmt: off
CHECKS = (
    # expression                  command           batch text begins
    ("sin(x) + x*y",              ":check",         "check df/dx ok "),
    ("x^y + log(x)",              ":check n=5",     "check df/dx ok "),
    ("sqrt(x - 1)",               ":check x=3",     "check df/dx ok "),
    ("abs(x)*max(x, 2)",          ":check",         "check df/dx ok "),
    ("sin(10^9*x)",               ":check",         "check df/dx ok "),
    ("[sin(x)*y, 1, x^2]",        ":check x=1 y=2", "check df1/dx ok "),
)
REFUSED = (
    ("sin(x)*y",                  ":check x=1",     "E402"),
    ("sqrt(-1 - x^2)",            ":check",         "E403"),
    ("[2, 3]",                    ":check",         "E203"),
    ("2",                         ":check",         "E203"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "command", "start"), CHECKS)
def test_check_tells_a_pipe_one_line_for_each_derivative(expression: str, command: str, start: str) -> None:
    session = Session()
    session.step(expression)
    answer = session.step(command)
    assert answer.error is None
    text = TextFormat(session.store).answer(answer)
    assert text.startswith(start)
    assert text.splitlines()[0].endswith(" certified")


@pytest.mark.parametrize(("expression", "command", "code"), REFUSED)
def test_check_says_why_it_cannot(expression: str, command: str, code: str) -> None:
    session = Session()
    session.step(expression)
    error = session.step(command).error
    assert error is not None
    assert error.code == code


def test_check_lays_its_table_out_for_a_screen() -> None:
    session = Session()
    session.step("sin(x) + x*y")
    (block,) = session.step(":check x=1 y=2").blocks
    assert isinstance(block, Drawing)
    head, first, *_, agreed, sure = block.screen(80, UNICODE)
    assert head == "point                    derivative  exact           numeric         error"
    assert first.startswith("x=1 y=2                  ∂f/∂x       2.5403023059    2.5403023059    ")
    assert agreed == "2 of 2 agree (five-point difference, tolerance 1e-6)   forward = reverse ✓"
    assert sure.startswith("2 of 2 certified: power series enclose the value, in balls below ")


@pytest.fixture
def wrong_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sine with a derivative that is off by a millionth of a millionth."""
    row = next(row for row in FUNCTIONS if row.name == "sin")
    monkeypatch.setattr(row, "partials", ("cos(u)*(1 + 1/10^12)",))
    monkeypatch.setattr(row, "pulls", [None])


@pytest.mark.usefixtures("wrong_rule")
def test_a_wrong_rule_is_proved_wrong_where_differences_see_nothing() -> None:
    session = Session(keep=100, checks=True)
    answer = session.step("sin(x)")
    (results,) = [b for b in answer.blocks if isinstance(b, Results)]
    assert results.results[1].badge == MISMATCH
    error = session.step(":check").error
    assert error is not None
    assert error.code == "E602"
    assert "which is proof" in error.message


@pytest.mark.usefixtures("wrong_rule")
def test_a_refuted_value_stands_beside_the_true_one() -> None:
    store = Session().store
    x = store.input("x")
    node = store.node(next(k for k, o in enumerate(store.operations) if o.name == "sin"), x)
    (derivative,) = gradient(store, node, [x])
    assert Certifier(store, node).verdict(x, derivative, {x: 1.0})[0] == REFUTED


def test_a_right_result_that_no_difference_can_judge_is_certified() -> None:
    session = Session(keep=100, checks=True)
    (results,) = [b for b in session.step("sin(10^9*x)").blocks if isinstance(b, Results)]
    assert results.results[1].badge == OK


@pytest.mark.parametrize("command", [":d x 3", ":d x 2 y", ":d y x 2", ":d x 8"])
def test_derivatives_of_higher_order_are_certified_by_one_series(command: str) -> None:
    session = Session(keep=100, checks=True)
    session.step("exp(x*y)*sin(x)")
    (results,) = [b for b in session.step(command).blocks if isinstance(b, Results)]
    assert results.results[0].badge == OK


def test_a_batch_with_check_exits_with_0_when_all_is_right() -> None:
    done = run_cli("--check", "-q", "-e", "sin(x)*y + besselj(2, x)")
    assert done.code == 0, done.stderr


def test_the_series_of_a_store_without_functions_is_its_own() -> None:
    store = Store(Session().store.operations)
    x = store.input("x")
    cube = store.pow(x, store.constant(3))
    assert Certifier(store, cube).verdict(x, store.mul(store.constant(3), store.pow(x, -3)), {x: 2.0})[0] == CERTIFIED
