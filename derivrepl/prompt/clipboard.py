"""The clipboard: by a program of the desktop, by tmux, or by the terminal itself.

A terminal never says whether it understood (OSC 52), a program does: so programs come first, except over
ssh, where those of the other machine would fill a clipboard that nobody sees.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from base64 import b64encode

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

MOST = 74_000
"""Bytes that a terminal takes in one sequence."""
PATIENCE = 2.0
"""Seconds for a program to take the text."""

PROGRAMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # what must be set in the environment, the command
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
APPLE: tuple[str, ...] = ("pbcopy",)
TMUX: tuple[str, ...] = ("tmux", "load-buffer", "-w", "-")


def copy(text: str, out: TextIO | None, environ: Mapping[str, str] | None = None) -> str:
    """Put the text on the clipboard; the way that was taken. Raises E704.

    out  the terminal, None where it understands no control sequences
    """
    environ = os.environ if environ is None else environ
    data = text.encode("utf-8", "surrogateescape")
    for command in _commands(environ):
        if shutil.which(command[0]) and _taken(command, data):
            return command[0]
    if out is None:
        raise _not_reached("this terminal has none, and no program was found")
    if len(data) * 4 // 3 > MOST:
        raise _not_reached(f"{len(data):,} bytes are too many for the terminal's clipboard")
    out.write(f"\x1b]52;c;{b64encode(data).decode()}\x07")
    out.flush()
    return "OSC 52"


def _not_reached(why: str) -> DerivError:
    return DerivError("E704", f"no clipboard reached: {why}", hint="> FILE behind a command writes what it prints")


def _commands(environ: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The programs that may reach the user's clipboard, best first."""
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    found = [] if remote else [command for name, command in PROGRAMS if environ.get(name)]
    if sys.platform == "darwin" and not remote:
        found.append(APPLE)
    return [*found, TMUX] if environ.get("TMUX") else found


def _taken(command: tuple[str, ...], data: bytes) -> bool:
    """Whether the program took the text."""
    try:
        done = subprocess.run(
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
