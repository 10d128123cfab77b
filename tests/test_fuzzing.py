"""The drivers of scripts/fuzz and the mutants of scripts/mutate: some cases of each, and that they see a fault."""

from __future__ import annotations

import ast
from random import Random

import pytest

from scripts.fuzzing.__main__ import EVERY
from scripts.fuzzing.driver import Driver, Failure, shortened, tried
from scripts.mutation.mutants import mutants

CASES = 4


@pytest.mark.parametrize("driver", EVERY, ids=lambda d: d.name)
def test_some_cases_of_each_driver_hold(driver: Driver) -> None:
    for number in range(CASES):
        case = driver.make(Random(f"{driver.name}:{number}"))
        failure = tried(driver.check, case)
        assert failure is None, (case, failure.kind, failure.message)


def refuses_seven(case: str) -> None:
    """A check with a fault of its own."""
    assert "7" not in case, "a seven"


def test_a_failing_case_is_told_and_made_as_short_as_it_can_be() -> None:
    failure = tried(refuses_seven, "sin(x) + 17*y")
    assert failure is not None
    assert (failure.kind, failure.message.split("\n")[0]) == ("AssertionError", "a seven")
    assert shortened(refuses_seven, "sin(x) + 17*y", failure) == "7"


def endless(_: str) -> None:
    """A check that never ends."""
    while True:
        pass


def test_a_case_without_an_end_is_a_failure() -> None:
    failure = tried(endless, "x", seconds=0.05)
    assert isinstance(failure, Failure)
    assert failure.kind == "TooSlow"


def test_every_mutant_is_a_module_with_one_change() -> None:
    text = 'LIMIT = 3\n\ndef least(a, b):\n    """The smaller."""\n    return a if a < b else b - LIMIT\n'
    made = list(mutants(text, rows=False))
    assert [mutant.change for mutant in made] == [
        "3  ->  4",
        "a if a < b else b - LIMIT  ->  a if not a < b else b - LIMIT",
        "a < b  ->  a <= b",
        "b - LIMIT  ->  b + LIMIT",
    ]
    for mutant in made:
        assert ast.unparse(ast.parse(mutant.text)) == mutant.text != ast.unparse(ast.parse(text))


def test_formulas_of_a_table_are_changed_and_what_only_a_reader_sees_is_not() -> None:
    made = list(mutants('ROW = Operation("f", "u", ("cos(u)*2",), help="a*b(c)")', rows=True))
    assert [mutant.change for mutant in made] == ["'cos(u)*2'  ->  'cos(u)/2'"]
