"""What the pictures of values share: the panel of curves with its y axis, the x axis, their sizes."""

from __future__ import annotations

from derivrepl.numeric.plot import picture, rounded_out, tick_text, ticks, value_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = 8
"""Lines of a panel, where nothing else is said."""
MARGIN = 14
"""Cells of a screen that are not part of the picture."""
LABEL_WIDTH = 6


class Look:
    """What was asked about a picture.

    window  lowest and highest value shown; None for what the values ask
    width   cells of a line, or pixels of a drawing; 0 for all there is room for
    height  lines of a panel, or its pixels; 0 for the usual ones
    """

    __slots__ = ("height", "width", "window")

    def __init__(self, window: tuple[float, float] | None, width: int, height: int) -> None:
        self.window = window
        self.width = width
        self.height = height

    def columns(self, width: int) -> int:
        """Cells of the picture itself on a screen of this width."""
        return max(min(width, self.width or width) - MARGIN, 10)

    def rows(self) -> int:
        """Lines of a panel on a screen."""
        return min(self.height or ROWS, 200)


def panel(curves: Sequence[Sequence[float]], columns: int, zero: int | None, look: Look) -> list[str]:
    """Curves with their y axis; all but the first are dashed."""
    bounds = look.window or value_range([v for values in curves for v in values])
    if bounds is None:
        return ["(no finite value)"]
    low, high, marks = (*bounds, ticks(*bounds)) if look.window else rounded_out(*bounds)
    rows = look.rows()
    labels: dict[int, str] = {}
    for tick in marks:
        row = round((high - tick) / (high - low) * (4 * rows - 1)) // 4
        labels.setdefault(row, tick_text(tick))
    return [
        f"{labels.get(r, ''):>{LABEL_WIDTH}} {'┤' if r in labels else '│'}{line}".rstrip()
        for r, line in enumerate(picture(curves, columns, rows, low, high, zero))
    ]


def axis_lines(low: float, high: float, columns: int) -> list[str]:
    """The x axis with five labels."""
    line = [" "] * (LABEL_WIDTH + columns + 12)
    for k in range(5):
        text = tick_text(low + (high - low) * k / 4)
        start = LABEL_WIDTH + 2 + k * (columns - 1) // 4 - len(text) // 2
        line[start : start + len(text)] = text
    return [f"{' ' * (LABEL_WIDTH + 1)}└{'─' * columns}", "".join(line).rstrip()]
