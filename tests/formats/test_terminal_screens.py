"""The screens of short sessions: each runs once and is shown at every width, in colour, without it, and in ASCII."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from derivrepl.session.session import Session
from tests.formats.snapshot import check_screen
from tests.formats.terminal_screens import PAPERS, SESSIONS, STYLE, asked, sent, shown

if TYPE_CHECKING:
    from pathlib import Path

WIDTHS = (40, 60, 80, 120, 200)
KEPT = (60, 80, 120)
"""Widths whose screens are kept in files."""
UNBROKEN = ("code",)
"""Sessions that print text in another language, whose lines stay whole at any width."""

STYLED = re.compile(r"\x1b\[([\d;]+)m(.*?)\x1b\[0m")
MONO = {"1", "4", "7", "1;4"}
"""What may be asked of a terminal without colour: bold, underlined, reversed."""
LOUD = {
    "1;31": r"\^+|error [A-Z]\d+:|✗.*",
    "1;33": r"\^+|warning [A-Z]\d+:",
    "32":   r"(∂.*|ok|✓.*|…|·|[\w.-]+( +[\w.-]+)*)?",
}  # fmt: skip
"""Bold red, bold yellow, green → the words, signs and places in a table that say the same without them."""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", SESSIONS)
def test_screens_look_as_they_did_and_fit_every_width(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    screens = {(width, paper): "" for width in WIDTHS for paper in PAPERS}
    for line in SESSIONS[name]:
        typed = {paper: asked(session, line, paper) for paper in PAPERS}
        answer = session.step(line)
        for width, paper in screens:
            text, prompt = typed[paper]
            told = shown(session, answer, width, paper, prompt)
            assert name in UNBROKEN or all(wcswidth(row.rstrip()) <= width for row in told.split("\n")), told
            screens[width, paper] += text + told
    for (width, paper), text in screens.items():
        assert text.isascii() or PAPERS[paper].unicode, text
        assert text == screens[width, "unicode"] or paper == "ascii", "colour changes what is said"
        if width in KEPT:
            check_screen(name, width, paper, text)


@pytest.mark.parametrize("name", SESSIONS)
def test_what_colour_says_is_said_by_a_word_or_a_sign_as_well(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    colours = 0
    for line in SESSIONS[name]:
        answer = session.step(line)
        assert {style for style, _ in STYLED.findall(sent(session, answer, 80, "mono", 4))} <= MONO
        assert not STYLE.search(sent(session, answer, 80, "ascii", 4))
        for style, text in STYLED.findall(sent(session, answer, 80, "unicode", 4)):
            colours += style not in MONO
            assert re.fullmatch(LOUD.get(style, ".*"), text.strip()), (style, text)
    assert colours or name == "help"


LETTERS = {
    "": ".", "1": "B", "4": "_", "1;4": "H", "1;31": "E", "1;33": "W", "31": "r", "32": "g", "33": "y", "34": "b",
    "35": "m", "36": "c", "90": "d",
}  # fmt: skip
"""A style as a terminal is told it → its letter: bold, underlined, head, error, warning, a colour, dim."""


def painted(sent: str) -> str:
    """The lines of a screen, each with the letters of its cells' styles below; lines without style alone."""
    told, style = [], ""
    for line in sent.split("\n"):
        text = letters = ""
        for k, piece in enumerate(STYLE.split(line)):
            if k % 2:
                style = "" if piece == "0" else piece
            else:
                text += piece
                letters += LETTERS[style] * len(piece)
        told += [text] if set(letters) <= {"."} else [text, letters.rstrip(".")]
    return "\n".join(told)


@pytest.mark.parametrize("name", ["point", "errors", "gradient"])
def test_colours_are_where_they_were(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    answers = [session.step(line) for line in SESSIONS[name]]
    check_screen(f"{name}-colours", 80, "unicode", "".join(painted(sent(session, a, 80, prompt=4)) for a in answers))


def test_wide_names_keep_the_columns_under_each_other() -> None:
    session = Session()
    lines = shown(session, session.step("力 + sin(速度*力)"), 80).split("\n")
    head = next(line for line in lines if line.startswith("  node"))
    at = wcswidth(head[: head.index("∂/∂力")])
    row = next(line for line in lines if line.startswith("  v2 "))
    assert wcswidth(row[: row.index("0", 6)]) == at
