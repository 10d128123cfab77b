"""Answers on a screen: node tables, result lines, grids, errors, at the terminal's width.

Which columns and rows are shown is decided before anything is written; Rich sets tables and styles.
"""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.code import source
from derivrepl.formats.columns import GAP, Column, cells, clip, elide, fit, pad, wrap
from derivrepl.formats.grid import GridLines
from derivrepl.formats.json_lines import written
from derivrepl.formats.listing import listing_lines
from derivrepl.formats.objects import Objects
from derivrepl.formats.page import page_lines
from derivrepl.formats.prose import prose
from derivrepl.formats.steps import StepLines
from derivrepl.formats.terminal_error import caution_lines, error_lines
from derivrepl.formats.terminal_expression import Expressions
from derivrepl.formats.terminal_graph import Cells, Cut, Part, in_order, parts
from derivrepl.formats.terminal_results import TALLEST, WHOLE, ResultLines
from derivrepl.formats.terminal_style import STYLES, Line, plain
from derivrepl.language.signs import typeset
from derivrepl.session.answer import (
    INDENT,
    Clip,
    Code,
    Drawing,
    Equation,
    Graph,
    Grid,
    Json,
    Listing,
    More,
    Note,
    Page,
    Results,
    Steps,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Protocol

    from derivrepl.session.answer import Answer, Block
    from derivrepl.store import Store

    class Readable(Protocol):
        """Whatever knows the settings."""

        def get(self, key: str) -> str:
            """The value of a setting."""


TABLE_ROWS = 100
"""Rows up to which Rich sets the table; it takes a second for a thousand."""
NARROWEST = 24

Piece = Text | Table | str


def make_console(file: IO[str], width: int, height: int, color: bool, styled: bool = True) -> Console:
    """The one console: it is told everything and asks the environment for nothing.

    styled: whether the terminal understands bold and underline at all
    """
    return Console(
        file=file, width=width, height=height, markup=False, emoji=False, highlight=False, force_terminal=True,
        color_system="standard" if styled else None, no_color=not color, legacy_windows=False, soft_wrap=True,
        _environ={},
    )  # fmt: skip


class Terminal:
    """Lays out answers for one screen.

    store  where the answers' nodes live
    """

    def __init__(self, width: int, height: int, unicode: bool, color: bool, settings: Readable, store: Store) -> None:
        self.width = max(width, NARROWEST)
        self.height = height
        self.unicode = unicode
        self.color = color
        self.settings = settings
        self.store = store
        self.whole = False
        """Whether the answer in hand is shown with nothing cut."""

    def show(self, answer: Answer, console: Console, prompt: int | None = None, key: str = "") -> None:
        """Print the answer. prompt, key: see `error_lines`."""
        for piece in self.render(answer, prompt, key):
            if isinstance(piece, str):
                console.file.write(piece + "\n")
            else:
                console.print(piece, soft_wrap=not isinstance(piece, Table), crop=False)

    def render(self, answer: Answer, prompt: int | None = None, key: str = "") -> list[Piece]:
        """What the answer shows, from top to bottom; a str is printed as it is."""
        after = self._set(self._wrapped(answer.after, [(" " * INDENT, "")])) if answer.after else []
        if answer.error is not None:
            shown = error_lines(answer.error, answer.text, self.width, prompt, key, self.unicode)
            return [*self._set(shown), Text(""), *after]
        pieces: list[Piece] = []
        for caution in answer.cautions:
            pieces += self._set(caution_lines(caution, self.width, self.unicode))
        roomy = False
        more = next((b for b in answer.blocks if isinstance(b, More)), None)
        self.whole = more is not None
        self._expressions = Expressions(self.store, self.unicode)
        blocks = [b for b in (more.blocks if more else answer.blocks) if not isinstance(b, Graph) or b.view.labels]
        for k, block in enumerate(blocks):
            if isinstance(block, Graph) or (k and isinstance(blocks[k - 1], Graph)):
                pieces.append(Text(""))
            roomy = roomy or isinstance(block, Graph | Results | Grid)
            pieces += self._block(block)
        return [*pieces, *([Text("")] if roomy else []), *after]

    def _block(self, block: Block) -> list[Piece]:
        if isinstance(block, Graph):
            return self._graph(block)
        if isinstance(block, Results):
            return self._set(self._results(limit=self._limit(None)).lines(block))
        if isinstance(block, Grid):
            return self._set(GridLines(block, self._results()).lines())
        if isinstance(block, Equation):
            return self._set(self._equation(block))
        if isinstance(block, Drawing):
            notation = self._expressions.notation
            lines = [line if self.unicode else to_ascii(line) for line in block.screen(self.width, notation)]
            if block.flush:
                return list(lines)
            room = self.width - INDENT
            return self._set([[(" " * INDENT + clip(line, room, notation.mark), "")] for line in lines])
        if isinstance(block, Listing):
            lines, hidden = listing_lines(block, self.width, self._expressions.notation)
            return self._set([[(" " * INDENT + line, "")] for line in lines]) + self._hidden(hidden, 0)
        if isinstance(block, Steps):
            return self._set(StepLines(self.store, block, self.width, self.unicode).lines())
        if isinstance(block, Code):
            return list(source(block, self.store))
        if isinstance(block, Json):
            return [*written(Objects(self.store).expression(block), indent=2).split("\n")]
        if isinstance(block, Clip):
            return self._set([[(" " * INDENT + block.told(), "")]])
        if isinstance(block, Note):
            text = typeset(block.text) if self.unicode else block.text
            return self._set(self._wrapped(text, [(" " * INDENT, ""), ("note: ", "hint")]))
        if isinstance(block, More):
            return [piece for inner in block.blocks for piece in self._block(inner)]
        rows = block.rows if isinstance(block, Page) else [(line,) for line in block.lines]
        return self._set([[(" " * INDENT + line, "")] for line in page_lines(rows, self.width - INDENT, self.unicode)])

    # Parts

    def _results(self, limit: int = 0) -> ResultLines:
        made = ResultLines(self._expressions, self.width, self._digits(), limit, self._typesets())
        made.tallest = WHOLE if self.whole else TALLEST
        return made

    def _digits(self) -> int:
        return min(int(self.settings.get("digits")), 17)

    def _limit(self, rows: int | None) -> int:
        """How many rows to show; 0 for all."""
        if rows is not None:
            return rows
        if self.whole:
            return 0
        setting = str(self.settings.get("rows"))
        return int(setting) if setting.isdecimal() else max(self.height - 8, 20)

    def _equation(self, block: Equation) -> list[Line]:
        """`a = 3·b`, or `ok   ∂f/∂x = …` for a claim."""
        left = block.pretty if self.unicode else block.left
        start = f"{' ' * INDENT}{'ok   ' if block.checked else ''}"
        drawn = self._drawn(block.node, f"{left} = ", start)
        if drawn:
            return drawn + self._proof(block, start)
        text = self._expressions.text(block.node)
        if text is None:
            text = f"({self._expressions.told_size(block.node)})"
        room = self.width - len(start) - 4
        body = wrap(f"{left} = {text}", self.width - len(start), room)
        lines: list[Line] = [[(start, "good"), (body[0], "")]]
        lines += [[(" " * (len(start) + 4), ""), (part, "")] for part in body[1:]]
        return lines + self._proof(block, start)

    def _proof(self, block: Equation, start: str) -> list[Line]:
        return self._wrapped(block.proof, [(" " * len(start), "")], "dim") if block.proof else []

    def _drawn(self, node: int, left: str, start: str) -> list[Line]:
        """An equation in two dimensions; nothing where it is not wanted or does not fit."""
        used = len(start) + cells(left)
        box = self._expressions.drawn(node, self.width - used) if self._typesets() else None
        if box is None:
            return []
        heads = {box.baseline: [(start, "good"), (left, "")]}
        return [[*heads.get(k, [(" " * used, "")]), (text, "")] for k, text in enumerate(box.lines)]

    def _typesets(self) -> bool:
        return self.settings.get("display") == "2d"

    def _wrapped(self, text: str, start: Line, role: str = "") -> list[Line]:
        """A text behind a start, wrapped under itself; blank space in front of it is kept."""
        if not self.unicode:
            text = to_ascii(text)
        body = text.lstrip(" ")
        start = [*start, (" " * (len(text) - len(body)), "")]
        used = cells(plain(start))
        room = max(self.width - used, 8)
        lines = prose(body.rstrip(), room)
        return [[*start, (lines[0], role)], *([(" " * used, ""), (line, role)] for line in lines[1:])]

    def _set(self, lines: list[Line]) -> list[Piece]:
        """The lines in Rich's form."""
        made: list[Piece] = []
        for line in lines:
            text = Text(no_wrap=True)
            for part, role in line:
                text.append(part if self.unicode else to_ascii(part), STYLES[role])
            text.rstrip()
            made.append(text)
        return made

    # The node table

    def _graph(self, block: Graph) -> list[Piece]:
        above, below = parts(block, self._limit(block.rows))
        view = block.view
        columns = Cells(view, self._expressions, self.width, self._digits()).columns(above.nodes(), below.nodes())
        widths = fit(self.width, columns)
        mark = self._expressions.notation.mark
        for column, width in zip(columns, widths):
            column.cells = [elide(cell, width, mark) for cell in column.cells]
            column.head = elide(column.head, width, mark)
        order = in_order(columns[: len(widths)])
        table = NodeTable([columns[k] for k in order], [widths[k] for k in order], self)
        pieces = table.part(above, 0, heads=True)
        if below.rows:
            pieces += self._set([[(" " * INDENT, ""), ("┄ derivative nodes ┄", "dim")]])
            pieces += table.part(below, len(above.nodes()))
        hidden = [elide(column.head, column.natural(), mark) for column in columns[len(widths) :]]
        more = len(view.columns) - sum("/" in column.head for column in columns)
        return pieces + self._hidden(hidden, more)

    def _hidden(self, heads: list[str], more: int) -> list[Piece]:
        """One line about the columns that did not fit."""
        if not heads and more <= 0:
            return []
        count = len(heads) + max(more, 0)
        counts = [f"and {count - k:,} more" if k else f"{count:,} columns" for k in range(min(count, len(heads) + 1))]
        texts = [" ".join([*heads[:k], *counts[k : k + 1]]) for k in range(len(heads), -1, -1)]
        ends = (f" (terminal is {self.width} columns wide)", "")
        told = [f"not shown: {text}{end}" for end in ends for text in texts]
        room = self.width - INDENT
        fitting = next((line for line in told if cells(line) <= room), told[-1])
        return self._set([[(" " * INDENT + clip(fitting, room, self._expressions.notation.mark), "dim")]])


class NodeTable:
    """Prints rows of the node table in columns whose widths are decided."""

    def __init__(self, columns: list[Column], widths: list[int], terminal: Terminal) -> None:
        self.columns = columns
        self.widths = widths
        self.terminal = terminal
        self.told = False
        """Whether a cut has said how to see what it left out."""

    def part(self, part: Part, first: int, heads: bool = False) -> list[Piece]:
        """The rows of one part, whose cells begin at `first`."""
        pieces: list[Piece] = []
        if len(part.rows) > TABLE_ROWS:
            return self._plain(part, first, heads)
        table = self._table(heads)
        for row in part.rows:
            if isinstance(row, Cut):
                cut = self._cut(row)
                pieces += [table, *cut] if table.row_count or heads else cut
                table, heads = self._table(False), False
            else:
                table.add_row("", *(Text(c.cells[first], STYLES[c.style]) for c in self.columns))
                first += 1
        return [*pieces, table] if table.row_count or heads else pieces

    def _table(self, heads: bool) -> Table:
        table = Table(
            box=None, show_header=heads, pad_edge=False, padding=(0, GAP, 0, 0), header_style="",
            width=INDENT + sum(self.widths) + GAP * (len(self.widths) - 1),
        )  # fmt: skip
        table.add_column("", width=INDENT - GAP, no_wrap=True)
        for column, width in zip(self.columns, self.widths, strict=True):
            head = Text.assemble((column.head, STYLES["head"]))
            table.add_column(head, width=width, no_wrap=True, overflow="crop")
        return table

    def _cut(self, cut: Cut) -> list[Piece]:
        """The line in the place of rows that are left out; the first one of a table says how to see them."""
        room = self.terminal.width
        widths = [*self.widths, 1, 1]
        start = f"{' ' * INDENT}{pad('⋮', widths[0])}  {cut.count:,} nodes"
        if self.told:
            return self.terminal._set([[(clip(start, room, self.terminal._expressions.notation.mark), "dim")]])
        self.told = True
        start = pad(start, INDENT + widths[0] + 2 + widths[1])
        for hint in (
            f":browse   :table {cut.first}..{cut.last}   :table all",
            f":browse   :table {cut.first}..{cut.last}",
            ":browse",
        ):
            if cells(start) + 2 + cells(hint) <= room:
                start += f"  {hint}"
                break
        return self.terminal._set([[(clip(start, room, self.terminal._expressions.notation.mark), "dim")]])

    def _plain(self, part: Part, first: int, heads: bool) -> list[Piece]:
        """The same without Rich, for long tables."""
        gap, indent = " " * GAP, " " * INDENT
        lines = [gap.join(pad(c.head, w) for c, w in zip(self.columns, self.widths))] if heads else []
        for row in part.rows:
            if isinstance(row, Cut):
                lines.append(f"⋮  {row.count:,} nodes")
            else:
                lines.append(gap.join(pad(c.cells[first], w) for c, w in zip(self.columns, self.widths)))
                first += 1
        text = "\n".join(indent + line.rstrip() for line in lines)
        return [text if self.terminal.unicode else to_ascii(text)]
