"""Screens of a terminal as SVG: one as it stands, or several one after the other as a film.

A film needs no script: parts of the screen appear and vanish by CSS. Where nothing moves (a viewer without
animation, a reader who asked for less motion) its last picture is shown.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyte

CELL, LINE, SIZE = 8.4, 19, 14
"""Width and height of a cell, size of the type, in pixels."""
MARGIN, BAR = 16, 34
"""Space around the screen, height of the bar above it."""

PAPER, INK = "#1a1b26", "#c8d0e8"
COLOURS = {
    "default": INK, "black": "#414868", "red": "#f7768e", "green": "#9ece6a", "brown": "#e0af68",
    "yellow": "#e0af68", "blue": "#7aa2f7", "magenta": "#bb9af7", "cyan": "#7dcfff", "white": INK,
    "brightblack": "#7a83a8", "brightred": "#f7768e",
}  # fmt: skip
"""Colours of the terminal → those of the picture."""


class Shot(NamedTuple):
    """A screen at one moment: each row's pieces, and where the cursor is; shown for so many seconds."""

    rows: tuple[tuple[Piece, ...], ...]
    cursor: tuple[int, int] | None
    seconds: float = 0.0


class Piece(NamedTuple):
    """A text in one style, beginning in a column."""

    column: int
    text: str
    colour: str
    bold: bool
    underlined: bool
    reverse: bool


def shot(screen: pyte.Screen, seconds: float = 0.0, cursor: bool = True) -> Shot:
    """What is on the screen now."""
    rows = tuple(tuple(_pieces(screen.buffer[y], screen.columns)) for y in range(screen.lines))
    while rows and not rows[-1]:
        rows = rows[:-1]
    return Shot(rows, (screen.cursor.x, screen.cursor.y) if cursor else None, seconds)


def _pieces(cells: dict[int, pyte.screens.Char], columns: int) -> Iterator[Piece]:
    """The row's pieces; blanks without a style are left out."""
    pieces: list[Piece] = []
    for x in range(columns):
        cell = cells[x]
        style = (COLOURS.get(cell.fg, INK), bool(cell.bold), bool(cell.underscore), bool(cell.reverse))
        if cell.data == " " and not (style[2] or style[3]):
            continue
        last = pieces[-1] if pieces else None
        if last is not None and last[2:] == style and last.column + len(last.text) == x:
            pieces[-1] = last._replace(text=last.text + cell.data)
        else:
            pieces.append(Piece(x, cell.data, *style))
    yield from pieces


def picture(only: Shot, title: str, columns: int) -> str:
    """One screen."""
    return _document([line for y, row in enumerate(only.rows) for line in _row(row, y)], [only], title, columns, "")


def film(shots: Sequence[Shot], title: str, columns: int) -> str:
    """The screens one after the other, again and again; a row that stays the same is drawn once for all that time."""
    total = sum(s.seconds for s in shots)
    starts = [sum(s.seconds for s in shots[:k]) for k in range(len(shots) + 1)]
    rules: dict[tuple[float, float], str] = {}
    body: list[str] = []
    tallest = max(len(s.rows) for s in shots)
    for y in range(tallest):
        rows = [s.rows[y] if y < len(s.rows) else () for s in shots]
        for first, last in _runs(rows):
            body += _shown(list(_row(rows[first], y)), first, last, starts, rules)
    cursors = [s.cursor for s in shots]
    for first, last in _runs(cursors):
        body += _shown([_cursor(cursors[first])] if cursors[first] else [], first, last, starts, rules)
    return _document(body, list(shots), title, columns, _animation(rules, total))


def _runs(values: Sequence[object]) -> Iterator[tuple[int, int]]:
    """First and last index of each stretch of equal values."""
    first = 0
    for k in range(1, len(values) + 1):
        if k == len(values) or values[k] != values[first]:
            yield first, k - 1
            first = k


def _shown(
    lines: list[str], first: int, last: int, starts: list[float], rules: dict[tuple[float, float], str]
) -> list[str]:
    """The lines in a group that is seen from one shot to another."""
    if not lines:
        return []
    span = starts[first], starts[last + 1]
    if first == 0 and last + 2 == len(starts):
        return lines
    name = rules.setdefault(span, f"s{len(rules)}")
    final = " end" if last + 2 == len(starts) else ""
    return [f'<g class="{name}{final}">', *lines, "</g>"]


def _animation(rules: dict[tuple[float, float], str], total: float) -> str:
    made = ["g{visibility:hidden}.end{visibility:visible}", "@media (prefers-reduced-motion:no-preference){"]
    for (start, end), name in rules.items():
        on, off = 100 * start / total, 100 * end / total
        before = "0%{visibility:hidden}" if start else ""
        after = f"{off:.3f}%{{visibility:hidden}}" if end < total else "100%{visibility:visible}"
        made.append(f"@keyframes {name}{{{before}{on:.3f}%{{visibility:visible}}{after}}}")
        made.append(f".{name}{{animation:{name} {total:g}s step-end infinite}}")
    return "\n".join([*made, "}"])


def _row(row: tuple[Piece, ...], y: int) -> Iterator[str]:
    top = BAR + MARGIN + y * LINE
    for piece in row:
        x, width = MARGIN + piece.column * CELL, len(piece.text) * CELL
        if piece.reverse:
            yield f'<rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="{LINE}" fill="{piece.colour}"/>'
        colour = PAPER if piece.reverse else piece.colour
        style = f' fill="{colour}"' + (' font-weight="bold"' if piece.bold else "")
        style += ' text-decoration="underline"' if piece.underlined else ""
        yield (
            f'<text x="{x:.1f}" y="{top + SIZE}" textLength="{width:.1f}"{style}>'
            f"{escape(piece.text, quote=False)}</text>"
        )


def _cursor(place: tuple[int, int] | None) -> str:
    x, y = place or (0, 0)
    left, top = MARGIN + x * CELL, BAR + MARGIN + y * LINE
    return f'<rect x="{left:.1f}" y="{top}" width="{CELL}" height="{LINE}" fill="{INK}" opacity="0.45"/>'


def _document(body: list[str], shots: list[Shot], title: str, columns: int, style: str) -> str:
    if len(shots) == 1 and shots[0].cursor is not None:
        body = [*body, _cursor(shots[0].cursor)]
    width = round(columns * CELL + 2 * MARGIN)
    height = BAR + 2 * MARGIN + max(len(s.rows) for s in shots) * LINE
    colours = (COLOURS["red"], COLOURS["yellow"], COLOURS["green"])
    dots = [f'<circle cx="{20 + 20 * k}" cy="18" r="6" fill="{colour}"/>' for k, colour in enumerate(colours)]
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    font = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" xml:space="preserve">',
        f"<title>{escape(title)}</title>",
        f"<style>text{{font:{SIZE}px {font};white-space:pre}}\n{style}</style>",
        f'<rect width="{width}" height="{height}" rx="10" fill="{PAPER}"/>',
        *dots,
        *body,
        "</svg>",
        "",
    ])  # fmt: skip
