"""What a driver is, and how one of its cases is tried within bounds of time and memory."""

from __future__ import annotations

import signal
from collections.abc import Callable
from random import Random
from types import FrameType

Make = Callable[[Random], str]
Check = Callable[[str], None]

SECONDS = 60
"""How long one case may take."""


class TooSlow(BaseException):
    """A case that did not end; no handler of the program's takes it for an error of its own."""


class Driver:
    """One kind of case.

    name   what the command line calls it
    make   a case from a source of random numbers
    check  raises AssertionError, or whatever escapes from the program, when something is wrong with a case
    """

    def __init__(self, name: str, make: Make, check: Check) -> None:
        self.name = name
        self.make = make
        self.check = check


class Failure:
    """What went wrong with a case: the kind of exception, the place that raised it, and what it says."""

    def __init__(self, kind: str, place: str, message: str) -> None:
        self.kind = kind
        self.place = place
        self.message = message

    def is_like(self, other: Failure | None) -> bool:
        """Whether two failures look like one bug."""
        return other is not None and (self.kind, self.place) == (other.kind, other.place)


def tried(check: Check, case: str, seconds: float = SECONDS) -> Failure | None:
    """What goes wrong with a case, or None."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"no answer after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        check(case)
    except (Exception, TooSlow) as error:
        return Failure(type(error).__name__, "" if isinstance(error, TooSlow) else _place(error), str(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return None


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def shortened(check: Check, case: str, failure: Failure, attempts: int = 400) -> str:
    """A shorter case with the same failure: pieces are left out, large ones first, as long as it fails.

    The greedy form of delta debugging (Zeller and Hildebrandt, 2002).
    """
    size = max(len(case) // 2, 1)
    while size and attempts:
        start = 0
        while start < len(case) and attempts:
            attempts -= 1
            candidate = case[:start] + case[start + size :]
            if failure.is_like(tried(check, candidate, SECONDS / 4)):
                case = candidate
            else:
                start += size
        size //= 2
    return case
