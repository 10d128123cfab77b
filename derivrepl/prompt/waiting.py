"""The screen while a statement runs: a line that counts the seconds, and no echo of keys pressed too early."""

from __future__ import annotations

import sys
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import TextIO

BEGINS = 0.3
"""Seconds before the line appears."""
BEAT = 0.1
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\"


class Waiting:
    """While the block runs, a line in `out` counts the seconds; nothing happens where that is None."""

    def __init__(self, out: TextIO | None, unicode: bool) -> None:
        self.out = out
        self.frames = FRAMES[0] if unicode else FRAMES[1]
        self.done = threading.Event()
        self.thread: threading.Thread | None = None
        self.echo: Callable[[], None] | None = None
        """What makes the terminal echo again."""

    def __enter__(self) -> None:
        if self.out is not None:
            self.echo = without_echo()
            self.thread = threading.Thread(target=self._tick, args=(self.out,), name="waiting", daemon=True)
            self.thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        if self.thread is not None:
            self.thread.join()
        if self.echo is not None:
            self.echo()

    def _tick(self, out: TextIO) -> None:
        began = time.monotonic()
        if self.done.wait(BEGINS):
            return
        beat = 0
        while True:
            frame = self.frames[beat % len(self.frames)]
            out.write(f"\r  {frame} computing {time.monotonic() - began:.1f} s   Ctrl-C stops")
            out.flush()
            beat += 1
            if self.done.wait(BEAT):
                out.write("\r\x1b[K")
                out.flush()
                return


def without_echo() -> Callable[[], None] | None:
    """Switch off the terminal's own echo; what switches it on again, or None where there is no such thing."""
    try:
        import termios
    except ImportError:
        return None
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        silent = list(before)
        silent[3] &= ~termios.ECHO
        termios.tcsetattr(descriptor, termios.TCSANOW, silent)
    except (OSError, ValueError, termios.error):
        return None
    return lambda: termios.tcsetattr(descriptor, termios.TCSANOW, before)
