"""The prompt in a real terminal emulator: the tour, a screen that comes back, a program that is put aside."""

from __future__ import annotations

import shutil

import pytest

from derivrepl.tables.tour import THE_END
from tests.conftest import run_cli
from tests.prompt.tmux import PROGRAM, Tmux, needs_tmux
from tests.prompt.touring import TOUR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_tmux

ROWS = 40
LARGE = " + ".join(f"sin({k}*x)*y" for k in range(2, 2_502))
"""An expression of 10,001 nodes, with as many and more in its derivatives."""


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    (tmp_path / "large.deriv").write_text(f"{LARGE}\n", "utf-8")
    with Tmux(tmp_path, 80, ROWS) as running:
        running.wait("∂1>")
        yield running


def test_the_tour_is_taken_and_what_it_saves_proves_itself(tmux: Tmux, tmp_path: Path) -> None:
    tmux.enter(":tour")
    for stop, lines in enumerate(TOUR, 1):
        tmux.wait(f"  {stop}/{len(TOUR)}  ")
        for line in lines:
            tmux.enter(line)
    tmux.wait(THE_END[:40])
    assert run_cli("-q", "tour.deriv", cwd=tmp_path).code == 0


def test_a_large_expression_is_shown_in_part_and_walked_on_a_screen_that_is_given_back(tmux: Tmux) -> None:
    tmux.enter(":load large.deriv")
    tmux.wait("1 statement")
    tmux.wait("∂2>")
    before = tmux.lines()
    assert any(":browse   :table" in line for line in before)
    tmux.enter(":browse")
    tmux.wait(" nodes  ")
    for keys, place in ((("G",), "· 100 %"), (("7", "7", "Enter"), "v77 · 0 %"), (("BSpace",), "· 100 %")):
        tmux.press(*keys)
        tmux.wait(place)
    tmux.press("q")
    tmux.wait_until(lambda lines: lines[-1] == "∂2>")
    assert tmux.lines() == [*before[:-1], "∂2> :browse", "∂2>"][-ROWS:]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_control_z_puts_the_program_aside_and_the_line_is_there_again(tmp_path: Path) -> None:
    with Tmux(tmp_path, 80, ROWS, "PS1='shell: ' bash --norc --noprofile -i") as tmux:
        tmux.wait("shell:")
        tmux.enter(PROGRAM)
        tmux.wait("∂1>")
        tmux.run("send-keys", "-l", "x^2*y")
        tmux.wait("∂y  x²")
        tmux.press("C-z")
        tmux.wait("Stopped")
        tmux.enter("fg")
        tmux.wait_until(lambda lines: any("∂y  x²" in line for line in lines[-2:]))
        tmux.press("Enter")
        tmux.wait("∂f/∂x = 2·x·y")
