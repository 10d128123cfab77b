"""The order of a user's symbols: as they stand in his products, else as they first appear."""

from __future__ import annotations

import pytest

from derivrepl.simplify import hand_of
from tests.simplify.values import new_store, read


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("x + y", "x y"),
        ("a + b*x + c*x^2", "a b c x"),
        ("x*y + y*x", "y x"),
        ("v*sin(w)*t - g*t^2/2", "v w g t"),
        ("n*R*T/V - a*n^2/V^2", "a n R T V"),
        ("x*y*z + z*x", "y z x"),
    ],
)
def test_symbols_follow_the_products(text: str, order: str) -> None:
    store = new_store()
    assert " ".join(hand_of(store, read(store, text)).order) == order


def test_what_stands_only_behind_functions_is_trailing() -> None:
    store = new_store()
    hand = hand_of(store, read(store, "log(cosh(m*B/(k*T)))*N*k*T"))
    assert hand.trailing == {"N"}
