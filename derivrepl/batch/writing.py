"""Where output goes: stdout, or a file that is replaced only when all has been written."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import BinaryIO, TextIO


class Output:
    """`with Output(path) as stream`: the file at `path` is there, whole, when the block ends without an exception.

    None is stdout, whose finished lines are written in any case. Raises OSError where that fails.
    """

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.replacing: AbstractContextManager[BinaryIO] | None = None
        self.stream: TextIO = sys.stdout

    def __enter__(self) -> TextIO:
        if self.path is not None:
            from io import TextIOWrapper

            from derivrepl.replacing import replacing

            self.replacing = replacing(self.path)
            try:
                file = self.replacing.__enter__()
            except OSError as error:
                error.filename = self.path
                raise
            self.stream = TextIOWrapper(file, "utf-8", "surrogateescape", newline="\n")
        return self.stream

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.replacing is None:
            self.stream.flush()
            return
        if kind is None:
            self.stream.flush()
        self.replacing.__exit__(kind, error, trace)
