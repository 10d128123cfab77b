"""The square of a sum is found again in a polynomial, with what it is multiplied by."""

from __future__ import annotations

import pytest

from derivrepl.simplify import polynomial as poly
from derivrepl.simplify.polynomial import Poly
from derivrepl.simplify.squares import LONGEST_BASE, MOST_TERMS, square_in

X, Y, Z = (poly.power_of(k, 1) for k in range(3))
BASE: Poly = {X: 1, Y: -2}
SQUARE = poly.multiply(BASE, BASE)


@pytest.mark.parametrize(
    ("coefficient", "monomial", "rest"), [(1, 0, {Z: 5}), (3, Z, {Z: -1}), (-2, X, {}), (1, 0, {})]
)
def test_the_square_is_taken_out(coefficient: int, monomial: int, rest: Poly) -> None:
    p = poly.add(rest, {m + monomial: c for m, c in SQUARE.items()}, coefficient)
    assert square_in(p, BASE) == (coefficient, monomial, rest)


@pytest.mark.parametrize(
    "p",
    [
        {**SQUARE, X + X: 2, Z: 1},  # (x - 2*y)^2 + x^2 + z: four terms as well
        {X: 1, Y: 1, Z: 1},
        {X + X: 1, X + Y: -4},
        {m + Z: 1 for m in SQUARE},
    ],
)
def test_what_is_no_shorter_stays(p: Poly) -> None:
    assert square_in(p, BASE) is None


def test_a_coefficient_that_does_not_divide_stays() -> None:
    assert square_in({X + X: 2, X + Y: 4, Y + Y: 2}, {X: 2, Y: 2}) is None


def test_large_ones_are_not_looked_at() -> None:
    longest: Poly = {poly.power_of(k, 1): 1 for k in range(LONGEST_BASE)}
    assert square_in(poly.multiply(longest, longest), longest) == (1, 0, {})
    longer = {**longest, 0: 1}
    assert square_in(poly.multiply(longer, longer), longer) is None
    rest = {poly.power_of(3, k): 1 for k in range(1, MOST_TERMS - len(SQUARE) + 1)}
    assert square_in({**SQUARE, **rest}, BASE) == (1, 0, rest)
    assert square_in({**SQUARE, **rest, 0: 1}, BASE) is None
