"""A time limit for whatever a thread does: an exception is raised in it when its time is up.

The exception may land in a callback of the interpreter, which drops it with a message: it is then raised
again, and the message is not printed. It is held back while a module is being imported, because some
modules cannot be imported a second time.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from _thread import interrupt_main
from contextlib import suppress
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

Result = TypeVar("Result")

SOON = 0.01
"""Seconds after which a Ctrl-C that a callback dropped comes again: the callback is over then."""
AGAIN = 0.05
"""Seconds after which a thread that goes on is stopped again."""


class Stopped(BaseException):
    """Raised in a thread when its time is up."""


class Deadline:
    """Limits what the thread that makes it does. Another thread keeps the time, one for all its work.

    The limited thread calls nothing here that is written in Python: the exception could land in it.
    """

    def __init__(self) -> None:
        self.thread = threading.get_ident()
        self.ends: float | None = None
        """When the work that is being done is to be stopped."""
        self.begun: SimpleQueue[None] = SimpleQueue()
        self.stopping = threading.Lock()
        threading.Thread(target=self._watch, name="deadline", daemon=True).start()

    def within(self, seconds: float, work: Callable[[], Result]) -> Result:
        """What the work returns; raises Stopped where it takes longer than that."""
        try:
            self.ends = monotonic() + seconds
            self.begun.put(None)
            return work()
        finally:
            # An assignment first: unlike a call it cannot be interrupted. Then a stop that is on its way arrives.
            self.ends = None
            with self.stopping:
                pass

    def _watch(self) -> None:
        left: float | None = None
        while True:
            with suppress(Empty):
                self.begun.get(timeout=left)
            ends = self.ends
            left = None if ends is None else ends - monotonic()
            if left is not None and left <= 0:
                with self.stopping:
                    self._stop()
                left = AGAIN

    def _stop(self) -> None:
        if self.ends is not None and not _imports(sys._current_frames().get(self.thread)):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.thread), ctypes.py_object(Stopped))


def _imports(frame: FrameType | None) -> bool:
    """Whether a module is being imported in this frame or one that called it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def drop_messages() -> None:
    """Let the interpreter say nothing where it drops a Stopped; a Ctrl-C that it drops comes again."""
    told = sys.unraisablehook
    if getattr(told, "drops_stopped", False):
        return

    def hook(dropped: sys.UnraisableHookArgs) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):
            threading.Timer(SOON, interrupt_main).start()
        elif not issubclass(dropped.exc_type, Stopped):
            told(dropped)

    hook.drops_stopped = True  # type: ignore[attr-defined]
    sys.unraisablehook = hook
