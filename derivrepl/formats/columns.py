"""Which columns of a table fit a width, and how wide each is; texts cut in the middle.

Widths are cells of a terminal, not characters.
"""

from __future__ import annotations

import re

from derivrepl.session.answer import INDENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GAP = 2

_narrow = re.compile(r"[ -~¡-¬®-\u02ffΑ-Ωα-ω⁰-⁹⁻ᵀ′–—…∂√∛−⋅∞≈≠≤≥→←✓✗⋮─-╿█▌■●▲▼⎡-⎦⠀-⣿]*")
"""Characters of one cell each, which is nearly all there ever is."""


class Column:
    """One column of a table: its head, its cells, and how narrow and how wide it may be.

    least  the width down to which it may be cut; 0: never below its cells
    cap    the width that it never exceeds; 0: none
    """

    __slots__ = ("cap", "cells", "head", "least", "style")

    def __init__(self, head: str, cells: list[str], least: int = 0, cap: int = 0, style: str = "") -> None:
        self.head = head
        self.cells = cells
        self.least = least
        self.cap = cap
        self.style = style

    def natural(self) -> int:
        """The width of the widest cell, at most `cap`."""
        widest = max(map(cells, [self.head, *self.cells]))
        return min(self.cap, widest) if self.cap else widest


def cells(text: str) -> int:
    """How many cells of a terminal the text takes."""
    if text.isascii() or _narrow.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(width: int, columns: Sequence[Column]) -> list[int]:
    """Widths for as many of the columns, first ones first, as fit in `width` cells."""
    used = INDENT - GAP
    naturals: list[int] = []
    widths: list[int] = []
    for column in columns:
        natural = column.natural()
        least = min(natural, column.least) if column.least else natural
        if used + GAP + least > width:
            break
        naturals.append(natural)
        widths.append(least)
        used += GAP + least
    for k, natural in enumerate(naturals):
        gained = min(natural - widths[k], width - used)
        widths[k] += gained
        used += gained
    return widths


def elide(text: str, width: int, mark: str) -> str:
    """The text in at most `width` cells: its first two thirds, the mark, its last third."""
    if cells(text) <= width:
        return text
    room = width - len(mark)
    if room < 1:
        return mark[: max(width, 0)]
    tail = room // 3
    return _start(text, room - tail) + mark + _end(text, tail)


def clip(text: str, width: int, mark: str) -> str:
    """The text in at most `width` cells, its end cut away."""
    if cells(text) <= width:
        return text
    return _start(text, max(width - len(mark), 0)) + mark[: max(width, 0)]


def whole_parts(parts: Iterable[str], width: int, between: str, mark: str) -> str:
    """The parts in at most `width` cells: those in the middle are left out first, then the last ones."""
    parts = list(parts)
    while len(parts) > 1 and cells(between.join(parts)) > width:
        parts.pop(-2 if len(parts) > 2 else -1)
    return clip(between.join(parts), width, mark)


def pad(text: str, width: int) -> str:
    """The text, filled up with blanks to `width` cells."""
    return text + " " * (width - cells(text))


def wrap(text: str, first: int, rest: int) -> list[str]:
    """The text in lines of at most `first`, then `rest` cells, broken before operators and after commas."""
    lines: list[str] = []
    room = first
    while cells(text) > room > 0:
        cut = _break(text, room)
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
        room = rest
    return [*lines, text]


def _break(text: str, room: int) -> int:
    """Where to break the text so that what comes before takes at most `room` cells.

    As few brackets open as possible, a short pair counting twice; at a blank rather than behind a sign of
    multiplication or division; and not too far left.
    """
    end = max(len(_start(text, room)), 1)
    depths = _depths(text[: 2 * room], room // 2)
    early, best, worth = 0, 0, (0, 0)
    for k, sign in enumerate(text[: end + 1]):
        cut = _break_at(text, k)
        if not 0 < cut <= end:
            continue
        if k <= end // 3:
            early = cut
        elif not best or (depths[k], " ·*/".index(sign)) <= worth:
            best, worth = cut, (depths[k], " ·*/".index(sign))
    return best or early or _after_sign(text, end) or end


def _depths(text: str, short: int) -> list[int]:
    """For each character how many brackets are open there, those that hold at most `short` characters twice."""
    depths, open_at, depth = [], list[int](), 0
    for k, sign in enumerate(text):
        if sign in "([":
            depth += 1
            open_at.append(k)
        depths.append(depth)
        if sign in ")]":
            depth -= 1
            depths[k] = depth
            start = open_at.pop() if open_at else k
            if k - start <= short:
                depths[start:k] = [inner + 1 for inner in depths[start:k]]
    return depths


def _after_sign(text: str, end: int) -> int:
    """The last place behind an opening bracket, a comma or a sign, where a long call or product breaks; 0 for none."""
    return next((k for k in range(end, 0, -1) if text[k - 1] in "([{,/^=" and text[k : k + 1] not in ")]}"), 0)


def _break_at(text: str, k: int) -> int:
    """The place of a break that the character at k allows; 0 for none."""
    sign = text[k]
    if sign == " ":
        return k if text[k - 1] not in "+-=<>" and text[k + 1 : k + 3] != "= " else 0
    return k + 1 if sign in "·*/" and text[k + 1 : k + 2] not in ("*", "/") else 0


def _start(text: str, width: int) -> str:
    """As much of the text's start as `width` cells hold."""
    if text.isascii():
        return text[:width]
    used = 0
    for k, character in enumerate(text):
        used += cells(character)
        if used > width:
            return text[:k]
    return text


def _end(text: str, width: int) -> str:
    """As much of the text's end as `width` cells hold."""
    if text.isascii():
        return text[len(text) - width :]
    return _start(text[::-1], width)[::-1]
