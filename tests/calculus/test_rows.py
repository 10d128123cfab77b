"""One loop over the function table through the engine: both sweeps, second order, and the printed form."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import pytest

from derivrepl.calculus import forward, higher, reverse
from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.numeric.check import difference
from derivrepl.numeric.evaluate import Program
from derivrepl.store import ONE, ZERO, Node, Store
from derivrepl.tables.functions import FUNCTIONS
from tests.reading import Reader

if TYPE_CHECKING:
    from derivrepl.operation import Operation

every_row = pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
POINTS = 3


class Call:
    """A row's function of as many inputs as it takes, as a node."""

    def __init__(self, row: Operation) -> None:
        self.row = row
        self.reader = Reader()
        self.store: Store = self.reader.store
        self.leaves = [self.store.input(name) for name in row.params]
        self.node = self.store.node(FUNCTION_CODES[row.name], *self.leaves)

    def smooth(self) -> list[Node]:
        """The inputs by which the derivative has a closed form."""
        return [leaf for leaf, text in zip(self.leaves, self.row.partials, strict=True) if text]

    def points(self) -> list[dict[Node, float]]:
        draw = random.Random(self.row.name).uniform
        spans = zip(self.leaves, self.row.sample, strict=True)
        ranges = [(leaf, low, high) for leaf, (low, high) in spans]
        return [{leaf: draw(low, high) for leaf, low, high in ranges} for _ in range(POINTS)]

    def has_value(self, node: Node) -> bool:
        """Whether no derivative without a formula occurs in the node."""
        store = self.store
        operations = [store.operations[store.op(n)] for n in store.live([node])]
        return all(row.derivative_of is None for row in operations)


def agree(derivative: Node, function: Node, leaf: Node, call: Call) -> int:
    """At how many points the derivative was compared with differences; AssertionError where they differ."""
    if not (call.has_value(derivative) and call.has_value(function)):
        return 0
    program, exact = Program(call.store, [function]), Program(call.store, [derivative])
    compared = 0
    for point in call.points():
        step = 1e-3 * max(abs(point[leaf]), 0.1)
        wanted = difference(program, function, leaf, point, step)
        found = exact.run(point)[derivative]
        assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6), (call.reader.text(derivative), point)
        compared += 1
    return compared


@every_row
def test_first_derivatives_agree_with_differences(row: Operation) -> None:
    call = Call(row)
    for leaf, derivative in zip(call.leaves, reverse.gradient(call.store, call.node, call.leaves), strict=True):
        assert agree(derivative, call.node, leaf, call) == (POINTS if leaf in call.smooth() else 0)


@every_row
def test_second_derivatives_agree_with_differences_of_the_first(row: Operation) -> None:
    call = Call(row)
    wanted = call.smooth()
    first = reverse.gradient(call.store, call.node, wanted)
    for i, line in enumerate(higher.hessian(call.store, call.node, wanted)):
        for j, derivative in enumerate(line):
            agree(derivative, first[i], wanted[j], call)


@every_row
def test_the_two_sweeps_agree_along_a_direction(row: Operation) -> None:
    call = Call(row)
    store, leaves = call.store, call.smooth()
    seeds = [store.input(f"direction{k}") for k in range(len(leaves))]
    along = forward.directional(store, call.node, dict(zip(leaves, seeds, strict=True)))
    across = ZERO
    for seed, part in zip(seeds, reverse.gradient(store, call.node, leaves), strict=True):
        across = store.add(across, store.mul(seed, part))
    draw = random.Random(row.name).gauss
    program = Program(store, [along, across])
    for point in call.points():
        values = program.run(point | {seed: draw(0, 1) for seed in seeds})
        assert values[along] == pytest.approx(values[across], rel=1e-12, abs=1e-14)
        assert math.isfinite(values[along])


@every_row
def test_calls_and_their_derivatives_print_as_what_is_read_back(row: Operation) -> None:
    call = Call(row)
    reader = call.reader
    for node in (call.node, *reverse.gradient(call.store, call.node, call.leaves)):
        assert reader.node(reader.text(node)) == node
    for alias in row.aliases:
        assert reader.node(f"{alias}({', '.join(row.params)})") == call.node


@every_row
def test_a_prime_is_the_derivative_of_the_function(row: Operation) -> None:
    call = Call(row)
    arguments = ", ".join(row.params)
    for k, leaf in enumerate(call.leaves, 1):
        (wanted,) = reverse.gradient(call.store, call.node, [leaf])
        mark = "'" if len(call.leaves) == 1 else f"'[{k}]"
        assert call.reader.node(f"{row.name}{mark}({arguments})") == wanted


@every_row
def test_the_chain_rule_multiplies_by_the_inner_derivative(row: Operation) -> None:
    call = Call(row)
    store = call.store
    inner = store.input("inner")
    for leaf in call.leaves:
        tripled = store.replace(call.node, {leaf: store.mul(store.constant(3), inner)})
        (chained,) = reverse.gradient(store, tripled, [inner])
        (plain,) = reverse.gradient(store, call.node, [leaf])
        put_in = store.replace(plain, {leaf: store.mul(store.constant(3), inner)})
        if not call.has_value(chained):
            continue
        program = Program(store, [chained, put_in])
        for point in call.points():
            values = program.run(point | {inner: point[leaf] / 3})
            assert values[chained] == pytest.approx(3 * values[put_in], rel=1e-12, abs=1e-14)


def test_one_stands_for_the_seed_of_a_whole_derivative() -> None:
    reader = Reader()
    node = reader.node("sin(x)")
    assert forward.directional(reader.store, node, {reader.input("x"): ONE}) == reader.node("cos(x)")
