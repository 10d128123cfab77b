"""Derivatives by arrays against differences along random directions, and arrays against each other.

Sizes that have names are drawn small and different, values are drawn of several kinds until everything is finite:
near one, positive definite where a matrix is square, of both signs.
"""

from __future__ import annotations

import numpy as np

from derivrepl.errors import DerivError
from derivrepl.numeric.arrays import ArrayProgram
from derivrepl.numeric.check import MISMATCH, OK, STENCIL, UNSAMPLED
from derivrepl.shapes import shapes_of
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Point = dict[Node, Any]

TRIES = 9
SIZES = (2, 3, 4, 3, 2)
TOLERANCE = 1e-6
NOISE = 1e-11
"""How far, relatively, a point is moved to see whether values there can be relied on."""


class Comparison:
    """What points say of two arrays: at how many they agreed, and the first place where they do not."""

    __slots__ = ("agreed", "place", "point", "values")

    def __init__(self) -> None:
        self.agreed = 0
        self.point: Point | None = None
        self.place = ""
        self.values = 0.0, 0.0


class Small(dict[str, int]):
    """Sizes for names, made when first asked for: small and different, and others for another seed.

    `X.T@X` has an inverse only where X has more rows than columns, `X@X.T` where it has fewer.
    """

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        self.seed = seed

    def __missing__(self, name: str) -> int:
        self[name] = SIZES[(len(self) + self.seed) % len(SIZES)]
        return self[name]


def sample(store: Store, leaves: list[Node], seed: int, sizes: dict[str, int] | None = None) -> Point:
    """Values for inputs, arrays and numbers; the same for the same seed. Sizes that are not given are small."""
    source = np.random.default_rng(seed)
    shapes = shapes_of(store)
    known = Small(seed) if sizes is None else sizes
    point: Point = {}
    for leaf in leaves:
        shape = [shapes.measured(d, known) for d in shapes.of(leaf) or ()]
        low = -1.2 if seed % 3 == 2 else 0.2
        value: Any = source.uniform(low, 1.4, shape)
        if len(shape) == 2 and shape[0] == shape[1]:
            if store.is_symmetric(leaf) or seed % 3 == 0:
                value = (value + value.T) / 2
            value = value + (shape[0] + 1) * np.eye(shape[0]) if seed % 3 < 2 else value
        point[leaf] = value
    return point


def compare(store: Store, a: Node, b: Node, wanted: int = 5) -> Comparison:
    """Two nodes of the same shape at random arrays; raises DerivError where something has no values."""
    found = Comparison()
    program = ArrayProgram(store, [a, b])
    leaves = store.inputs([a, b])
    for seed in range(3 * wanted):
        sizes = Small(seed)
        point = sample(store, leaves, seed, sizes)
        values = program.run(point, sizes)
        left, right = np.broadcast_arrays(np.asarray(values[a], float), np.asarray(values[b], float))
        if not (np.isfinite(left).all() and np.isfinite(right).all()):
            continue
        apart = np.abs(left - right) > 1e-8 * np.maximum(1.0, np.maximum(np.abs(left), np.abs(right)))
        if apart.any() and not all(_is_steady(program, side, point, seed, sizes) for side in (a, b)):
            continue
        if apart.any():
            index = tuple(np.argwhere(apart)[0])
            found.place = "[" + ",".join(str(k + 1) for k in index) + "]" if index else ""
            found.values = float(left[index]), float(right[index])
            found.point = point
            return found
        found.agreed += 1
        if found.agreed == wanted:
            break
    return found


def compare_with_differences(
    store: Store, function: Node, leaf: Node, derivative: Node, wanted: int = 2
) -> tuple[str, str]:
    """OK, UNSAMPLED or MISMATCH, with the two numbers in words for the last."""
    try:
        program, exact = ArrayProgram(store, [function]), ArrayProgram(store, [derivative])
        leaves = list(dict.fromkeys(store.inputs([function, derivative, leaf])))
        agreed = 0
        for seed in range(TRIES):
            point = sample(store, leaves, seed)
            verdict = _at(store, program, exact, function, leaf, derivative, point, seed)
            if verdict is None:
                continue
            near, exact_value, numeric = verdict
            if not near and not _is_steady(exact, derivative, point, seed):
                continue
            if not near:
                return MISMATCH, f"{exact_value:.10g} against {numeric:.10g} along a random direction"
            agreed += 1
            if agreed >= wanted:
                break
    except (DerivError, MemoryError):
        return UNSAMPLED, ""
    return (OK if agreed else UNSAMPLED), ""


def _is_steady(program: ArrayProgram, node: Node, point: Point, seed: int, sizes: dict[str, int] | None = None) -> bool:
    """Whether a value is hardly another one close by: at a singular matrix, whose inverse is noise, it is."""
    source = np.random.default_rng(2000 + seed)
    near = {}
    for n, value in point.items():
        noise = np.asarray(value) * source.uniform(-NOISE, NOISE, np.shape(value))
        near[n] = value + (noise + noise.T if program.store.is_symmetric(n) else noise)
    with np.errstate(all="ignore"):
        here, there = (np.asarray(program.run(p, sizes)[node], dtype=float) for p in (point, near))
        return bool((np.abs(here - there) <= TOLERANCE * np.maximum(np.abs(here), 1e-3)).all())


def _at(
    store: Store, program: ArrayProgram, exact: ArrayProgram, function: Node, leaf: Node, derivative: Node,
    point: Point, seed: int,
) -> tuple[bool, float, float] | None:  # fmt: skip
    """Whether a derivative agrees with a difference at a point, and both along the worst component; None: no say."""
    value = np.asarray(point[leaf], dtype=float)
    direction = np.random.default_rng(1000 + seed).uniform(-1, 1, value.shape)
    if store.is_symmetric(leaf):
        direction = (direction + direction.T) / 2
    wide, narrow = [_difference(program, function, leaf, point, direction, step) for step in (1e-3, 2.5e-4)]
    D = np.asarray(exact.run(point)[derivative], dtype=float)
    along = np.tensordot(D, direction, axes=value.ndim) if value.ndim else D * direction
    scale = np.maximum(np.maximum(np.abs(narrow), np.abs(along)), 1e-3)
    if not (np.isfinite(along).all() and np.isfinite(narrow).all()):
        return None
    if (np.abs(wide - narrow) > TOLERANCE / 10 * scale).any():
        return None
    error = np.abs(along - narrow) / scale
    worst = np.unravel_index(int(np.argmax(error)), error.shape) if error.ndim else ()
    return bool((error <= TOLERANCE).all()), float(along[worst]), float(narrow[worst])


def _difference(program: ArrayProgram, function: Node, leaf: Node, point: Point, direction: Any, step: float) -> Any:
    """The five-point difference of a function along a direction."""
    total: Any = 0.0
    with np.errstate(all="ignore"):
        for k, weight in STENCIL:
            moved = dict(point)
            moved[leaf] = point[leaf] + k * step * direction
            total = total + weight * np.asarray(program.run(moved)[function], dtype=float)
    return total / (12 * step)
