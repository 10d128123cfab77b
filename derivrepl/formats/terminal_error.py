"""Errors and cautions on a screen: what, where, what to do."""

from __future__ import annotations

from derivrepl.errors import LEFT_OUT
from derivrepl.formats.charset import to_ascii, visible
from derivrepl.formats.columns import cells, clip
from derivrepl.formats.prose import DEEPER, prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Caution, DerivError, Span
    from derivrepl.formats.terminal_style import Line

AROUND = 76
"""Cells of a repeated source line that are shown around the mark."""


def error_lines(
    error: DerivError, text: str, width: int, prompt: int | None, key: str = "", unicode: bool = True
) -> list[Line]:
    """The error under the line as typed.

    prompt  cells of the prompt that the text stands behind; None when the text is not on the screen
    key     the key that applies the fix, in words; empty where there is none
    """
    told = str if unicode else to_ascii
    lines = caret_lines(text, error.span, width, prompt, told(LEFT_OUT)) if error.span is not None else []
    lines += _said(f"error {error.code}: ", "error", told(error.message), width)
    return lines + _hint(told(error.hint), width, key if error.fix else "")


def caution_lines(caution: Caution, width: int, unicode: bool = True) -> list[Line]:
    """`warning W101: …` and its hint."""
    told = str if unicode else to_ascii
    said = _said(f"warning {caution.code}: ", "warning", told(caution.message), width)
    return said + _hint(told(caution.hint), width, "")


def _said(start: str, role: str, message: str, width: int) -> list[Line]:
    """A sentence behind its start; what does not fit goes on below, indented."""
    first, *more = prose(visible(message), max(width - len(start), 8), width - DEEPER)
    return [[(start, role), (first, "")], *([(" " * DEEPER + text, "")] for text in more)]


def _hint(hint: str, width: int, key: str) -> list[Line]:
    if not hint:
        return [[("hint: ", "hint"), (f"{key}", "dim")]] if key else []
    lines = _said("hint: ", "hint", hint, width)
    used = sum(cells(text) for text, _ in lines[-1])
    room = width - 3 - used - len(key)
    if key and room >= 2:
        lines[-1].append((" " * room + key, "dim"))
    return lines


def caret_lines(text: str, span: Span, width: int, prompt: int | None, mark: str = LEFT_OUT) -> list[Line]:
    """`^^^` under the place; the line is repeated when it is not on the screen in one piece."""
    start, end = min(span[0], len(text)), min(max(span), len(text) + 1)
    number = text.count("\n", 0, start)
    offset = text.rfind("\n", 0, start) + 1
    line = text[offset:].split("\n", 1)[0]
    start, end = start - offset, min(max(end - offset, start - offset + 1), len(line) + 1)
    whole = prompt is not None and "\n" not in text and prompt + cells(text) < width
    if whole and prompt is not None:
        return [[(" " * (prompt + cells(line[:start])) + _carets(line, start, end), "error")]]
    head = f"{number + 1}: " if "\n" in text else "  "
    shown, start, end = _window(line, start, end, min(AROUND, width - len(head) - 1), mark)
    carets = " " * (len(head) + cells(visible(shown[:start]))) + _carets(shown, start, end)
    return [[(head + visible(shown), "dim")], [(clip(carets, width, ""), "error")]]


def _window(line: str, start: int, end: int, room: int, mark: str) -> tuple[str, int, int]:
    """The part of a long line around the place, with marks where it is cut, and the place in it."""
    if cells(line) <= room:
        return line, start, end
    first = max(min(start - room // 3, len(line) - room), 0)
    before = mark if first else ""
    first += len(before)
    after = mark if cells(line[first:]) > room - len(before) else ""
    shown = before + clip(line[first:], room - len(before) - len(after), "") + after
    return shown, start - first + len(before), min(end - first + len(before), room)


def _carets(line: str, start: int, end: int) -> str:
    return "^" * max(cells(visible(line[start:end])), 1)
