"""Derivatives with arrays that once were wrong: found by `scripts/fuzz arrays`, kept with their cases."""

from __future__ import annotations

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session
from scripts.fuzzing.arrays import check

# fmt: off
CASES = (
    ("1 | sum(kron([[s, 2], [-1, t]], ones(m, 2)))^2",   "the size of an axis that vanishes once two are one"),
    ("1 | sum(kron(2*eye(2) + G, M))",                    "the same beside an identity"),
    ("1 | sum(kron(G, ones(2, m)@ones(2, m).T))",         "the same for a matrix of ones"),
    ("1 | einsum((if(H > s, [[s, t], [t, 1]], 2))[p,q]*(ones(2, 1)/(2 + Q^2))[q,r]*(2*ones(1, 2))[r,p])",
     "a choice element by element, taken apart into the rows of a list"),
    ("1 | sum(S@if(x > y, x^2, y))",                      "such a choice before a matrix product"),
)
# fmt: on


@pytest.mark.parametrize("case", [case for case, _ in CASES], ids=[what for _, what in CASES])
def test_a_case_that_failed_once_holds(case: str) -> None:
    check(case)


def test_a_table_of_numbers_with_arrays_inside_is_filled() -> None:
    session = Session()
    answer = session.step("grad(sum([a, b; c, d]@[a, b; c, d]), a)")
    assert answer.error is None
    text = TextFormat(session.store).answer(answer)
    assert [line for line in text.split("\n") if line.startswith("df/d")] == ["df/da = 2", "df/dc = 1", "df/db = 1"]


def test_the_hessian_form_takes_numbers_inside_of_arrays() -> None:
    session = Session()
    session.step("hessian(det([a, b; c, d]), a, d)")
    assert session.parser.expression_node("[[0, 1], [1, 0]]") == session.current_entry().node


def test_an_element_is_written_with_its_place_in_the_table_too() -> None:
    session = Session()
    session.step("A : matrix(n, n)")
    text = TextFormat(session.store).answer(session.step("sum(A[1,:])*A[2,1]"))
    assert "v1[1,:]" in text
    assert "[v" not in text
