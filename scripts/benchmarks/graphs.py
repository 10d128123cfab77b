"""Large graphs of a given size, some of which no tree could show: for the benchmark of the simplifier and its tests."""

from __future__ import annotations

from derivrepl.calculus.reverse import gradient
from derivrepl.store import Node, Store


def code(store: Store, name: str) -> int:
    """The operation code of a function."""
    return next(i for i, row in enumerate(store.operations) if row.name == name)


def nested(store: Store, size: int) -> Node:
    """sin(sin(… x …))."""
    node = store.input("x")
    for _ in range(size):
        node = store.make(code(store, "sin"), (node,))
    return node


def slope_of_nested(store: Store, size: int) -> Node:
    """The derivative of nested sines: a chain of products."""
    return gradient(store, nested(store, size // 3), [store.input("x")])[0]


def wide_sum(store: Store, size: int) -> Node:
    """The sum x0 + x1 + … of inputs."""
    node = store.input("x0")
    for i in range(1, size // 2):
        node = store.add(node, store.input(f"x{i}"))
    return node


def wide_product(store: Store, size: int) -> Node:
    """The product x0*x1*… of inputs."""
    node = store.input("x0")
    for i in range(1, size // 2):
        node = store.mul(node, store.input(f"x{i}"))
    return node


def horner(store: Store, size: int) -> Node:
    """A polynomial in nested form."""
    x = node = store.input("x")
    for i in range(size // 2):
        node = store.add(store.constant(i + 3), store.mul(x, node))
    return node


def shared(store: Store, size: int) -> Node:
    """Each node is used twice by the next: as a tree it has 2^size leaves."""
    node = store.input("x")
    for i in range(size * 2 // 3):
        node = store.add(node, store.mul(node, node)) if i % 2 else store.mul(node, node)
    return node


def layers(store: Store, size: int) -> Node:
    """A small dense network repeated."""
    values = [store.input(f"x{i}") for i in range(6)]
    tanh = code(store, "tanh")
    count = 0
    while len(store) < size:
        new = []
        for _ in range(6):
            total = store.mul(store.input(f"w{count % 97}"), values[0])
            for value in values[1:]:
                count += 1
                total = store.add(total, store.mul(store.input(f"w{count % 97}"), value))
            new.append(store.make(tanh, (total,)))
        values = new
    return values[0]
