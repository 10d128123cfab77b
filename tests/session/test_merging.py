"""Conditions about products and their factors are said once."""

from __future__ import annotations

import pytest

from derivrepl.language.text import Writer
from derivrepl.session.answer import Note, Results
from derivrepl.session.merging import merged
from derivrepl.session.session import Session
from derivrepl.session.wording import worded
from derivrepl.store import ZERO
from derivrepl.tables.conditions import WORDS

# fmt: off
NOTES = [  # expression, what its results are noted to hold for
    ("log(x*y)",                            ["valid for x*y > 0"]),
    ("sqrt(x*y)^2/(x*y)",                   ["for x*y > 0"]),
    ("log(x*y)*x*y/x/y",                    ["for x*y > 0"]),
    ("x*sqrt(y/x)^2",                       ["for y/x > 0"]),
    ("sqrt(x*y)/sqrt(y)/x",                 ["for x > 0, y > 0"]),
    ("sqrt(x)*sqrt(x)",                     ["for x > 0"]),
    ("(x*y)^(3/2)/(x*y)",                   ["for y != 0, x != 0"]),
    ("log(-2*x*y)*log(y)/x*x/log(y)",       ["for log(y) != 0, -x*y >= 0, y > 0, x != 0"]),
    ("abs(max(x, 1))",                      ["not differentiable where x = 1"]),
    ("abs(min(x, -1/2))",                   ["not differentiable where x = -1/2"]),
    ("max(x, -x)",                          ["not differentiable where x = 0"]),
    ("max(x - 1, 1 - x)",                   ["not differentiable where x = 1"]),
    ("max(x, x + 1)",                       []),
    ("max(0, x)",                           ["not differentiable where x = 0"]),
    ("if(abs(x) < 1, x^2, 2*x - 1)",        []),
    ("if(x < 0, abs(x), x^2)",              ["not differentiable where x = 0"]),
    ("round(x)",                            ["not differentiable where x + 1/2 is a whole number"]),
    ("0^x",                                 []),
    ("sqrt(8*k*T/(pi*m))",                  ["for T != 0, k != 0"]),
    ("digamma(a + b)",                      ["valid for a + b not a whole number <= 0"]),
    ("atan2(y, x)",                         ["not differentiable where y = 0 and x <= 0"]),
    ("hypot(x, y)",                         ["not differentiable where x = y = 0"]),
    ("hypot(2, y)",                         []),
    ("arcsin(2x*sqrt(1-x^2))",              []),
    ("asin(2*x)",                           ["valid for abs(2*x) <= 1"]),
    ("log(x + floor(7/2))",                 ["valid for x + 3 > 0"]),
    ("log(x + heaviside(0))",               ["valid for x + heaviside(0) > 0"]),
    ("log(x - exp(40))",                    ["valid for x - exp(40) > 0"]),
    ("log(x - cos(1/10^9))",                ["valid for x - cos(1/1000000000) > 0"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "notes"), NOTES)
def test_the_notes_say_each_condition_once(text: str, notes: list[str]) -> None:
    answer = Session().step(text)
    assert answer.error is None
    assert [block.text for block in answer.blocks if isinstance(block, Note)] == notes


def test_a_function_without_a_formula_stays_in_a_condition() -> None:
    session = Session()
    session.step("g : function")
    answer = session.step("log(x + g(2))")
    assert answer.error is None
    assert [block.text for block in answer.blocks if isinstance(block, Note)] == ["valid for x + g(2) > 0"]


# fmt: off
MERGED = [  # conditions, and what is left of them
    (["2*x*y >= 0", "x != 0", "y != 0"],    ["2*x*y > 0"]),
    (["-2*x*y >= 0", "x != 0", "y > 0"],    ["-2*x*y >= 0", "x != 0", "y > 0"]),
    (["x*y >= 0", "y*x >= 0"],              ["x*y >= 0", "y*x >= 0"]),
    (["x*y > 0", "y*x >= 0", "x != 0"],     ["x*y > 0"]),
    (["x/y >= 0", "x != 0"],                ["x/y > 0"]),
    (["x >= 1", "x != 0"],                  ["x >= 1", "x != 0"]),
]
# fmt: on


@pytest.mark.parametrize(("conditions", "left"), MERGED)
def test_conditions_merge_only_where_the_signs_allow_it(conditions: list[str], left: list[str]) -> None:
    session = Session()
    nodes = [session.store.operands(session.parser.expression_node(f"if({c}, 1, 0)"))[0] for c in conditions]
    (found,) = merged(session.store, nodes)
    assert [Writer(session.store).text(n) for n in found] == left


def test_an_expression_with_derivatives_inside_is_simplified_as_a_whole() -> None:
    answer = Session().step("diff(log(x^2 + y^2), x, 2) + diff(log(x^2 + y^2), y, 2)")
    (results,) = [block for block in answer.blocks if isinstance(block, Results)]
    assert [result.node for result in results.results] == [ZERO]
    assert [block.text for block in answer.blocks if isinstance(block, Note)] == ["for x^2 + y^2 != 0"]


def test_what_has_none_inside_stays_as_typed() -> None:
    session = Session()
    answer = session.step("x + x")
    (results,) = [block for block in answer.blocks if isinstance(block, Results)]
    assert Writer(session.store).text(results.results[0].node) == "x + x"


@pytest.mark.parametrize(("condition", "words"), WORDS)
def test_every_wording_is_found_and_nothing_is_read_into_the_store_for_it(condition: str, words: str) -> None:
    session = Session()
    choice = session.parser.expression_node(f"if({condition}, 1, 0)")
    before = len(session.store)
    assert worded(session.store, session.store.operands(choice)[0]) == words.format(u="u", v="v")
    assert len(session.store) == before
