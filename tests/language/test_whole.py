"""Long expressions written out whole: the same text as that of the ordinary writer, without its room."""

from __future__ import annotations

import pytest

from derivrepl.calculus.reverse import gradient
from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.language.whole import whole_text
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings

LONG = (
    "+".join(f"sin(x{k} - y)^2/(x{k}*(-2))" for k in range(40)),
    "*".join(f"(x{k} + {k}/3)" for k in range(40)),
    "-(" * 60 + "x - y" + ")^2" * 60,
    "exp(x*" * 80 + "y" + ")" * 80,
    "[" + ", ".join(f"x{k}^y" for k in range(80)) + "]",
    "if(x > y, x*y, " * 30 + "x/y" + ")" * 30,
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("notation", [ASCII, UNICODE], ids=["ascii", "unicode"])
def test_the_text_is_that_of_the_writer(text: str, notation: object) -> None:
    session = Session(Settings([("output", "none")]))
    assert session.step(text).error is None
    assert session.current is not None
    store, node = session.store, session.current.node
    roots = [node] if text[0] == "[" else [node, gradient(store, node, session.current.inputs)[0]]
    for root in roots:
        expected = Writer(store, notation, 100_000).text(root)  # type: ignore[arg-type]
        if expected is None or len(expected) < 200:
            assert root != node
            continue
        assert whole_text(store, root, notation, 100_000) == expected  # type: ignore[arg-type]
        assert whole_text(store, root, notation, len(expected) - 1) is None  # type: ignore[arg-type]


def test_a_chain_takes_room_for_its_length_only() -> None:
    session = Session(Settings([("output", "none")]))
    assert session.step("sin(" * 50_000 + "x" + ")" * 50_000).error is None
    assert session.current is not None
    text = whole_text(session.store, session.current.node, ASCII, 10**6)
    assert text == "sin(" * 50_000 + "x" + ")" * 50_000
