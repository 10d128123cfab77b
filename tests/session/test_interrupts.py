"""Ctrl-C at any moment of a statement leaves the session whole: it is as if the statement had not been typed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from derivrepl.session.session import Session
from scripts.fuzzing.intact import answers, intact

if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

SETUP = ("a = 3*b", "f(x) = x^2*y", "sin(x)*y + x^2")
STATEMENTS = (
    "exp(x*y)/(1 + x^2) + a",
    "h(x, y) = f(x) + y",
    "z = sqrt(x)*w",
    "dy/dx = 3",
    "df/dx = 2*x*y",
    "k : positive",
    "diff(x^3*u, x, 2)",
    ":grad",
    ":d x 2",
    ":hessian",
    ":eval x=1 y=2",
    ":table full",
    ":taylor x=0 3",
    ":undef a",
    ":define q = x*b",
    ":reset",
    ":rule f(u, v) = 2*u*v, u^2",
)
MOMENTS = 25
"""At how many lines, spread over all that a statement runs, it is interrupted."""


class Interrupter:
    """Raises KeyboardInterrupt at the k-th traced line of the package; counts the lines."""

    def __init__(self, at: int | None) -> None:
        self.at = at
        self.lines = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> Interrupter | None:
        if "derivrepl" not in frame.f_code.co_filename:
            return None
        if event == "line":
            self.lines += 1
            if self.lines == self.at:
                sys.settrace(None)
                raise KeyboardInterrupt
        return self


def prepared() -> Session:
    session = Session()
    for line in SETUP:
        assert session.step(line).error is None
    return session


def interrupted(session: Session, statement: str, at: int | None) -> tuple[bool, int]:
    """Whether the statement was interrupted, and how many lines it ran."""
    interrupter = Interrupter(at)
    before = sys.gettrace()
    sys.settrace(interrupter)
    try:
        session.step(statement)
    except KeyboardInterrupt:
        return True, interrupter.lines
    finally:
        sys.settrace(before)
    return False, interrupter.lines


def named(session: Session) -> tuple[object, ...]:
    """What a user can see of a session's names."""
    scope = session.scope
    definitions = {name: (d.params, d.node) for name, d in scope.definitions.items()}
    current = session.current and (session.current.name, session.current.node)
    return definitions, list(scope.inputs), set(scope.abstract), dict(session.entries), session.number, current


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_interrupted_at_any_line_leaves_the_session_whole(statement: str) -> None:
    interrupted(prepared(), statement, None)  # what is loaded and compiled once is not counted
    _, lines = interrupted(prepared(), statement, None)
    for at in range(1, lines + 1, max(lines // MOMENTS, 1)):
        session = prepared()
        before = named(session)
        was, _ = interrupted(session, statement, at)
        assert was or at > lines - 5
        intact_after_mending(session)
        if was and named(session) != before:
            assert finished(session, statement), f"interrupted at line {at} of {lines}: half of it is done"
        answers(session)


def intact_after_mending(session: Session) -> None:
    """The session is whole once the next statement has begun."""
    session.step("")
    session.store.mend()
    intact(session)


def finished(session: Session, statement: str) -> bool:
    """Whether the names are those of a session in which the statement ran to its end."""
    done = prepared()
    done.step(statement)
    return named(session)[1:] == named(done)[1:] and names_of(session) == names_of(done)


def names_of(session: Session) -> dict[str, object]:
    return {name: d.params for name, d in session.scope.definitions.items()}
