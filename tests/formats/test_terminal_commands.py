"""Every command with its examples, and sessions with all that is long, on every screen.

No line is too wide, no sign goes beyond ASCII where only that can be shown, nothing is in colour alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl.formats.columns import cells
from derivrepl.session.answer import Code, Drawing, Json
from derivrepl.session.commands import COMMANDS
from derivrepl.session.session import Session
from tests.formats.terminal_screens import PAPERS, shown

if TYPE_CHECKING:
    from pathlib import Path

    from derivrepl.session.answer import Answer
    from derivrepl.session.commands.registry import Command

WIDTHS = (30, 40, 60, 80, 120)
NAMES = "weight_of_the_first_part*exp(-temperature_of_room/2) + log(humidity_ratio)"
AT = "weight_of_the_first_part=1.5 temperature_of_room=20 humidity_ratio=0.5"
ARRAYS = ("A : matrix(3,3)", "x : vector(3)", "x@A@x + log(det(A)) + sum(exp(A))")
POINT = "A=[1,2,3;0,4,5;1,0,6] x=[1,2,3]"
EVERYTHING = (
    ":grad", ":hessian", ":table", ":show", ":domain", ":steps", ":why v4", ":graph f", ":graph tree", ":cost",
    ":check", ":trace", ":trace both", ":vars", ":point", ":pp opt", ":set display 2d", ":show", ":set display line",
    ":same x@x",
)  # fmt: skip
"""Commands that have something to say about any expression."""

# fmt: off
SESSIONS = {
    "long names":   [NAMES, *EVERYTHING, f":eval {AT}", ":table", *EVERYTHING, ":taylor humidity_ratio=1 3",
                     ":fn energy_of_the_whole_system", ":eval humidity_ratio=1..2 n=3",
                     ":wrt weight_of_the_first_part humidity_ratio"],
    "arrays":       [*ARRAYS, *EVERYTHING, f":eval {POINT}", ":table", *EVERYTHING, ":differential", ":jacobian"],
    "a long sum":   [" + ".join(f"sin({k}*x{k})*exp(y/{k})" for k in range(1, 30)), *EVERYTHING[:11], ":table last 3",
                     ":eval x1=1 y=2", ":jvp dy=1", ":table uses v1"],
    "a large one":  [":set output results", "*".join(f"(x{k} + y^{k})" for k in range(2, 60)), ":hessian x2 x3",
                     ":d y 2", ":table", ":steps y", ":more"],
    "a vector":     ["[r*cos(t)*exp(-r^2/2), r*sin(t), log(r)*t^3/(1 + r^2)]", ":jacobian", ":eval r=1 t=2",
                     ":vjp 1 2 3", ":jvp dr=1 dt=2", ":steps", ":trace forward r"],
    "definitions":  ["a_rather_long_name(x, y) = x^2*exp(-y)*sin(x*y) + log(1 + x^2 + y^2)*tanh(x/y) - atan2(y, x)",
                     "b = 3*c", "g : function", "g(a_rather_long_name(x, y))", ":vars", ":rule g(u) = 1 - g(u)^2",
                     ":undo 3", ":rule! round(u) = 1", ":rule round(u) = 1", "positive_one : positive", ":vars",
                     ":undef b"],
    "mistakes":     ["f(x) = x^2*sin(3*x)*exp(-x)", "df/dx = 2*x*cos(3*x)", ":is 2*x", ":is x", "D(f, x) = 3",
                     ":same x^3"],
    "errors":       ["sin(x", "x**", "sni(x)", "x === 3", "1/0", "x +\n  sni(y)*2", "f(x) = x^2", "f(1, 2)",
                     "a = a + 1", "xy + 1/2x", ":grad q w", ":hesian", ":eval x=y", ":table v9", ":help nothing",
                     ":set digits x",
                     ":load a_file_that_is_not_there.deriv", "|x + 1|*" * 30, "unknown_function_name(x)" + " + x" * 40,
                     "力 + 力学(x)", "A : matrix(2,3)", "B : matrix(2,2)", "A@B", "x = 3", "x + y", ":eval",
                     ":plot x y z"],
    "piecewise":    ["if(x > 0 and x < 3, x^2, if(x == 5, -x, abs(x - 1)))", *EVERYTHING, ":eval x=2", ":table"],
    "2d":           [":set display 2d", "sqrt(1 + x^2)/(exp(-x/2) + 1/(1 + 1/x))", *EVERYTHING[:4], NAMES],
}
# fmt: on


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def looked_at(session: Session, line: str) -> Answer:
    """The answer to a line, after a look at it on every screen."""
    answer = session.step(line)
    unbroken = any(isinstance(b, Code | Json) or (isinstance(b, Drawing) and b.flush) for b in answer.blocks)
    for width in WIDTHS:
        texts = {paper: shown(session, answer, width, paper) for paper in PAPERS}
        assert texts["ascii"].isascii() or not line.isascii(), texts["ascii"]
        assert texts["mono"] == texts["unicode"]
        for text in texts.values():
            wide = [row for row in text.split("\n") if cells(row.rstrip()) > width]
            assert unbroken or not wide, f"{line} at {width}:\n" + "\n".join(wide)
    return answer


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_fits_every_screen(command: Command) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    for line in command.examples:
        looked_at(session, line)


@pytest.mark.parametrize("name", SESSIONS)
def test_what_is_long_fits_every_screen(name: str) -> None:
    session = Session(checks=True)
    session.at_prompt = True
    for line in SESSIONS[name]:
        looked_at(session, line)


def test_a_name_that_is_too_long_stands_above_its_expression_and_is_not_cut() -> None:
    session = Session()
    session.step(":set output results")
    lines = shown(session, session.step(NAMES), 60).split("\n")
    assert "  ∂f/∂temperature_of_room =" in lines
    assert not any("…" in line for line in lines)
    wide = shown(session, session.step(":show"), 120).split("\n")
    assert any(line.startswith("  ∂f/∂temperature_of_room      = -weight_of_the_first_part·exp") for line in wide)


def test_a_sentence_goes_on_below_its_start() -> None:
    session = Session()
    session.step("f(x) = x^2*sin(3*x)*exp(-x)")
    told = shown(session, session.step("df/dx = 2*x*cos(3*x)"), 50, prompt=4).rstrip("\n").split("\n")[1:]
    assert all(line.startswith(("error ", "hint: ", "  ")) for line in told)
    assert any(line.startswith("  ") for line in told)


def test_a_long_line_is_repeated_with_marks_where_it_is_cut() -> None:
    session = Session()
    line = "x + " * 20 + "sni(x)" + " + x" * 20
    for paper, mark in (("unicode", "…"), ("ascii", "...")):
        repeated, carets, *_ = shown(session, session.step(line), 60, paper, 4).split("\n")
        assert repeated.strip().startswith(mark)
        assert repeated.endswith(mark)
        assert repeated[carets.index("^") : len(carets)] == "sni"


def test_notes_have_the_signs_of_the_screen() -> None:
    session = Session()
    answer = session.step("(x^2 - 4*pi^2)/(x - 2*pi)")
    assert "note: for x ≠ 2·π" in shown(session, answer, 80)
    assert "note: for x != 2*pi" in shown(session, answer, 80, "ascii")


def test_the_kept_point_may_hold_arrays() -> None:
    session = Session()
    for line in (*ARRAYS, f":eval {POINT}"):
        session.step(line)
    assert "A=[[1, 2, 3], [0, 4, 5], [1, 0, 6]] x=[1, 2, 3]" in shown(session, session.step(":point"), 120)
    assert "at random arrays the value is" in shown(session, session.step(":same x@A@x"), 120)


def test_rows_of_values_say_which_columns_do_not_fit() -> None:
    session = Session()
    session.step(NAMES)
    answer = session.step(":eval weight_of_the_first_part=1 temperature_of_room=2 humidity_ratio=1..3 n=3")
    head, *rows, hidden = shown(session, answer, 60).rstrip("\n").split("\n")
    assert head.split()[:2] == ["humidity_ratio", "f"]
    assert len(rows) == 3
    assert "not shown: " in hidden
    assert "not shown" not in shown(session, answer, 200)


def test_a_legend_is_not_cut_where_a_few_lines_hold_it() -> None:
    session = Session()
    session.step(":set output results")
    session.step("x^2*y^3*exp(x*y)/(1 + x^2*z)")
    made = shown(session, session.step(":hessian"), 60)
    assert "…" not in made
    assert "  h11 = y³·((x³·y·z + x·y + 2)² - 6·x²·z - 2)·\n        exp(x·y)/(1 + x²·z)³\n" in made
