"""The part of a wrong expression that makes the difference."""

from __future__ import annotations

import pytest

from derivrepl.language.text import Writer
from derivrepl.session.difference import DIFFERS, EXTRA, MISSING, Difference
from derivrepl.session.session import Session


@pytest.mark.parametrize(
    ("claimed", "right", "kind", "part"),
    [
        ("2*x*sin(x) + x^2*sin(2*x)", "2*x*sin(x) + x^2*cos(x)",  DIFFERS, "sin(2*x)"),
        ("cos(x)*x^2 + 3*x*sin(x)",   "x*(2*sin(x) + x*cos(x))",  None,    ""),
        ("a + b + c + 1",             "c + a + b",                EXTRA,   "1"),
        ("a + c",                     "a + b + c",                MISSING, "a + c"),
        ("exp(x^2)*y*z",              "z*exp(x^3)*y",             DIFFERS, "2"),
        ("a - b",                     "a + b",                    DIFFERS, "b"),
        ("sin(x + y*(z + 1))",        "sin(y*(z + 2) + x)",       DIFFERS, "1"),
        ("a*b*c",                     "a*b",                      EXTRA,   "c"),
        ("x",                         "y",                        None,    ""),
        ("cos(x)/x",                  "cos(x)/x^2",               DIFFERS, "x"),
    ],
)  # fmt: skip
def test_the_smallest_part_that_differs_is_found(claimed: str, right: str, kind: str | None, part: str) -> None:
    session = Session()
    one, other = (session.parser.expression_node(text) for text in (claimed, right))
    found = Difference(session.store, one, [other], claimed).smallest()
    if kind is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == kind
        assert Writer(session.store).text(found[1]) == part
