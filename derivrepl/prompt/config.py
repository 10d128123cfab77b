"""The user's `config.toml`: rows of the table of settings, read when the prompt starts and never in a pipe.

What is wrong in it costs its own line: a notice with file, line and column tells, the rest applies.
"""

from __future__ import annotations

import os
import re

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from derivrepl.session.settings import Settings

MOST_NOTICES = 3
LARGEST = 1_000_000
_key = re.compile(r"""\s*(["']?)([\w-]+)\1\s*=\s*""")
_placed = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)$")


def configure(settings: Settings, path: str, leave: set[str]) -> list[str]:
    """Set what the file says, but for the keys to leave; what is wrong with it, a line each."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(LARGEST)
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "it is no UTF-8 text"
        return [f"{path}: not read: {reason[:1].lower()}{reason[1:]}"]
    name = os.path.basename(path)
    notices = [f"{name}:{line}:{column}: {told}" for line, column, told in _applied(settings, text, leave)]
    if len(notices) > MOST_NOTICES:
        notices[MOST_NOTICES:] = [f"{name}: and {len(notices) - MOST_NOTICES} more"]
    return notices


def _applied(settings: Settings, text: str, leave: set[str]) -> Iterator[tuple[int, int, str]]:
    """Set every value; line, column and sentence for each that cannot be."""
    from tomllib import TOMLDecodeError, loads

    lines = text.split("\n")
    places: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(lines, 1):
        found = _key.match(line)
        if found:
            places[found[2]] = number, found.end() + 1
    try:
        values = loads(text)
    except TOMLDecodeError as error:
        yield _told(error, len(lines), len(lines[-1]) + 1)
        values = _line_by_line(lines)
    for key, value in values.items():
        try:
            if key not in leave:
                settings.set(key, _written(key, value))
        except DerivError as error:
            place = places.get(key, (_heading(lines, key), 1))
            yield *place, error.message + (f"; {error.hint}" if error.hint else "")


def _told(error: Exception, last: int, end: int) -> tuple[int, int, str]:
    """What the reader of TOML says, behind its place."""
    found = _placed.match(str(error))
    if found is None:
        return 1, 1, str(error)
    told = found[1][:1].lower() + found[1][1:]
    return (int(found[2]), int(found[3]), told) if found[2] else (last, end, told)


def _line_by_line(lines: list[str]) -> dict[str, Any]:
    """The values of the lines that can be read on their own."""
    from tomllib import TOMLDecodeError, loads

    values: dict[str, Any] = {}
    for line in lines:
        try:
            values |= loads(line)
        except TOMLDecodeError:
            continue
    return values


def _heading(lines: list[str], key: str) -> int:
    """The line of a table's heading."""
    return next((k for k, line in enumerate(lines, 1) if line.lstrip(" [").startswith(key)), 1)


def _written(key: str, value: Any) -> str:
    """A value as `:set` takes it: true and false are on and off, a list is its words; raises DerivError."""
    if isinstance(value, dict):
        raise DerivError("E508", f"[{key}] is no setting", hint="settings stand alone, as in digits = 10")
    if isinstance(value, bool):
        return "on" if value else "off"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
