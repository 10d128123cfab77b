"""One line on stderr that counts while a long file is worked through, and is gone at the end."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

FIRST = 1.0
"""Seconds before the line appears."""
EVERY = 0.2
BLOCK = 1 << 20


class Progress:
    """The line, for one regular file at a time; silent until `FIRST` seconds have passed.

    err  where it goes; None for nowhere
    """

    def __init__(self, err: TextIO | None) -> None:
        self.err = err
        self.began = time.monotonic()
        self.next = self.began + FIRST
        self.shown = False
        self.file: BinaryIO | None = None
        self.total = 0

    def over(self, file: BinaryIO) -> None:
        """Go through this file from now on."""
        self.file = file
        self.total = 0

    def at(self, line: int, failures: int) -> None:
        """A statement that ends on this line is done."""
        if self.file is None or not self._due():
            return
        from derivrepl.language.counted import counted

        self.total = self.total or count_lines(self.file)
        share = 100 * line // max(self.total, line, 1)
        self._show(f"{line:,} of {max(self.total, line):,} lines  {share} %  {counted(failures, 'error')}")

    def part(self, done: int, total: int) -> None:
        """So much of something long is done."""
        if not self._due():
            return
        from derivrepl.formats.bar import bar

        wide = (getattr(self.err, "encoding", "") or "").lower().startswith("utf")
        self._show(bar(done, total, wide))

    def _due(self) -> bool:
        """Whether it is time for the line to be written again."""
        return self.err is not None and time.monotonic() >= self.next

    def _show(self, text: str) -> None:
        """Write the line: this text and the time spent so far."""
        assert self.err is not None
        now = time.monotonic()
        self.next = now + EVERY
        spent = int(now - self.began)
        self.err.write(f"\r  {text}  {spent // 60:02}:{spent % 60:02}\x1b[K")
        self.err.flush()
        self.shown = True

    def clear(self) -> None:
        """Take the line away, for a message or at the end."""
        if self.shown and self.err is not None:
            self.err.write("\r\x1b[K")
            self.err.flush()
            self.shown = False


def count_lines(file: BinaryIO) -> int:
    """How many lines a regular file has; its place in it is left alone."""
    number, offset, lines, last = file.fileno(), 0, 0, b"\n"
    while block := os.pread(number, BLOCK, offset):
        lines += block.count(b"\n")
        offset += len(block)
        last = block[-1:]
    return lines + (last != b"\n")
