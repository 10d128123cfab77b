"""The prompt as a process in a pseudo-terminal: start, history across runs, signals, terminals of all kinds."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest
from wcwidth import wcswidth

from tests.prompt.touring import TOUR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli
    from tests.prompt.pseudo_terminal import Start

COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-79]|4[0-79]|9[0-7]|10[0-7]|[34]8)(?:;\d+)*m")


def test_a_session_from_start_to_end(start: Start) -> None:
    terminal = start()
    terminal.wait("∂1>")
    assert terminal.text().count("\n") <= 2
    terminal.send("sin(x)+x*y")
    terminal.wait("5 nodes")
    terminal.send("\r")
    terminal.wait("∂2>")
    assert "  ∂f/∂x = cos(x) + y     v7   ✓" in terminal.text()
    terminal.send("\x04")
    assert terminal.end() == 0


def test_history_is_kept_for_the_user_alone(start: Start, tmp_path: Path) -> None:
    first = start()
    first.wait("∂1>")
    first.send("exp(x)*y\r")
    first.wait("∂2>")
    first.send(" x^2\r")
    first.wait("∂3>")
    first.send("\x04")
    assert first.end() == 0
    file = tmp_path / "state" / "derivrepl" / "history"
    assert file.read_text() == "exp(x)*y\n"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    second = start()
    second.wait("F1 help")
    second.send("ex\x1b[A\r")
    second.wait("∂f/∂y = exp(x)")


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_that_ends_the_program_costs_neither_the_line_nor_the_terminal(
    start: Start, tmp_path: Path, number: int
) -> None:
    terminal = start()
    terminal.wait(":tour")
    before = termios.tcgetattr(terminal.fd)
    terminal.send("sin(x)+half")
    terminal.wait("∂half  1")
    os.kill(terminal.pid, number)
    terminal.wait_for(lambda: termios.tcgetattr(terminal.fd)[3] & termios.ECHO != 0)
    assert before[3] & termios.ECHO == 0
    assert terminal.end() == 128 + number
    assert (tmp_path / "state" / "derivrepl" / "history").read_text() == "sin(x)+half\n"


def test_a_terminal_that_is_closed_keeps_the_line(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.wait(":tour")
    terminal.send("sin(x)+half")
    terminal.wait("∂half  1")
    os.close(terminal.fd)
    os.waitpid(terminal.pid, 0)
    terminal.code = 0
    assert (tmp_path / "state" / "derivrepl" / "history").read_text() == "sin(x)+half\n"


def test_a_folder_that_cannot_be_written_costs_one_notice(start: Start, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    terminal = start()
    terminal.wait(":tour shows")
    assert terminal.text().count("history is not kept") == 1
    terminal.send("x^2\r")
    terminal.wait("∂f/∂x = 2·x")


def test_without_colour_no_colour_is_sent_and_the_error_is_marked_all_the_same(start: Start) -> None:
    terminal = start(env={"NO_COLOR": "1"})
    terminal.wait("∂1>")
    terminal.send("sni(x)")
    terminal.wait("~~~")
    terminal.send("\t\r")
    terminal.wait("∂f/∂x = cos(x)")
    assert COLOUR.search(terminal.bytes) is None


def test_keys_wait_for_the_editor_as_they_were_pressed(start: Start) -> None:
    terminal = start()
    terminal.wait("∂1>")
    terminal.send("q\x03x^3\x7f2*q\x1b[Dyz\x7f+")
    terminal.wait("∂1> x^2*y+q")
    assert terminal.screen.cursor.x == len("∂1> x^2*y+")
    assert "^" not in terminal.text().replace("x^2*y+q", "")
    terminal.send("\x15\x0b\x04")
    assert terminal.end() == 0


def test_a_dumb_terminal_gets_plain_ascii(start: Start) -> None:
    terminal = start(env={"TERM": "dumb", "LANG": "C"})
    terminal.wait("d1>")
    terminal.send("sin(x)*y\n")
    terminal.wait("df/dy = sin(x)")
    terminal.send("sin(\n")
    terminal.wait("...")
    terminal.send("x)\n")
    terminal.wait("df/dx = cos(x)")
    terminal.send(":grad x q\n")
    terminal.wait("error E203")
    terminal.wait("d3>", times=2)
    terminal.send("\x03")
    terminal.wait("d3>", times=3)
    terminal.send("\x04")
    assert terminal.end() == 0
    assert terminal.bytes.isascii()
    assert b"\x1b" not in terminal.bytes


def test_a_dumb_terminal_takes_the_whole_tour_in_ascii(
    start: Start, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    terminal = start(rows=200, env={"TERM": "dumb", "LANG": "C"})
    terminal.wait("d1>")
    terminal.send(":tour\n")
    for stop, lines in enumerate(TOUR, 1):
        terminal.wait(f"  {stop}/{len(TOUR)}  ")
        for line in lines:
            terminal.send(f"{line}\n")
    terminal.wait("That was the tour.")
    terminal.send(":copy\n")
    terminal.wait("error E704: no clipboard reached")
    terminal.send("\x04")
    assert terminal.end() == 0
    assert terminal.bytes.isascii()
    assert b"\x1b" not in terminal.bytes
    assert "error E601: not equal: " in terminal.text()
    assert all(len(line) <= 80 for line in terminal.text().split("\n"))
    assert cli("-q", "tour.deriv", cwd=tmp_path)[1:] == (b"", 0)


UNSEEN = """
import _thread, threading, types
from derivrepl.prompt.plain import read_lines

