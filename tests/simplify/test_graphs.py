"""Large graphs: linear passes, sharing kept, no recursion."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from derivrepl.simplify import simplify
from derivrepl.simplify.read import Reading
from derivrepl.store import Node, Store
from scripts.benchmarks.graphs import horner, layers, nested, shared, slope_of_nested, wide_product, wide_sum
from tests.simplify.values import new_store

GRAPHS = [nested, slope_of_nested, wide_sum, wide_product, horner, shared, layers]


@pytest.fixture(autouse=True)
def little_recursion() -> Iterator[None]:
    """A recursion limit that no walk over a large graph could live with."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(400)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize("build", GRAPHS, ids=lambda build: build.__name__)
@pytest.mark.parametrize("size", [1_000, 10_000])
def test_sharing_is_not_lost(build: Callable[[Store, int], Node], size: int) -> None:
    store = new_store()
    root = build(store, size)
    before = len(store.live([root]))
    result = simplify(store, root, "light").node
    assert len(store.live([result])) <= before


@pytest.mark.parametrize("build", [nested, slope_of_nested, wide_sum, layers], ids=lambda build: build.__name__)
def test_a_hundred_thousand_nodes_pass_at_the_full_level(build: Callable[[Store, int], Node]) -> None:
    store = new_store()
    root = build(store, 100_000)
    before = len(store.live([root]))
    assert len(store.live([simplify(store, root).node])) <= before


@pytest.mark.parametrize("build", GRAPHS, ids=lambda build: build.__name__)
def test_the_work_grows_in_proportion(build: Callable[[Store, int], Node]) -> None:
    work = []
    for size in (2_000, 20_000):
        store = new_store()
        root = build(store, size)
        before = len(store)
        simplify(store, root, "light")
        made = len(store) - before
        work.append((made + len(store.live([root]))) / size)
    assert work[1] <= 1.5 * work[0] + 0.1


@pytest.mark.parametrize("build", GRAPHS, ids=lambda build: build.__name__)
def test_the_full_level_stops_within_its_budget(build: Callable[[Store, int], Node]) -> None:
    store = new_store()
    root = build(store, 3_000)
    before = len(store.live([root]))
    result = simplify(store, root)
    assert len(store.live([result.node])) <= before


def test_a_reading_of_a_chain_is_one_node() -> None:
    from derivrepl.simplify.arena import Arena
    from derivrepl.simplify.facts import Facts
    from derivrepl.simplify.traits import traits

    store = new_store()
    arena = Arena(Facts(), traits(store))
    root = wide_sum(store, 2_000)
    reading = Reading(store, arena, root)
    assert len(arena.order[reading.of(root)]) == 1_000
    assert len(arena.order) == 1
