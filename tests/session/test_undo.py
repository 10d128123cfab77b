"""`:undo` and `:redo`: whatever a statement changes comes back exactly, order and numbers included."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from derivrepl.formats.text import TextFormat
from derivrepl.session import release
from derivrepl.session.commands import COMMANDS
from derivrepl.session.journal import Journal, Names, Table
from derivrepl.session.session import Session

SETTING = (
    "sin(x) + x*y",
    "a = 3*b",
    "g(t) = t^2",
    "h : function",
    "p : positive",
    ":eval x=4 y=0.5",
    ":set digits 9",
    "M : matrix(2,2)",
    ":inputs q",
    "z^2*x",
)


def prepared() -> Session:
    """A session in which something of each kind has been said."""
    session = Session()
    session.shows_tables = False
    for text in SETTING:
        assert session.step(text).error is None, text
    return session


def state(session: Session) -> Any:
    """All that a later statement can see, in its order."""
    held: dict[str, Any] = {
        name: list(value.items()) if isinstance(value, dict) else sorted(value)
        for owner in (session, session.scope, session.store)
        for name, value in vars(owner).items()
        if isinstance(value, Table | Names)
    }
    definitions = [(d.name, d.node, d.params) for d in session.scope.definitions.values()]
    held["definitions"] = definitions
    scope = session.scope
    kinds = [(kind, sorted(names)) for kind, names in session.assumptions.items()]
    scalars = session.number, dict(session.point), dict(session.settings.values), session.current
    return held, kinds, scalars, scope.current, sorted(scope.recent), scope.strict


def shown(session: Session, text: str) -> str:
    return TextFormat(session.store, quiet=True).answer(session.step(text))


# fmt: off
CHANGES = (
    "cos(x)", "w^2", "a = 7", "k = a*x", "g(t) = t^3", "g(u, v) = u*v", "x = 3", "f = x", "b : integer",
    "h2 : function", "g : function", "x : positive", "a : nonzero", "v : vector(3)", "M : matrix", ":undef a",
    ":undef g", ":undef x y", ":undef h p M q", ":inputs r s", ":eval x=1 z=2", ":point clear", ":set digits 3",
    ":set strict on",
    ":wrt x", ":simplify off", ":fn sq z^2", ":fn df d/dx a*x^2", ":define m(x) = 2*x", ":reset",
    "dg : negative", "a = a + 1", ":rule g(t) = 2*t",
)
# fmt: on


@pytest.mark.parametrize("text", CHANGES)
def test_undo_restores_and_redo_brings_back(text: str) -> None:
    session = prepared()
    before, listed = state(session), shown(session, ":vars")
    assert session.step(text).error is None
    after, then = state(session), shown(session, ":vars")
    assert after != before
    for _ in range(2):
        assert session.step(":undo").error is None
        assert (state(session), shown(session, ":vars")) == (before, listed)
        assert session.step(":redo").error is None
        assert (state(session), shown(session, ":vars")) == (after, then)


def test_everything_can_be_undone_and_done_again_in_any_order() -> None:
    session = Session()
    states = [state(session)]
    for text in (*SETTING, *CHANGES):
        session.step(text)
        if state(session) != states[-1]:
            states.append(state(session))
    for count in (1, 5, 3, len(states) - 10):
        session.step(f":undo {count}")
        states_before = len(states) - 1 - count
        assert state(session) == states[states_before]
        assert session.step(f":redo {count}").error is None
        assert state(session) == states[-1]
    session.step(f":undo {len(states) - 1}")
    assert state(session) == states[0]
    for known in states[1:]:
        session.step(":redo")
        assert state(session) == known


def test_what_changes_nothing_is_no_step() -> None:
    session = prepared()
    for text in (
        ":vars",
        ":grad x=1 z=2",
        ":hessian",
        ":help grad",
        ":set",
        ":set digits",
        "1 +",
        ":nonsense",
        "",
        ":d x",
    ):
        session.step(text)
    session.step(":undo")
    assert "z" not in session.scope.inputs


def test_a_statement_ends_what_can_be_done_again() -> None:
    session = prepared()
    session.step(":undo")
    assert session.step("cos(x)").error is None
    error = session.step(":redo").error
    assert error is not None
    assert (error.code, error.message) == ("E507", "there is nothing to redo")


def test_more_than_there_is_cannot_be_undone() -> None:
    session = Session()
    error = session.step(":undo").error
    assert error is not None
    assert (error.code, error.message) == ("E507", "there is nothing to undo")
    session.step("x^2")
    before = state(session)
    error = session.step(":undo 2").error
    assert error is not None
    assert error.message == "only 1 of 2 statements can be undone"
    assert state(session) == before
    for words in ("0", "x", "1 2", "-1", "1.5"):
        error = session.step(f":undo {words}").error
        assert error is not None
        assert error.code == "E502"


def test_an_interrupted_or_buggy_statement_leaves_all_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for bug in (KeyboardInterrupt, ZeroDivisionError):

        def fail(*_: object, bug: type[BaseException] = bug) -> None:
            raise bug

        session = prepared()
        before = state(session)
        monkeypatch.setattr("derivrepl.session.session.Session.remember", fail)
        for text in ("new = 3*other", "g(s) = s", "cos(new)"):
            with pytest.raises(bug):
                session.step(text)
            assert state(session) == before
        monkeypatch.undo()
        session.step("cos(x)")
        session.step(":undo")
        assert state(session) == before


def test_names_mean_the_same_after_nodes_are_numbered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    session = prepared()
    expected = [shown(session, text) for text in ("a + 0*x", "g(x)", "_1")]
    session.step(":undo 3")
    session.step("a = 5")
    session.step("g(t) = 1")
    session.step(":undef p")
    monkeypatch.setattr(release, "MANY", 60)
    sizes = []
    for k in range(30):
        session.step(f"sin({k}*x)*cos({k} + y)")
        sizes.append(len(session.store))
    assert min(b - a for a, b in pairwise(sizes)) < 0
    session.step(":undo 33")
    assert [shown(session, text) for text in ("a + 0*x", "g(x)", "_1")] == expected
    session.step(":undo 3")
    assert session.step(":undo 1").error is None


def test_open_sizes_are_open_again_and_arrays_outlive_a_clearing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session()
    session.shows_tables = False
    for text in ("A : matrix(2, 3)", "X : matrix", "trace(A@X)"):
        assert session.step(text).error is None, text
    before = state(session)
    shown_before = shown(session, "_")
    session.step(":undo")
    session.step(":undo")
    assert session.step("x : vector(2)").error is None
    assert session.step("sum(X@x)").error is None
    session.step(":undo 3")
    assert session.step("X : matrix").error is None
    assert session.step("trace(A@X)").error is None
    assert state(session)[0]["open_sizes"] == before[0]["open_sizes"]
    monkeypatch.setattr(release, "MANY", 1)
    for k in range(5):
        session.step(f"sin({k}*y)")
    session.step(":undo 5")
    assert shown(session, "_") == shown_before


def test_a_long_run_keeps_few_steps() -> None:
    session = Session(keep=10)
    for k in range(50):
        session.step(f"x + {k}")
    assert len(session.journal.done) == 10
    assert session.step(":undo 10").error is None
    assert session.number == 41


def test_every_container_of_the_state_writes_its_changes_down() -> None:
    """A plain dictionary or set in a session is state that `:undo` does not know."""
    caches = {
        "lettered",
        "selected",
        "forms",
        "formats",
        "recent",
        "point",
        "assumptions",
        "first_settings",
        "transcripts",
    }
    session = Session()
    for owner in (session, session.scope):
        for name, value in vars(owner).items():
            if isinstance(value, dict | set | list) and name not in caches:
                assert isinstance(value, Table | Names), f"{name} is no table or names of the journal"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_examples_of_every_command_can_be_undone(name: str) -> None:
    session = Session()
    session.files.open = False
    before = state(session)
    done = 0
    for text in COMMANDS[name].examples:
        if ">" in text or name in ("undo", "redo"):
            continue
        session.step(text)
        done = len(session.journal.done)
    if done:
        assert session.step(f":undo {done}").error is None
        assert state(session) == before


class Holder:
    """What a journal needs of a session."""

    class Derivatives:
        def forget(self) -> None: ...

    derivatives = Derivatives()


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["set", "pop", "default", "clear", "last", "update"]), st.integers(0, 6)), max_size=12
)


@given(ACTIONS, ACTIONS)
def test_a_table_goes_back_and_forth_in_order(first: list[tuple[str, int]], second: list[tuple[str, int]]) -> None:
    journal = Journal(Holder(), 5)  # type: ignore[arg-type]
    table = journal.table()
    plain: dict[int, int] = {}

    def act(held: dict[int, int], action: str, key: int) -> None:
        if action == "set":
            held[key] = key + len(held)
        elif action == "pop":
            held.pop(key, None)
        elif action == "default":
            held.setdefault(key, -key)
        elif action == "clear":
            held.clear()
        elif action == "last" and held:
            held.popitem()
        elif action == "update":
            held.update({key: 1, key + 1: 2})

    for action, key in first:
        act(table, action, key)
        act(plain, action, key)
    assert list(table.items()) == list(plain.items())
    journal.log = []
    for action, key in second:
        act(table, action, key)
    after = list(table.items())
    changes = journal.log
    for _ in range(2):
        changes = journal._called(changes)
        assert list(table.items()) == list(plain.items())
        changes = journal._called(changes)
        assert list(table.items()) == after


@pytest.mark.parametrize("where", ["begin", "end", "take_back"])
def test_an_interrupt_inside_of_the_bookkeeping_costs_little(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session = prepared()
    whole = getattr(Journal, where)

    def interrupted(journal: Journal, *given: str) -> None:
        if where == "begin":
            whole(journal, *given)
        raise KeyboardInterrupt

    monkeypatch.setattr(Journal, where, interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.step("new = sni(3)" if where == "take_back" else "new = 3")
    monkeypatch.undo()
    before = state(session)
    assert session.step("later = 4").error is None
    assert session.step(":undo").error is None
    assert "later" not in session.scope.definitions
    assert state(session)[0]["inputs"] == before[0]["inputs"]


# fmt: off
NAMED = [  # statements, and the letter that labels have after them
    (("v1 = x^2",),                                   "w"),
    (("v1(t) = t^2", "w7 = 3*x"),                     "u"),
    (("v1 = x^2", ":undef v1"),                       "v"),
    (("v1 = x^2", "v2 = x", ":undef v1"),             "w"),
    (("v1 = x^2", ":undo"),                           "v"),
    (("v1 = x^2", ":undo", ":redo"),                  "w"),
    (("v1 = x^2", ":reset"),                          "v"),
    (("v1 = x^2", "v2 = y", ":reset", ":undo"),       "w"),
    (("v1 = x^2", ":undef v1", ":undo"),              "w"),
    (("v1 = x^2", "v1 = x^3", ":undef v1"),           "v"),
    (("v1 = x^2", "v1 = sin("),                       "w"),
]
# fmt: on


@pytest.mark.parametrize(("said", "letter"), NAMED)
def test_labels_keep_clear_of_the_definitions_that_stand(said: tuple[str, ...], letter: str) -> None:
    session = Session()
    for text in said:
        session.step(text)
    session.step("sin(q)")
    assert session.current_entry().view.letter == letter
