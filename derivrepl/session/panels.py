"""Columns of `text = value` side by side, one group of rows a node: the layout of `:trace`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

Row = tuple[str, str, str]
"""Text, value, and what stands behind the value."""

SUFFIX_AT = 11
"""Where a value's suffix stands at least, counted from its sign of equality."""
APART = 3
"""Blanks between a title and what stands behind it."""


class Column:
    """What a panel shows: its title, what stands behind the title, its rows for each node."""

    __slots__ = ("behind", "rows", "title")

    def __init__(self, title: str, rows: list[list[Row]], behind: str = "") -> None:
        self.title = title
        self.rows = rows
        self.behind = behind


class Look:
    """How much room a panel has.

    at, width  where values stand and how wide it is, at least; 0 for as little as its rows allow
    bare       whether nothing stands behind values, and the title is short
    """

    __slots__ = ("at", "bare", "width")

    def __init__(self, at: int = 0, width: int = 0, bare: bool = False) -> None:
        self.at = at
        self.width = width
        self.bare = bare


class Panel:
    """A column laid out: where values and what stands behind them are, its width, its longest line."""

    __slots__ = ("at", "longest", "rows", "suffix_at", "title", "width")

    def __init__(self, column: Column, look: Look) -> None:
        self.rows = column.rows if not look.bare else [[(t, v, "") for t, v, _ in group] for group in column.rows]
        every = [row for group in self.rows for row in group]
        self.at = max([look.at, *(len(text) + 1 for text, _, _ in every)])
        values = [len(value) + 3 for _, value, suffix in every if suffix]
        self.suffix_at = self.at + (SUFFIX_AT if look.width else max(values, default=0))
        aligned = look.width and not look.bare
        behind = column.behind.removeprefix("seed " if look.bare else "")
        title = f"{column.title:<{self.at}}" if aligned else column.title + " " * APART
        self.title = f"{title}{behind}" if behind else column.title
        lengths = [len(self.line(row)) for row in every]
        self.longest = max([len(self.title), *lengths])
        apart = [n + 2 for n, row in zip(lengths, every) if not row[2]]
        self.width = max([look.width, *apart]) if look.width else self.longest

    def line(self, row: Row) -> str:
        """A row as text."""
        text, value, suffix = row
        made = f"{text:<{self.at}}= {value}"
        return f"{made:<{self.suffix_at}}{' ' if len(made) >= self.suffix_at else ''}{suffix}".rstrip()


Cell = tuple[int, int]
"""Line and panel of a row."""


class Table:
    """Panels side by side, the rows of one node on the same lines. nodes: what each node computes."""

    def __init__(self, panels: list[Panel], nodes: list[str]) -> None:
        self.panels = panels
        self.rows: list[list[Row | None]] = []
        self.nodes: list[str] = []
        """For each line what its node computes."""
        for node, *groups in zip(nodes, *(p.rows for p in panels), strict=True):
            for k in range(max(map(len, groups))):
                self.rows.append([group[k] if k < len(group) else None for group in groups])
                self.nodes.append(node)

    @property
    def width(self) -> int:
        """The columns that the longest line takes."""
        return max(self.offset(c) + max(p.longest, p.width) for c, p in enumerate(self.panels))

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
