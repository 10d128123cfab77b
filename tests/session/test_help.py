"""Help: every command, function, setting, error code and topic has a page that fits a screen; examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivrepl.formats.columns import cells
from derivrepl.formats.page import WIDEST, page_lines
from derivrepl.session.answer import INDENT
from derivrepl.session.commands import COMMANDS
from derivrepl.session.commands.registry import Command
from derivrepl.session.help import page, rows
from derivrepl.session.session import Session
from derivrepl.session.settings import SETTINGS
from derivrepl.tables.arrays import ARRAYS
from derivrepl.tables.constants import CONSTANTS
from derivrepl.tables.diagnostics import DIAGNOSTICS, Diagnostic
from derivrepl.tables.forms import FORMS
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.spellings import SPELLINGS
from derivrepl.tables.topics import TOPICS
from derivrepl.tables.tour import THE_END, TOUR

PAGES = [
    *(f":{name}" for c in COMMANDS.values() for name in (c.name, *c.aliases)),
    *COMMANDS, *TOPICS, *SETTINGS, *FORMS, *DIAGNOSTICS, "functions", "if", "piecewise",
    *(name for name, _ in SPELLINGS),
    *(name for row in FUNCTIONS for name in (row.name, *row.aliases)),
    *(row.name for row in ARRAYS), *(row.name for row in CONSTANTS),
]  # fmt: skip


MOST_LINES = 22


@pytest.mark.parametrize("unicode", [True, False], ids=["unicode", "ascii"])
@pytest.mark.parametrize("topic", list(dict.fromkeys(PAGES)))
def test_a_page_fits_a_screen_of_any_width_and_loses_no_word(topic: str, unicode: bool) -> None:
    found = page(Session(), topic)
    whole = page_lines(found, 10**6, unicode)
    assert 1 <= len(page_lines(found, WIDEST, unicode)) <= MOST_LINES
    for screen in (40, 60, 80, 120):
        width = screen - INDENT
        lines = page_lines(found, width, unicode)
        assert max(map(cells, lines)) <= width
        assert {word for word in words(whole) if len(word) <= width // 3} <= set(words(lines))
        assert sorted("".join(words(lines))) == sorted("".join(words(whole)))
        assert all(line == line.rstrip() for line in lines)
        if not unicode:
            assert all(map(str.isascii, lines))


def words(lines: list[str]) -> list[str]:
    """The words of the lines; formulas may be broken behind signs of multiplication and division."""
    return re.sub(r"(?<=[*·/])(?![*·/])", " ", " ".join(lines)).split()


def test_a_page_is_written_as_it_looks() -> None:
    text = """
:a x    first     :b  second
name    what it is,
        told on
A paragraph
that goes on

  deeper  told
"""
    assert rows(text) == [
        (":a x", "first", ":b", "second"), ("name", "what it is, told on"), "A paragraph that goes on", "",
        ("  deeper", "told"),
    ]  # fmt: skip


def test_a_topic_comes_before_the_command_of_that_name() -> None:
    assert page(Session(), "steps") == rows(TOPICS["steps"])
    assert page(Session(), ":steps")[0] == (COMMANDS["steps"].call,)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_says_what_belongs_together(topic: str) -> None:
    assert {len(row) for row in rows(TOPICS[topic]) if not isinstance(row, str)} <= {2, 4}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_examples_of_a_command_work(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session()
    for example in command.examples:
        writes = " > " in example or command.name in ("save", "load", "data")
        if writes or (command.name in TERMINAL_ONLY and example[0] == ":"):
            continue
        assert session.step(example).error is None, example


TERMINAL_ONLY = ("history", "tour", "copy", "browse", "more")

# What has to be typed before the examples of an error code mean something; the others follow an expression.
BEFORE = {
    "E113": ["f(x) = x^2"], "E204": ["a = 1"], "E302": ["[x, y]"], "E401": ["log(x)"], "E507": [],
}  # fmt: skip
ELSEWHERE = ("E302", "E506", "E703")
"""Codes whose examples need a large graph, a file, or arrays."""


@pytest.mark.parametrize("row", [d for d in DIAGNOSTICS.values() if d.wrong and d.code not in ELSEWHERE], ids=repr)
def test_a_wrong_example_gives_its_code_and_the_right_one_does_not(
    row: Diagnostic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for text, wanted in ((row.wrong, True), (row.right, False)):
        session = Session()
        for line in BEFORE.get(row.code, ["x^2*y"]):
            session.step(line)
        codes = []
        for part in text.split("; "):
            answer = session.step(part)
            codes += [answer.error.code] if answer.error else [c.code for c in answer.cautions]
        assert (row.code in codes) == wanted, codes


def test_the_tour_goes_on_when_a_step_is_done_and_waits_otherwise() -> None:
    session = Session()
    session.at_prompt = True
    told = session.step(":tour").blocks
    assert told
    typed = ["x^2*sin(x)", ":why v3", ":steps", ":trace", "df/dx = 2*x*cos(x)", ":graph"]
    assert len(typed) == len(TOUR) - 1
    for number, line in enumerate(typed, 2):
        assert session.step("1 + ").after == "", "what fails does not count"
        if number != 2:
            assert session.step("y + 2").after == "", "what is not asked for does not count"
            session.step("x^2*sin(x)")
        after = session.step(":eval x=2" if number == 5 else ":vars").after
        assert after == ""
        answer = session.step(line)
        assert answer.after.startswith(f"{number}/{len(TOUR)}  "), line
    assert session.tour.at == len(TOUR)
    assert session.step(":tour stop").error is None
    assert session.tour.at == 0
    assert session.step("x").after == ""


def test_the_tour_ends_with_a_saved_session(tmp_path: Path) -> None:
    session = Session()
    session.at_prompt = True
    session.step("x^2")
    session.step(f":tour {len(TOUR)}")
    assert session.step(f":save {tmp_path}/tour.deriv").after == THE_END
    assert session.tour.at == 0


def test_the_tour_needs_a_person() -> None:
    error = Session().step(":tour").error
    assert error is not None
    assert error.code == "E503"
