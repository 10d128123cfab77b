"""Curves and heat maps as SVG: text, a line for each element, without a library."""

from __future__ import annotations

import math

from derivrepl.numeric.plot import TALLEST_JUMP, tick_text, ticks, value_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Curve = tuple[str, Sequence[float]]
    Box = tuple[float, float, float, float]

LEFT, TOP, BETWEEN, RIGHT = 60, 30, 40, 20
"""Pixels beside, above and between the panels."""
WIDTH, HEIGHT = 640, 220
"""Pixels of a panel, where nothing else is said."""
COLOURS = "#0366cc", "#c4420d"
DASHES = "", ' stroke-dasharray="6 4"'


def drawing(
    xs: Sequence[float], panels: Sequence[Sequence[Curve]], x_name: str, window: tuple[float, float] | None = None,
    width: int = WIDTH, height: int = HEIGHT,
) -> list[str]:  # fmt: skip
    """Panels one below the other on one x axis, each with curves of (name, values); the second of a panel is dashed.

    window: lowest and highest value of every panel; None for what the values ask.
    """
    total = TOP + len(panels) * (height + BETWEEN)
    lines = [_opened(LEFT + width + RIGHT, total)]
    for k, curves in enumerate(panels):
        bounds = window or value_range([v for _, values in curves for v in values])
        if bounds is not None:
            box = (LEFT, TOP + k * (height + BETWEEN), width, height)
            for j, (name, _) in enumerate(curves):
                lines.append(f'<text x="{LEFT + j * 120}" y="{box[1] - 6}" fill="{COLOURS[j]}">{escaped(name)}</text>')
            lines += _frame(box, (xs[0], xs[-1]), bounds)
            lines += [_curve(xs, values, bounds, box, j) for j, (_, values) in enumerate(curves)]
    return [*lines, f'<text x="{LEFT + width / 2}" y="{total - 6}">{escaped(x_name)}</text>', "</svg>"]


def heat_drawing(
    rows: Sequence[Sequence[float]], spans: tuple[tuple[float, float], tuple[float, float]],
    names: tuple[str, str, str], window: tuple[float, float] | None = None, width: int = WIDTH, height: int = WIDTH,
) -> list[str]:  # fmt: skip
    """Values over two inputs, the highest y first, grey from light (low) to dark; names: of x, of y, a title."""
    box = (LEFT, TOP, width, height)
    lines = [_opened(LEFT + width + RIGHT, TOP + height + BETWEEN)]
    low, high = window or value_range([v for row in rows for v in row]) or (0.0, 1.0)
    across, down = width / len(rows[0]), height / len(rows)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if math.isfinite(value):
                grey = round(245 - 225 * min(max((value - low) / (high - low), 0.0), 1.0))
                place = f'x="{LEFT + c * across:.2f}" y="{TOP + r * down:.2f}"'
                size = f'width="{across + 0.3:.2f}" height="{down + 0.3:.2f}"'
                lines.append(f'<rect {place} {size} fill="rgb({grey},{grey},{grey})"/>')
    lines += _frame(box, spans[0], spans[1], grid=False)
    title = f"{names[2]} from {tick_text(low)} (light) to {tick_text(high)} (dark)"
    lines.append(f'<text x="{LEFT}" y="{TOP - 6}">{escaped(title)}</text>')
    lines.append(f'<text x="{LEFT + width / 2}" y="{TOP + height + BETWEEN - 6}">{escaped(names[0])}</text>')
    return [*lines, f'<text x="6" y="{TOP + height / 2}">{escaped(names[1])}</text>', "</svg>"]


def escaped(text: str) -> str:
    """The text as SVG has it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _opened(width: int, height: int) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'


def _frame(box: Box, across: tuple[float, float], up: tuple[float, float], grid: bool = True) -> list[str]:
    """The border of a panel, its ticks and their labels."""
    left, top, width, height = box
    (x0, x1), (low, high) = across, up
    lines = [f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#888"/>']
    for tick in ticks(low, high):
        y = top + (high - tick) / (high - low) * height
        if grid:
            lines.append(f'<path d="M{left} {y:.2f}h{width}" stroke="#ddd"/>')
        lines.append(f'<text x="{left - 6}" y="{y + 4:.2f}" text-anchor="end">{tick_text(tick)}</text>')
    for tick in ticks(x0, x1):
        x = left + (tick - x0) / (x1 - x0) * width
        lines.append(f'<text x="{x:.2f}" y="{top + height + 14}" text-anchor="middle">{tick_text(tick)}</text>')
    return lines


def _curve(xs: Sequence[float], values: Sequence[float], bounds: tuple[float, float], box: Box, k: int) -> str:
    """One curve; a jump through a pole is a gap."""
    left, top, width, height = box
    low, high = bounds
    path, before = "", None
    for x, value in zip(xs, values):
        inside = math.isfinite(value) and low - (high - low) <= value <= high + (high - low)
        if inside:
            clipped = min(max(value, low), high)
            joined = before is not None and abs(value - before) <= TALLEST_JUMP * (high - low)
            px = left + (x - xs[0]) / (xs[-1] - xs[0]) * width
            py = top + (high - clipped) / (high - low) * height
            path += f"{'L' if joined else 'M'}{px:.2f} {py:.2f}"
        before = value if inside else None
    return f'<path d="{path}" fill="none" stroke="{COLOURS[k]}" stroke-width="1.5"{DASHES[k]}/>'
