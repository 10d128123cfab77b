"""Every "did you mean" is a correction that a key applies, and the corrected statement is the one that was meant."""

from __future__ import annotations

import re

import pytest

from derivrepl.formats.files import FORMATS
from derivrepl.prompt.reading import fixed
from derivrepl.session.session import Session

SAID = ("A : matrix(2,3)", "B : matrix(2,2)", "a = 3*b", "alpha*beta + sin(x)")


def prompted() -> Session:
    """A session at a prompt in which something was said."""
    session = Session()
    session.at_prompt, session.formats = True, FORMATS
    for text in SAID:
        assert session.step(text).error is None
    return session


# fmt: off
CORRECTED = (
    # typed                          corrected                       the place
    ("sni(x)",                       "sin(x)",                       "sni"),
    (":grda x",                      ":grad x",                      ":grda"),
    (":grad bta",                    ":grad beta",                   "bta"),
    (":set digts 3",                 ":set digits 3",                "digts"),
    (":set digts=3",                 ":set digits=3",                "digts"),
    (":help gard",                   ":help grad",                   "gard"),
    ("? gard",                       "? grad",                       "gard"),
    (":rules sinn",                  ":rules sin",                   "sinn"),
    (":latex tabel",                 ":latex table",                 "tabel"),
    (":code pyton name=g",           ":code python name=g",          "pyton"),
    (":copy latx",                   ":copy latex",                  "latx"),
    (":undef alhpa beta",            ":undef alpha beta",            "alhpa"),
    ("c : posituve",                 "c : positive",                 "posituve"),
    (":table uses v99",              None,                           "v99"),
    (":table v2..v99",               None,                           "v99"),
    (":why v99",                     None,                           "v99"),
    ("A@B",                          "A.T @ B",                      "@"),
    ("(A+A) @ B",                    "(A+A).T @ B",                  "@"),
    ("2*A@B",                        "(2*A).T @ B",                  "@"),
    ("B*A",                          "B @ A",                        "*"),
    ("A + A.T",                      "A + A",                           "+"),
    (":eval alpha=1 x=2",            ":eval alpha=1 x=2 beta=",      "alpha=1 x=2"),
    (":eval alpha=1 x=2 > values",   ":eval alpha=1 x=2 beta= > values", "alpha=1 x=2"),
    (":eval",                        ":eval alpha=",                 None),
)
# fmt: on


@pytest.mark.parametrize(("typed", "corrected", "place"), CORRECTED)
def test_a_correction_is_offered_at_its_place(typed: str, corrected: str | None, place: str | None) -> None:
    session = prompted()
    error = session.step(typed).error
    assert error is not None
    assert fixed(typed, error) == corrected
    assert place is None or (error.span is not None and typed[slice(*error.span)] == place)
    if corrected is not None and corrected.count("=") == typed.count("="):
        assert session.step(corrected).error is None


def test_what_is_offered_in_words_is_offered_as_a_correction() -> None:
    session = prompted()
    for text in (typed for typed, *_ in CORRECTED):
        error = session.step(text).error
        meant = re.match(r"did you mean (\S+)\?$", error.hint) if error is not None else None
        if error is not None and meant is not None:
            assert error.fix is not None, text
            assert error.fix[2] == meant[1]
