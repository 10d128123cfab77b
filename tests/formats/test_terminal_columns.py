"""The column layout: which columns are kept, how wide they are, how texts are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from derivrepl.formats.columns import Column, cells, clip, elide, fit, pad, whole_parts, wrap

TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60)
MATHS = st.text("xyz12()·*+- ,∂²√力", max_size=120)


def columns(*widths: int) -> list[Column]:
    return [Column("", ["x" * w]) for w in widths]


@pytest.mark.parametrize(("width", "widths"), [
    (80, [4, 9, 25, 9, 5, 5]),
    (69, [4, 9, 25, 9, 5, 5]),
    (60, [4, 9, 16, 9, 5, 5]),
    (59, [4, 9, 22, 9, 5]),
    (34, [4, 9]),
    (35, [4, 9, 16]),
    (5,  []),
])  # fmt: skip
def test_columns_are_dropped_from_the_last_and_the_expression_gives_way(width: int, widths: list[int]) -> None:
    row = columns(4, 9, 25, 9, 5, 5)
    row[2].least = 16
    assert fit(width, row) == widths


def test_a_cap_limits_a_column() -> None:
    assert fit(80, [Column("rule", ["x" * 50], cap=32)]) == [32]


@pytest.mark.parametrize(("text", "width", "cut"), [
    ("log(x1) + x1·x2 - sin(x2)", 16, "log(x1) + …n(x2)"),
    ("short",                     16, "short"),
    ("abcdefgh",                   4, "ab…h"),
    ("abcdefgh",                   1, "…"),
    ("力力力力",                      5, "力…"),
])  # fmt: skip
def test_texts_are_cut_in_the_middle(text: str, width: int, cut: str) -> None:
    assert elide(text, width, "…") == cut


@given(TEXTS, st.integers(0, 70))
def test_cut_texts_fit(text: str, width: int) -> None:
    assert cells(elide(text, width, "…")) <= width
    assert cells(clip(text, width, "…")) <= width
    assert cells(pad(clip(text, width, "…"), width)) == width


@pytest.mark.parametrize(("width", "kept"), [
    (40, "one · two · three · four"),
    (23, "one · two · four"),
    (15, "one · four"),
    (8,  "one"),
    (2,  "o…"),
])  # fmt: skip
def test_parts_are_left_out_whole_those_in_the_middle_first(width: int, kept: str) -> None:
    assert whole_parts(["one", "two", "three", "four"], width, " · ", "…") == kept


@given(MATHS, st.integers(4, 60))
def test_wrapped_lines_fit_and_lose_only_blanks(text: str, width: int) -> None:
    lines = wrap(text, width, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(st.text("∂·²√∛×α│─┄✓…⋮∞≤ᵀ′⁻a1 ", max_size=40))
def test_widths_are_those_of_the_terminal(text: str) -> None:
    assert cells(text) == wcswidth(text)


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("exp(-temperature_of_room)",     12, ["exp(", "-temperature", "_of_room)"]),
    ("sinh(cosh(tanh(x)))",           12, ["sinh(cosh(", "tanh(x)))"]),
    ("a + bbbbbbbbbbbbbbbbbbbb(x)",   22, ["a", "+ bbbbbbbbbbbbbbbbbbbb", "(x)"]),
    ("a·b·c + d·e·f",                 11, ["a·b·c", "+ d·e·f"]),
    ("(1/x + x·y/(1 - x²))/sqrt(1 - x²)", 25, ["(1/x + x·y/(1 - x²))/", "sqrt(1 - x²)"]),
])  # fmt: skip
def test_words_are_cut_only_where_no_line_holds_them(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width, width) == lines


def test_lines_break_where_few_brackets_are_open() -> None:
    assert wrap("sin(a + b) + cos(c + d)·e", 20, 20) == ["sin(a + b)", "+ cos(c + d)·e"]
