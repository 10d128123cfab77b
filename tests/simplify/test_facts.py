"""The sign of a combination is the set of signs that numbers of those signs can give, neither more nor less."""

from __future__ import annotations

from itertools import product

import pytest

from derivrepl.simplify.facts import (
    ANY,
    NEGATIVE,
    POSITIVE,
    ZERO,
    Facts,
    larger_sign,
    negated,
    number_sign,
    product_sign,
    sum_sign,
)

SETS = range(1, ANY + 1)
VALUES = {NEGATIVE: (-2, -1), ZERO: (0,), POSITIVE: (1, 2)}


def values(signs: int) -> list[int]:
    """Numbers of every sign in a set, two of each so that a sum can go either way."""
    return [value for bit, numbers in VALUES.items() if signs & bit for value in numbers]


def signs_of(numbers: list[int]) -> int:
    found = 0
    for number in numbers:
        found |= number_sign((number > 0) - (number < 0))
    return found


@pytest.mark.parametrize(("a", "b"), list(product(SETS, SETS)))
def test_the_signs_of_products_and_extremes_are_those_that_occur(a: int, b: int) -> None:
    pairs = list(product(values(a), values(b)))
    assert product_sign(a, b) == signs_of([u * v for u, v in pairs])
    assert larger_sign(a, b) == signs_of([max(u, v) for u, v in pairs])


@pytest.mark.parametrize(("a", "b"), list(product(SETS, SETS)))
def test_the_signs_of_a_sum_hold_all_that_occur_and_no_more_without_mixed_ones(a: int, b: int) -> None:
    occurring = signs_of([u + v for u, v in product(values(a), values(b))])
    found = sum_sign([a, b])
    assert found & occurring == occurring
    if not (a | b) & NEGATIVE or not (a | b) & POSITIVE:
        assert found == occurring


@pytest.mark.parametrize("a", SETS)
def test_the_signs_of_a_negative_are_turned_over(a: int) -> None:
    assert negated(a) == signs_of([-u for u in values(a)])


def test_declared_properties_narrow_the_sign_of_an_input() -> None:
    facts = Facts(positive="a", negative="b", nonnegative="cd", nonpositive="ef", nonzero="df")
    wanted = {"a": POSITIVE, "b": NEGATIVE, "c": ZERO | POSITIVE, "d": POSITIVE, "e": ZERO | NEGATIVE, "f": NEGATIVE}
    assert {name: facts.sign(name) for name in wanted} == wanted
    assert facts.sign("x") == ANY
