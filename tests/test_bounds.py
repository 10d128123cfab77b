"""Work and memory are bounded: what would grow without end is refused in one sentence, and the session goes on."""

from __future__ import annotations

import pytest

from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.session.session import Session
from derivrepl.simplify import arena, simplify

PRIMES = "'" * 3_000
ONES = "1" * 5_000

# fmt: off
REFUSED = [  # statements, and the code of the last one's error
    (["d^1000000000/dx^1000000000 x^2"],                   "E203"),
    (["d^1001/dx^1001 x^2"],                               "E203"),
    (["x^2", "d99999999f/dx99999999 = 0"],                 "E203"),
    (["x^2", f"d{ONES}f/dx = 0"],                          "E203"),
    (["g : function", f"g{PRIMES}(x)"],                    "E203"),
    (["diff(exp(x), x, 1000000)"],                         "E203"),
    (["diff(exp(x), x, 600, x, 600)"],                     "E203"),
    (["x^2", ":d x 1000000000"],                           "E203"),
    (["x^2", ":d 1000000000"],                             "E203"),
    (["x^2", f":d x {ONES}"],                              "E203"),
    (["x^2", ":d x 999 x 999"],                            "E203"),
]
# fmt: on


@pytest.mark.parametrize(("statements", "code"), REFUSED, ids=[s[-1][:30] for s, _ in REFUSED])
def test_orders_beyond_the_limit_are_refused_before_any_work(statements: list[str], code: str) -> None:
    session = Session()
    *before, last = statements
    for statement in before:
        assert session.step(statement).error is None
    error = session.step(last).error
    assert error is not None
    assert error.code == code
    assert len(error.message) < 500
    assert session.step("x^2").error is None


def test_a_statement_that_runs_out_of_memory_is_refused_and_the_session_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session()
    session.step("a = 3*b")

    def exhausted(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(session.derivatives, "gradient", exhausted)
        error = session.step("sin(x)*a").error
    assert error is not None
    assert (error.code, error.message) == ("E405", "stopped: out of memory")
    assert session.current is not None
    assert list(session.scope.inputs) == ["b"]
    assert session.step("sin(x)*a").error is None


def test_a_graph_over_the_limit_is_refused_and_leaves_no_name() -> None:
    session = Session()
    session.max_nodes = 1_000
    session.step("f(x) = x*x + 1")
    errors = [session.step("f(x) = f(f(x))").error for _ in range(20)]
    assert errors[0] is None
    assert errors[-1] is not None
    assert errors[-1].code == "E405"
    assert session.step("x^2").error is None


def test_sums_of_sums_are_not_held_term_by_term_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session()
    x = session.store.input("x")
    node = session.parser.expression_node("sin(x)*exp(x^2)")
    high = higher.derivative(session.store, node, [x] * 40)
    monkeypatch.setattr(arena, "MOST_HELD", 100)
    found = simplify(session.store, high)
    assert not found.complete
    assert found.node == high


def test_long_words_in_a_message_lose_their_middle() -> None:
    error = DerivError("E201", "unknown function " + "x" * 1_000_000, hint="y" * 1_000)
    assert len(error.message) < 400
    assert error.message.startswith("unknown function xx")
    assert "…" in error.message
    assert len(error.hint) < 400


def test_many_cautions_end_after_some() -> None:
    answer = Session().step("+".join(f"diff(x^2, y{k})" for k in range(200)))
    assert answer.error is None
    assert 1 < len(answer.cautions) <= 20


def test_a_session_without_formats_refuses_to_write_a_file() -> None:
    session = Session()
    session.step("x^2")
    error = session.step(":grad > out.txt").error
    assert error is not None
    assert error.code == "E702"
