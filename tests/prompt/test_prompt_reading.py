"""What is said about a text before it is entered, and what may follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from derivrepl.formats.terminal_style import plain
from derivrepl.prompt.candidates import for_command
from derivrepl.prompt.complete import NameCompleter
from derivrepl.prompt.insight import look
from derivrepl.prompt.panel import Paper
from derivrepl.prompt.reading import COMPLETE, EMPTY, OPEN, WRONG, fixed, read, statements
from derivrepl.prompt.roles import roles
from derivrepl.prompt.twin import copied
from derivrepl.session.rulebook import rule
from derivrepl.session.session import Session
from derivrepl.tables.functions import FUNCTIONS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("text", "state"), [
    ("",                      EMPTY),
    ("  \n ",                 EMPTY),
    ("# nothing",             COMPLETE),
    ("x^2",                   COMPLETE),
    ("f(x) = x^2",            COMPLETE),
    ("a : positive",          COMPLETE),
    (":grad x",               COMPLETE),
    (":hes",                  COMPLETE),
    ("sin(x",                 OPEN),
    ("sin(",                  OPEN),
    ("2*",                    OPEN),
    ("f(x) =",                OPEN),
    ("[x, y",                 OPEN),
    ("sin(x\n  + y",          OPEN),
    ("sin(x\n  )",            COMPLETE),
    ("x +\n  y",              COMPLETE),
    ("x^2\ny^2",              COMPLETE),
    ("x^2; sin(",             OPEN),
    ("2*)",                   WRONG),
    ("sni(x)",                WRONG),
    ("x y",                   WRONG),
    (":grda",                 WRONG),
    ("x ? y",                 WRONG),
])  # fmt: skip
def test_a_text_is_complete_open_or_wrong(text: str, state: str) -> None:
    assert read(Session(), text).state == state


@pytest.mark.parametrize(("text", "expects", "closers"), [
    ("sin(x",       ")",          ")"),
    ("2*[sin(x",    ")",          ")]"),
    ("sin(",        "an operand", ")"),
    ("x +",         "an operand", ""),
])  # fmt: skip
def test_an_open_text_says_what_comes_next(text: str, expects: str, closers: str) -> None:
    reading = read(Session(), text)
    assert (reading.expects, reading.closers) == (expects, closers)


@pytest.mark.parametrize(("text", "mended"), [
    ("sni(x)+2",            "sin(x)+2"),
    ("x +\n  sni(y)",       "x +\n  sin(y)"),
    ("x^2 + 3..4",          "x^2 + 3.4"),
    (":grda x",             ":grad x"),
    ("2*)",                 "2*"),
])  # fmt: skip
def test_a_fix_mends_the_text_as_typed(text: str, mended: str) -> None:
    error = read(Session(), text).error
    assert error is not None
    assert fixed(text, error) == mended


def test_statements_are_those_of_a_file_and_go_on_after_operators() -> None:
    text = "x +\n  y\na = 3; b = 4\nsin(\n  x)\n# no more"
    assert [s.text for s in statements(text)] == ["x + \n  y", "a = 3", "b = 4", "sin(\n  x)"]


def panel(session: Session, text: str, width: int = 80, color: bool = True) -> list[str]:
    found = look(copied(session), text, len(text), Paper(width, True, color), 4)
    return [plain(line).rstrip() for line in found.lines]


def test_the_panel_shows_what_the_specification_shows() -> None:
    session = Session()
    assert panel(session, "sin(x)+x*y") == [
        "    ∂x  cos(x) + y",
        "    ∂y  x                                                               5 nodes",
    ]
    assert panel(session, "sin(x)+x*") == ["    … an operand is expected"]
    assert panel(session, "sni(x)+2", color=False)[0] == "    ~~~"
    assert panel(session, "sni(x)+2")[0].startswith("    ✗ unknown function sni — did you mean sin?")
    assert len(panel(session, "log(x1)+x1*x2-sin(x2)", width=120)) == 1


def test_the_panel_shows_values_where_a_point_is_set() -> None:
    session = Session()
    session.step("sin(x)+x*y")
    session.step(":eval x=4 y=0.5")
    assert panel(session, "sin(x)+x*y") == [
        "    ∂x  cos(x) + y     -0.153644",
        "    ∂y  x              4                                           at x=4 y=0.5",
    ]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120])
@pytest.mark.parametrize("text", ["x*y*z*t*u*v*w", "sin(x)^9*exp(y)^8/log(x+y+z)", "sni(x)", "1/2x", "x y z", ":grad "])
def test_the_panel_is_at_most_four_lines_and_narrower_than_the_terminal(text: str, width: int) -> None:
    lines = panel(Session(), text, width)
    assert len(lines) <= 4
    assert all(len(line) < width for line in lines)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_what_is_not_shown_is_counted_behind_the_last_derivative(width: int) -> None:
    lines = panel(Session(), "(a+b+c+d+g)^2*sin(3*a)*exp(-b^2)*cos(2*c)/log(d+g)", width)
    assert len(lines) == 4
    assert lines[-1].endswith(" +1 more   23 nodes")
    assert [len(line) for line in lines] == [width - 1] * 4


def test_what_only_just_fits_leaves_no_empty_line() -> None:
    for width in range(24, 100):
        assert "" not in panel(Session(), "unheard_of(x)", width)


@pytest.mark.parametrize("text", ["∂", "2*∂", "∂²", "∂^2", "∂/", "∂/∂", "∂²f/∂", "3 + ∂g/∂"])
def test_the_beginning_of_a_derivative_is_not_wrong(text: str) -> None:
    insight = look(Session(), text, len(text), Paper(80, True, True), 4)
    assert insight.reading.state != WRONG
    assert look(Session(), f"{text} ", 0, Paper(80, True, True), 4).reading.state in (WRONG, OPEN)


def test_a_claim_is_not_answered_before_it_is_made() -> None:
    session = Session()
    session.step("x^3")
    assert panel(session, "df/dx = 4*x^2") == []


def test_looking_changes_nothing() -> None:
    session = Session()
    session.step("f(u) = u^2")
    before = (len(session.store), dict(session.scope.inputs), dict(session.scope.definitions))
    panel(session, "f(q)*sin(q)*brandnew^7")
    assert (len(session.store), dict(session.scope.inputs), dict(session.scope.definitions)) == before


def completions(session: Session, text: str) -> list[tuple[str, str]]:
    completer = NameCompleter(lambda: session, lambda: True, lambda: True)
    found = completer.get_completions(Document(text), CompleteEvent(completion_requested=True))
    return [(c.text, c.display_meta_text) for c in found]


def test_names_of_the_session_come_before_functions() -> None:
    session = Session()
    session.step("sigma*2")
    session.step("sick(x) = x^2 + 1")
    assert completions(session, "x + si")[:3] == [
        ("sick(", "sick(x) = x² + 1"),
        ("sigma", "input"),
        ("sigmoid(", "d sigmoid(u) = sigmoid(u)·(1 - sigmoid(u))·du"),
    ]


@pytest.mark.parametrize(("text", "first"), [
    (":hes",            ":hessian"),
    (":grad ",          "x"),
    (":eval ",          "x="),
    (":trace re",       "reverse"),
    (":code nu",        "numpy"),
    (":table us",       "uses"),
    (":why ",           "v1"),
    (":pp si",          "simplified"),
    (":wrt au",         "auto"),
    (":set bad",        "badge"),
    (":set digits",     "digits"),
    (":set preview ",   "off"),
    (":help sin",       "sin"),
    ("\\al",            "α"),
    ("SIN",             "sin("),
])  # fmt: skip
def test_what_fits_the_place_is_offered(text: str, first: str) -> None:
    session = Session()
    session.step("x*y")
    assert completions(session, text)[0][0] == first


def test_a_bracket_that_is_there_is_not_typed_again() -> None:
    completer = NameCompleter(Session, lambda: True, lambda: True)
    found = completer.get_completions(Document("tanh(x)", 4), CompleteEvent(completion_requested=True))
    assert [c.text for c in found] == ["tanh"]


@pytest.mark.parametrize(("name", "told"), [
    ("sin",   "d sin(u) = cos(u)·du"),
    ("exp",   "d exp(u) = exp(u)·du"),
    ("log",   "d log(u) = du/u"),
    ("sqrt",  "d sqrt(u) = du/(2·sqrt(u))"),
    ("tanh",  "d tanh(u) = (1 - tanh(u)²)·du"),
])  # fmt: skip
def test_rules_are_told_in_one_line(name: str, told: str) -> None:
    assert rule(name, next(row for row in FUNCTIONS if row.name == name), unicode=True) == told


def test_every_function_has_a_rule_to_show() -> None:
    for row in FUNCTIONS:
        text = rule(row.name, row, unicode=False)
        assert text.startswith(f"d {row.name}(")
        assert " ans" not in text


def test_roles_come_from_the_grammar() -> None:
    session = Session()
    session.step("f(u) = u^2")
    text = "2*sin(x) + f(π) # note"
    found = {text[start:end]: role for start, end, role in roles(text, session.scope)}
    assert found == {
        "2": "number", "*": "operator", "sin": "function", "+": "operator", "f": "function", "π": "number",
        "# note": "dim",
    }  # fmt: skip
    assert roles(":grad x=3", session.scope)[0] == (0, 5, "command")


@pytest.mark.parametrize("text", ["\x00", "x\ufffd", "(((", "\\", "∂/∂", "'", ": ", "?", "é力", "1e", "\t\t"])
def test_nothing_typed_breaks_the_colours(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end, _ in roles(text, Session().scope))


SCREEN = """\
derivrepl 0.1.0 · type an expression, get its derivative · :help
∂1> sin(x) + x*y

  node  operation  expression    ∂/∂x  ∂/∂y  rule
  v1    input      x             1     0
  v5    v3 + v4    sin(x) + x·y  v7    v1
  ┄ derivative nodes ┄
  v6    cos v1     cos(x)                    ∂v3/∂v1, sin rule

  f     = sin(x) + x·y   v5
  ∂f/∂x = cos(x) + y     v7   ✓

