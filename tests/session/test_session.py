"""The session as a whole: what a failed statement leaves behind, names of results, long runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session import commands, release
from derivrepl.session.commands import COMMANDS, HOMES
from derivrepl.session.session import Session


def shown(session: Session, text: str) -> list[str]:
    """The result lines of one statement."""
    session.shows_tables = False
    answer = session.step(text)
    assert answer.error is None, answer.error
    return TextFormat(session.store, quiet=True).answer(answer).splitlines()


def test_a_failed_statement_changes_nothing() -> None:
    session = Session()
    session.step("sin(x) + x*y")
    session.step("a = 3")
    before = (session.number, dict(session.scope.inputs), session.current, dict(session.scope.definitions))
    for text in ("q + foo(x)", "a = b*", "z z", ":grad q", "pi = 3", "b = 1/0", "[x, w] + [1, 2, 3]", ":undef nothing"):
        answer = session.step(text)
        assert answer.error is not None
        assert answer.blocks == []
        assert (session.number, dict(session.scope.inputs), session.current, dict(session.scope.definitions)) == before


def test_in_a_file_a_failed_definition_leaves_its_name_without_a_meaning() -> None:
    session = Session()
    session.step("a = 3", "job.deriv:1")
    session.step("a = foo(3)", "job.deriv:2")
    error = session.step("a + 1", "job.deriv:3").error
    assert error is not None
    assert (error.code, "job.deriv:2" in error.message) == ("E206", True)
    session.step("a = 4", "job.deriv:4")
    assert shown(session, "a + 1") == ["f = 5"]


def test_a_compiled_function_ends_an_earlier_failure_of_its_name() -> None:
    session = Session()
    assert session.step("g(x) = sin(", "job.deriv:1").error is not None
    for text in (":fn g x^2", ":undef g", "g"):
        assert session.step(text, "job.deriv:2").error is None, text


def test_at_a_prompt_a_failed_definition_keeps_the_old_one() -> None:
    session = Session()
    session.step("a = 3")
    session.step("a = foo(3)")
    assert shown(session, "a + 1") == ["f = 4"]


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        (["x^2"],                               "f"),
        (["f(t) = t^2", "x^2"],                 "y"),
        (["f + x"],                             "y"),
        (["f*y"],                               "out"),
        (["f = 1", "y = 2", "out = 3", "x"],    "out2"),
    ],
)  # fmt: skip
def test_results_are_called_by_a_name_that_is_free(statements: list[str], name: str) -> None:
    session = Session()
    for text in statements[:-1]:
        session.step(text)
    assert shown(session, statements[-1])[0].startswith(f"{name} = ")


def test_the_derivative_that_exists_is_the_existing_node() -> None:
    session = Session()
    session.step("sin(x) + x*y")
    entry = session.current
    assert entry is not None
    labels = {session.store.name(n): entry.view.labels[n] for n in entry.inputs}
    by_y = session.derivatives.gradient(entry, [entry.inputs[1]])[0]
    assert entry.view.labels[by_y] == labels["x"] == "v1"
    assert len(entry.view.derived) == 2


def test_long_runs_forget_what_no_name_reaches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "MANY", 500)
    session = Session(keep=3)
    session.step("g : function")
    session.step("f(x) = g(x)^2 + 1/3")
    largest = 0
    for k in range(300):
        session.step(f"sin({k}*x) + cos(x + {k})*y")
        largest = max(largest, len(session.store))
    assert largest < 1200
    assert shown(session, "_")[0] == "out = sin(299*x) + cos(x + 299)*y"
    assert session.step("diff(f(x), x) = 2*g(x)*g'(x)").error is None


def test_entries_beyond_those_kept_are_gone() -> None:
    session = Session(keep=2)
    for k in range(5):
        session.step(f"x + {k}")
    assert session.step("_3").error is not None
    assert session.step("_5").error is None


def test_settings_decide_what_an_expression_prints() -> None:
    session = Session()
    session.step(":set output none")
    assert session.step("x^2").blocks == []
    session.step(":set output results")
    session.step(":wrt y")
    assert shown(session, "x*y") == ["f = x*y", "df/dy = x"]


def test_a_node_is_shown_by_its_number_also_where_no_table_was() -> None:
    session = Session()
    assert shown(session, "x^2*sin(x)") == ["f = x^2*sin(x)", "df/dx = x*(2*sin(x) + x*cos(x))"]
    assert shown(session, ":show v5") == ["v5 = 2*sin(x)"]
    shown(session, "2 + 3")
    error = session.step(":show v1").error
    assert error is not None
    assert error.message == "no node v1 (this graph has none)"


def test_ctrl_c_while_simplifying_keeps_the_derivative_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    session = Session()
    session.at_prompt = True
    monkeypatch.setattr("derivrepl.session.derivatives.simplify", interrupted)
    assert shown(session, "x^2*x") == ["f = x^2*x", "df/dx = 2*x*x + x^2", "# note: simplification stopped"]
    monkeypatch.undo()
    assert shown(session, "x^2*x") == ["f = x^2*x", "df/dx = 3*x^2"]


def test_ctrl_c_elsewhere_leaves_the_session_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    session = Session()
    session.step("sin(x)")
    before = (session.current, session.number, dict(session.scope.inputs))
    monkeypatch.setattr("derivrepl.calculus.higher.gradient", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.step("z^2")
    assert (session.current, session.number, dict(session.scope.inputs)) == before


def test_a_reset_forgets_names_and_keeps_how_the_session_works() -> None:
    session = Session(keep=5)
    session.shows_tables = False
    for text in ("a = 3", "x : positive", "sin(x)", ":eval x=1", ":set digits 9", ":reset"):
        assert session.step(text).error is None
    assert (session.number, session.current, session.point) == (1, None, {})
    assert (session.shows_tables, session.keep, session.settings.get("digits")) == (False, 5, "9")
    assert shown(session, "sqrt(x^2) + a") == [
        "f = sqrt(x^2) + a",
        "df/dx = sign(x)",
        "df/da = 1",
        "# note: for x != 0",
    ]


def test_results_stay_simplified_after_nodes_are_numbered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(keep=1)
    expected = shown(session, "x^2*x*sin(x)")
    for size in (1, 40, 90):
        monkeypatch.setattr(release, "MANY", size)
        for k in range(30):
            session.step(f"x^{k + 2}*x*sin(x)")
        assert shown(session, "x^2*x*sin(x)") == expected


def test_a_note_belongs_to_its_statement_alone() -> None:
    session = Session()
    assert shown(session, "exp(2*log(x))")[-1] == "# note: for x > 0"
    assert shown(session, "(x^2 - 1)/(x - 1)")[-1] == "# note: for x != 1"
    assert shown(session, "x^2") == ["f = x^2", "df/dx = 2*x"]
    assert shown(session, "2 - y") == ["f = 2 - y", "df/dy = -1"]


@pytest.mark.parametrize(
    "text",
    [
        "1/(1+x^2) - x*(x^2+1)",
        "log(x)/cos(atan(x))/(atan(x*x)*(x*x + z))",
        "(7*x^2 + -x^1 + 1/2*x^1 + 3)^2/(1/2*x + -x)",
        "gamma(diff(cos(z)^atan2(2, z), z))",
        "diff(sin(x^2), x, 10)",
    ],
)
def test_what_once_broke_the_presentation_is_simplified_at_every_level(text: str) -> None:
    for level in ("light", "full", "hard"):
        session = Session()
        session.step(f":set simplify {level}")
        assert session.step(text).error is None


def test_output_reads_back_when_an_input_is_called_like_a_result() -> None:
    session, again = Session(), Session()
    writer = TextFormat(session.store)
    for text in ("x^2", "2*f*x", "v1*y", "f + out", "x"):
        written = writer.answer(session.step(text))
        for line in written.splitlines():
            if line.strip() and not line.startswith("#"):
                answer = again.step(line.split("  #")[0])
                assert answer.error is None, (line, answer.error)


class Typed:
    """A history in memory."""

    def __init__(self, *typed: str) -> None:
        self.typed = list(typed)

    def entries(self) -> list[str]:
        return self.typed

    def clear(self) -> int:
        count = len(self.typed)
        self.typed.clear()
        return count


def test_history_lists_searches_and_clears_what_was_typed() -> None:
    session = Session()
    error = session.step(":history").error
    assert error is not None
    assert error.code == "E503"
    session.typed = Typed("x^2", "sin(\n  x)", "y")
    assert shown(session, ":history") == ["#     1  x^2", "#     2  sin( x)", "#     3  y"]
    assert shown(session, ":history x") == ["#     1  x^2", "#     2  sin( x)"]
    assert shown(session, ":history off") == ["# history off"]
    assert session.settings.get("history") == "off"
    assert shown(session, ":history clear") == ["# forgot 3 entries"]
    assert shown(session, ":history") == ["# nothing was typed yet"]
    session.typed = Typed(*(f"x^{k}" for k in range(100)))
    assert shown(session, ":history")[-1] == "# the last 30 of 100; :history TEXT searches"


@pytest.mark.parametrize(
    "said", [("h : function", "h(x)", "10^400*x", ":eval x=1"), ("zeta(10^30*x)", ":taylor x=0 40")], ids=" | ".join
)
def test_a_number_that_no_double_holds_is_refused(said: tuple[str, ...]) -> None:
    session = Session()
    *before, last = said
    assert all(session.step(text).error is None for text in before)
    answer = session.step(last)
    assert answer.error is not None
    assert answer.error.code == "E401"


# fmt: off
ASKED = [
    (":eval u=[1, 2]",     "[2, 4]"),
    (":grad u=[1, 2]",     "[2, 4]"),
    (":jacobian u=[1, 2]", "[2, 4]"),
    (":hessian u=[1, 2]",  "[[2, 0], [0, 2]]"),
]
# fmt: on


@pytest.mark.parametrize(("asked", "value"), ASKED)
def test_values_of_arrays_have_the_digits_of_a_double(asked: str, value: str) -> None:
    session = Session()
    for said in ("u : vector(2)", ":set digits 30", "u@u"):
        session.step(said)
    assert any(line.endswith(value) for line in shown(session, asked))


def test_a_kept_array_does_not_keep_numbers_from_their_digits() -> None:
    session = Session()
    for said in ("u : vector(2)", ":set digits 30", "u@u", ":eval u=[1, 2]", "x/3"):
        session.step(said)
    assert shown(session, ":eval x=1")[0] == f"f = 0.{'3' * 30}"


def test_every_command_has_its_names_in_the_row_of_its_module() -> None:
    folder = Path(commands.__file__).parent
    modules = {path.stem for path in folder.glob("*.py") if "@command(" in path.read_text("utf-8")}
    assert modules == set(HOMES)
    for home, names in HOMES.items():
        own = [c for c in COMMANDS.values() if c.run.__module__ == f"{commands.__name__}.{home}"]
        assert names.split() == [name for c in own for name in (c.name, *c.aliases)]


ODD = ("2", "sin(1)", "10^(2/3)", "pi", "x", "[1, 2]", "[x]", "inf*x", "if(x > 0, 1, 2)", "10^400*x", "u", "A", "u@u")


@pytest.mark.parametrize("text", ODD)
def test_no_command_fails_on_an_expression_that_has_little_to_offer(text: str) -> None:
    """Every command and every one of its examples is answered or refused."""
    for command in COMMANDS.values():
        for asked in (f":{command.name}", *command.examples):
            session = Session()
            session.files.open = False
            for said in ("u : vector(2)", "A : matrix(2, 2)", text, asked):
                answer = session.step(said)
                TextFormat(session.store).answer(answer)