read = read_lines(types.SimpleNamespace(prompt="d1> "))
threading.Timer(0.5, _thread.interrupt_main).start()
try:
    read()
except KeyboardInterrupt:
    print("interrupted")
"""
"""A Ctrl-C that wakes nothing, as one does that comes just before `input` begins to wait."""


def test_a_control_c_that_the_plain_prompt_was_not_waiting_for_is_seen_without_another_key() -> None:
    keyboard, screen = os.openpty()
    try:
        subprocess.run([sys.executable, "-P", "-c", UNSEEN], stdin=screen, stdout=screen, timeout=30, check=True)
        assert os.read(keyboard, 100).split() == [b"d1>", b"interrupted"]
    finally:
        os.close(keyboard)
        os.close(screen)


def test_a_terminal_that_answers_nothing_shows_the_preview_and_no_warning(start: Start) -> None:
    terminal = start(answers=False)
    terminal.wait("∂1>")
    terminal.send("x^2")
    terminal.wait("∂x  2·x")
    terminal.send("\r")
    terminal.wait("∂2>")
    assert b"WARNING" not in terminal.bytes
    assert b"\x1b[6n" not in terminal.bytes


def test_a_terminal_that_shrinks_gets_narrower_tables(start: Start) -> None:
    terminal = start(cols=120)
    terminal.wait("∂1>")
    terminal.send("log(x1) + x1*x2 - sin(x2)")
    terminal.wait("    ∂x1  1/x1 + x2     ∂x2  x1 - cos(x2)")
    terminal.resize(60, 40)
    os.kill(terminal.pid, signal.SIGWINCH)
    terminal.wait("\n    ∂x2  x1 - cos(x2)")
    terminal.send("*x3")
    terminal.wait("∂x3")
    terminal.send("\r")
    terminal.wait("terminal is 60 columns wide")
    terminal.wait("∂2>")
    assert all(wcswidth(line) <= 60 for line in terminal.text().split("\n"))


def test_keys_that_come_in_pieces_over_a_slow_link_are_whole(start: Start) -> None:
    terminal = start()
    terminal.wait("∂1>")
    for byte in "x*y\x1b[D\x1b[D^2\x1bOF+1":
        terminal.send(byte)
        terminal.pump(0.03)
    terminal.wait("∂1> x^2*y+1")
    terminal.wait("    ∂x  2·x·y")


def test_control_c_ends_the_statement_and_not_the_session(start: Start) -> None:
    terminal = start(env={"DERIVREPL_HISTORY": ""})
    terminal.wait("∂1>")
    terminal.send("exp(sin(cos(tan(x^x^x))))\r")
    terminal.wait("∂2>")
    terminal.send(":d x 40\r")
    terminal.wait("Ctrl-C")
    terminal.send("\x03")
    terminal.wait_any("interrupted", "simplification stopped")
    terminal.send("x^2\r")
    terminal.wait("∂f/∂x = 2·x")


def test_control_c_during_a_long_simplification_keeps_the_derivative(start: Start) -> None:
    terminal = start(env={"DERIVREPL_HISTORY": ""})
    terminal.wait("∂1>")
    terminal.send(":set output results\rexp(sin(cos(tan(x^x^x))))\r")
    terminal.wait("∂2>")
    terminal.send(":d x 6\r")
    terminal.wait("simplifying")
    terminal.wait("Ctrl-C: keep what is there")
    terminal.send("\x03")
    terminal.wait("note: simplification stopped")
    assert "∂⁶f/∂x⁶ = " in terminal.text()
    terminal.send("x^2\r")
    terminal.wait("∂f/∂x = 2·x")


def test_control_c_stops_all_statements_of_a_paste(start: Start) -> None:
    terminal = start(env={"DERIVREPL_HISTORY": ""})
    terminal.wait("∂1>")
    lines = [f"a{k} = {k}*x" for k in range(5000)]
    terminal.send("\x1b[200~" + "\r".join(lines) + "\x1b[201~")
    terminal.wait("a4999 = 4999*x")
    terminal.send("\r")
    terminal.wait_for(lambda: "a30 = 30·x".encode() in terminal.bytes)
    assert b" of 5,000   Ctrl-C stops" in terminal.bytes
    terminal.send("\x03")
    terminal.wait("stopped at statement ")
    terminal.send("2*a7\r")
    terminal.wait("f     = 2·(7·x)")
    terminal.send("a4999 + a3\r")
    terminal.wait("∂f/∂a4999 = 1")


BEFORE_THE_FIRST_PROMPT = """
import sys
from argparse import Namespace
from prompt_toolkit.application import Application, create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from derivrepl.prompt.repl import run