∂2> :grad x q
            ^
error E203: q is not an input of f (inputs: x y)
hint: did you mean y?                                                Tab: fix

∂2> [x*y,
  …   x + y]
d3> df/dx = 2*x   # mine
∂3>   a = 3; b = 4
  a = 3
∂5>
"""


def test_of_a_pasted_screen_only_what_was_typed_runs() -> None:
    found = [(" ".join(s.text.split()), s.line, s.column) for s in statements(SCREEN)]
    assert found == [
        ("sin(x) + x*y", 2, 5),
        (":grad x q", 13, 5),
        ("[x*y, x + y]", 18, 5),
        ("df/dx = 2*x", 20, 5),
        ("a = 3", 21, 7),
        ("b = 4", 21, 14),
    ]


def test_a_screen_in_ascii_and_one_in_markdown_are_read_too() -> None:
    text = "```text\nd1> sin(x)*\\\n... y\n  f     = sin(x)*y   v4\n```\n\n```text\nd2> :undo\n```"
    assert [" ".join(s.text.split()) for s in statements(text)] == ["sin(x)* y", ":undo"]


# fmt: off
RESULTS = (
    ("  ∂f/∂x = cos(x) + y     v7   ✓", "∂f/∂x = cos(x) + y"),
    ("  df/dx = (x + y)^2  ok",         "df/dx = (x + y)^2"),
    ("∂f/∂y = x²              v1   ?",  "∂f/∂y = x²"),
    ("  a     = 3·b",                   "a     = 3·b"),
    ("y = a +   x1",                    "y = a +   x1"),
    ("y = a -  v7",                     "y = a -  v7"),
    ("a + b  v7",                       "a + b  v7"),
    (":eval x=4  v7",                   ":eval x=4  v7"),
    ("d1 > x",                          "d1 > x"),
)
# fmt: on


@pytest.mark.parametrize(("line", "statement"), RESULTS)
def test_a_pasted_result_is_a_claim_and_other_lines_stay(line: str, statement: str) -> None:
    assert [s.text for s in statements(line)] == [statement]


def test_names_of_files_are_completed_where_a_command_takes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("notes.txt", "homework.deriv", ".hidden", "a b"):
        (tmp_path / name).write_text("")
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "one.deriv").write_text("")
    session = Session()

    def offered(line: str) -> list[str]:
        return sorted(c.text for c in for_command(session, line.split(" ")))

    assert offered(":load ") == ["homework.deriv", "notes.txt", "sheets/"]
    assert offered(":save! sheets/") == ["sheets/one.deriv"]
    assert offered(":grad > ") == ["homework.deriv", "notes.txt", "sheets/"]
    assert ".hidden" in offered(":load .")
    assert offered(":load none/") == []
    session.files.open = False
    assert offered(":load ") == []
