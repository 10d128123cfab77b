"""Columns of `text = value` side by side, one group of rows a node: the layout of `:trace`."""

from __future__ import annotations

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


def side_by_side(panels: list[Panel]) -> list[str]:
    """The panels as lines, the rows of one node on the same lines."""
    lines = [_joined([p.title for p in panels], panels), _joined(["─" * p.width for p in panels], panels)]
    for groups in zip(*(p.rows for p in panels), strict=True):
        for k in range(max(map(len, groups))):
            pieces = [p.line(group[k]) if k < len(group) else "" for p, group in zip(panels, groups)]
            lines.append(_joined(pieces, panels))
    return lines


def _joined(pieces: list[str], panels: list[Panel]) -> str:
    return "  ".join(f"{piece:<{p.width}}" for piece, p in zip(pieces, panels)).rstrip()
