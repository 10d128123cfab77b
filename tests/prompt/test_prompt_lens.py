"""What the panel says about the part under the cursor, how a text was read, and what a command will answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl.formats.files import FORMATS
from derivrepl.formats.terminal_style import plain
from derivrepl.prompt.insight import Insight, look
from derivrepl.prompt.panel import Paper
from derivrepl.prompt.twin import copied
from derivrepl.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

CURSOR = "█"


def looked(session: Session, marked: str, width: int = 80, color: bool = True) -> Insight:
    """What is said about a text with the cursor at `█`, or at its end."""
    text = marked.replace(CURSOR, "")
    cursor = marked.find(CURSOR) if CURSOR in marked else len(text)
    return look(copied(session), text, cursor, Paper(width, True, color), 4)


def panel(session: Session, marked: str, width: int = 80) -> list[str]:
    return [plain(line).rstrip() for line in looked(session, marked, width).lines]


def covered(marked: str) -> str:
    span = looked(Session(), marked).covered
    return marked.replace(CURSOR, "")[slice(*span)] if span is not None else ""


def test_the_lens_shows_a_part_with_both_its_derivatives() -> None:
    assert panel(Session(), "exp(-x█^2)*sin(3*x)") == [
        "    v2 = x²          ∂f/∂v2 = -exp(-x²)·sin(3·x)          ∂v2/∂x = 2·x"
    ]


@pytest.mark.parametrize(("marked", "part"), [
    ("exp(-x█^2)*sin(3*x)",  "x^2"),
    ("e█xp(-x^2)*sin(3*x)",  "exp(-x^2)"),
    ("exp(-█x^2)*sin(3*x)",  "x"),
    ("exp(█-x^2)*sin(3*x)",  "-x^2"),
    ("exp(-x^2)*sin(█3*x)",  "3"),
    ("exp(-x^2)*sin(3*█x)",  "x"),
    ("exp(-x^2)█*sin(3*x)",  ""),
    ("█exp(-x^2)*sin(3*x)",  ""),
    ("exp(-x^2)*sin(3*x)█",  ""),
    ("x*(y█ + z)",           "y + z"),
    ("x*█(y + z)",           "(y + z)"),
    ("g(t) = t^2*si█n(t)",   "sin(t)"),
    ("2█x*y",                "x"),
    ("x +\n  y*si█n(x)",     "sin(x)"),
])  # fmt: skip
def test_the_lens_covers_the_smallest_part_at_the_cursor(marked: str, part: str) -> None:
    assert covered(marked) == part


def test_of_arrays_it_says_only_what_is_right() -> None:
    session = Session(checks=True)
    assert panel(session, "[x*█y; y + x]")[-1] == "    v2 = y"
    session.step("A : matrix(3, 3)")
    session.step("u : vector(3)")
    assert panel(session, "A@u + █sin(u)") == ["    v4 = sin(u)          ∂v4/∂u = diag(cos(u))"]
    assert panel(session, "u.T@(A █@u)")[-2:] == ["    ∂f/∂v3 = u", "    ∂v3/∂u = A"]


def test_a_list_has_its_derivatives_function_by_function() -> None:
    for marked in ("[r*cos(t), r*sin(t)]", "[r*█cos(t), r*sin(t)]"):
        assert [line[4:30].rstrip() for line in panel(Session(checks=True), marked)] == [
            "∂r  [cos(t), sin(t)]",
            "∂t  [-r·sin(t), r·cos(t)]",
        ]


def test_a_number_and_the_whole_have_the_ordinary_preview() -> None:
    whole = panel(Session(), "exp(-x^2)*sin(3*x)")
    assert "∂x  exp(-x²)·(3·cos(3·x) - 2·x·sin(3·x))" in whole[0]
    assert panel(Session(), "exp(-x^2)*sin(█3*x)") == whole
    assert panel(Session(), "exp(-x^2)█*sin(3*x)") == whole


def test_the_lens_names_a_definition_and_tells_values_at_the_point() -> None:
    session = Session()
    session.step("g(x, y) = x*y")
    assert panel(session, "h(t) = t^2*si█n(t)") == ["    v3 = sin(t)          ∂h/∂v3 = t²          ∂v3/∂t = cos(t)"]
    session.step(":eval g x=4 y=0.5")
    lines = panel(session, "sin(x)+x█*y")
    assert "v4 = x·y = 2" in lines[0]
    assert lines[-1].endswith("at x=4 y=0.5")


def test_a_part_that_the_graph_does_not_have_is_shown_without_a_number() -> None:
    assert panel(Session(), "diff(si█n(x)*y, x)")[1:] == ["    part = sin(x)          ∂part/∂x = cos(x)"]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
def test_the_lens_fits_the_terminal_in_four_lines(width: int) -> None:
    text = "x^2/sin(x+y*z*w)^2*tan(x+y*z*w)/exp(x)"
    session = Session()
    session.step(text)
    session.step(":eval x=0.1 y=0.2 z=0.3 w=0.4")
    for cursor in range(len(text)):
        lines = panel(session, text[:cursor] + CURSOR + text[cursor:], width)
        assert 1 <= len(lines) <= 4
        assert all(len(line) < width for line in lines)


@pytest.mark.parametrize(("typed", "read"), [
    ("a/b*c",      "(a/b)·c"),
    ("a/b/c",      "(a/b)/c"),
    ("a^b^c",      "a^(b^c)"),
    ("1/2*x",      "(1/2)·x"),
    ("2*3*x",      "6·x"),
    ("-x^2/2*y*3", "-(x²/2)·y·3"),
    ("√x+1",       "sqrt(x) + 1"),
    ("-x^2",       ""),
    ("(a/b)*c",    ""),
    ("(x*y)+z",    ""),
    ("a - b - c",  ""),
    ("x ** 2·y",   ""),
    ("ln(x)+2x",   ""),
])  # fmt: skip
def test_how_a_text_was_read_is_told_where_that_may_be_doubted(typed: str, read: str) -> None:
    lines = [line.removeprefix("    =   ") for line in panel(Session(), typed) if line.startswith("    =")]
    assert lines == ([read] if read else [])


def test_a_result_does_not_depend_on_what_was_looked_at_before() -> None:
    session = Session()
    twin = copied(session)
    for text in ("x*y", "sin(3*x)", "3*x", "sin(3*x)*exp(-x^2)"):
        look(twin, text, len(text), Paper(80, True, True), 4)
    text = "exp(-x^2)*sin(3*x)"
    lines = [plain(line).rstrip() for line in look(twin, text, len(text), Paper(80, True, True), 4).lines]
    assert lines == panel(session, text)


def test_a_command_shows_its_usage_and_the_start_of_its_answer() -> None:
    session = Session()
    session.step("sin(x)+x*y")
    lines = panel(session, ":eval x=4 y=0.5")
    assert lines[0].startswith("    :eval [NAME] x=NUMBER …")
    assert lines[1:] == ["    f     = 1.2432", "    ∂f/∂x = -0.153644", "    ∂f/∂y = 4"]
    assert panel(session, ":d x 2")[1:] == ["    ∂²f/∂x² = -sin(x)      v8"]
    assert len(panel(session, ":eval x=4 y=")) == 1


def test_an_answer_that_goes_on_says_so() -> None:
    session = Session()
    session.step("x^2*y*z")
    *_, last = panel(session, ":hessian x y")
    assert last.endswith("…")


def test_a_usage_that_is_too_long_takes_two_lines() -> None:
    lines = panel(Session(), ":trace x", 60)
    assert lines[0] == "    :trace [NAME] [reverse | forward x | both] [step]"
    assert lines[1].startswith("      [dx=NUMBER …]")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_long_names_leave_room_for_the_derivatives(width: int) -> None:
    for line in panel(Session(), "weight_of_the_first_part*exp(-temperature_of_room/2)", width):
        name, text = line.split("  ", 3)[2:]
        assert name.startswith("∂")
        assert len(text.strip().split("   ")[0]) >= 8


def test_an_error_is_a_word_where_there_is_no_sign_for_it() -> None:
    insight = look(copied(Session()), "sni(x)", 6, Paper(80, False, False), 4)
    assert plain(insight.lines[-1]).startswith("    error: unknown function sni - did you mean sin?")


def test_foreseeing_an_answer_changes_nothing() -> None:
    session = Session(checks=True)
    session.step("sin(x)+x*y")
    assert session.current is not None
    view = session.current.view
    before = len(session.store), list(view.derived), dict(view.labels), dict(session.point), session.current
    for text in (":d x 2", ":hessian x", ":eval x=1 y=2", ":grad x=3 y=1"):
        assert len(panel(session, text)) > 1
    assert (len(session.store), view.derived, view.labels, session.point, session.current) == before


def test_nothing_is_written_before_enter(tmp_path: Path) -> None:
    session = Session()
    session.formats = FORMATS
    session.step("x^2")
    for redirect in (">", ">>"):
        assert len(panel(session, f":eval x=3 {redirect} {tmp_path}/values.txt")) == 1
    assert list(tmp_path.iterdir()) == []


def test_several_statements_are_counted() -> None:
    assert panel(Session(), "a = 3\nb = 4")[0].startswith("    2 statements")
