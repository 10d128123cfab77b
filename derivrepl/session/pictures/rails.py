"""Rails: one row for each node in table order, and a rail for each value that is still needed.

Reads as a plan of the memory that the evaluation takes: as many values live at once as there are rails.
"""

from __future__ import annotations

from derivrepl.language.counted import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.pictures.part import Part
    from derivrepl.store import Node

LABEL_WIDTH, ROW_WIDTH = 3, 15
"""Cells that labels and operations take at least."""

MARKS = {
    ("left", True): "╰", ("inside", True): "┴", ("right", True): "╯",
    ("left", False): "├", ("inside", False): "┼", ("right", False): "┤",
}  # fmt: skip
"""Where an operand's rail meets the row's line, and whether it ends there."""


class Rails:
    """The rails of a part.

    drawn  the picture in front of each row
    peak   most values alive at once
    """

    def __init__(self, part: Part) -> None:
        self.part = part
        self.last = _last_reads(part)
        self.lanes: list[Node | None] = []
        self.lane_of: dict[Node, int] = {}
        self.peak = 0
        for node in _entering(part):
            self._place(node)
        self.drawn = [self._row(node) for node in part.nodes]

    @property
    def width(self) -> int:
        """How many rails there are."""
        return len(self.lanes)

    def lines(self) -> list[str]:
        """Every row with its label, operation and result, and what the picture shows in sum."""
        part = self.part
        width = max([0, *map(len, self.drawn)])
        label_width = max([LABEL_WIDTH, *(len(part.label(n)) for n in part.nodes)])
        rows = [part.row(n) for n in part.nodes]
        row_width = max([ROW_WIDTH, *map(len, rows)])
        lines = [
            f"{rail:<{width}}  {part.label(n):<{label_width}}  {row:<{row_width}}  {part.result(n)}".rstrip()
            for n, rail, row in zip(part.nodes, self.drawn, rows, strict=True)
        ]
        nodes, values = counted(len(part.nodes), "node"), counted(self.peak, "value")
        return [*lines, f"{nodes}, depth {depth(part)}, at most {values} alive at once"]

    def _row(self, node: Node) -> str:
        reads = sorted({self.lane_of[a] for a in self.part.store.operands(node) if a in self.lane_of})
        dying = [a for a in self.part.store.operands(node) if a in self.lane_of and self.last[a] == node]
        ends = {self.lane_of[a] for a in dying}
        if dying:
            lane = self.lane_of[dying[-1]]
        else:
            lane = self._free_lane()
        used = sum(n is not None for n in self.lanes) + (not dying)
        self.peak = max(self.peak, used)
        drawn = self._drawn(lane, reads, ends)
        for a in set(dying):
            self.lanes[self.lane_of.pop(a)] = None
        if node in self.last:
            self.lanes[lane] = node
            self.lane_of[node] = lane
        return drawn

    def _drawn(self, lane: int, reads: list[int], ends: set[int]) -> str:
        low, high = min([lane, *reads]), max([lane, *reads])
        signs = []
        for k, held in enumerate(self.lanes):
            if k:
                signs.append("─" if low < k <= high else " ")
            if k == lane:
                signs.append("●")
            elif k in reads:
                side = "left" if k == low else "right" if k == high else "inside"
                signs.append(MARKS[side, k in ends])
            elif held is not None:
                signs.append("│")
            else:
                signs.append("─" if low < k < high else " ")
        return "".join(signs).rstrip()

    def _free_lane(self) -> int:
        if None in self.lanes:
            return self.lanes.index(None)
        self.lanes.append(None)
        return len(self.lanes) - 1

    def _place(self, node: Node) -> None:
        lane = self._free_lane()
        self.lanes[lane] = node
        self.lane_of[node] = lane


def _last_reads(part: Part) -> dict[Node, Node]:
    """Node → the last node that reads it: drawn where it ends within the part, else any later one."""
    last: dict[Node, Node] = {}
    for n in part.scope:
        for a in part.store.operands(n):
            if a >= 0:
                last[a] = n
    return last


def _entering(part: Part) -> list[Node]:
    """Nodes above the part that its rows read, in the order of their numbers."""
    read = {a for n in part.nodes for a in part.store.operands(n) if a in part.view.labels}
    return [n for n in part.scope if n in read and n not in part.own]


def depth(part: Part) -> int:
    """Nodes on the longest path through the part."""
    level: dict[Node, int] = {}
    for n in part.nodes:
        level[n] = 1 + max([0, *(level.get(a, 0) for a in part.store.operands(n))])
    return max([0, *level.values()])
