"""The prompt in this process: keys go in through a pipe, what is drawn comes out on a screen."""

from __future__ import annotations

import io
import sys
import threading
import time
from argparse import Namespace
from typing import TYPE_CHECKING

import pyte
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output

from derivrepl.options.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.input.base import PipeInput

PATIENCE = 30.0
"""Seconds to wait for a text: long, so that a busy machine fails nothing."""
EDITING = "\x1b[?2004h"
"""What the editor sends with the first screen that it draws."""


class ScreenFile(io.StringIO):
    """A file that is a terminal's screen."""

    encoding = "utf-8"

    def __init__(self, cols: int, rows: int) -> None:
        super().__init__()
        self.screen = pyte.Screen(cols, rows)
        self.screen.set_mode(pyte.modes.LNM)
        self.stream = pyte.Stream(self.screen)
        self.lock = threading.Lock()
        self.sent = ""

    def write(self, text: str) -> int:
        with self.lock:
            self.sent += text
            self.stream.feed(text)
        return len(text)

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise io.UnsupportedOperation


class InProcess:
    """A prompt in a thread of its own. Use it with `with`; Ctrl-C and Ctrl-D are pressed at the end."""

    def __init__(self, cols: int = 80, rows: int = 24, **options: object) -> None:
        self.file = ScreenFile(cols, rows)
        self.cols, self.rows = cols, rows
        self.options = Namespace(**(vars(read([])) | {"no_init": True} | options))
        self.code: int | None = None
        self.bug: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.keys: PipeInput

    def __enter__(self) -> InProcess:
        self._stdout = sys.stdout
        sys.stdout = self.file
        self._pipe = create_pipe_input()
        self.keys = self._pipe.__enter__()
        self.thread.start()
        self.wait_for(lambda: EDITING in self.file.sent, "the editor does not begin")
        self.wait("1>")
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.thread.is_alive():
                self.send("\x03\x04")
            self.thread.join(PATIENCE)
        finally:
            sys.stdout = self._stdout
            self._pipe.__exit__(None, None, None)
        if self.bug is not None:
            raise self.bug

    def _run(self) -> None:
        from derivrepl.prompt.repl import run

        def size() -> Size:
            return Size(rows=self.rows, columns=self.cols)

        output = Vt100_Output(self.file, size, "xterm-256color", default_color_depth=ColorDepth.DEPTH_4_BIT)
        try:
            with create_app_session(input=self.keys, output=output):
                self.code = run(None, self.options)
        except BaseException as bug:
            self.bug = bug

    def send(self, keys: str) -> None:
        """Press keys."""
        self.keys.send_text(keys)

    def text(self) -> str:
        """What is on the screen, blanks at the ends of lines left out."""
        with self.file.lock:
            return "\n".join(line.rstrip() for line in self.file.screen.display).rstrip()

    def line(self) -> str:
        """The line that the cursor is on."""
        with self.file.lock:
            return self.file.screen.display[self.file.screen.cursor.y].rstrip()

    def column(self) -> int:
        """The column that the cursor is in."""
        with self.file.lock:
            return self.file.screen.cursor.x

    def cells(self, row: int, start: int, end: int) -> list[pyte.screens.Char]:
        """Characters of the screen with their attributes."""
        with self.file.lock:
            return [self.file.screen.buffer[row][k] for k in range(start, end)]

    def row(self, text: str) -> int:
        """The last row that has the text."""
        rows = [k for k, line in enumerate(self.text().split("\n")) if text in line]
        assert rows, f"{text!r} is not on the screen:\n{self.text()}"
        return rows[-1]

    def wait(self, text: str, times: int = 1) -> None:
        """Wait until the text is on the screen so often."""
        self.wait_for(lambda: self.text().count(text) >= times, f"{text!r} is not on the screen")

    def wait_gone(self, text: str) -> None:
        """Wait until the text is off the screen."""
        self.wait_for(lambda: text not in self.text(), f"{text!r} is still on the screen")

    def wait_line(self, text: str) -> None:
        """Wait until the cursor's line is this text."""
        self.wait_for(lambda: self.line() == text, f"the line is not {text!r}")

    def wait_for(self, condition: Callable[[], bool], what: str = "it did not happen") -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.bug is not None:
                raise self.bug
            assert time.monotonic() < end, f"{what}:\n{self.text()}"
            time.sleep(0.005)
