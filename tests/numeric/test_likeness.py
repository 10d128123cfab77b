"""A value at one point tells apart what cannot be equal, and never what is."""

from __future__ import annotations

import pytest

from derivrepl.numeric.likeness import Likeness
from tests.reading import Reader

# fmt: off
EQUAL: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("(x + y)^2",            "x^2 + 2*x*y + y^2",  {}),
    ("sin(x)^2 + cos(x)^2",  "1",                  {}),
    ("exp(x)/exp(y)",        "exp(x - y)",         {}),
    ("abs(x)",               "-x",                 {"negative": "x"}),
    ("sqrt(x^2)",            "-x",                 {"negative": "x"}),
    ("floor(n)",             "n",                  {"integer": "n"}),
    ("besselj(0, x)",        "x",                  {}),   # not known at once
    ("log(-1 - x^2)",        "x",                  {}),   # no value anywhere
)
DIFFERENT: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("x*y",     "x + y",  {}),
    ("sin(x)",  "cos(x)", {}),
    ("x",       "y",      {}),
    ("n",       "m",      {"integer": "nm"}),
    ("2",       "x",      {}),
)
# fmt: on


def may_be(a: str, b: str, facts: dict[str, str]) -> bool:
    reader = Reader()
    return Likeness(reader.store, **facts).may_be(reader.node(a), [reader.node("x^7 + 3"), reader.node(b)])


@pytest.mark.parametrize(("a", "b", "facts"), EQUAL)
def test_what_is_equal_or_without_a_value_may_be_equal(a: str, b: str, facts: dict[str, str]) -> None:
    assert may_be(a, b, facts)


@pytest.mark.parametrize(("a", "b", "facts"), DIFFERENT)
def test_what_has_two_values_is_not_equal(a: str, b: str, facts: dict[str, str]) -> None:
    assert not may_be(a, b, facts)
