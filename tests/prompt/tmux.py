"""The program in tmux: a terminal that breaks lines anew and has a second screen to come back from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.prompt.pseudo_terminal import PATIENCE, ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NUMBERS = count()
"""Each run has a server of its own: one that is told to end is still there for a moment."""
PROGRAM = f"{sys.executable} -P -m derivrepl"
SETTLED = 0.6
"""Seconds."""

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """A run of a command, which ends with its block. folder: where it works and where the program keeps its state."""

    def __init__(self, folder: Path, cols: int = 100, rows: int = 20, command: str = PROGRAM) -> None:
        self.name = f"derivrepl-test-{os.getpid()}-{next(NUMBERS)}"
        command = f"cd {folder}; export XDG_STATE_HOME={folder} PYTHONPATH={ROOT}; {command}"
        self.run("-f", "/dev/null", "new-session", "-d", "-x", str(cols), "-y", str(rows), command)

    def __enter__(self) -> Tmux:
        return self

    def __exit__(self, *_: object) -> None:
        self.run("kill-server")

    def run(self, *arguments: str) -> str:
        """Give tmux a command; what it prints."""
        done = subprocess.run(["tmux", "-L", self.name, *arguments], capture_output=True, check=True, timeout=60)
        return done.stdout.decode()

    def enter(self, line: str) -> None:
        """Type a line and press Enter."""
        self.run("send-keys", "-l", "--", line)
        self.run("send-keys", "Enter")

    def press(self, *keys: str) -> None:
        """Press keys by their names."""
        self.run("send-keys", *keys)

    def lines(self) -> list[str]:
        """What is on the screen, blanks at the ends of lines left out."""
        return [line.rstrip() for line in self.run("capture-pane", "-p").rstrip().split("\n")]

    def wait_until(self, condition: Callable[[list[str]], bool]) -> None:
        """Wait until the lines of the screen are so."""
        end = time.monotonic() + PATIENCE
        while not condition(self.lines()):
            assert time.monotonic() < end, "\n".join(self.lines())
            time.sleep(0.02)

    def wait(self, text: str) -> None:
        """Wait until the text is on the screen."""
        self.wait_until(lambda lines: any(text in line for line in lines))

    def settle(self) -> None:
        """Wait until nothing has changed on the screen for a while: tmux takes its time to pass on a new size."""
        seen, since = self.lines(), time.monotonic()
        while time.monotonic() < since + SETTLED:
            time.sleep(0.05)
            now = self.lines()
            if now != seen:
                seen, since = now, time.monotonic()
