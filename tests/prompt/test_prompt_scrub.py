"""Numbers turned up and down by a key, and the words that F1 explains."""

from __future__ import annotations

import pytest

from derivrepl.formats.page import page_lines
from derivrepl.prompt.about import about, words_at
from derivrepl.prompt.panel import Paper, page_panel
from derivrepl.prompt.reading import WRONG, read
from derivrepl.prompt.scrub import scrubbed
from derivrepl.session.help import page
from derivrepl.session.session import Session

CURSOR = "█"


@pytest.mark.parametrize(("before", "change", "after"), [
    ("x^█2",         1,    "x^█3"),
    ("x^2█",        -1,    "x^1█"),
    ("0█.5*x",       1,    "0.█6*x"),
    ("█9+x",         1,    "1█0+x"),
    ("1.0█0x",       1,    "1.0█1x"),
    ("0.01█*x",     -2,    "-0.0█1*x"),
    ("2█e-3*x",      1,    "3e-█3*x"),
    ("x^█0",        -1,    "x^-█1"),
    ("x^-█1",        1,    "x^█0"),
    ("-█1*x",        1,    "█0*x"),
    ("-█3^2",        1,    "-█4^2"),
    ("█0^2+x",      -1,    "(-█1)^2+x"),
    ("x-█3",         1,    "x-█4"),
    (":eval x=█4",  10,    ":eval x=1█4"),
    ("sin(█x)",      1,    None),
    ("x1█ + y",      1,    None),
    ("",             1,    None),
])  # fmt: skip
def test_a_number_changes_in_its_last_written_digit(before: str, change: int, after: str | None) -> None:
    found = scrubbed(before.replace(CURSOR, ""), max(before.find(CURSOR), 0), change)
    shown = None if found is None else found[0][: found[1]] + CURSOR + found[0][found[1] :]
    assert (shown.removesuffix(CURSOR) if shown else shown) == (after.removesuffix(CURSOR) if after else after)


@pytest.mark.parametrize("text", ["x^2 - 3*y", "2x/(y+3)", "sin(0.5)*x^-1", "x-0-0", "1^2^x", "[1, 2*x]"])
def test_a_scrubbed_text_stays_readable(text: str) -> None:
    for cursor in range(len(text) + 1):
        for change in (-3, -1, 1, 3):
            found = scrubbed(text, cursor, change)
            assert found is None or read(Session(), found[0]).state != WRONG


@pytest.mark.parametrize(("marked", "words"), [
    ("ta█nh(x)",         ["tanh"]),
    ("2*tanh█(x)",       ["tanh"]),
    ("tanh(2*█",         ["tanh"]),
    ("exp(tanh(x█) + ",  ["x", "tanh", "exp"]),
    ("exp(tanh(x) + █",  ["exp"]),
    (":gr█ad x",         [":grad"]),
    (":grad x█",         ["x", ":grad"]),
    (":eval 2█",         [":eval"]),
    ("2 + 3█",           []),
    ("█",                []),
])  # fmt: skip
def test_help_is_about_the_word_at_the_cursor_or_what_is_around_it(marked: str, words: list[str]) -> None:
    assert words_at(marked.replace(CURSOR, ""), marked.find(CURSOR)) == words


def test_help_knows_the_session_s_own_names() -> None:
    session = Session()
    session.step("g(u) = u^2 + 1")
    session.step("q*g(q)")
    assert about(session, ["g"], True) == ["g(u) = u² + 1"]
    assert about(session, ["q", "exp"], True) == ["q: input"]
    assert about(session, ["zz", "exp"], True) == page(session, "exp")
    assert about(session, ["zz", ":grad"], True) == page(session, ":grad")
    assert about(session, ["sinn", ":grad"], True) == ["no help on sinn — did you mean sin?"]
    assert about(session, ["zz"], True) == ["no help on zz — :help lists topics"]
    assert about(session, [], True) == page(session, "")


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("topic", ["", ":eval", "atan2", ":grad", "E601"])
def test_a_page_is_wrapped_and_loses_no_word(topic: str, width: int) -> None:
    rows = page(Session(), topic)
    made = [line[0][0] for line in page_panel(Paper(width, True, True), rows, 1000)]
    assert all(len(line) < width for line in made)
    assert all(line.startswith("  ") for line in made if line)
    whole = "".join(page_lines(rows, 10**6, True))
    assert sorted(whole.replace(" ", "")) == sorted("".join(made).replace(" ", ""))
