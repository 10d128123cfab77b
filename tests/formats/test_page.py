"""Pages and sentences in lines: what hangs under what, and what stays together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl.formats.columns import cells
from derivrepl.formats.page import page_lines
from derivrepl.formats.prose import prose
from derivrepl.session.answer import Row

ROWS: list[Row] = [
    ("  name", "what it is, told at some length", "other", "more"),
    (":call [NAME] [one | two]",),
    ("  term", "what it is, told at some length"),
    ("  a longer term", "short"),
    "  A paragraph of a few words that goes on.",
]


def test_a_wide_page_stands_in_columns() -> None:
    assert page_lines(ROWS, 80, True) == [
        "  name  what it is, told at some length   other  more",
        ":call [NAME] [one | two]",
        "  term           what it is, told at some length",
        "  a longer term  short",
        "  A paragraph of a few words that goes on.",
    ]


def test_on_a_narrow_page_all_that_goes_on_hangs_under_what_it_belongs_to() -> None:
    assert page_lines(ROWS, 37, True) == [
        "  name           what it is, told at",
        "                 some length",
        "  other          more",
        ":call [NAME] [one | two]",
        "  term           what it is, told at",
        "                 some length",
        "  a longer term  short",
        "  A paragraph of a few words that",
        "  goes on.",
    ]
    assert page_lines(ROWS[1:], 22, True) == [
        ":call [NAME]",
        "  [one | two]",
        "  term",
        "      what it is, told",
        "      at some length",
        "  a longer term",
        "      short",
        "  A paragraph of a few",
        "  words that goes on.",
    ]


@pytest.mark.parametrize(("text", "lines"), [
    ("where what is summed has i = k.",       ["where what is summed has", "i = k."]),
    ("also diff(f, x, y) = … for mixed ones", ["also diff(f, x, y) = …", "for mixed ones"]),
    ("one of them [raw | opt] is said",       ["one of them [raw | opt]", "is said"]),
    ("a remark (this is one of them) here",   ["a remark (this is one of", "them) here"]),
    ("f = exp(x) + sin(x) + cos(x) + x",      ["f = exp(x) + sin(x)", "+ cos(x) + x"]),
])  # fmt: skip
def test_a_formula_and_a_call_stay_on_one_line(text: str, lines: list[str]) -> None:
    assert prose(text, 25) == lines


@given(st.text("ab=(,)[] ·∂", max_size=60), st.integers(3, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    text = " ".join(text.split())
    lines = prose(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
