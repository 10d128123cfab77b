"""Whatever is typed is answered or refused by `Session.step`, which never raises and keeps the session whole."""

from __future__ import annotations

from random import Random

from derivrepl.formats.text import TextFormat, error_text
from derivrepl.language.statements import split
from derivrepl.session.session import Session
from derivrepl.tables.diagnostics import DIAGNOSTICS
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver
from scripts.fuzzing.intact import answers, intact


def session_text(random: Random) -> str:
    """A session of a few lines."""
    return "\n".join(texts.line(random) for _ in range(random.randint(1, 6)))


def check_session(text: str) -> None:
    """Run the lines one by one, write every answer, and look at the session after each."""
    session = Session(keep=100)
    session.files.open = False
    writer = TextFormat(session.store)
    for source in split(text.split("\n")):
        before = dict(session.scope.definitions), dict(session.scope.inputs), session.number
        answer = session.step(source.text, f"text:{source.line}" if len(text) % 2 else "")
        writer.store = session.store
        writer.answer(answer, "text", source)
        if answer.error is not None:
            assert answer.error.code in DIAGNOSTICS
            assert error_text(answer.error, source, "text").count("\n") <= 4
            if not source.text.lstrip().startswith(":") and len(text) % 2 == 0:
                after = dict(session.scope.definitions), dict(session.scope.inputs), session.number
                assert after == before, "a statement that failed has changed the session"
            for span in (answer.error.span, answer.error.fix):
                assert span is None or 0 <= span[0] <= span[1] <= len(source.text) + 1, (span, source.text)
        for caution in answer.cautions:
            assert caution.code in DIAGNOSTICS
            error_text(caution, source, "text")
        intact(session)
        if answer.quit:
            return
    answers(session)


def prompt_text(random: Random) -> str:
    """One line on a session that has some names."""
    return texts.line(random)


SETUP = ("a = 3*b", "f(x) = x^2*y", "g : function", "p : positive", "sin(x)*y + x^2/p")


def check_prompt(text: str) -> None:
    """One line as at a prompt: with checks, and a screen's width."""
    session = Session(checks=True)
    session.at_prompt = True
    session.files.open = False
    for line in SETUP:
        assert session.step(line).error is None
    for source in split(text.split("\n")):
        session.step(source.text)
        intact(session)
    answers(session)


LINES = Driver("lines", session_text, check_session)
PROMPT = Driver("prompt", prompt_text, check_prompt)
