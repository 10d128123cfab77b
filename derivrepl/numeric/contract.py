"""Contractions of arrays as matrix products: pair by pair, by a plan made once for each set of shapes.

`np.einsum` multiplies a pair by loops of its own as soon as an axis that both have is kept. Here every pair becomes
one (batched) matrix product, or a broadcast product where nothing is summed. A product that is its own mirror image,
such as `X.T @ diag(d) @ X`, takes half of the operations (`mirror.py`).
"""

from __future__ import annotations

from itertools import count

import numpy as np

from derivrepl.contraction import LETTERS
from derivrepl.numeric.mirror import Mirror, mirrored
from derivrepl.shapes import parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import Any

    Axes = tuple[Hashable, ...]
    Factor = tuple[int, Axes]
    """The place of an operand, and names for its axes."""
    Sizes = dict[Hashable, int]
    Registers = list[Any]
    Step = Callable[[Registers], Any]

MOST_OPTIMAL = 6
"""With more factors the order is found greedily."""
WORTHWHILE = 250_000
"""Multiplications from which on a weighted product is taken apart by the signs of its weights."""


class Contraction:
    """The product of arrays, summed over the axes that the result lacks.

    factors  operands by their places, with names for their axes; a place may occur several times, a name may be
             repeated in a factor (its diagonal) and in `out` (a diagonal result)
    out      the axes of the result, each of them one of a factor's
    """

    def __init__(self, factors: Sequence[Factor], out: Sequence[Hashable]) -> None:
        self.factors = list(factors)
        self.out = tuple(out)
        self.plans: dict[tuple[tuple[int, ...], ...], list[Step]] = {}

    @staticmethod
    def of(signature: str) -> Contraction:
        """The contraction with this pattern of axes, as in `shapes.parsed`."""
        axes, out = parsed(signature)
        return Contraction([(k, tuple(letters)) for k, letters in enumerate(axes)], out)

    def __call__(self, *operands: Any) -> Any:
        """The array; shapes must agree along axes of the same name."""
        registers = [np.asarray(a, dtype=float) for a in operands]
        shapes = tuple([a.shape for a in registers])
        steps = self.plans.get(shapes)
        if steps is None:
            steps = self.plans[shapes] = Plan(self.factors, self.out, shapes).steps
        for step in steps:
            registers.append(step(registers))
        return registers[-1]


