"""The screens of short sessions, byte for byte, and that nothing is wider than the terminal."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from derivrepl.session.session import Session
from tests.formats.snapshot import check
from tests.formats.terminal_screens import SESSIONS, screen, shown

WIDTHS = (40, 60, 80, 120, 200)


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize(("charset", "unicode"), [("unicode", True), ("ascii", False)])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_screens_look_as_they_did(name: str, width: int, charset: str, unicode: bool) -> None:
    check(f"{width}-{charset}/{name}.txt", screen(SESSIONS[name], width, unicode))


@pytest.mark.parametrize("name", SESSIONS)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, unicode: bool) -> None:
    session = Session(checks=True)
    for statement in SESSIONS[name]:
        for line in shown(session, session.step(statement), width, unicode, 4).split("\n"):
            assert wcswidth(line.rstrip()) <= width, line


@pytest.mark.parametrize("name", SESSIONS)
def test_ascii_screens_are_ascii(name: str) -> None:
    session = Session(checks=True)
    for statement in SESSIONS[name]:
        assert shown(session, session.step(statement), 80, unicode=False).isascii()


def test_wide_names_keep_the_columns_under_each_other() -> None:
    session = Session()
    lines = shown(session, session.step("力 + sin(速度*力)"), 80).split("\n")
    head = next(line for line in lines if line.startswith("  node"))
    at = wcswidth(head[: head.index("∂/∂力")])
    row = next(line for line in lines if line.startswith("  v2 "))
    assert wcswidth(row[: row.index("0", 6)]) == at
