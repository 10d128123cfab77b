"""The ratios as an SVG picture: a bar for each peer from the line where both are equal, on a logarithmic scale."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from scripts.benchmarks.figures import Figure, short
from scripts.benchmarks.readme import grouped

WIDTH, LEFT, RIGHT, ROW, TITLE = 760, 150, 60, 18, 30
AHEAD, BEHIND, INK = "#2f7d5b", "#b5651d", "#555555"
LEAST, MOST = 0.01, 10_000.0
"""The ends of the scale; a bar beyond them is drawn to the end, its number tells."""


def chart(figures: list[Figure]) -> str:
    """The picture; readable on light and on dark ground, every bar with its number."""
    parts: list[str] = []
    y = 24
    for name, ratios in grouped(figures):
        parts.append(_text(8, y + 14, name, weight="bold"))
        y += TITLE - 6
        for peer, ratio in ratios:
            parts.extend(_bar(y, peer, ratio))
            y += ROW
        y += 10
    middle = place(1.0)
    axis = f'<line x1="{middle:.1f}" y1="20" x2="{middle:.1f}" y2="{y - 6}" stroke="{INK}"/>'
    title = _text(8, 14, "time of peer / time of derivrepl (logarithmic): right of the line derivrepl is ahead")
    body = "\n".join([title, axis, *parts])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        f'font-family="sans-serif" font-size="12" role="img" aria-label="speed beside peers">\n'
        f'<rect width="{WIDTH}" height="{y}" fill="#ffffff"/>\n{body}\n</svg>\n'
    )


def place(ratio: float) -> float:
    """Where a ratio stands on the scale, in pixels from the left."""
    low, high = math.log(LEAST), math.log(MOST)
    share = (math.log(min(max(ratio, LEAST), MOST)) - low) / (high - low)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _bar(y: int, peer: str, ratio: float) -> list[str]:
    start, end = sorted((place(1.0), place(ratio)))
    colour = AHEAD if ratio >= 1 else BEHIND
    bar = f'<rect x="{start:.1f}" y="{y}" width="{max(end - start, 1):.1f}" height="{ROW - 5}" fill="{colour}"/>'
    return [_text(20, y + 11, peer), bar, _text(end + 5, y + 11, short(ratio))]


def _text(x: float, y: float, text: str, weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y}" fill="#222222" font-weight="{weight}">{escape(text)}</text>'
