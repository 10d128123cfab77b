"""Points to try an expression at: the same ones for the same text, spread over what formulas use."""

from __future__ import annotations

from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from derivrepl.store import Node

RANGES = ((-2.0, 2.0), (0.1, 2.0), (0.1, 0.9), (1.1, 4.0), (-4.0, -0.1), (0.5, 10.0), (-0.9, 0.9))
"""Intervals that are tried in turn: all real numbers first, then what logarithms and roots want."""


class Stream:
    """A small generator of equally distributed numbers (a 64-bit linear congruential one, Knuth's MMIX constants)."""

    def __init__(self, text: str) -> None:
        self.state = crc32(text.encode("utf-8", "replace")) or 1

    def uniform(self, low: float, high: float) -> float:
        """The next number of the interval, with few digits so that it can be retyped."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        return float(f"{low + (high - low) * (self.state >> 11) / 2**53:.3g}")


def points(
    text: str, leaves: list[Node], count: int, within: Mapping[Node, tuple[float, float]] | None = None
) -> Iterator[dict[Node, float]]:
    """`count` points for the leaves, determined by the text alone; `within` gives intervals of their own to some."""
    stream = Stream(text)
    for k in range(count):
        ranges = RANGES[k % len(RANGES)]
        yield {leaf: stream.uniform(*(within or {}).get(leaf, ranges)) for leaf in leaves}