def leave(application, **_):
    late = ("rich", "lark", "numpy", "mpmath", "derivrepl.session.session", "derivrepl.language.parse")
    print("loaded:", *(name for name in late if name in sys.modules))
    raise EOFError

Application.run = leave
with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
    run(None, Namespace(color="auto", ascii=False, plain=False, no_history=True, no_init=False, settings=[]))
"""


def test_the_first_prompt_needs_neither_rich_nor_lark_nor_a_session() -> None:
    program = [sys.executable, "-c", BEFORE_THE_FIRST_PROMPT]
    done = subprocess.run(program, capture_output=True, check=True, timeout=60)
    assert done.stdout.decode().splitlines()[-1] == "loaded:"


DRAWN_AHEAD = """
import sys
from argparse import Namespace
from derivrepl.prompt import ahead

def leave(*_):
    print("loaded:", *(name for name in ("asyncio", "prompt_toolkit") if name in sys.modules))
    sys.exit()

ahead.drawn_ahead = leave
from derivrepl.prompt.repl import run
run(None, Namespace(color="auto", ascii=False, plain=False, no_init=False, settings=[("banner", "off")]))
"""


def test_the_first_prompt_is_drawn_before_its_editor_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", DRAWN_AHEAD], capture_output=True, check=True, timeout=60)
    assert done.stdout.decode() == "loaded:\n"


@pytest.mark.parametrize("pause", [0.0, 0.4, 1.5])
def test_control_c_in_any_phase_of_a_large_input_leaves_the_session_as_it_was(start: Start, pause: float) -> None:
    terminal = start(env={"DERIVREPL_HISTORY": ""})
    terminal.wait("∂1>")
    terminal.send("a = 3*x\r")
    terminal.wait("∂2>")
    terminal.send("\x1b[200~x" + "".join(f"+sin({k}*x)" for k in range(1, 45_000)) + "\x1b[201~")
    terminal.wait(" characters")
    terminal.wait("Ctrl-C")
    terminal.pump(pause)
    terminal.send("\x03")
    terminal.wait_any("interrupted", "simplification stopped")
    terminal.wait_for(lambda: terminal.text().splitlines()[-1].endswith(">"))
    terminal.send("2*a\r")
    terminal.wait("f     = 2·(3·x)")
    terminal.wait("∂f/∂x = 6")


COMMANDS = (
    ":eval x=2", ":save kept.deriv", ":check", ":latex > kept.tex", ":code c > kept.c", ":d x 3", ":domain",
    ":same x^2", ":json > kept.json", ":table all", ":load large.deriv", ":plot x",
)  # fmt: skip


def test_control_c_in_any_command_on_a_large_input_brings_the_prompt_back_at_once(start: Start, tmp_path: Path) -> None:
    large = tmp_path / "large.deriv"
    large.write_text("x" + "".join(f"+sin({k}*x)" for k in range(2, 15_000)) + "\n")
    terminal = start(env={"DERIVREPL_HISTORY": ""}, folder=tmp_path)
    terminal.wait("∂1>")
    terminal.send("a = 3*x\r:load large.deriv\r")
    terminal.wait("1 statement")
    times = []
    for number, command in enumerate(COMMANDS):
        terminal.send(f"{command}\r")
        end = time.monotonic() + 0.1 * (number % 4 + 1)
        while time.monotonic() < end:
            terminal.pump()
        began = time.monotonic()
        terminal.send("\x03")
        terminal.pump(0.1)
        terminal.send("\x03\x15")  # the first one may only have stopped the simplification
        terminal.wait_for(lambda: re.match(r"∂\d+>$|    Ctrl-D quits", terminal.text().splitlines()[-1]) is not None)
        times.append(time.monotonic() - began)
    assert sorted(times)[len(times) // 2] < 0.5
    terminal.send("2*a\r")
    terminal.wait("f     = 2·(3·x)")


def test_nothing_is_written_but_the_history(start: Start, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    folders = {f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("CONFIG", "CACHE")}
    terminal = start(env={"HOME": str(home), **folders})
    terminal.wait("∂1>")
    terminal.send("x^2\r")
    terminal.wait("∂2>")
    terminal.send("\x04")
    assert terminal.end() == 0
    assert list(home.iterdir()) == []
    written = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert "state/derivrepl/history" in written
    assert all(name.split("/")[0] in ("state", "cache") for name in written)


def test_values_stand_in_the_table_while_a_point_is_set(start: Start) -> None:
    terminal = start(rows=50)
    terminal.wait("∂1>")
    terminal.send("sin(x)+x*y\r:eval x=4 y=0.5\r:table\r")
    terminal.wait("∂2>", times=3)
    assert "expression    value" in terminal.text()
    terminal.send(":point clear\r:clear\r")
    terminal.wait_gone("value")
    terminal.send(":table\r")
    terminal.wait("node  operation  expression    ∂/∂x")
