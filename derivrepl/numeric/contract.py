"""Contractions of arrays as matrix products: pair by pair, in an order found once for each set of shapes.

`np.einsum` multiplies a pair by loops of its own as soon as an axis that both have is kept. Here every pair becomes
one (batched) matrix product, or a broadcast product where nothing is summed.
"""

from __future__ import annotations

import numpy as np

from derivrepl.shapes import parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_OPTIMAL = 6
"""With more factors the order is found greedily."""

Part = tuple["Any", str]
"""An array and the names of its axes."""


class Contraction:
    """The product of arrays, summed over the axes that the result lacks.

    signature: the axes of the operands and of the result, as in `shapes.parsed`.
    """

    def __init__(self, signature: str) -> None:
        self.axes, out = parsed(signature)
        self.out = "".join(out)
        self.distinct = "".join(dict.fromkeys(self.out))
        self.orders: dict[tuple[tuple[int, ...], ...], list[tuple[int, ...]]] = {}

    def __call__(self, *operands: Any) -> Any:
        """The array; shapes must agree along axes of the same name."""
        parts = [_distinct(np.asarray(a), axes) for a, axes in zip(operands, self.axes, strict=True)]
        for chosen in self._order(parts):
            taken = [parts.pop(k) for k in sorted(chosen, reverse=True)][::-1]
            needed = set(self.distinct).union(*[axes for _, axes in parts])
            result = taken[0]
            for k, part in enumerate(taken[1:], 2):
                later = needed.union(*[axes for _, axes in taken[k:]])
                result = product(result, part, later)
            parts.append(result)
        array, axes = _summed(*parts[0], set(self.distinct))
        array = array.transpose([axes.index(c) for c in self.distinct])
        return array if self.distinct == self.out else self._spread(array)

    def _order(self, parts: list[Part]) -> list[tuple[int, ...]]:
        """Which parts are multiplied, one step after the other; a result goes to the end of the parts."""
        if len(parts) < 2:
            return []
        shapes = tuple([a.shape for a, _ in parts])
        order = self.orders.get(shapes)
        if order is None:
            expression = f"{','.join(axes for _, axes in parts)}->{self.distinct}"
            kind = "optimal" if len(parts) <= MOST_OPTIMAL else "greedy"
            order = np.einsum_path(expression, *[a for a, _ in parts], optimize=(kind, 10**9))[0][1:]
            self.orders[shapes] = order
        return order

    def _spread(self, array: Any) -> Any:
        """The array with repeated axes: zero outside of their diagonal."""
        sizes = dict(zip(self.distinct, array.shape))
        spread = np.zeros([sizes[c] for c in self.out])
        places = np.meshgrid(*[np.arange(n) for n in array.shape], indexing="ij")
        grid = dict(zip(self.distinct, places))
        spread[tuple([grid[c] for c in self.out])] = array
        return spread


def _distinct(array: Any, axes: str) -> Part:
    """An operand with repeated axes as its diagonal."""
    names = "".join(dict.fromkeys(axes))
    return (array, axes) if len(names) == len(axes) else (np.einsum(f"{axes}->{names}", array), names)


def _summed(array: Any, axes: str, needed: set[str]) -> Part:
    """A part without the axes that nothing needs."""
    over = tuple([k for k, c in enumerate(axes) if c not in needed])
    return (array.sum(axis=over), "".join([c for c in axes if c in needed])) if over else (array, axes)


def product(a: Part, b: Part, needed: set[str]) -> Part:
    """Two parts multiplied, summed over the axes that both have and nothing else needs."""
    left, left_axes = _summed(*a, needed | set(b[1]))
    right, right_axes = _summed(*b, needed | set(left_axes))
    shared = [c for c in left_axes if c in right_axes]
    batch = [c for c in shared if c in needed]
    inner = [c for c in shared if c not in needed]
    rows = [c for c in left_axes if c not in right_axes]
    columns = [c for c in right_axes if c not in left_axes]
    first = left.transpose([left_axes.index(c) for c in batch + rows + inner])
    second = right.transpose([right_axes.index(c) for c in batch + inner + columns])
    sizes = {**dict(zip(left_axes, left.shape)), **dict(zip(right_axes, right.shape))}
    names = "".join(batch + rows + columns)
    if not inner:
        first = first.reshape([*[sizes[c] for c in batch + rows], *[1] * len(columns)])
        second = second.reshape([*[sizes[c] for c in batch], *[1] * len(rows), *[sizes[c] for c in columns]])
        return first * second, names
    outer = [sizes[c] for c in batch]
    first = first.reshape([*outer, _size(sizes, rows), _size(sizes, inner)])
    second = second.reshape([*outer, _size(sizes, inner), _size(sizes, columns)])
    return (first @ second).reshape([sizes[c] for c in names]), names


def _size(sizes: dict[str, int], axes: list[str]) -> int:
    total = 1
    for c in axes:
        total *= sizes[c]
    return total
