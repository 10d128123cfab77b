"""Columns of `text = value` side by side, one group of rows a node: the layout of `:trace`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[str, str, str]
"""Text, value, and what stands behind the value."""

SUFFIX_AT = 11
"""Where a value's suffix stands at least, counted from its sign of equality."""


class Panel:
    """One column of the tables: its title, its rows for each node, where values stand, its width."""

    __slots__ = ("at", "rows", "title", "width")

    def __init__(self, title: str, rows: list[list[Row]], at: int, width: int) -> None:
        texts = [text for group in rows for text, _, _ in group]
        self.at = max([at, *(len(text) + 1 for text in texts)])
        self.title = title
        self.rows = rows
        self.width = max([width, *(len(self.line(row)) + 2 for group in rows for row in group if not row[2])])

    def line(self, row: Row) -> str:
        """A row as text."""
        text, value, suffix = row
        made = f"{text:<{self.at}}= {value}"
        return f"{made:<{self.at + SUFFIX_AT}}{' ' if len(made) >= self.at + SUFFIX_AT else ''}{suffix}".rstrip()


Cell = tuple[int, int]
"""Line and panel of a row."""


class Table:
    """Panels side by side, the rows of one node on the same lines."""

    def __init__(self, panels: list[Panel]) -> None:
        self.panels = panels
        self.rows: list[list[Row | None]] = []
        self.groups: list[int] = []
        """For each line the first line of its node."""
        for groups in zip(*(p.rows for p in panels), strict=True):
            first = len(self.rows)
            for k in range(max(map(len, groups))):
                self.rows.append([group[k] if k < len(group) else None for group in groups])
                self.groups.append(first)

    @property
    def width(self) -> int:
        """The columns that the longest line takes."""
        return max(map(len, [*self.head(), *self.lines()]))

    def head(self) -> list[str]:
        """The titles and the rule below them."""
        return [self._joined([p.title for p in self.panels]), self._joined(["─" * p.width for p in self.panels])]

    def lines(self, shown: Callable[[Cell], bool] | None = None) -> list[str]:
        """The rows as lines; shown: which cells are not left blank, None for all."""
        made = []
        for k, cells in enumerate(self.rows):
            pieces = [
                p.line(row) if row is not None and (shown is None or shown((k, c))) else ""
                for c, (p, row) in enumerate(zip(self.panels, cells))
            ]
            made.append(self._joined(pieces))
        return made

    def offset(self, column: int) -> int:
        """Where a panel begins in its line."""
        return sum(p.width + 2 for p in self.panels[:column])

    def _joined(self, pieces: list[str]) -> str:
        return "  ".join(f"{piece:<{p.width}}" for piece, p in zip(pieces, self.panels)).rstrip()
