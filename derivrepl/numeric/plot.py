"""Curves in braille dots: sampling, ranges, ticks and the picture, as lists of numbers and lines of text."""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""Bits of a braille cell: left and right column of dots, from the top."""
BRAILLE = 0x2800
STEPS = (1.0, 2.0, 2.5, 5.0)
TALLEST_JUMP = 0.8
"""Share of the height from which two samples are not joined: a pole lies between them."""
WIDENED = 0.6
DASH = 4
"""Samples of a dash, and of the gap behind it."""


def value_range(values: Sequence[float]) -> tuple[float, float] | None:
    """Lowest and highest value shown: the 5 % and 95 % quantiles, widened by 60 % of their distance, in the data."""
    finite = sorted(v for v in values if math.isfinite(v))
    if not finite:
        return None
    low, high = finite[len(finite) // 20], finite[-1 - len(finite) // 20]
    margin = WIDENED * (high - low)
    low, high = max(low - margin, finite[0]), min(high + margin, finite[-1])
    if low == high:
        room = abs(low) / 2 or 1.0
        return low - room, high + room
    return low, high


def rounded_out(low: float, high: float) -> tuple[float, float, list[float]]:
    """The range widened to round numbers at both ends, with its 4 to 6 ticks."""
    power = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    for scale in (power, power * 10, power * 100):
        for step in STEPS:
            unit = step * scale
            first, last = math.floor(low / unit + 1e-9), math.ceil(high / unit - 1e-9)
            if last - first <= 5:
                marks = [k * unit for k in range(first, last + 1)]
                return marks[0], marks[-1], marks
    return low, high, [low, high]


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers in the range, at most `most`: multiples of 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for scale in (power, power * 10, power * 100):
        for step in STEPS:
            first, last = math.ceil(low / (step * scale) - 1e-9), math.floor(high / (step * scale) + 1e-9)
            if last - first + 1 <= most:
                return [k * step * scale for k in range(first, last + 1)]
    return [low]


def picture(
    curves: Sequence[Sequence[float]], columns: int, rows: int, low: float, high: float, zero_column: int | None
) -> list[str]:
    """Curves of two samples a column, with the axes where they are seen and no dot is; all but the first are dashed."""
    cells = [[0] * columns for _ in range(rows)]
    for k, values in enumerate(curves):
        _draw(cells, values[: 2 * columns], low, high, DASH if k else 0)
    zero_row = _place(0.0, rows * 4, low, high) // 4 if low <= 0 <= high else None
    return [
        "".join(_cell(cells[r][c], r == zero_row, c == zero_column) for c in range(columns)).rstrip()
        for r in range(rows)
    ]


def _place(value: float, height: int, low: float, high: float) -> int:
    """The row of dots that a value is in."""
    return round((high - value) / (high - low) * (height - 1))


def _draw(cells: list[list[int]], values: Sequence[float], low: float, high: float, dash: int) -> None:
    """Put a curve's dots into the cells; dash: samples of a dash and of the gap behind it, 0 for none."""
    height = len(cells) * 4
    before: int | None = None
    for k, value in enumerate(values):
        here = _place(value, height, low, high) if math.isfinite(value) else None
        if here is not None and not (dash and k // dash % 2):
            start = here
            if before is not None and abs(here - before) <= TALLEST_JUMP * height:
                start = before
            for y in range(max(min(start, here), 0), min(max(start, here), height - 1) + 1):
                cells[y // 4][k // 2] |= DOTS[k % 2][y % 4]
        before = here


def _cell(dots: int, across: bool, down: bool) -> str:
    if dots:
        return chr(BRAILLE + dots)
    return "┼" if across and down else "─" if across else "│" if down else " "


def tick_text(value: float) -> str:
    """A tick's label."""
    return f"{value + 0.0:.6g}"


def zeros(function: Callable[[float], float], xs: Sequence[float], values: Sequence[float]) -> list[float]:
    """Where the function changes its sign, by bisection between samples; a jump through a pole is none."""
    found = []
    for a, b, u, v in zip(xs, xs[1:], values, values[1:]):
        if u == 0:
            found.append(a)
        elif math.isfinite(u) and math.isfinite(v) and u * v < 0:
            root = _bisected(function, a, b, u)
            if abs(function(root)) <= min(abs(u), abs(v)):
                found.append(root)
    if values and values[-1] == 0:
        found.append(xs[-1])
    return found


def _bisected(function: Callable[[float], float], a: float, b: float, u: float) -> float:
    for _ in range(60):
        middle = (a + b) / 2
        value = function(middle)
        if value == 0 or middle in (a, b):
            return middle
        a, b = (middle, b) if (value > 0) == (u > 0) else (a, middle)
    return (a + b) / 2


SHADES = " .:-=+*#%@"


def shaded(
    rows: Sequence[Sequence[float]], window: tuple[float, float] | None = None
) -> tuple[list[str], tuple[float, float] | None]:
    """Values as characters from blank (low) to @ (high), `?` where not finite; and the range that they span.

    window: the range, where it is given.
    """
    bounds = window or value_range([v for row in rows for v in row])
    if bounds is None:
        return ["?" * len(row) for row in rows], None
    low, high = bounds

    def shade(value: float) -> str:
        if not math.isfinite(value):
            return "?"
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)]

    return ["".join(map(shade, row)).rstrip() for row in rows], bounds
