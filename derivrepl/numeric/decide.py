"""Are two expressions equal? Decided at points by ball arithmetic, so that rounding never speaks.

A difference counts only when the two balls do not touch, agreement only when they agree to 30 digits.
Where python-flint is missing, doubles and a tolerance stand in.
"""

from __future__ import annotations

import math

from derivrepl.errors import DerivError
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from derivrepl.store import Node, Store

    At = Callable[[Mapping[Node, float]], bool | None]

DIGITS = 30
PRECISIONS = (160, 320, 1280)
"""Working bits that are tried in turn."""
TOLERANCE = 1e-9
"""Relative difference of doubles up to which they count as equal, without balls."""


class Comparison:
    """How two nodes compare at sampled points.

    agreed   number of points where both have a value and agree
    point    a point where they certainly differ, with both values; None when there was none
    """

    def __init__(self) -> None:
        self.agreed = 0
        self.point: Mapping[Node, float] | None = None
        self.values = (0.0, 0.0)


def compare(store: Store, a: Node, b: Node, text: str, wanted: int = 8, tries: int = 84) -> Comparison:
    """Two nodes at points determined by the text; raises DerivError where a function has no values."""
    found = Comparison()
    program = Program(store, [a, b])
    equal_at = _by_balls(store, a, b) or _by_doubles(program, a, b)
    leaves = store.inputs([a, b])
    for point in points(text, leaves, tries if leaves else 1):
        values = program.run(point)
        if not (math.isfinite(values[a]) and math.isfinite(values[b])):
            continue
        equal = equal_at(point)
        if equal is False:
            found.point, found.values = point, (values[a], values[b])
            return found
        found.agreed += equal is True
        if found.agreed >= wanted:
            break
    return found


def _by_doubles(program: Program, a: Node, b: Node) -> At:
    def equal_at(point: Mapping[Node, float]) -> bool | None:
        values = program.run(point)
        return abs(values[a] - values[b]) <= TOLERANCE * max(abs(values[a]), abs(values[b]), 1.0)

    return equal_at


def _by_balls(store: Store, a: Node, b: Node) -> At | None:
    """The comparison in balls, or None where they cannot be had."""
    try:
        from flint import arb, ctx

        from derivrepl.numeric.balls import Balls

        balls = Balls(store, [a, b])
    except (ImportError, DerivError):
        return None

    def equal_at(point: Mapping[Node, float]) -> bool | None:
        for bits in PRECISIONS:
            with ctx.workprec(bits):
                x, y = balls.run({leaf: arb(str(value)) for leaf, value in point.items()})
                if not (x.is_finite() and y.is_finite()):
                    continue
                difference = x - y
                if not difference.contains(0):
                    return False
                if difference.rad() * arb(10) ** DIGITS < abs(x) + abs(y) + 1:
                    return True
        return None

    return equal_at


def where(store: Store, point: Mapping[Node, float]) -> str:
    """A point in words: `x=1.5 y=2`."""
    return " ".join(f"{store.name(leaf)}={value:.6g}" for leaf, value in point.items())
