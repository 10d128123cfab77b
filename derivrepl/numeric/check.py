"""Numeric checks: a derivative against differences of the function."""

from __future__ import annotations

import math

from derivrepl.errors import DerivError
from derivrepl.numeric.decide import where
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.store import Node, Store

OK, UNSAMPLED, MISMATCH = "ok", "unsampled", "mismatch"
STENCIL = ((-2, 1), (-1, -8), (1, 8), (2, -1))
"""Places in steps and weights of the five-point central difference, over 12 steps."""
TOLERANCE = 1e-5
MAX_NODES = 2_000
"""Larger graphs are not checked behind a result: it would be felt."""


def difference(program: Program, root: Node, leaf: Node, point: dict[Node, float], step: float) -> float:
    """The five-point central difference of the root by the leaf (Fornberg 1988, table 1; error O(step^4))."""
    total = 0.0
    for k, weight in STENCIL:
        moved = dict(point)
        moved[leaf] = point[leaf] + k * step
        total += weight * program.run(moved)[root]
    return total / (12 * step)


def compare_with_differences(
    store: Store, function: Node, leaf: Node, derivative: Node, text: str, wanted: int = 2, tries: int = 21
) -> tuple[str, str]:
    """OK, UNSAMPLED or MISMATCH, with the two numbers in words for the last.

    A point counts only where differences of two step widths agree with each other: elsewhere the
    function is too steep, too flat or not smooth, and says nothing.
    """
    if len(store.live([function, derivative])) > MAX_NODES:
        return UNSAMPLED, ""
    try:
        program, exact = Program(store, [function]), Program(store, [derivative])
    except DerivError:
        return UNSAMPLED, ""
    agreed = 0
    leaves = store.inputs([function, derivative, leaf])
    for point in points(text, leaves, tries):
        step = 1e-3 * max(abs(point[leaf]), 0.1)
        wide = difference(program, function, leaf, point, step)
        narrow = difference(program, function, leaf, point, step / 4)
        value = exact.run(point)[derivative]
        scale = max(abs(narrow), abs(value), 1e-3)
        if not math.isfinite(scale) or abs(wide - narrow) > TOLERANCE / 10 * scale:
            continue
        if abs(value - narrow) > TOLERANCE * scale:
            return MISMATCH, f"{value:.10g} against {narrow:.10g} at {where(store, point)}"
        agreed += 1
        if agreed >= wanted:
            break
    return (OK if agreed else UNSAMPLED), ""
