"""Derivatives with arrays that once were wrong: found by `scripts/fuzz arrays`, kept with their cases."""

from __future__ import annotations

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.language.scope import ARRAY_NAMES
from derivrepl.language.text import UNICODE, Writer
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


def session_with(*lines: str) -> Session:
    session = Session()
    for line in lines:
        assert session.step(line).error is None, line
    return session


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


# fmt: off
REFUSED = (
    (("A : matrix(n, k)",),                     "n = 3",            "E205", "n is a size of A"),
    (("A : matrix(n, k)",),                     "k : positive",     "E205", "k is a size of A"),
    ((),                                        "n : vector(n)",    "E205", "n is an array and cannot be a size"),
    (("v : vector(3)",),                        "A : matrix(v, 2)", "E205", "v is an array and cannot be a size"),
    (("X : matrix(2, 3)", "f = sum(X)"),        "X : matrix(4, 5)", "E205", "X is used in f, where it is matrix(2, 3)"),
    (("X : matrix(2, 3)", "f = sum(X)"),        "X : real",         "E205", "X is used in f, where it is matrix(2, 3)"),
    (("f = x^2",),                              "x : vector(3)",    "E205", "x is used in f, where it is a scalar"),
)
DOTTED = (
    ("A.*A",        "* works element by element already: leave the dot out"),
    ("A.^2",        "^ works element by element already: leave the dot out"),
    ("A.t",         "write A.T"),
    ("A.q",         "functions are called by their name alone: q(…)"),
    ("A.shape",     "sizes are rows(A), cols(A) and len(u)"),
)
# fmt: on


@pytest.mark.parametrize(("before", "line", "code", "message"), REFUSED, ids=lambda text: str(text))
def test_a_name_never_changes_its_shape_under_what_uses_it(
    before: tuple[str, ...], line: str, code: str, message: str
) -> None:
    session = session_with(*before)
    error = session.step(line).error
    assert error is not None
    assert (error.code, error.message) == (code, message)


def test_a_name_may_change_its_shape_while_no_definition_uses_it() -> None:
    session = session_with("X : matrix(2, 3)", "sum(X)", "X : matrix(4, 5)", "f(X) = X^2", "X : vector(2)")
    assert session.store.shape_of_leaf(session.store.input("X")) == (2,)


@pytest.mark.parametrize("lines", [("x : vector(3)", "x : positive"), ("x : positive", "x : vector(3)")])
def test_the_elements_of_an_array_can_be_declared_positive(lines: tuple[str, str]) -> None:
    session = session_with(*lines)
    assert "df/dx = ones(3)" in TextFormat(session.store).answer(session.step("sum(sqrt(x^2))"))


@pytest.mark.parametrize(("line", "hint"), DOTTED, ids=lambda text: text)
def test_a_dot_before_a_sign_or_a_name_has_its_cure(line: str, hint: str) -> None:
    error = Session().step(line).error
    assert error is not None
    assert (error.code, error.hint) == ("E106", hint)


def test_the_trace_has_its_short_name() -> None:
    session = Session()
    session.step("A : matrix(n, n)")
    assert session.step("tr(A)").error is None
    assert session.current_entry().node == session.parser.expression_node("trace(A)")


# fmt: off
TWO_READINGS = (
    ("a·a",  "a @ a"),
    ("A×A",  "A @ A"),
    ("|a|",  "norm(a)"),
    ("|A|",  "det(A)"),
)
# fmt: on


@pytest.mark.parametrize(("line", "meant"), TWO_READINGS, ids=lambda text: text)
def test_what_books_read_otherwise_between_arrays_is_refused(line: str, meant: str) -> None:
    session = Session()
    session.step("a : vector(3)")
    session.step("A : matrix(3, 3)")
    error = session.step(line).error
    assert error is not None
    assert error.code == "E102"
    assert meant in error.hint


@pytest.mark.parametrize("line", ["a*b*2*a", "(a@b)*a*b", "A*(A@A)*2", "a*b - sum(a)*b"])
def test_the_product_of_elements_is_no_dot_in_any_notation(line: str) -> None:
    session = session_with("a, b : vector(3)", "A : matrix(3, 3)", line)
    node = session.current_entry().node
    text = Writer(session.store, UNICODE).text(node)
    assert text is not None
    assert session.parser.expression_node(text) == node


@pytest.mark.parametrize("name", sorted(ARRAY_NAMES))
@pytest.mark.parametrize("given", [(), ("x", "x", "x", "x"), ("A", "u", "x", "2", "A")], ids=["none", "four", "five"])
def test_a_call_with_any_number_of_operands_is_answered_or_refused(name: str, given: tuple[str, ...]) -> None:
    session = Session()
    for said in ("A : matrix(2, 2)", "u : vector(2)"):
        session.step(said)
    answer = session.step(f"{name}({', '.join(given)})")
    if not given:
        assert answer.error is not None
        assert answer.error.code == "E208"


