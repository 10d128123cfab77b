"""The program in a pseudo-terminal: a real process, and the screen that a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Start = Callable[..., "PseudoTerminal"]

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
"""Seconds to wait for a text: long, so that a busy machine fails nothing."""


class PseudoTerminal:
    """A run of the program in a folder. answers: whether the terminal answers cursor position requests."""

    def __init__(
        self,
        *arguments: str,
        cols: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        answers: bool = True,
        folder: Path | None = None,
    ) -> None:
        self.screen = pyte.HistoryScreen(cols, rows, history=5000, ratio=0.5)
        self.stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self.code: int | None = None
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(env or {})
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if folder is not None:
                os.chdir(folder)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
            os.execve(sys.executable, [sys.executable, "-P", "-m", "derivrepl", *arguments], environment)
        if answers:
            self.screen.write_process_input = self.send  # type: ignore[method-assign,assignment]
        self.resize(cols, rows)

    def resize(self, cols: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.screen.resize(rows, cols)

    def pump(self, seconds: float = 0.02) -> bool:
        """Read what has come; False when the program has ended."""
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return False
            self.bytes += data
            self.stream.feed(data)
            return bool(data)
        return True

    def text(self) -> str:
        """What is on the screen, blanks at the ends of lines left out."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def wait(self, text: str, times: int = 1) -> None:
        """Wait until the text is on the screen so often."""
        self.wait_for(lambda: self.text().count(text) >= times, f"{text!r} is not on the screen")

    def wait_any(self, *texts: str) -> None:
        """Wait until one of the texts is on the screen."""
        self.wait_for(lambda: any(text in self.text() for text in texts), f"none of {texts} is on the screen")

    def wait_gone(self, text: str) -> None:
        """Wait until the text is off the screen."""
        self.wait_for(lambda: text not in self.text(), f"{text!r} is still on the screen")

    def wait_for(self, condition: Callable[[], bool], what: str = "it did not happen") -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            running = self.pump()
            assert time.monotonic() < end, f"{what}:\n{self.text()}"
            assert running or condition(), f"{what}, the program has ended:\n{self.text()}"

    def send(self, text: str) -> None:
        """Press keys."""
        os.write(self.fd, text.encode())

    def end(self) -> int:
        """Wait for the program's end; its exit code."""
        end = time.monotonic() + PATIENCE
        while self.pump():
            assert time.monotonic() < end, f"the program does not end:\n{self.text()}"
        if self.code is None:
            _, status = os.waitpid(self.pid, 0)
            self.code = os.waitstatus_to_exitcode(status)
            os.close(self.fd)
        return self.code

    def kill(self) -> None:
        """End the program if it is still running."""
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.fd)
            self.code = -signal.SIGKILL
