"""The screen while a statement runs: a line that tells what it does."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, TypeVar

from derivrepl.errors import LEFT_OUT
from derivrepl.formats.charset import to_ascii
from derivrepl.formats.columns import whole_parts
from derivrepl.session.answer import INDENT

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import TextIO

Result = TypeVar("Result")

BEGINS = 0.3
"""Seconds before the line appears."""
BEAT = 0.1
ERASE = "\r\x1b[K"
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\"


PHASES = (
    ("derivrepl.simplify", "simplifying", "Ctrl-C: keep what is there"),
    ("derivrepl.language", "reading", "Ctrl-C stops"),
    ("derivrepl.calculus", "differentiating", "Ctrl-C stops"),
    ("derivrepl.numeric", "computing numbers", "Ctrl-C stops"),
    ("derivrepl.formats", "writing", "Ctrl-C stops"),
)
"""Package → what it is doing, and what Ctrl-C does then."""
OTHERWISE = ("computing", "Ctrl-C stops")


class Waiting:
    """While some work runs, a line in `out` tells what is being done and counts the seconds.

    out    where the line goes; nothing happens where that is None
    count  how far a run of many statements is: such a line is there from the beginning
    width  columns of the terminal: a line that went on in the next one could not be erased
    """

    def __init__(self, out: TextIO | None, unicode: bool, count: str = "", width: int = 80) -> None:
        self.out = out
        self.width = width
        self.frames = FRAMES[0] if unicode else FRAMES[1]
        self.dots = LEFT_OUT if unicode else to_ascii(LEFT_OUT)
        self.count = count
        self.share = ""
        """How much of the work is done."""
        self.over = False
        self.done = threading.Event()
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.waits = threading.get_ident()

    def run(self, work: Callable[[], Result]) -> Result:
        """What the work returns. Ctrl-C may come at any place in here: the line goes away all the same."""
        try:
            if self.out is not None:
                if self.count:
                    self._draw(self.out, f"{self.frames[0]} {self.count}", "Ctrl-C stops")
                self.thread = threading.Thread(target=self._tick, args=(self.out,), name="waiting", daemon=True)
                self.thread.start()
            return work()
        finally:
            # An assignment first: unlike a call it cannot be interrupted.
            self.over = True
            self.done.set()
            if self.thread is not None and self.thread.is_alive():
                self.thread.join()
            if self.count and self.out is not None:
                self.out.write(ERASE)
                self.out.flush()

    def tell(self, text: str) -> None:
        """Show this in the line from now on, such as how much is done."""
        self.share = text

    def _draw(self, out: TextIO, *parts: str) -> None:
        """The line with as many of its parts as fit; the first and the last are the most important."""
        text = whole_parts(filter(None, parts), self.width - 1 - INDENT, "   ", self.dots)
        with self.lock:
            if not self.over:
                out.write(f"{ERASE}{' ' * INDENT}{text}")
                out.flush()

    def _tick(self, out: TextIO) -> None:
        began = time.monotonic()
        self.done.wait(BEGINS)
        beat = 0
        while not self.over:
            frame = self.frames[beat % len(self.frames)]
            what, key = phase(sys._current_frames().get(self.waits))
            told = f"{frame} {what} {self.dots} {time.monotonic() - began:.1f} s"
            self._draw(out, told, self.count, self.share, key)
            beat += 1
            self.done.wait(BEAT)
        if beat:
            out.write(ERASE)
            out.flush()


def phase(frame: FrameType | None) -> tuple[str, str]:
    """What the code of a frame, or the nearest of its callers that tells, is doing; and what Ctrl-C does then."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        for package, what, key in PHASES:
            if module.startswith(package):
                return what, key
        frame = frame.f_back
    return OTHERWISE