class Plan:
    """The steps of one contraction for operands of given shapes; each step's value is one register more."""

    def __init__(self, factors: list[Factor], out: Axes, shapes: Sequence[tuple[int, ...]]) -> None:
        self.steps: list[Step] = []
        self.next = count(len(shapes))
        self.sizes: Sizes = {c: n for place, axes in factors for c, n in zip(axes, shapes[place])}
        distinct = tuple(dict.fromkeys(out))
        scales = [place for place, axes in factors if not axes]
        parts = [self._diagonal(*factor) for factor in factors if factor[1]]
        found = mirrored(parts, distinct) if len(parts) > 1 else None
        if found is not None and (not found.weights or self._work(found) > WORTHWHILE):
            part = self._mirrored(found, scales)
        else:
            part = self._multiplied(self._scaled(parts, scales), set(distinct))
        if not part[1] and not parts:
            part = self._scaled([], scales)[0]
        self._placed(part, distinct, out)

    def _step(self, step: Step, axes: Iterable[Hashable]) -> Factor:
        self.steps.append(step)
        return next(self.next), tuple(axes)

    def _size(self, axes: Iterable[Hashable]) -> int:
        return _product([self.sizes[c] for c in axes])

    def _work(self, found: Mirror) -> int:
        """The multiplications of a product of two halves."""
        return self._size(found.inner) * self._size(found.outer) ** 2

    def _diagonal(self, place: int, axes: Axes) -> Factor:
        """A factor with repeated axes as its diagonal."""
        names = tuple(dict.fromkeys(axes))
        if len(names) == len(axes):
            return place, axes
        pattern = f"{_lettered(axes, names)}->{_lettered(names, names)}"
        return self._step(lambda r: np.einsum(pattern, r[place]), names)

    def _scaled(self, parts: list[Factor], scales: list[int]) -> list[Factor]:
        """The parts, the smallest of them times all numbers."""
        if not scales:
            return parts
        parts = list(parts)
        if parts:
            least = min(range(len(parts)), key=lambda k: self._size(parts[k][1]))
            place, axes = parts.pop(least)
        else:
            (place, *scales), axes, least = scales, (), 0
        for scale in scales:
            place, axes = self._times(place, scale, axes)
        parts.insert(least, (place, axes))
        return parts

    def _times(self, place: int, scale: int, axes: Axes) -> Factor:
        return self._step(lambda r: r[place] * r[scale], axes)

    # Pair by pair

    def _multiplied(self, parts: list[Factor], needed: set[Hashable]) -> Factor:
        """The product of the parts, summed over all axes but those that are needed."""
        parts = list(parts)
        if not parts:
            return 0, ()
        for chosen in self._order(parts, needed):
            taken = [parts.pop(k) for k in sorted(chosen, reverse=True)][::-1]
            outside = needed.union(*[axes for _, axes in parts])
            result = taken[0]
            for k, part in enumerate(taken[1:], 2):
                result = self._pair(result, part, outside.union(*[axes for _, axes in taken[k:]]))
            parts.append(result)
        return self._summed(*parts[0], needed)

    def _order(self, parts: list[Factor], needed: set[Hashable]) -> list[tuple[int, ...]]:
        """Which parts are multiplied, one step after the other; a result goes to the end of the parts."""
        if len(parts) < 3:
            return [tuple(range(len(parts)))]
        names = list(dict.fromkeys(c for _, axes in parts for c in axes))
        result = _lettered([c for c in names if c in needed], names)
        expression = f"{','.join(_lettered(axes, names) for _, axes in parts)}->{result}"
        kind = "optimal" if len(parts) <= MOST_OPTIMAL else "greedy"
        shapes = [np.broadcast_to(0.0, [self.sizes[c] for c in axes]) for _, axes in parts]
        found: list[tuple[int, ...]] = np.einsum_path(expression, *shapes, optimize=(kind, 10**9))[0][1:]
        return found

    def _summed(self, place: int, axes: Axes, needed: set[Hashable]) -> Factor:
        """A part without the axes that nothing needs."""
        over = tuple([k for k, c in enumerate(axes) if c not in needed])
        if not over:
            return place, axes
        return self._step(lambda r: r[place].sum(axis=over), [c for c in axes if c in needed])

    def _pair(self, a: Factor, b: Factor, needed: set[Hashable]) -> Factor:
        """Two parts multiplied, summed over the axes that both have and nothing else needs."""
        left, left_axes = self._summed(*a, needed | set(b[1]))
        right, right_axes = self._summed(*b, needed | set(left_axes))
        shared = [c for c in left_axes if c in right_axes]
        batch = [c for c in shared if c in needed]
        inner = [c for c in shared if c not in needed]
        rows = [c for c in left_axes if c not in right_axes]
        columns = [c for c in right_axes if c not in left_axes]
        names = batch + rows + columns
        outer = [self.sizes[c] for c in batch]
        if inner:
            first = self._view(left_axes, batch + rows + inner, [*outer, self._size(rows), self._size(inner)])
            second = self._view(right_axes, batch + inner + columns, [*outer, self._size(inner), self._size(columns)])
            shape = [self.sizes[c] for c in names]
            return self._step(lambda r: (first(r[left]) @ second(r[right])).reshape(shape), names)
        first = self._view(left_axes, batch + rows, [*outer, *[self.sizes[c] for c in rows], *[1] * len(columns)])
        second = self._view(right_axes, batch + columns, [*outer, *[1] * len(rows), *[self.sizes[c] for c in columns]])
        return self._step(lambda r: first(r[left]) * second(r[right]), names)

    def _view(self, axes: Axes, wanted: Sequence[Hashable], shape: list[int]) -> Callable[[Any], Any]:
        """An array with its axes in another order, then in another shape; nothing is done that need not be."""
        order = [axes.index(c) for c in wanted]
        turned = order != list(range(len(order)))
        shaped = shape != [self.sizes[c] for c in wanted]
        if turned and shaped:
            return lambda a: a.transpose(order).reshape(shape)
        if turned:
            return lambda a: a.transpose(order)
        return (lambda a: a.reshape(shape)) if shaped else (lambda a: a)

    # Mirror images

    def _mirrored(self, found: Mirror, scales: list[int]) -> Factor:
        """A product of a part and its own mirror image: one triangle of the result is computed."""
        inner, outer = found.inner, found.outer
        weights = self._scaled(found.weights, scales) if found.weights else []
        half, axes = self._multiplied(found.half, {*inner, *outer})
        matrix = self._view(axes, inner + outer, [self._size(inner), self._size(outer)])
        names = [*outer, *[found.image[c] for c in outer]]
        shape = [self.sizes[c] for c in names]
        if weights:
            weight, weight_axes = self._multiplied(weights, set(inner))
            ordered = [c for c in inner if c in weight_axes]
            spread = self._view(weight_axes, ordered, [self.sizes[c] if c in weight_axes else 1 for c in inner])
            sizes = [self.sizes[c] for c in inner]

            def weighted(r: Registers) -> Any:
                weights = np.broadcast_to(spread(r[weight]), sizes).reshape(-1)
                return weighted_square(matrix(r[half]), weights).reshape(shape)

            return self._step(weighted, names)

        def square(r: Registers) -> Any:
            rows = matrix(r[half])
            result = rows.T @ rows
            for scale in scales:
                result *= r[scale]
            return result.reshape(shape)

        return self._step(square, names)

    # The result

    def _placed(self, part: Factor, distinct: Axes, out: Axes) -> None:
        """The last step: axes in their order, repeated ones as a diagonal, zero outside of it."""
        place, axes = part
        order = [axes.index(c) for c in distinct]
        if distinct == out:
            if order != list(range(len(order))) or not self.steps:
                self._step(lambda r: r[place].transpose(order), out)
            return
        pattern = f"{_lettered(out, distinct)}->{_lettered(distinct, distinct)}"
        shape = [self.sizes[c] for c in out]

        def spread(r: Registers) -> Any:
            made = np.zeros(shape)
            np.einsum(pattern, made)[...] = r[place].transpose(order)
            return made

        self._step(spread, out)


def weighted_square(rows: Any, weights: Any) -> Any:
    """`rows.T @ diag(weights) @ rows`, as products of matrices with their own transposes, for which BLAS has `syrk`."""
    negative = weights < 0
    scaled = np.sqrt(np.abs(weights))[:, None] * rows
    if not negative.any():
        return scaled.T @ scaled
    below = scaled[negative]
    result = np.negative(below.T @ below)
    if len(below) < len(scaled):
        above = scaled[~negative]
        result += above.T @ above
    return result


def _lettered(axes: Iterable[Hashable], names: Sequence[Hashable]) -> str:
    return "".join([LETTERS[names.index(c)] for c in axes])


def _product(sizes: Iterable[int]) -> int:
    total = 1
    for size in sizes:
        total *= size
    return total
