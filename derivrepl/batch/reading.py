"""Input as lines of text, each as soon as it is there: UTF-8 as a rule, UTF-16 where its mark says so."""

from __future__ import annotations

import io

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST = 40_000_004
"""Bytes of a line that are kept; what the language reads is shorter, so a longer line is refused whole."""
MARKS = (b"\xff\xfe", b"\xfe\xff")
"""The byte order marks of UTF-16."""


def lines_of(file: BinaryIO) -> Iterator[str]:
    """The lines of a binary stream; bytes that are no text stay as lone surrogates, for the lexer to refuse."""
    first = file.readline(LONGEST)
    if first.startswith(MARKS):
        yield from _wide_lines(first, file)
        return
    raw = first
    while raw:
        yield raw.decode("utf-8", "surrogateescape")
        if len(raw) == LONGEST:
            _skip_line(file)
        raw = file.readline(LONGEST)


def _skip_line(file: BinaryIO) -> None:
    """Read on to the end of a line that is too long, and keep nothing of it."""
    piece = file.readline(LONGEST)
    while piece and not piece.endswith(b"\n"):
        piece = file.readline(LONGEST)


def _wide_lines(first: bytes, file: BinaryIO) -> Iterator[str]:
    """The lines of UTF-16, whose line ends are two bytes."""
    text = io.TextIOWrapper(io.BufferedReader(_Joined(first, file)), "utf-16", "replace", newline="\n")
    while line := text.readline(LONGEST):
        yield line


class _Joined(io.RawIOBase):
    """Bytes that have been read already, then the rest of their stream."""

    def __init__(self, first: bytes, file: BinaryIO) -> None:
        self.first = first
        self.file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self.first[: len(buffer)]
        self.first = self.first[len(piece) :]
        if not piece:
            read = getattr(self.file, "read1", self.file.read)
            piece = read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
