"""What sweeps cost, on functions whose operations are counted by hand."""

from __future__ import annotations

import pytest

from derivrepl.numeric.cost import ENDLESS, Cost
from derivrepl.session.session import Session


def cost_of(text: str) -> Cost:
    session = Session()
    session.step(text)
    entry = session.current_entry()
    return Cost(session.store, entry.node, entry.view.nodes, entry.inputs)


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
    assert cost.reverse_all <= 4 * cost.function
    assert cost.forward_all > 40 * cost.function


def test_shared_parts_count_wherever_they_are_written() -> None:
    session = Session()
    session.step("a = x*x + 1")
    for _ in range(100):
        session.step("a = a*a + 1")
    session.step("a")
    entry = session.current_entry()
    cost = Cost(session.store, entry.node, entry.view.nodes, entry.inputs)
    assert cost.written == ENDLESS
    assert cost.function < 300
