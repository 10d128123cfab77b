"""Sessions at a real prompt: step back, save, be killed, come back, load, paste a screen."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli
    from tests.prompt.pseudo_terminal import PseudoTerminal, Start

PASTE = "\x1b[200~{}\x1b[201~\r"
"""A text as a terminal pastes it, and Enter."""


@pytest.fixture
def start(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the program in an empty folder, with no one's configuration, and waits for its prompt."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def begin(*arguments: str) -> PseudoTerminal:
        terminal = start(*arguments, rows=40)
        terminal.wait("∂1>")
        return terminal

    return begin


def test_a_session_is_saved_killed_and_loaded(start: Start, cli: Cli, tmp_path: Path) -> None:
    first = start()
    first.send("sin(x)+x*y\r")
    first.wait("∂2>")
    first.send("a = 3*b\r")
    first.wait("∂3>")
    first.send(":undo\r")
    first.wait("undone: a = 3*b     :redo brings it back")
    first.wait("∂2>", times=2)
    first.send(":save s.deriv\r")
    first.wait("saved 1 statement and 2 checks to s.deriv   (derivrepl s.deriv)")
    first.send("cos(z)\r")
    first.wait("∂3>", times=2)
    os.kill(first.pid, signal.SIGKILL)
    assert sorted(p.name for p in (tmp_path / "work").iterdir()) == ["s.deriv"]
    assert cli("-q", "s.deriv", cwd=tmp_path / "work").code == 0
    again = start()
    again.send("\x1b[A")
    again.wait("∂1> cos(z)")
    again.send("\x03:load s.deriv\r")
    again.wait("3 statements, 2 checks ok")
    again.send(":undo\r")
    again.wait("undone: :load s.deriv")
    again.wait("∂1>", times=2)


def test_a_pasted_screen_runs_what_was_typed_in_it(start: Start) -> None:
    terminal = start()
    lines = ("∂7> x^2*y", "  f     = x²·y     v4", "  ∂f/∂x = 2·x·y    v6   ✓", "∂8> k = 5", "  k = 5", "∂9> :vars")
    terminal.send(PASTE.format("\r".join(lines)))
    terminal.wait("current f is entry 1")
    assert "error" not in terminal.text()
    terminal.send("\x03∂f/∂x = 2·x·y    v6   ✓\r")
    terminal.wait("ok   ∂f/∂x = 2·x·y")


def test_a_safe_prompt_keeps_its_files(start: Start, tmp_path: Path) -> None:
    terminal = start("--safe")
    for text in (":save s.deriv\r", "x^2\r", ":grad > s.txt\r"):
        terminal.send(text)
    terminal.wait("E705", times=2)
    assert list((tmp_path / "work").iterdir()) == []
