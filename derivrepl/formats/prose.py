"""Sentences in lines: broken at blanks, but not inside of a formula, a call or brackets of choices."""

from __future__ import annotations

import re

from derivrepl.formats.columns import cells, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPER = 2
"""Cells by which what goes on below a first line is indented."""
SIGNS = frozenset([*"=+-−·×*/@^<>≤≥≠≈|→:", "+=", "<=", ">=", "==", "!=", "->"])
"""Words that hold together what stands on both sides."""

_word = re.compile(r"( *)(\S+)")


def prose(text: str, first: int, rest: int | None = None) -> list[str]:
    """The text in lines of at most `first`, then `rest` cells; blank space in front and on a line is kept.

    A formula goes to the next line whole; one that no line holds is broken as formulas are.
    """
    rest = first if rest is None else rest
    lines = [""]
    for gap, piece in _pieces(text, max(first, rest)):
        room = rest if len(lines) > 1 else first
        longer = lines[-1] + (gap if lines[-1] or len(lines) == 1 else "") + piece
        if cells(longer) <= room:
            lines[-1] = longer
            continue
        if not lines[-1]:
            lines.pop()
        lines += wrap(piece, rest if lines else first, rest)
    return lines


def hung(text: str, width: int, deeper: int = DEEPER) -> list[str]:
    """The text behind its own margin, in lines of at most `width` cells; what goes on below stands deeper."""
    margin = len(text) - len(text.lstrip())
    first, *more = prose(text[margin:], max(width - margin, 1), max(width - margin - deeper, 1))
    return [(" " * margin + first).rstrip(), *(" " * (margin + deeper) + line for line in more)]


def _pieces(text: str, room: int) -> Iterator[tuple[str, str]]:
    """What stays on one line where it has room there, each behind the blanks in front of it."""
    held: list[tuple[str, str]] = []
    depth, after_sign = 0, False
    for gap, word in _word.findall(text):
        joined = bool(held) and len(gap) == 1 and (depth > 0 or after_sign or word in SIGNS)
        if not joined and held:
            yield from _whole(held, room)
            held, depth = [], 0
        held.append((gap, word))
        depth = max(depth + _opened(word), 0)
        after_sign = word in SIGNS
    yield from _whole(held, room)


def _whole(held: list[tuple[str, str]], room: int) -> Iterator[tuple[str, str]]:
    """Words as one piece; as themselves where they are a sentence in brackets, too long for a line."""
    if not held:
        return
    text = held[0][1] + "".join(gap + word for gap, word in held[1:])
    if cells(text) <= room or any(word in SIGNS for _, word in held[1:]):
        yield held[0][0], text
    else:
        yield from held


def _opened(word: str) -> int:
    """How many brackets of calls, of elements and of choices the word leaves open; a remark's bracket is none."""
    inner = word.lstrip("(")
    return sum((sign in "([{") - (sign in ")]}") for sign in inner)
