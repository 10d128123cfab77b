"""An application that finds its place again when the terminal's size changes.

A terminal that becomes narrower breaks the lines that no longer fit, which moves the cursor down from
where the application believes it to be; what it erases would begin too low and leave a stale line.
"""

from __future__ import annotations

import os

from prompt_toolkit.data_structures import Point

from derivrepl.prompt.forgiving import ForgivingApplication

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from prompt_toolkit.layout.screen import Screen


class ResizingApplication(ForgivingApplication[str]):
    """Reads one text; `resized` is called after each change of the terminal's size."""

    resized: Callable[[], None] = staticmethod(lambda: None)

    def _on_resize(self) -> None:
        """Called by prompt_toolkit; the number of lines above the cursor is corrected before it erases them."""
        renderer = self.renderer
        screen = renderer.last_rendered_screen
        if screen is not None and breaks_lines(os.environ):
            width = self.output.get_size().columns
            cursor = renderer._cursor_pos
            above = lines_above([used(screen, row) for row in range(cursor.y + 1)], cursor.x, width)
            renderer._cursor_pos = Point(cursor.x, above)
        super()._on_resize()
        self.resized()


def breaks_lines(environ: Mapping[str, str]) -> bool:
    """Whether the terminal breaks lines anew when it becomes narrower; these few cut them off instead."""
    return "XTERM_VERSION" not in environ and "STY" not in environ and environ.get("TERM") != "linux"


def lines_above(widths: list[int], column: int, width: int) -> int:
    """How many lines lie above the cursor, which stands in the last of rows so wide, once all of them are broken.

    Behind the last sign of its row it stays in the line of that sign, even if that is full.
    """
    *before, own = widths
    return sum(max(-(-used // width), 1) for used in before) + max(min(column, own - 1), 0) // width


def used(screen: Screen, row: int) -> int:
    """How many columns of a row hold more than blanks."""
    cells = screen.data_buffer[row]
    return max((k + 1 for k, cell in cells.items() if cell.char.strip()), default=0)
