"""Screens of the commands: each session runs once and is shown at every width, in Unicode, in ASCII and in colour."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from derivrepl.formats.terminal import Terminal, make_console
from derivrepl.session.session import Session
from tests.formats.snapshot import check
from tests.formats.terminal_screens import SESSIONS, shown

if TYPE_CHECKING:
    from pathlib import Path

    from derivrepl.session.answer import Answer

WIDTHS = (60, 80, 120)
STYLE = re.compile(r"\x1b\[([\d;]*)m")
MONO = {"", "0", "1", "4", "7", "1;4"}
"""What may be asked of a terminal without colour: bold, underlined, reversed."""

TRACED = "ln(x1) + x1*x2 - sin(x2)"

# fmt: off
COMMANDS = {
    "trace":    [TRACED, ":trace reverse x1=2 x2=5", ":trace forward x1", ":trace both", ":point clear", ":trace"],
    "eval":     ["sin(x) + x*y", ":eval x=4 y=0.5", ":eval", ":point", ":eval x=1..3 n=3", ":point clear", ":eval x=1"],
    "check":    ["sin(x) + x*y", ":check"],
    "code":     ["sin(x) + x*y", ":code numpy", ":code python", ":code c"],
    "mistakes": ["sin(3*x)", "df/dx = 3*cos(3*x)", "df/dx = cos(3*x)", ":show", "x*exp(x)", "df/dx = exp(x)"],
    "matrices": ["A : matrix(2,2)", "X : matrix(2,2)", "trace(A@X) + log(det(X))", ":eval A=[1,2;3,4] X=[2,0;0,1]",
                 "b : vector(3)", "A*b"],
    "help":     [":help", ":help grad", ":help sin", ":help E202", ":tour"],
    "refused":  [TRACED, ":grad x1 q", ":eval x1=-2 x2=5", ":eval x1=1", ":table v99"],
    "undo":     ["sin(x) + x*y", "a = 3*b", "f(x, y) = x^2*y + sin(y)", ":undo", ":redo", ":undo", ":eval x=4 y=0.5",
                 ":vars", ":save homework.deriv", ":save homework.deriv", ":reset", ":load homework.deriv", ":undo 99"],
    "why":      ["exp(-x^2)*sin(3*x)", ":why v9", ":rules sin", ":cost"],
}
# fmt: on


def styled(session: Session, answer: Answer, color: bool) -> str:
    """What is sent to a terminal of 80 columns that understands styles."""
    file = io.StringIO()
    terminal = Terminal(80, 24, True, color, session.settings, session.store)
    terminal.show(answer, make_console(file, 80, 24, color=color), 4, "Tab: fix")
    return file.getvalue()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_look_as_they_did_at_every_width_and_in_both_charsets(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    screens = {(width, unicode): "" for width in WIDTHS for unicode in (True, False)}
    for line in COMMANDS[name]:
        number, answer = session.number, session.step(line)
        for width, unicode in screens:
            prompt = f"{'∂' if unicode else 'd'}{number}> "
            told = shown(session, answer, width, unicode, len(prompt))
            assert all(wcswidth(row.rstrip()) <= width for row in told.split("\n")), told
            assert unicode or told.isascii(), told
            screens[width, unicode] += f"{prompt}{line}\n{told}"
    for (width, unicode), text in screens.items():
        check(f"{width}-{'unicode' if unicode else 'ascii'}/{name}.txt", text)


@pytest.mark.parametrize("name", [*SESSIONS, *COMMANDS])
def test_colour_adds_nothing_but_colour(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    colours = 0
    for line in (SESSIONS | COMMANDS)[name]:
        answer = session.step(line)
        mono, colour = styled(session, answer, False), styled(session, answer, True)
        assert STYLE.sub("", mono) == STYLE.sub("", colour) == shown(session, answer, 80, prompt=4)
        assert set(STYLE.findall(mono)) <= MONO, mono
        colours += len(set(STYLE.findall(colour)) - MONO)
    assert colours or name == "help"
