"""A limit on the time of one statement, by an alarm that interrupts it wherever it is."""

from __future__ import annotations

import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType

AGAIN = 5.0
"""Seconds until the alarm rings again, should code that cleans up have swallowed it."""


class TimeIsUp(KeyboardInterrupt):
    """The statement took too long. Like Ctrl-C, it leaves the session as it was."""


class Clock:
    """`with clock:` around a statement raises TimeIsUp in it when the time is up; None for no limit."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self.running = False
        if seconds is not None:
            signal.signal(signal.SIGALRM, self._ring)

    def __enter__(self) -> None:
        if self.seconds is not None:
            self.running = True
            signal.setitimer(signal.ITIMER_REAL, self.seconds, AGAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.running = False
        if self.seconds is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self.running:
            raise TimeIsUp


def available() -> bool:
    """Whether this system has such alarms."""
    return hasattr(signal, "setitimer")
