"""Every line of `identities.txt`: the printed derivatives are the expected ones, and agree with differences."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivrepl.language.text import Writer
from derivrepl.numeric.array_check import compare_with_differences
from derivrepl.numeric.check import OK
from derivrepl.session.answer import Results
from derivrepl.session.session import Session

LINES = (Path(__file__).parent / "identities.txt").read_text(encoding="utf-8").split("\n")
DECLARATIONS = [line for line in LINES if " : " in line and " | " not in line and line[:1] != "#"]
IDENTITIES = [tuple(line.split(" | ")) for line in LINES if " | " in line and line[:1] != "#"]


def session_with(function: str) -> Session:
    session = Session()
    for line in DECLARATIONS:
        assert session.step(line).error is None
    session.settings.set("output", "none")
    answer = session.step(function)
    assert answer.error is None, answer.error
    return session


@pytest.mark.parametrize("row", IDENTITIES, ids=lambda row: f"{row[0]} by {row[1]}")
def test_a_derivative_has_its_matrix_form_and_agrees_with_differences(row: tuple[str, ...]) -> None:
    function, name, *expected = row
    session = session_with(function)
    leaf, node = session.store.input(name), session.current_entry().node
    for order, text in enumerate(expected, 1):
        command = f":d {name} {order}"
        answer = session.step(command)
        (results,) = [block for block in answer.blocks if isinstance(block, Results)]
        derivative = results.results[0].node
        assert Writer(session.store).text(derivative) == text, command
        assert session.parser.expression_node(text) == derivative
        verdict, detail = compare_with_differences(session.store, node, leaf, derivative)
        assert verdict == OK, f"{verdict} {detail}"
        node = derivative


def test_there_are_enough_identities_and_hessians() -> None:
    assert len(IDENTITIES) >= 100
    assert sum(len(row) == 4 for row in IDENTITIES) >= 80
