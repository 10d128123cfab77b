"""Expressions that were once simplified to something unequal."""

from __future__ import annotations

import pytest

from derivrepl.calculus.higher import derivative
from derivrepl.numeric.decide import compare
from derivrepl.session.session import Session

WRONG_ONCE = [
    "(((x^2)^x)^(1/2))^3",  # a term with u^x and (u^x)^(1/2) was gathered twice
]


@pytest.mark.parametrize("level", ["light", "full", "hard"])
@pytest.mark.parametrize("text", WRONG_ONCE)
def test_a_derivative_equals_the_sweep_s_own(text: str, level: str) -> None:
    session = Session()
    session.step(f":set simplify {level}")
    session.step(text)
    assert session.current is not None
    root, leaf = session.current.node, session.current.inputs[0]
    for order in (1, 2):
        short = session.derivatives.derivative(root, [leaf] * order)
        found = compare(session.store, short, derivative(session.store, root, [leaf] * order), text)
        assert found.point is None
        assert found.agreed
