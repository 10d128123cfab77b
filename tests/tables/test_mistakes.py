"""Each row of the table of mistakes: it can be made, it is wrong, and a claim that makes it is named."""

from __future__ import annotations

import pytest

from derivrepl.calculus.higher import derivative
from derivrepl.calculus.slips import mistaken_derivative
from derivrepl.language.text import Writer
from derivrepl.numeric.decide import compare
from derivrepl.session.session import Session
from derivrepl.tables.mistakes import MISTAKES, Mistake

EXAMPLES = (
    "x^3*sin(x)",
    "x^3/cos(x)",
    "exp(2*x)*log(3*x)",
    "2^x + sqrt(x)",
    "tan(x)*cot(x^2)",
    "-x^2 - acos(x)*x",
    "sin(x^3)",
    "x^x + 5",
    "(7 - x)/3 + 2*x^2",
    "1/x + cosh(x)*asin(x/4)",
    "atan(x) + sqrt(x)",
    "5 + tan(x) - 3*cos(x)",
    "x^2 + x^3*7",
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m.name} {'|'.join(m.rules)}" for m in MISTAKES])
def test_a_mistake_can_be_made_is_wrong_and_is_recognised(mistake: Mistake) -> None:
    named = []
    for text in EXAMPLES:
        session = Session()
        session.step(f"f(x) = {text}")
        root, leaf = session.scope.definitions["f"].node, session.store.input("x")
        made = mistaken_derivative(session.store, root, leaf, mistake)
        if made is None:
            continue
        wrong, _ = made
        right = derivative(session.store, root, [leaf])
        if compare(session.store, right, wrong, text).point is None:
            continue
        claimed = Writer(session.store).text(wrong)
        error = session.step(f"df/dx = {claimed}").error
        assert error is not None
        assert error.code == "E601"
        named.append("what comes out with" in error.hint)
    assert any(named), "no example makes the mistake, or none was recognised"
