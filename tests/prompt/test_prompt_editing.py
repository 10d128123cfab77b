"""The keys that a person knows from other line editors: history, search, suggestions, deleting, editing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.prompt.in_process import InProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UP, DOWN, LEFT, RIGHT, END, ENTER = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C", "\x1b[F", "\r"
TAB, SHIFT_TAB, ALT_RIGHT, ALT_F = "\t", "\x1b[Z", "\x1b[1;3C", "\x1bf"
CTRL_A, CTRL_D, CTRL_E, CTRL_L, CTRL_O, CTRL_R, CTRL_U = "\x01", "\x04", "\x05", "\x0c", "\x0f", "\x12", "\x15"
EDIT = "\x18\x05"

SAID = ("a = 2", "y^3*sin(x)", "b = 3")


@pytest.fixture
def prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcess]:
    """A prompt at which three things were said, on a clear screen."""
    monkeypatch.setenv("DERIVREPL_HISTORY", str(tmp_path / "history"))
    with InProcess(settings=[("menu", "tab"), ("output", "results")]) as running:
        for number, line in enumerate(SAID, 2):
            running.send(line + ENTER)
            running.wait(f"∂{number}>")
        running.send(CTRL_L)
        running.wait_for(lambda: running.text() == "∂4>")
        yield running


def test_up_and_down_on_an_empty_line_walk_through_all_entries(prompt: InProcess) -> None:
    for key, line in ((UP, SAID[2]), (UP, SAID[1]), (UP, SAID[0]), (DOWN, SAID[1]), (DOWN, SAID[2])):
        prompt.send(key)
        prompt.wait_line(f"∂4> {line}")
    prompt.send(DOWN)
    prompt.wait_line("∂4>")


def test_a_search_shows_what_it_finds_and_enter_takes_it(prompt: InProcess) -> None:
    prompt.send(CTRL_R + "sin")
    prompt.wait_line("search: sin")
    prompt.wait("∂4> y^3*sin(x)")
    prompt.send(ENTER)
    prompt.wait_line("∂4> y^3*sin(x)")
    prompt.wait_gone("search:")
    prompt.send(ENTER)
    prompt.wait("f     = y³·sin(x)")


@pytest.mark.parametrize("key", [RIGHT, END, CTRL_E])
def test_a_suggestion_is_taken_whole(prompt: InProcess, key: str) -> None:
    prompt.send("y^")
    prompt.wait_line("∂4> y^3*sin(x)")
    assert prompt.column() == len("∂4> y^")
    prompt.send(key)
    prompt.wait_for(lambda: prompt.column() == len("∂4> y^3*sin(x)"))


@pytest.mark.parametrize("key", [ALT_RIGHT, ALT_F])
def test_a_suggestion_is_taken_word_by_word(prompt: InProcess, key: str) -> None:
    prompt.send("y^")
    prompt.wait_line("∂4> y^3*sin(x)")
    for taken in ("∂4> y^3", "∂4> y^3*sin", "∂4> y^3*sin(x", "∂4> y^3*sin(x)"):
        prompt.send(key)
        prompt.wait_for(lambda taken=taken: prompt.column() == len(taken), taken)  # type: ignore[misc]


def test_control_o_runs_a_line_and_brings_the_next_one(prompt: InProcess) -> None:
    prompt.send(UP * 3)
    prompt.wait_line("∂4> a = 2")
    prompt.send(CTRL_O)
    prompt.wait_line("∂5> y^3*sin(x)")
    prompt.send(CTRL_O)
    prompt.wait_line("∂6> b = 3")
    assert "∂f/∂x = y³·cos(x)" in prompt.text()
    prompt.send(ENTER)
    prompt.wait_line("∂7>")


def test_control_d_deletes_what_is_right_of_the_cursor(prompt: InProcess) -> None:
    prompt.send("2*z" + CTRL_A + CTRL_D)
    prompt.wait_line("∂4> *z")
    prompt.send(CTRL_E + CTRL_D + "+1")
    prompt.wait_line("∂4> *z+1")


def test_control_l_clears_the_screen_and_keeps_the_line(prompt: InProcess) -> None:
    prompt.send("c = 4" + ENTER + "u*w")
    prompt.wait_line("∂5> u*w")
    prompt.send(CTRL_L)
    prompt.wait_for(lambda: prompt.text().startswith("∂5> u*w\n    ∂u  w"))


def test_shift_tab_goes_back_in_the_menu(prompt: InProcess) -> None:
    prompt.send("tan")
    prompt.send(TAB)
    prompt.wait("d tanh(u)")
    prompt.send(TAB * 2)
    prompt.wait_line("∂4> tanh(")
    prompt.send(SHIFT_TAB)
    prompt.wait_line("∂4> tan(")


def test_a_line_is_edited_in_an_editor(prompt: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "cos(z)\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    prompt.send("2*")
    prompt.wait_line("∂4> 2*")
    prompt.send(EDIT)
    prompt.wait_line("∂4> 2*cos(z)")
    prompt.send(ENTER)
    prompt.wait("∂f/∂z = -2·sin(z)")


def test_the_bracket_that_matches_is_bold_and_underlined_in_the_terminal_s_own_colours(prompt: InProcess) -> None:
    prompt.send("3*(u+w)" + LEFT)
    prompt.wait_for(lambda: prompt.cells(0, 6, 7)[0].bold)
    for at in (6, 10):
        (cell,) = prompt.cells(0, at, at + 1)
        assert (cell.bold, cell.underscore, cell.fg, cell.bg) == (True, True, "default", "default")


def test_an_error_behind_wide_signs_is_underlined_in_its_place(prompt: InProcess) -> None:
    prompt.send("力²+sni(速度)*2")
    prompt.wait("did you mean sin?")
    underlined = "".join(c.data for c in prompt.cells(0, 0, 30) if c.underscore)
    assert underlined == "sni"
    prompt.send(TAB)
    prompt.wait("∂力    2·力")
    prompt.send(CTRL_U)
    prompt.wait_line("∂4>")


def test_a_line_being_typed_follows_the_width_of_the_screen(prompt: InProcess) -> None:
    prompt.send("log(x1)+x1*x2-sin(x2)")
    prompt.wait("∂x2  x1 - cos(x2)")
    prompt.cols = 40
    prompt.file.screen.resize(24, 40)
    prompt.send("*x1")
    prompt.wait("8 nodes")
    assert max(map(len, prompt.text().split("\n"))) <= 40
