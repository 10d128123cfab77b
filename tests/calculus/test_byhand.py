"""Products as a person writes them, where what is multiplied is as deep as the graph."""

from __future__ import annotations

from derivrepl.calculus.byhand import multiplied
from derivrepl.language.scope import OPERATIONS
from derivrepl.store import DIV, TWO, Store

DEPTH = 10_000


def test_quotients_below_quotients_are_multiplied_however_deep_they_are() -> None:
    store = Store(OPERATIONS)
    x = deep = store.input("x")
    for _ in range(DEPTH):
        deep = store.div(x, deep)
    square = store.pow(x, TWO)
    product, levels = multiplied(store, deep, deep), 0
    while store.op(product) == DIV:
        above, product = store.operands(product)
        assert above == square
        levels += 1
    assert (levels, product) == (DEPTH, square)