# fmt: off
MEANT = (
    ("A x",   "write A @ x"),
    ("A.T A", "write A.T @ A"),
    ("x' A.T A x", "write x.T @ A.T @ A @ x"),
    ("x'", "write x.T"),
    ("x'*x", "write x.T @ x"),
    ("x^T x", "write x.T @ x"),
    ("x.T*x", "write x.T @ x or x.T*x"),
    ("<x, x>", "write dot(x, x)"),
    ("⟨x, x⟩", "write dot(x, x)"),
    ("x ⊙ x", "write x*x"),
    ("x ⊗ x", "of vectors write outer(x, y), of matrices kron(A, B)"),
    ("||x||_2^2", "write norm(x)^2"),
    ("‖A‖_F", "write normF(A)"),
    ("|x‖", ""),
    ("np.linalg.norm(A@x)", "write norm(A@x)"),
    ("np.sum(np.exp(x))", "write sum(exp(x))"),
    ("np.sum(A, axis=0)", "write sum(A, 1)"),
    ("A.sum(axis=1)", "write sum(A, 2)"),
    ("sum(A, axis=0)", "write sum(A, 1)"),
    ("A.T.dot(x)", "write A.T @ x"),
    ("x.shape[0]*2", "write rows(x)*2"),
    ("np.einsum('ij,j->i', A, x)", "write einsum(A[i,j]*x[j], i)"),
    ("sum(x[i]^2, i)", "a sum over an index is einsum(x[i]^2)"),
    ("norm(A, 2)", "norm(A) is the Frobenius norm, norm1(A) the sum of absolute values"),
    ("A(1,2)", "write A[1,2]"),
    ("A[1]", "an element is A[1,2], a row A[1,:], a column A[:,1]"),
    ("x[0]", "indices count from 1; the last one is n"),
    ("sum(A, 0)", "axes count from 1: sum(A, 1) is of each column, sum(A, 2) of each row"),
    ("log det A", "write log(det(A))"),
    ("tr A", "write tr(A)"),
    ("Tr(A)", "did you mean trace?"),
    ("t x",   "write t*x"),
    ("I@x",   "the identity matrix is eye(n)"),
    ("A@I",   "the identity matrix is eye(n)"),
)
# fmt: on


@pytest.mark.parametrize(("line", "hint"), MEANT, ids=lambda text: text)
def test_what_is_typed_as_on_paper_is_told_as_it_is_typed_here(line: str, hint: str) -> None:
    session = session_with("A : matrix(m, n)", "x : vector(n)")
    error = session.step(line).error
    assert error is not None
    assert (error.hint or "") == hint


# fmt: off
READ = (
    ("||x||",                "norm(x)"),
    ("2*||x - y||^2",        "2*norm(x - y)^2"),
    ("x@y/(||x||*||y||)",    "x@y/(norm(x)*norm(y))"),
    ("‖A‖²",                 "norm(A)^2"),
    ("‖x‖ + |x@y|",          "norm(x) + abs(x@y)"),
    ("norm(x, 1)",           "norm1(x)"),
    ("norm(x, 2)",           "norm(x)"),
    ("norm(x, inf)",         "max(abs(x))"),
    ("norm(x, p)",           "sum(abs(x)^p)^(1/p)"),
)
# fmt: on


@pytest.mark.parametrize(("line", "meaning"), READ, ids=lambda text: text)
def test_norms_are_read_as_on_paper(line: str, meaning: str) -> None:
    session = session_with("A : matrix(m, n)", "x : vector(n)", "y : vector(n)")
    assert session.step(line).error is None
    assert session.current_entry().node == session.parser.expression_node(meaning)


@pytest.mark.parametrize(("line", "cautions"), [("A*x", 1), ("(A + 1)*x", 0), ("A*t", 0), ("x*y", 0), ("A*A", 0)])
def test_a_matrix_times_a_vector_element_by_element_is_doubted(line: str, cautions: int) -> None:
    session = session_with("A : matrix(m, n)", "x : vector(n)", "y : vector(n)")
    answer = session.step(line)
    assert answer.error is None
    assert [c.hint for c in answer.cautions] == ["for the product of arrays write A @ x"] * cautions


@pytest.mark.parametrize("line", ["A^T", "A^T*2", "x^T"])
def test_the_power_t_of_an_array_is_doubted(line: str) -> None:
    session = session_with("A : matrix(m, n)", "x : vector(n)")
    answer = session.step(line)
    assert [c.hint for c in answer.cautions] == [f"for the transpose write {line[0]}.T"]


@pytest.mark.parametrize(
    "line",
    [
        "sum((X - mean(X))^2)",
        "sqrt(mean(x^2) + 1)",
        "y@((x - mean(x))/sqrt(mean((x - mean(x))^2) + 1))",
        "sqrt(x@x/len(x) + 1)",
    ],
)
def test_sizes_and_sums_of_squares_need_no_conditions(line: str) -> None:
    session = session_with("X : matrix(m, n)", "x : vector(n)", "y : vector(n)")
    assert "note: for" not in TextFormat(session.store).answer(session.step(line))
