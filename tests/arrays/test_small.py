"""Small matrices that are written out: determinants, inverses and products of their elements."""

from __future__ import annotations

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session

# fmt: off
WRITTEN_OUT = (
    ("det([a, b; c, d])",                      "a", "d"),
    ("det([a, b; c, d])",                      "b", "-c"),
    ("det([a, b, c; d, p, q; g, h, k])",       "h", "c*d - a*q"),
    ("logdet([a, 0; 0, d])",                   "a", "1/a"),
    ("inv([a, 0; 0, d])",                      "d", "[[0, 0], [0, -1/d^2]]"),
    ("inv([a, 1; 1, 0])",                      "a", "[[0, 0], [0, -1]]"),
    ("solve([a, b; c, d], [p, q])",            "p", "[d/(a*d - b*c), -c/(a*d - b*c)]"),
    ("[x, y]@[a, b; b, d]@[x, y]",             "b", "2*x*y"),
    ("det([cos(t), -sin(t); sin(t), cos(t)])", "t", "0"),
    ("inv([cos(t), -sin(t); sin(t), cos(t)])", "t", "[[-sin(t), cos(t)], [-cos(t), -sin(t)]]"),
    ("trace([a, b; c, d]@[a, b; c, d])",       "c", "2*b"),
    ("norm([x, y])",                           "x", "x/norm([x, y])"),
)
# fmt: on


def session_with(line: str) -> Session:
    session = Session()
    session.settings.set("output", "results")
    assert session.step(line).error is None
    return session


def shown(session: Session, line: str) -> list[str]:
    answer = session.step(line)
    assert answer.error is None, answer.error
    return TextFormat(session.store).answer(answer).rstrip("\n").split("\n")


@pytest.mark.parametrize(("function", "name", "expected"), WRITTEN_OUT, ids=lambda text: text)
def test_derivatives_of_small_matrices_are_written_out(function: str, name: str, expected: str) -> None:
    session = session_with(function)
    (line,) = [line for line in shown(session, f":d {name}") if line.startswith("df/")]
    assert line.split(" = ", 1)[1].split("  # ")[0] == expected


def test_an_inverse_of_numbers_is_simplified_to_numbers() -> None:
    assert shown(session_with("inv([2, 1; 1, 1])"), ":simplify")[0] == "f = [[1, -1], [-1, 2]]"


def test_the_derivative_of_a_determinant_needs_no_condition() -> None:
    assert not [line for line in shown(session_with("1"), "det([a, b; c, d])") if "note" in line]


def test_the_inverse_of_a_rotation_is_proved_to_be_its_transpose() -> None:
    session = session_with("inv([cos(t), -sin(t); sin(t), cos(t)])")
    assert shown(session, ":same [cos(t), -sin(t); sin(t), cos(t)].T") == ["# equal: proved"]


def test_a_matrix_with_letters_for_sizes_stays_whole() -> None:
    session = session_with("A : matrix(n, n)")
    assert "df/dA = det(A)*inv(A).T" in [line.split("  # ")[0] for line in shown(session, "det(A)")]


def test_what_makes_a_number_of_a_matrix_makes_the_same_of_its_transpose() -> None:
    session = session_with("A : matrix(n, n)")
    for function in ("det", "norm", "logdet", "norm1"):
        shown(session, f"{function}(A.T)")
        assert shown(session, f":same {function}(A)") == ["# equal: proved"]
