"""Signals: what is finished is written, and the process dies of the signal, as a shell expects."""

from __future__ import annotations

import os
import signal
import sys

from derivrepl.batch.run import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType

ENDING = {"SIGTERM": "terminated", "SIGHUP": "hung up"}
"""Signals that end a run as Ctrl-C does, where the system has them, and what is said then."""


class Ended(KeyboardInterrupt):
    """The same as Ctrl-C, but for the signal that the process dies of."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


def prepare() -> None:
    """What each signal does from now on: SIGPIPE ends silently, those that end a run after the output is flushed.

    One that is ignored stays ignored: `nohup` runs on when the terminal is gone.
    """
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for number in _ending():
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _ended)
    if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def restore() -> None:
    """For a prompt after the batch, these signals end the process as they do by themselves."""
    for number in _ending():
        if signal.getsignal(number) is _ended:
            signal.signal(number, signal.SIG_DFL)


def _ending() -> dict[int, str]:
    """The signals that end a run, and their words."""
    return {getattr(signal, name): word for name, word in ENDING.items() if hasattr(signal, name)}


def _ended(number: int, frame: FrameType | None) -> None:
    raise Ended(number)


def die(interrupt: KeyboardInterrupt, silent: bool) -> int:
    """Say where the run was and die of the signal; a second one ends at once."""
    number = interrupt.number if isinstance(interrupt, Ended) else signal.SIGINT
    word = _ending().get(number, "interrupted")
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    restore()
    if not silent and sys.stderr is not None:
        where = f" at {place.label}:{place.line}" if place.label else ""
        sys.stderr.write(f"{word}{where}\n")
        sys.stderr.flush()
    os.kill(os.getpid(), number)
    return 128 + number
