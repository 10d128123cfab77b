"""The store's leaves that are arrays, and what an interrupt leaves half done in it."""

from __future__ import annotations

import pytest

from derivrepl.language.scope import OPERATIONS
from derivrepl.store import ADD, ONE, Store


@pytest.fixture
def store() -> Store:
    return Store(OPERATIONS)


def test_an_array_is_known_by_name_shape_and_symmetry(store: Store) -> None:
    a, s, x = store.array("A", (2, 3)), store.array("S", ("n", "n"), symmetric=True), store.input("x")
    assert store.array("A", (2, 3)) == a
    assert len({a, s, x, store.array("A", (3, 2)), store.array("S", ("n", "n")), store.input("A")}) == 6
    assert [store.shape_of_leaf(n) for n in (a, s, x)] == [(2, 3), ("n", "n"), ()]
    assert [store.is_symmetric(n) for n in (a, s, x, ONE, store.mul(s, s))] == [False, True, False, False, False]
    assert [store.name(n) for n in (a, s, x)] == ["A", "S", "x"]


def test_what_was_half_done_when_an_interrupt_came_is_taken_back_and_no_more(store: Store) -> None:
    x = store.input("x")
    node = store.mul(x, x)
    store.index[ADD, x, node] = len(store.keys)
    store.label_index["y"] = len(store.labels)
    for _ in range(2):
        store.mend()
        assert (store.mul(x, x), store.input("x")) == (node, x)
        assert len(store.index) == len(store.keys)
        assert len(store.label_index) == len(store.labels)
    assert store.name(store.input("y")) == "y"
    assert store.operands(store.add(x, node)) == (x, node)
