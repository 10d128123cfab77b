"""Terminals that change their size while something is typed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.layout.screen import Char, Screen

from derivrepl.prompt.resize import breaks_lines, lines_above, used
from tests.prompt.tmux import Tmux

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(("widths", "column", "width", "above"), [
    ([],        19,  60,  0),
    ([],        70,  60,  1),
    ([80],      10,  40,  2),
    ([80, 41],  10,  40,  4),
    ([0, 40],    0,  40,  2),
])  # fmt: skip
def test_the_cursor_is_found_below_the_lines_that_were_broken(
    widths: list[int], column: int, width: int, above: int
) -> None:
    assert lines_above(widths, column, width) == above


def test_a_row_is_as_wide_as_its_last_sign() -> None:
    screen = Screen()
    assert used(screen, 0) == 0
    screen.data_buffer[0][7] = Char("x")
    screen.data_buffer[0][9] = Char(" ")
    assert used(screen, 0) == 8


def test_terminals_that_cut_lines_off_are_known() -> None:
    assert breaks_lines({"TERM": "xterm-256color"})
    assert breaks_lines({"TERM": "tmux-256color", "TMUX": "/tmp/x"})
    for environ in ({"TERM": "linux"}, {"XTERM_VERSION": "XTerm(379)"}, {"STY": "1.pts", "TERM": "screen"}):
        assert not breaks_lines(environ)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    running = Tmux(tmp_path)
    yield running
    running.run("kill-server")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_no_stale_line_is_left_when_the_line_is_broken_by_a_narrower_terminal(tmux: Tmux) -> None:
    text = "log(x1)+x1*x2-sin(x2)*exp(x1)^2/3+x2^2"
    tmux.wait_until(lambda lines: "∂1>" in lines)
    for keys in (("-l", "x^3"), ("Enter",), ("-l", text)):
        tmux.run("send-keys", *keys)
    tmux.wait_until(lambda lines: lines[-1].endswith("13 nodes"))
    assert f"∂2> {text}" in tmux.lines()
    tmux.run("resize-window", "-x", "30", "-y", "20")
    tmux.wait_until(lambda lines: lines[-1].endswith("13 nodes") and len(lines[-1]) < 30)
    lines = tmux.lines()
    assert sum("∂2>" in line for line in lines) == 1
    first = next(k for k, line in enumerate(lines) if "∂2>" in line)
    assert lines[first].removeprefix("∂2> ") + lines[first + 1].strip() == text
