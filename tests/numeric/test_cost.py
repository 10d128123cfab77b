"""What sweeps cost, on functions whose operations are counted by hand."""

from __future__ import annotations

import pytest

from derivrepl.numeric.amount import Amount
from derivrepl.numeric.cost import ENDLESS, Cost
from derivrepl.session.answer import Page
from derivrepl.session.session import Session
from derivrepl.session.traced import shortener
from derivrepl.tables.arrays import ARRAYS as ARRAY_ROWS


def cost_of(*lines: str) -> Cost:
    session = Session()
    for line in lines:
        session.step(line)
    entry = session.current_entry()
    return Cost(session.store, entry.node, entry.view.nodes, entry.inputs, shortener(session, entry))


# fmt: off
@pytest.mark.parametrize(
    ("text", "function", "forward_one", "forward_all", "reverse_all", "written", "peak"),
    [
        # the example of Griewank and Walther's tables: each count can be read off `:trace`
        ("log(x1) + x1*x2 - sin(x2)",  5, 13, 21, 13,  9, 3),
        ("x*y",                        1,  4,  7,  3,  3, 2),  # t = tx*y + x*ty; ax = a*y, ay = x*a
        ("x + y",                      1,  2,  3,  1,  3, 2),
        ("exp(x)",                     1,  2,  2,  2,  2, 1),  # its own value is used again
        ("a*b*c*d",                    3, 12, 39,  9,  7, 4),
        ("5",                          0,  0,  0,  0,  0, 0),
    ],
)  # fmt: skip
def test_operations_are_those_counted_by_hand(
    text: str, function: int, forward_one: int, forward_all: int, reverse_all: int, written: int, peak: int
) -> None:
    cost = cost_of(text)
    assert (cost.function, cost.forward_one, cost.forward_all) == (function, forward_one, forward_all)
    assert (cost.reverse_all, cost.written, cost.peak) == (reverse_all, written, peak)
# fmt: on


def test_the_reverse_sweep_costs_no_more_for_many_inputs() -> None:
    cost = cost_of("*".join(f"x{k}" for k in range(50)))
    assert isinstance(cost.function, int)
    assert isinstance(cost.forward_all, int)
    assert isinstance(cost.reverse_all, int)
    assert cost.reverse_all <= 4 * cost.function
    assert cost.forward_all > 40 * cost.function


def test_shared_parts_count_wherever_they_are_written() -> None:
    cost = cost_of("a = x*x + 1", *["a = a*a + 1"] * 100, "a")
    assert cost.written == ENDLESS
    assert isinstance(cost.function, int)
    assert cost.function < 300


# fmt: off
ARRAYS = (
    # function              operations                  and one tangent sweep           and the adjoint sweep
    ("x@x",                 "2*n - 1",                  "4*n - 1",                      "5*n - 1"),
    ("A@x",                 "2*m*n - m",                "6*m*n - 2*m",                  "5*m*n - m - n"),
    ("sum(A)",              "m*n - 1",                  "2*m*n - 2",                    "m*n - 1"),
    ("A.T",                 "0",                        "0",                            "0"),
    ("exp(x)",              "n",                        "2*n",                          "2*n"),
    ("x[1]*y",              "1",                        "4",                            "n + 3"),
    ("det(S)",              "2/3*k^3",                  "14/3*k^3 - k^2 + k",           "8/3*k^3 + k^2 + 1"),
    ("inv(S)",              "2*k^3",                    "6*k^3 - k^2",                  "6*k^3 - k^2"),
    ("outer(x, x)",         "n^2",                      "4*n^2",                        "5*n^2 - n"),
    ("diag(x)",             "0",                        "0",                            "0"),
    ("A@diag(x)",           "2*m*n^2 - m*n",            "6*m*n^2 - 2*m*n",              "6*m*n^2 - 2*m*n - n^2"),
    ("norm(x)",             "2*n",                      "4*n",                          "4*n"),
    ("[1,2,3]@B@[1,2]",     "13",                       "26",                           "21"),
)
# fmt: on


@pytest.mark.parametrize(("text", "function", "forward", "reverse"), ARRAYS)
def test_operations_on_arrays_are_counted_by_their_elements(
    text: str, function: str, forward: str, reverse: str
) -> None:
    cost = cost_of("A : matrix(m, n)", "B : matrix(3, 2)", "S : matrix(k, k)", "x : vector(n)", text)
    found = [Amount.of(0) + work for work in (cost.function, cost.forward_one, cost.reverse_all)]
    assert [amount.text() for amount in found] == [function, forward, reverse]


def test_every_array_function_that_computes_says_how_much() -> None:
    for row in ARRAY_ROWS:
        makes_nothing = row.contracts or "#" in row.signature or row.name == "vec"
        assert bool(row.flops) != makes_nothing, row


@pytest.mark.parametrize(
    ("text", "cheaper"), [("x@x", "reverse"), ("A@x", "reverse"), ("y*ones(5)", "forward"), ("y^2", ""), ("sin(y)", "")]
)
def test_the_cheaper_sweep_is_marked(text: str, cheaper: str) -> None:
    session = Session()
    for line in ("A : matrix(m, n)", "x : vector(n)", text):
        session.step(line)
    (block,) = session.step(":cost").blocks
    assert isinstance(block, Page)
    marked = [row[0].split()[0] for row in block.rows if "cheaper" in row[-1]]
    assert marked == ([cheaper] if cheaper else [])
