"""What the pictures tell: keys, and what must stand on the screen before the next picture is taken."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

from scripts.pictures.svg import Shot, film, picture, shot
from tests.prompt.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = 80
LEFT, RIGHT, UP, TAB, ENTER = "\x1b[D", "\x1b[C", "\x1b[1;5A", "\t", "\r"

Step = tuple[str, str, float]
"""Keys, the text to wait for, and how many seconds the picture is shown."""

FILM: list[Step] = [
    ("", "try  sin(x) + x*y", 1.2),
    ("x", "∂x  1 ", 0.5),
    ("^2", "∂x  2·x ", 0.9),
    ("*s", "∂s  x²", 0.7),
    ("n", "∂sn  x²", 0.5),
    ("i(x", "… ) is expected", 0.6),
    (")", "did you mean sin?", 1.8),
    (TAB, "∂x  x·(2·sin(x) + x·cos(x))", 2.2),
    (LEFT * 3, "∂v3/∂x = cos(x)", 2.4),
    (LEFT * 6, "v2 = x²", 2.4),
    (RIGHT, "∂x  x·(2·sin(x) + x·cos(x))", 0.8),
    (UP, "x²·(3·sin(x) + x·cos(x))", 1.0),
    (UP, "x³·(4·sin(x) + x·cos(x))", 1.6),
    ("\x05" + ENTER, "∂2>", 4.0),
]
SESSION: list[Step] = [
    ("sin(x) + x*y" + ENTER, "∂2>", 0),
    ("g(x) = sin(3*x)" + ENTER, "g(x) = sin(3·x)", 0),
    ("dg/dx = cos(3*x)" + ENTER, "inner derivative missing", 0),
    ("exp(-x^2)*sin(3*x)", "7 nodes", 0),
    (LEFT * 12, "∂v2/∂x = 2·x", 0),
]


def told(steps: list[Step], rows: int) -> list[Shot]:
    """The screens of a story, each taken once it shows what it must."""
    with tempfile.TemporaryDirectory() as state:
        env = {"XDG_STATE_HOME": state, "XDG_CONFIG_HOME": state, "XDG_CACHE_HOME": state, "DERIVREPL_HISTORY": ""}
        env |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        terminal = PseudoTerminal(cols=COLUMNS, rows=rows, env=env)
        shots = []
        try:
            terminal.wait("∂1>")
            for keys, text, seconds in steps:
                terminal.send(keys)
                terminal.wait(text)
                shots.append(shot(terminal.screen, seconds))
        finally:
            terminal.kill()
    return shots


def preview() -> str:
    """The derivative while it is typed: an error mended, a part looked at, a number turned."""
    return film(told(FILM, 24), "derivrepl: the derivative while typing", COLUMNS)


def session() -> str:
    """A table, a wrong claim with its mistake named, values, and a line being typed."""
    return picture(told(SESSION, 44)[-1], "derivrepl: a session", COLUMNS)


PICTURES: dict[str, Callable[[], str]] = {"preview.svg": preview, "session.svg": session}
"""File → what draws it."""
