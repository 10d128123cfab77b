"""A line that says that something is still being computed, erased when it is done."""

from __future__ import annotations

import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
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

    def __enter__(self) -> None:
        if self.out is not None:
            self.thread = threading.Thread(target=self._tick, args=(self.out,), name="waiting", daemon=True)
            self.thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        if self.thread is not None:
            self.thread.join()

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
