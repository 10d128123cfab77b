"""Whatever is typed is answered or refused, never a traceback; and what was answered can be typed again."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from derivrepl.errors import DerivError
from derivrepl.formats.text import TextFormat, error_text
from derivrepl.language.statements import Source, split
from derivrepl.session.session import Session
from derivrepl.tables.diagnostics import DIAGNOSTICS
from tests.conftest import run_cli

# fmt: off
PIECES = (
    "x", "y", "a", "f", "g", "2", "0", "1/2", "0.1", "1e9", "sin", "exp", "log", "max", "if", "pi", "e", "abs", "gamma",
    "(", ")", "(x)", "(x, y)", "(x > 0, x, y)", "[", "]", "[x, y]", "+", "-", "*", "/", "^", "**", "@", "|", ",", ":",
    ";", "=", ":=", "==", "<", ">=", "'", "²", "⁻¹", ".T", "√", "%1", "%", "_", "_1", "d/dx ", "∂²f/∂x∂y", "df/dx", "d",
    " at ", " where ", "x = 2", " ", "\n", "\n  ", "#", "\\\n", "§", "diff(", "grad(", "jvp(", "hessian(",
    "f(x) = x^2", "g : function", "a : positive", "g'(x)", ":grad", ":d x 2", ":eval x=1 y=2", ":hessian", ":table",
    ":undef a", ":wrt x", ":vars", ":help sin", ":jacobian", ":jvp dx=1", ":set simplify off", ":quit",
)
SESSIONS = (
    "a = 3*b\na^2\n:grad b\n",
    "f(x) = x^2*y\nf(2, y)\n",
    "g : function\ng(x^2)*x\n:d x\n",
    "x^2 at x = y\n_^2\n_1 + %1\n",
)
# fmt: on


def answered(text: str) -> str:
    """The printed answers to all statements of the text; every failure is one that the program knows."""
    session = Session(keep=100)
    writer = TextFormat(session.store)
    said = []
    for source in split(text.splitlines(keepends=True)):
        answer = session.step(source.text, f"text:{source.line}")
        writer.store = session.store
        said.append(writer.answer(answer, "text", source))
        if answer.error is not None:
            told(answer.error, source)
        for caution in answer.cautions:
            assert caution.code in DIAGNOSTICS
            error_text(caution, source, "text")
        if answer.quit:
            break
    return "".join(said)


def told(error: DerivError, source: Source) -> None:
    """The error has a known code, one sentence, and a place and a fix that lie in the text."""
    assert error.code in DIAGNOSTICS
    assert error.message
    if error.span is not None:
        start, end = error.span
        assert 0 <= start <= end <= len(source.text) + 1
    if error.fix is not None:
        start, end, _ = error.fix
        assert 0 <= start <= end <= len(source.text)
    shown = error_text(error, source, "text")
    assert shown.startswith("text:")
    assert shown.count("\n") <= 4, "the line, the caret, the hint"


@given(st.text(max_size=80))
@example("x'")
@example("\0")
@example("\ud800")
@example("²")
@example("x^²")
@example("d/dd")
def test_any_text_is_answered_or_refused(text: str) -> None:
    answered(text)


@given(st.binary(max_size=80))
@settings(max_examples=300)
def test_any_bytes_are_answered_or_refused(data: bytes) -> None:
    answered(data.decode("utf-8", "surrogateescape"))


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=1500)
def test_pieces_of_the_language_in_any_order_are_answered_or_refused(text: str) -> None:
    answered(text)


@given(st.sampled_from(SESSIONS), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@settings(max_examples=600)
def test_a_session_goes_on_after_whatever_was_typed(before: str, text: str) -> None:
    answered(before + text + "\n\nx^2 + y\n")


@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
@settings(max_examples=400)
def test_a_failed_statement_changes_no_name(text: str) -> None:
    session = Session()
    session.step("a = 3*b")
    before = dict(session.scope.definitions), dict(session.scope.inputs), session.number
    source = next(split([text.replace("\n", " ")]), None)
    if source is not None and session.step(source.text).error is not None:
        assert (dict(session.scope.definitions), dict(session.scope.inputs), session.number) == before


@given(st.lists(st.sampled_from(PIECES[:70]), min_size=1, max_size=8).map("".join))
@settings(max_examples=400)
def test_what_is_printed_can_be_typed(text: str) -> None:
    output = ""
    session = Session(keep=100)
    writer = TextFormat(session.store)
    for source in split(text.splitlines(keepends=True)):
        answer = session.step(source.text)
        if answer.error is None and answer.kind != "command":
            output += writer.answer(answer, "text", source)
    again = Session(keep=100)
    for source in split(output.splitlines(keepends=True)):
        answer = again.step(source.text)
        assert answer.error is None, (output, source.text, answer.error.message, answer.error.hint)


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_hash_seed_changes_no_byte(seed: str) -> None:
    text = "".join(SESSIONS) + "sin(x)*y + exp(z)*w/(1 + u)\nsni(x)\n:vars\n:hessian\nmax(p, q)*s - t\n"
    wanted = run_cli(stdin=text.encode(), env={"PYTHONHASHSEED": "7"})
    assert run_cli(stdin=text.encode(), env={"PYTHONHASHSEED": seed}) == wanted
