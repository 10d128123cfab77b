"""Lines into statements: where one ends, what is left out, and which place a character has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl.language.statements import Source, split

# fmt: off
SPLITS = [
    # lines                                statements as (line, column, text)
    ("x\ny",                               [(1, 1, "x"), (2, 1, "y")]),
    ("x\r\ny\r\n",                         [(1, 1, "x"), (2, 1, "y")]),
    ("\n\n  x  \n",                        [(3, 3, "x")]),
    ("\ufeffx",                            [(1, 1, "x")]),
    ("#!/usr/bin/env derivrepl\nx",        [(2, 1, "x")]),
    ("# only\nx # behind\n  # y",          [(2, 1, "x")]),
    ("x; y ;z",                            [(1, 1, "x"), (1, 4, "y"), (1, 7, "z")]),
    ("; ;x;;",                             [(1, 4, "x")]),
    ("[a; b]; c",                          [(1, 1, "[a; b]"), (1, 9, "c")]),
    ("x +\\\ny",                           [(1, 1, "x + \ny")]),
    ("x + \\  \n y",                       [(1, 1, "x +  \n y")]),
    ("x +\\\n\\\ny",                       [(1, 1, "x + \n \ny")]),
    ("sin(\n  x\n  )\ny",                  [(1, 1, "sin(\n  x\n  )"), (4, 1, "y")]),
    ("sin(x # half\n  + y)",               [(1, 1, "sin(x\n  + y)")]),
    ("sin(x\ny",                           [(1, 1, "sin(x"), (2, 1, "y")]),
    ("sin(x\n\n  y)",                      [(1, 1, "sin(x"), (3, 3, "y)")]),
    ("f(\n\tx)",                           [(1, 1, "f(\n\tx)")]),
    ("x)\n  y",                            [(1, 1, "x)"), (2, 3, "y")]),
    ("x + 1 \\",                           [(1, 1, "x + 1")]),
    (":load a#b.deriv # c\nx",             [(1, 1, ":load a#b.deriv"), (2, 1, "x")]),
    ("a = [x,\n  y]; b",                   [(1, 1, "a = [x,\n  y]"), (2, 7, "b")]),
]
# fmt: on


@pytest.mark.parametrize(("lines", "wanted"), SPLITS)
def test_lines_become_statements_with_their_places(lines: str, wanted: list[tuple[int, int, str]]) -> None:
    assert [(s.line, s.column, s.text) for s in split(lines.splitlines(keepends=True))] == wanted


def test_a_statement_is_given_out_as_soon_as_it_is_complete() -> None:
    read: list[str] = []

    def lines() -> object:
        for line in ("x\n", "sin(y)\n", "z\n"):
            read.append(line)
            yield line

    statements = split(lines())  # type: ignore[arg-type]
    assert next(statements).text == "x"
    assert read == ["x\n"]
    assert next(statements).text == "sin(y)"
    assert read == ["x\n", "sin(y)\n"]


@pytest.mark.parametrize(
    ("offset", "place", "shown"), [(0, (3, 5), ("sin(", 0)), (7, (4, 3), ("  x)", 2)), (8, (4, 4), ("  x)", 3))]
)
def test_a_character_keeps_its_line_and_column(offset: int, place: tuple[int, int], shown: tuple[str, int]) -> None:
    source = Source("sin(\n  x)", 3, 5)
    assert source.place(offset) == place
    assert source.shown(offset) == shown
    assert (source.end_line, source.joined()) == (4, "sin(   x)")


@given(st.text(alphabet="x()[];#\\: \n+", max_size=60))
def test_no_character_outside_comments_is_lost(text: str) -> None:
    lines = text.splitlines(keepends=True)
    wanted = "".join(line.partition("#")[0] for line in text.split("\n") if not line.lstrip().startswith(":"))
    found = "".join(s.text for s in split(lines) if not s.text.startswith(":"))
    if ":" not in text:
        assert set(wanted) - set(" ;\\\n") <= set(found)
        assert len([c for c in found if c in "x+()["]) == len([c for c in wanted if c in "x+()["])
