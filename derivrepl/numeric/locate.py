"""Where a derivative goes wrong: the first node whose tangent is not the slope of its value.

All nodes are evaluated at once, so one forward sweep and four moved points tell for every node; the
operands of the first one that disagrees are still right, so its own rule is what is wrong.
"""

from __future__ import annotations

import math

from derivrepl.calculus.forward import by_input
from derivrepl.numeric.check import STENCIL
from derivrepl.numeric.evaluate import Program
from derivrepl.store import PARAMETER, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERANCE = 1e-5
MOST_NODES = 20_000
"""Larger graphs are not searched."""


class Place:
    """A node with its derivative as its rule has it, and as differences have it."""

    __slots__ = ("by_differences", "by_rule", "node")

    def __init__(self, node: Node, by_rule: float, by_differences: float) -> None:
        self.node = node
        self.by_rule = by_rule
        self.by_differences = by_differences


def first_wrong(store: Store, root: Node, leaf: Node, point: Mapping[Node, float]) -> Place | None:
    """The first node, operands first, whose derivative by the leaf disagrees with differences; None where none does."""
    nodes = [n for n in store.live([root]) if store.op(n) > PARAMETER]
    if len(nodes) > MOST_NODES:
        return None
    sweep = by_input(store, leaf)
    tangents = {n: sweep.of(n) for n in nodes}
    program = Program(store, nodes)
    rules = Program(store, list(tangents.values()))
    exact = rules.run(point)
    exact[ZERO] = 0.0
    step = 1e-3 * max(abs(point[leaf]), 0.1)
    moved = [(weight, program.run({**point, leaf: point[leaf] + k * step})) for k, weight in STENCIL]
    for n in nodes:
        slope = sum(weight * values[n] for weight, values in moved) / (12 * step)
        value = exact[tangents[n]]
        if math.isfinite(slope) and not abs(value - slope) <= TOLERANCE * max(abs(slope), abs(value), 1.0):
            return Place(n, value, slope)
    return None
