"""Every key of the prompt, on a screen in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.prompt.in_process import InProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UP, LEFT, ESCAPE, ENTER = "\x1b[A", "\x1b[D", "\x1b", "\r"
ALT_ENTER, F1, F2, F3, F4 = "\x1b\r", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS"


@pytest.fixture(autouse=True)
def own_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DERIVREPL_HISTORY", str(tmp_path / "state" / "history"))


@pytest.fixture
def prompt() -> Iterator[InProcess]:
    with InProcess() as running:
        yield running


def test_the_first_screen_is_a_banner_a_prompt_and_a_hint(prompt: InProcess) -> None:
    lines = prompt.text().split("\n")
    assert lines[0].startswith("derivrepl ")
    assert lines[1] == "∂1>"
    assert lines[2] == "    try  sin(x) + x*y        :tour shows the rest in two minutes"
    assert len(lines) == 3


def test_the_hint_goes_with_the_first_keys_also_where_they_say_nothing_yet(prompt: InProcess) -> None:
    prompt.send("2*x + si")
    prompt.wait_gone(":tour")
    assert prompt.line() == "∂1> 2*x + si"


def test_derivatives_stand_under_the_line_before_enter(prompt: InProcess) -> None:
    prompt.send("sin(x)+x*y")
    prompt.wait("5 nodes")
    assert prompt.text().split("\n")[1:] == [
        "∂1> sin(x)+x*y",
        "    ∂x  cos(x) + y",
        "    ∂y  x                                                               5 nodes",
    ]


def test_enter_prints_the_table_and_erases_the_panel(prompt: InProcess) -> None:
    prompt.send("sin(x)+x*y" + ENTER)
    prompt.wait("∂2>")
    assert "  v6    cos v1     cos(x)                    ∂v3/∂v1, sin rule" in prompt.text()
    assert "  ∂f/∂y = x              v1   ✓" in prompt.text()
    assert "5 nodes" not in prompt.text()


def test_a_wrong_name_is_underlined_and_tab_mends_it(prompt: InProcess) -> None:
    prompt.send("sni(x)+2")
    prompt.wait("✗ unknown function sni — did you mean sin?")
    assert prompt.row("Tab: fix") == prompt.row("sni(x)+2") + 1
    cells = prompt.cells(prompt.row("sni(x)+2"), 4, 8)
    assert [c.underscore for c in cells] == [True, True, True, False]
    assert cells[0].fg == "red"
    prompt.send("\t")
    prompt.wait_line("∂1> sin(x)+2")
    prompt.send(ENTER)
    prompt.wait("∂f/∂x = cos(x)")


def test_f4_mends_it_too(prompt: InProcess) -> None:
    prompt.send("2*sni(x)")
    prompt.send(F4)
    prompt.wait_line("∂1> 2*sin(x)")


def test_an_open_bracket_goes_on_in_the_next_line(prompt: InProcess) -> None:
    prompt.send("sin(x")
    prompt.wait("… ) is expected")
    prompt.send(ENTER)
    prompt.wait_line("  …")
    prompt.send(")")
    prompt.wait_line("  …   )")
    prompt.send(ENTER)
    prompt.wait("∂f/∂x = cos(x)")


def test_alt_enter_closes_what_is_open(prompt: InProcess) -> None:
    prompt.send("2*(3 + sin(x")
    prompt.send(ALT_ENTER)
    prompt.wait("∂f/∂x = 2·cos(x)")
    assert "∂1> 2*(3 + sin(x))" in prompt.text()


def test_alt_enter_on_a_complete_line_begins_another_statement(prompt: InProcess) -> None:
    prompt.send("a = 2" + ALT_ENTER)
    prompt.wait_line("  …")
    prompt.send("a*y" + ENTER)
    prompt.wait("f     = 2·y")


def test_a_trailing_operator_goes_on_too(prompt: InProcess) -> None:
    prompt.send("exp(x)+" + ENTER)
    prompt.wait_line("  …")
    prompt.send("y" + ENTER)
    prompt.wait("f     = exp(x) + y")


def test_enter_on_an_error_stays_with_the_cursor_on_it(prompt: InProcess) -> None:
    prompt.send("2*)" + ENTER)
    prompt.wait("✗")
    assert prompt.line() == "∂1> 2*)"
    assert prompt.column() == len("∂1> 2*")
    banner, line, *panel = prompt.text().split("\n")
    assert (banner[:9], line) == ("derivrepl", "∂1> 2*)")
    assert panel[0].startswith("    ✗ ")
    assert len(panel) <= 2


def test_the_menu_keeps_to_ascii() -> None:
    with InProcess(ascii=True, settings=[("menu", "tab")], no_history=True) as prompt:
        for keys, told in ((":gr", ":graph [NAME] [rails | tree | dot | ..."), (":c", ":check [NAME] [n=COUNT]")):
            prompt.send("\x15" + keys + "\t")
            prompt.wait(told)
            assert prompt.text().isascii()


def test_the_menu_opens_on_tab_with_the_rules_beside_and_escape_closes_it(prompt: InProcess) -> None:
    prompt.send(":set menu tab" + ENTER)
    prompt.wait("menu tab")
    prompt.send("x*sin")
    prompt.wait_line("∂1> x*sin")
    prompt.send("\t")
    prompt.wait("d sinh(u) = cosh(u)·du")
    assert "d sin(u) = cos(u)·du" in prompt.text()
    prompt.send(ESCAPE)
    prompt.wait_gone("cosh")
    assert prompt.line() == "∂1> x*sin"


def test_the_menu_opens_by_itself_after_two_letters(prompt: InProcess) -> None:
    prompt.send("s")
    prompt.wait_line("∂1> s")
    prompt.send("q")
    prompt.wait("d sqrt(u) = du/(2·sqrt(u))")
    prompt.send("\t")
    prompt.wait_line("∂1> sqrt(")


def test_up_brings_the_last_entry_that_begins_so(prompt: InProcess) -> None:
    for number, text in enumerate(("exp(x)", "sin(x)", "x^2"), 2):
        prompt.send(text + ENTER)
        prompt.wait(f"∂{number}>")
    prompt.send("exp")
    prompt.wait_line("∂4> exp(x)")
    prompt.send(UP)
    prompt.wait_line("∂4> exp(x)")
    prompt.send("+1" + ENTER)
    prompt.wait("f     = exp(x) + 1")


def test_control_c_clears_the_line_but_keeps_it_in_the_history(prompt: InProcess) -> None:
    prompt.send("x^3 + 1")
    prompt.wait("∂x  3·x²")
    prompt.send("\x03")
    prompt.wait_line("∂1>")
    prompt.send(UP)
    prompt.wait_line("∂1> x^3 + 1")


def test_control_c_on_an_empty_line_says_how_to_leave_and_control_d_leaves(prompt: InProcess) -> None:
    prompt.send("\x03")
    prompt.wait("Ctrl-D quits")
    prompt.send("\x04")
    prompt.thread.join(20)
    assert prompt.code == 0


def test_a_word_that_running_refuses_gets_a_caret_and_tab_brings_the_line_back_mended(prompt: InProcess) -> None:
    prompt.send("alpha*beta^2" + ENTER)
    prompt.wait("∂2>")
    prompt.send(":grad alpha bta" + ENTER)
    prompt.wait("hint: did you mean beta?")
    lines = prompt.text().split("\n")
    at = prompt.row("∂2> :grad alpha bta")
    assert lines[at + 1] == "                ^^^"
    assert lines[at + 2] == "error E203: bta is not an input of f (inputs: alpha beta)"
    prompt.wait_line("∂2>")
    prompt.send("\t")
    prompt.wait_line("∂2> :grad alpha beta")


def test_a_letter_is_written_by_its_name(prompt: InProcess) -> None:
    prompt.send("\\alpha\t")
    prompt.wait_line("∂1> α")


def test_f1_explains_the_word_under_the_cursor_without_leaving_the_line(prompt: InProcess) -> None:
    prompt.send(":set menu tab" + ENTER)
    prompt.wait("menu tab")
    prompt.send("tanh(x)" + LEFT * 4)
    prompt.send(F1)
    prompt.wait("hyperbolic tangent")
    assert prompt.line() == "∂1> tanh(x)"


def test_f2_hides_the_preview_and_shows_it_again(prompt: InProcess) -> None:
    prompt.send("x^2*y")
    prompt.wait("∂y  x²")
    prompt.send(F2)
    prompt.wait_gone("∂y  x²")
    prompt.send(F2)
    prompt.wait("∂y  x²")


def test_f3_changes_what_derivatives_are_taken_by(prompt: InProcess) -> None:
    prompt.send("x^2*y" + ENTER)
    prompt.wait("∂2>")
    prompt.send("x*y^2")
    prompt.wait("∂x  y²")
    prompt.send(F3)
    prompt.wait("wrt x")
    prompt.wait("∂x  y²")
    assert "∂y" not in prompt.text()[prompt.text().rindex("∂2>") :]


def test_a_line_without_the_input_that_was_asked_for_says_so(prompt: InProcess) -> None:
    prompt.send("z^2" + ENTER)
    prompt.wait("∂2>")
    prompt.send(F3 + "x*y^2")
    prompt.wait("    no input is among wrt z                                             4 nodes")
    prompt.send(F3)
    prompt.wait("∂x  y²")


def test_help_and_settings_close_the_menu_that_lies_over_them(prompt: InProcess) -> None:
    prompt.send(":hess")
    prompt.wait("Matrix of second derivatives")
    prompt.send(F1)
    prompt.wait("also :hess")
    assert prompt.line() == "∂1> :hess"


def test_several_pasted_lines_run_in_order(prompt: InProcess) -> None:
    prompt.send("\x1b[200~a = 3\nf(u) = a*u^2\nf(\n  t)\n\x1b[201~")
    prompt.wait("f(")
    prompt.send(ENTER)
    prompt.wait("∂y/∂t = 6·t")
    assert "  a = 3" in prompt.text()


def test_an_error_in_pasted_lines_names_its_line_and_the_others_run(prompt: InProcess) -> None:
    prompt.send("\x1b[200~a = sni(3)\nx^2\x1b[201~" + ENTER)
    prompt.wait("∂f/∂x = 2·x")
    assert "error E201: unknown function sni" in prompt.text()
    assert "  a = sni(3)\n      ^^^" in prompt.text()


def test_a_bug_is_reported_and_the_session_goes_on(prompt: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    from derivrepl.session.session import Session

    step = Session.step

    def broken(session: Session, text: str, place: str = "") -> object:
        if text == "x^5":
            raise RuntimeError("the bottom fell out")
        return step(session, text, place)

    monkeypatch.setattr(Session, "step", broken)
    prompt.send("x^5" + ENTER)
    prompt.wait("error E901: internal error: RuntimeError: the bottom fell out")
    assert "crash-" in prompt.text().replace("\n", "")
    prompt.send("x^4" + ENTER)
    prompt.wait("∂f/∂x = 4·x³")


@pytest.mark.parametrize(("place", "key"), [
    ("derivrepl.prompt.complete.NameCompleter.get_completions", ""),
    ("derivrepl.prompt.history.EntryHistory.begun",             ""),
    ("derivrepl.prompt.scrub.scrubbed",                         "\x1b[1;5A"),
    ("derivrepl.prompt.roles.roles",                            ""),
])  # fmt: skip
def test_a_bug_anywhere_in_the_editor_costs_no_line(
    place: str, key: str, prompt: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    prompt.send("cos(y)\r")
    prompt.wait("∂f/∂y")
    with monkeypatch.context() as patch:
        patch.setattr(place, broken)
        prompt.send("2*sin(x)" + key)
        prompt.wait("internal error: RuntimeError: a mistake of ours")
    assert len(list(tmp_path.rglob("crash-*"))) < 6
    prompt.send("^2")
    prompt.wait_line("∂2> 2*sin(x)^2")
    prompt.send("\r")
    prompt.wait("∂f/∂x = 2·sin(2·x)")


@pytest.mark.parametrize(("place", "command", "key"), [
    ("derivrepl.prompt.browsing.Browsing.to_users", ":browse",         "u"),
    ("derivrepl.prompt.browsing.Browsing.screen",   ":browse",         ""),
    ("derivrepl.prompt.walk.Walker.move",           ":trace step y=2", " "),
    ("derivrepl.prompt.walk.Walker.content",        ":trace step y=2", ""),
])  # fmt: skip
def test_a_bug_in_what_is_walked_through_leads_back_to_the_prompt(
    place: str, command: str, key: str, prompt: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    prompt.send("cos(y)\r")
    prompt.wait("∂f/∂y")
    with monkeypatch.context() as patch:
        patch.setattr(place, broken)
        prompt.send(f"{command}\r")
        if key:
            prompt.wait("q leave" if command == ":browse" else "q stop")
            prompt.send(key)
        prompt.wait("error E901: internal error: RuntimeError: a mistake of ours")
    prompt.wait_line("∂2>")
    assert "Traceback" not in prompt.file.sent
    assert len(list(tmp_path.rglob("crash-*"))) == 1
    prompt.send("2*y\r")
    prompt.wait("∂f/∂y = 2")


def test_a_theme_without_colour_takes_effect_at_once(prompt: InProcess) -> None:
    prompt.send(":set theme mono" + ENTER)
    prompt.wait("theme mono")
    prompt.send("sni(x)+2")
    prompt.wait("~~~")
    assert {c.fg for c in prompt.cells(prompt.row("sni(x)+2"), 0, 20)} == {"default"}


def test_moving_into_the_line_shows_the_part_under_the_cursor_and_underlines_it(prompt: InProcess) -> None:
    prompt.send("exp(-x^2)*sin(3*x)")
    prompt.wait("7 nodes")
    prompt.send(LEFT * 12)
    prompt.wait("    v2 = x²          ∂f/∂v2 = -exp(-x²)·sin(3·x)          ∂v2/∂x = 2·x")
    row = prompt.row("∂1> exp")
    assert [c.underscore for c in prompt.cells(row, 8, 14)] == [False, True, True, True, False, False]
    prompt.send("\x05")
    prompt.wait("7 nodes")
    assert not any(c.underscore for c in prompt.cells(row, 8, 14))


@pytest.mark.parametrize(("up", "down"), [("\x1b[1;5A", "\x1b[1;5B"), ("\x1b[1;3A", "\x1b[1;3B")])
def test_a_number_is_turned_up_and_down_and_the_preview_follows(prompt: InProcess, up: str, down: str) -> None:
    prompt.send("x^2")
    prompt.wait("∂x  2·x")
    prompt.send(up)
    prompt.wait("∂x  3·x²")
    assert prompt.line() == "∂1> x^3"
    prompt.send(down * 2)
    prompt.wait_line("∂1> x^1")
    prompt.send("\x1f")
    prompt.wait_line("∂1> x^2")
    prompt.send("\x15sin(x)" + up)
    prompt.wait("no number under the cursor")


def test_values_follow_a_scrubbed_point(prompt: InProcess) -> None:
    prompt.send("x^2*y" + ENTER)
    prompt.wait("∂2>")
    prompt.send(":eval y=1 x=2")
    prompt.wait("    f     = 4")
    prompt.send("\x1b[1;5A")
    prompt.wait("    f     = 9")
    assert prompt.line() == "∂2> :eval y=1 x=3"


def test_a_grey_suggestion_is_not_left_behind_by_enter(prompt: InProcess) -> None:
    prompt.send("x^2 + y^3" + ENTER)
    prompt.wait("∂2>")
    prompt.send("x^2")
    prompt.wait_line("∂2> x^2 + y^3")
    prompt.send(ENTER)
    prompt.wait("∂3>")
    assert "∂2> x^2\n" in prompt.text()


def test_a_page_of_help_goes_away_with_the_next_key(prompt: InProcess) -> None:
    prompt.send("2*sine")
    prompt.send(F1)
    prompt.wait("no help on sine")
    prompt.send("\x7f(x" + F1)
    prompt.wait("    sine")
    prompt.send("\x05)")
    prompt.wait_gone("sine")
    prompt.wait("∂x  2·cos(x)")
