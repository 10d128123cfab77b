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
    values: Sequence[float], columns: int, rows: int, low: float, high: float, zero_column: int | None
) -> list[str]:
    """The curve of two samples a column, with the axes where they are seen and no dot is."""
    height = rows * 4
    cells = [[0] * columns for _ in range(rows)]

    def place(value: float) -> int:
        return round((high - value) / (high - low) * (height - 1))

    before: int | None = None
    for k, value in enumerate(values[: 2 * columns]):
        here = place(value) if math.isfinite(value) else None
        if here is not None:
            start = here
            if before is not None and abs(here - before) <= TALLEST_JUMP * height:
                start = before
            for y in range(min(start, here), max(start, here) + 1):
                if 0 <= y < height:
                    cells[y // 4][k // 2] |= DOTS[k % 2][y % 4]
        before = here
    zero_row = place(0.0) // 4 if low <= 0 <= high else None
    return [
        "".join(_cell(cells[r][c], r == zero_row, c == zero_column) for c in range(columns)).rstrip()
        for r in range(rows)
    ]


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


def shaded(rows: Sequence[Sequence[float]]) -> tuple[list[str], tuple[float, float] | None]:
    """Values as characters from blank (low) to @ (high), `?` where not finite; and the range that they span."""
    bounds = value_range([v for row in rows for v in row])
    if bounds is None:
        return ["?" * len(row) for row in rows], None
    low, high = bounds

    def shade(value: float) -> str:
        if not math.isfinite(value):
            return "?"
        share = min(max((value - low) / (high - low), 0.0), 1.0)
        return SHADES[min(int(share * len(SHADES)), len(SHADES) - 1)]

    return ["".join(map(shade, row)).rstrip() for row in rows], bounds


# A drawing


def drawing(xs: Sequence[float], curves: Sequence[tuple[str, Sequence[float]]], x_name: str) -> list[str]:
    """The curves as SVG, one panel below the other, on one x axis."""
    width, height, left, top = 640, 220, 60, 30
    total = top + len(curves) * (height + 40)
    size = f'width="{left + width + 20}" height="{total}"'
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">']
    for k, (name, values) in enumerate(curves):
        bounds = value_range(values)
        if bounds is not None:
            lines += _panel(xs, name, values, bounds, (left, top + k * (height + 40), width, height))
    lines += [f'<text x="{left + width / 2}" y="{total - 6}">{x_name}</text>', "</svg>"]
    return lines


def _panel(
    xs: Sequence[float], name: str, values: Sequence[float], bounds: tuple[float, float],
    box: tuple[int, int, int, int],
) -> list[str]:  # fmt: skip
    left, top, width, height = box
    low, high = bounds
    x0, x1 = xs[0], xs[-1]
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    lines = [
        f'<text x="{left}" y="{top - 6}">{escaped}</text>',
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#888"/>',
    ]
    for tick in ticks(low, high):
        y = top + (high - tick) / (high - low) * height
        lines.append(f'<path d="M{left} {y:.2f}h{width}" stroke="#ddd"/>')
        lines.append(f'<text x="{left - 6}" y="{y + 4:.2f}" text-anchor="end">{tick_text(tick)}</text>')
    for tick in ticks(x0, x1):
        x = left + (tick - x0) / (x1 - x0) * width
        lines.append(f'<text x="{x:.2f}" y="{top + height + 14}" text-anchor="middle">{tick_text(tick)}</text>')
    path, before = "", None
    for x, value in zip(xs, values):
        inside = math.isfinite(value) and low - (high - low) <= value <= high + (high - low)
        if inside:
            clipped = min(max(value, low), high)
            joined = before is not None and abs(value - before) <= TALLEST_JUMP * (high - low)
            px, py = left + (x - x0) / (x1 - x0) * width, top + (high - clipped) / (high - low) * height
            path += f"{'L' if joined else 'M'}{px:.2f} {py:.2f}"
        before = value if inside else None
    return [*lines, f'<path d="{path}" fill="none" stroke="#06c" stroke-width="1.5"/>']
