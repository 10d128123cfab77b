"""Terminals that change their size while something is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.layout.screen import Char, Screen

from derivrepl.prompt.resize import breaks_lines, lines_above, used
from tests.prompt.in_process import InProcess
from tests.prompt.tmux import Tmux, needs_tmux

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize(("widths", "column", "width", "above"), [
    ([20],         19,  60,  0),
    ([80],         70,  60,  1),
    ([80],         60,  60,  1),
    ([60],         60,  60,  0),
    ([120],       120,  60,  1),
    ([0],           0,  60,  0),
    ([80, 20],     10,  40,  2),
    ([80, 41, 9],  10,  40,  4),
    ([0, 40, 4],    0,  40,  2),
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
    with Tmux(tmp_path) as running:
        yield running


@needs_tmux
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


@needs_tmux
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_line_survives_every_size_with_the_menu_and_with_the_preview_below_it(tmp_path: Path, width: int) -> None:
    with Tmux(tmp_path, width, 20) as tmux:
        tmux.wait("∂1>")
        for keys, told in (("exp(-x^2)*x + si\t", "d sinh(u)"), ("n(y)", "∂y  cos(y)")):
            tmux.run("send-keys", "-l", keys)
            for cols, rows in ((width, 20), (40, 8), (20, 5), (10, 3), (140, 30), (20, 1), (width, 20)):
                tmux.run("resize-window", "-x", str(cols), "-y", str(rows))
                tmux.settle()
                assert "too small" not in "\n".join(tmux.lines())
            assert told in "\n".join(tmux.lines())
        tmux.press("Enter")
        tmux.wait("∂f/∂y = cos(y)")


@needs_tmux
def test_a_screen_whose_edge_is_dragged_comes_back_as_it_was(tmp_path: Path) -> None:
    with Tmux(tmp_path, 80, 24) as tmux:
        tmux.wait("∂1>")
        tmux.enter("x^3")
        tmux.wait("∂2>")
        tmux.run("send-keys", "-l", "log(x1)+x1*x2-sin(x2)*exp(x1)^2/3+x2^2")
        tmux.wait("13 nodes")
        before = tmux.lines()
        for cols in (*range(79, 40, -1), *range(41, 81)):
            tmux.run("resize-window", "-x", str(cols), "-y", "24")
        tmux.wait_until(lambda lines: lines[-3:] == before[-3:])
        assert sum("∂2>" in line for line in tmux.lines()) == 1


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_the_line_is_seen_on_the_smallest_screens(rows: int) -> None:
    with InProcess(20, rows, no_history=True) as prompt:
        prompt.send("x*sin(y) + si\t")
        prompt.wait("+ si")
        prompt.send("n(x)+x*y+x*exp(y)")
        prompt.wait_line("    )+x*y+x*exp(y)")
        prompt.send("\x15")
        prompt.wait_line("∂1>")
