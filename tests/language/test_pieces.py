"""Texts are cut at the commas that no bracket holds together."""

from __future__ import annotations

import pytest

from derivrepl.language.pieces import pieces

# fmt: off
CUT = [
    ("",                   []),
    ("u > 0",              ["u > 0"]),
    ("u > 0, u < 1",       ["u > 0", " u < 1"]),
    ("f(a, b), c",         ["f(a, b)", " c"]),
    ("[1, 2], [[3, 4]]",   ["[1, 2]", " [[3, 4]]"]),
    ("a,",                 ["a", ""]),
    ("f([a, (b, c)]),,d",  ["f([a, (b, c)])", "", "d"]),
]
# fmt: on


@pytest.mark.parametrize(("text", "found"), CUT)
def test_a_text_is_cut_at_its_outer_commas(text: str, found: list[str]) -> None:
    assert pieces(text) == found


@pytest.mark.parametrize("text", ["f(a", "a)", "(a))(", "[a", "a]"])
def test_brackets_without_their_other_half_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        pieces(text)
