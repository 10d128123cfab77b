"""A layered drawing of a graph without cycles: every edge runs downward, few edges cross, most are straight.

The method is that of Sugiyama, Tagawa and Toda (1981): layers by longest paths, edges over several layers
cut by dummy vertices, orders within layers by repeated barycenters, the order with the fewest crossings
kept. Coordinates are then found by relaxation: each layer in turn is placed as near to its neighbours as its
order and distances allow, which is an isotonic regression (pool adjacent violators). Everything is deterministic.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

SWEEPS = 12
"""Rounds of ordering, and of placing."""
DUMMY_WEIGHT = 3.0
"""How much more than a vertex a dummy insists on its place, so that long edges are straight."""


class Layered:
    """A layered drawing of vertices 0 … n-1.

    layers  the vertices of each layer from left to right; numbers from n on are dummies
    x       horizontal middle of each vertex and dummy
    routes  (from, to) → the vertices that the edge runs through, both ends included
    """

    def __init__(self, edges: list[tuple[int, int]], widths: list[float], dummy: float, gap: float) -> None:
        """Lay out edges (from, to) with from < to.

        widths  of the vertices; dummy: of dummies; gap: between neighbours; all in one unit of length
        """
        self.count = len(widths)
        self.widths = list(widths)
        self.gap = gap
        edges = list(dict.fromkeys(edges))
        level = _levels(self.count, edges)
        self.layers: list[list[int]] = [[] for _ in range(max(level, default=-1) + 1)]
        for v, layer in enumerate(level):
            self.layers[layer].append(v)
        self.routes: dict[tuple[int, int], list[int]] = {}
        for a, b in edges:
            route = [a]
            for layer in range(level[a] + 1, level[b]):
                route.append(len(self.widths))
                self.layers[layer].append(len(self.widths))
                self.widths.append(dummy)
            self.routes[a, b] = [*route, b]
        self.above: list[list[int]] = [[] for _ in self.widths]
        self.below: list[list[int]] = [[] for _ in self.widths]
        for route in self.routes.values():
            for a, b in itertools.pairwise(route):
                self.below[a].append(b)
                self.above[b].append(a)
        self._order()
        self._place()

    # Orders

    def _order(self) -> None:
        place = [0.0] * len(self.widths)
        for layer in self.layers:
            for k, v in enumerate(layer):
                place[v] = float(k)
        best, fewest = [list(layer) for layer in self.layers], self.crossings()
        for sweep in range(SWEEPS):
            down = sweep % 2 == 0
            for layer in self.layers if down else reversed(self.layers):
                near = self.above if down else self.below
                layer.sort(key=lambda v: (_mean([place[u] for u in near[v]], place[v]), place[v]))
                for k, v in enumerate(layer):
                    place[v] = float(k)
            crossings = self.crossings()
            if crossings < fewest:
                best, fewest = [list(layer) for layer in self.layers], crossings
        self.layers = best

    def crossings(self) -> int:
        """How many pairs of edges cross between neighbouring layers."""
        total = 0
        for upper, lower in zip(self.layers, self.layers[1:]):
            place = {v: k for k, v in enumerate(lower)}
            passed: list[int] = []
            for v in upper:
                ends = sorted(place[u] for u in self.below[v])
                total += sum(len(passed) - bisect_right(passed, end) for end in ends)
                for end in ends:
                    insort(passed, end)
        return total

    # Places

    def _place(self) -> None:
        self.x = [0.0] * len(self.widths)
        for layer in self.layers:
            self._settle(layer, [0.0] * len(layer))
        for sweep in range(2 * SWEEPS):
            down = sweep % 2 == 0
            for layer in self.layers if down else reversed(self.layers):
                near = self.above if down else self.below
                if sweep >= 2 * SWEEPS - 2:
                    wanted = [_mean([self.x[u] for u in self.above[v] + self.below[v]], self.x[v]) for v in layer]
                else:
                    wanted = [_mean([self.x[u] for u in near[v]], self.x[v]) for v in layer]
                self._settle(layer, wanted)
        left = min((self.x[v] - self.widths[v] / 2 for v in range(len(self.widths))), default=0.0)
        self.x = [x - left for x in self.x]

    def _settle(self, layer: list[int], wanted: list[float]) -> None:
        """Put a layer's vertices as near as possible to where they want to be, in their order."""
        offsets = [0.0]
        for a, b in itertools.pairwise(layer):
            offsets.append(offsets[-1] + (self.widths[a] + self.widths[b]) / 2 + self.gap)
        weights = [DUMMY_WEIGHT if v >= self.count else 1.0 for v in layer]
        for v, offset, place in zip(layer, offsets, isotonic([w - o for w, o in zip(wanted, offsets)], weights)):
            self.x[v] = offset + place


def isotonic(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising sequence with the least weighted squared distance from the values."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            mean, mass, count = blocks.pop()
            whole = mass + block[1]
            block = ((mean * mass + block[0] * block[1]) / whole, whole, count + block[2])
        blocks.append(block)
    return [mean for mean, _, count in blocks for _ in range(count)]


def _levels(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """The layer of each vertex: below all that it reads; nearer to its users where that shortens more edges."""
    sources: list[list[int]] = [[] for _ in range(count)]
    users: list[list[int]] = [[] for _ in range(count)]
    for a, b in edges:
        sources[b].append(a)
        users[a].append(b)
    level = [0] * count
    for v in range(count):
        level[v] = max((level[a] + 1 for a in sources[v]), default=0)
    for v in reversed(range(count)):
        if sources[v] and len(users[v]) > len(sources[v]):
            level[v] = min(level[u] for u in users[v]) - 1
    return level


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
