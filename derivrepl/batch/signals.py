"""Signals: what is finished is written, and the process dies of the signal, as a shell expects."""

from __future__ import annotations

import os
import signal
import sys

from derivrepl.batch.run import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


class Terminated(KeyboardInterrupt):
    """SIGTERM: the same as Ctrl-C, but for the signal that the process dies of."""


def prepare() -> None:
    """What each signal does from now on: SIGPIPE ends silently, SIGTERM and SIGINT after the output is flushed."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, _terminated)
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def restore() -> None:
    """For a prompt after the batch, SIGTERM ends the process as it does by itself."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise Terminated


def die(interrupt: KeyboardInterrupt, silent: bool) -> int:
    """Say where the run was and die of the signal; a second one ends at once."""
    number, word = signal.SIGINT, "interrupted"
    if isinstance(interrupt, Terminated):
        number, word = signal.SIGTERM, "terminated"
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not silent and sys.stderr is not None:
        where = f" at {place.label}:{place.line}" if place.label else ""
        sys.stderr.write(f"{word}{where}\n")
        sys.stderr.flush()
    os.kill(os.getpid(), number)
    return 128 + number
