"""How `:trace` uses the width of a screen: panels beside each other while they fit, each only once."""

from __future__ import annotations

import re

import pytest

from derivrepl.language.text import UNICODE
from derivrepl.session.answer import Drawing
from derivrepl.session.session import Session
from tests.formats.terminal_screens import TRACED, shown

TITLES = ("forward primal trace", "tangent trace", "reverse adjoint trace")


def lines(command: str, width: int) -> list[str]:
    session = Session()
    session.step(TRACED)
    return shown(session, session.step(command), width).split("\n")


@pytest.mark.parametrize("command", [":trace both x1=2 x2=5", ":trace both", ":trace reverse", ":trace forward x2"])
@pytest.mark.parametrize("width", [30, 40, 50, 60, 70, 80, 96, 100, 116, 120, 160, 200])
def test_no_panel_is_shown_twice_and_no_line_is_cut(command: str, width: int) -> None:
    made = lines(command, width)
    text = "\n".join(made)
    assert all(len(line) <= width for line in made)
    shown_titles = [title for title in TITLES if title in text]
    assert len(shown_titles) == (3 if "both" in command else 2)
    assert all(text.count(title) == 1 for title in shown_titles)
    assert [len(re.findall(rf"^  v{k} = ", text, re.MULTILINE)) for k in range(1, 8)] == [1] * 7


def test_panels_stand_beside_each_other_with_less_room_before_they_stand_alone() -> None:
    beside = [sum(title in line for title in TITLES) for width in (120, 104, 96, 80, 60)
              for line in lines(":trace both x1=2 x2=5", width) if "forward primal" in line]  # fmt: skip
    assert beside == [3, 3, 2, 2, 1]


def test_a_step_says_what_the_node_computes_whose_panel_stands_elsewhere() -> None:
    session = Session()
    session.step(TRACED)
    [drawing] = [b for b in session.step(":trace both step x1=2 x2=5").blocks if isinstance(b, Drawing)]
    for width in (50, 80, 120):
        assert drawing.walk is not None
        walk = drawing.walk(width, UNICODE)
        notes = [walk[k].note for k in range(len(walk))]
        assert len(notes) == 7 + 7 + 11
        elsewhere = "" if width == 120 else ", with v2 = 5"
        assert f"a1 gets a4·v2 because v4 = v1·v2{elsewhere}" in notes
