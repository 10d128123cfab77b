"""What the terminal does with keys while no editor reads them."""

from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def silent() -> Iterator[None]:
    """In the block the terminal does not echo keys; afterwards it does what it did before."""
    again = without("ECHO")
    try:
        yield
    finally:
        if again is not None:
            again()


@contextmanager
def untouched() -> Iterator[None]:
    """In the block keys wait as they were pressed: none is echoed, edits a line or is a signal."""
    again = without("ECHO", "ICANON", "ISIG", "IEXTEN")
    try:
        yield
    finally:
        if again is not None:
            again()


def without(*modes: str) -> Callable[[], None] | None:
    """Switch off some of what the terminal does by itself; what brings all back, or None where there is no such thing.

    modes: local modes of POSIX terminals by their names
    """
    try:
        import termios
    except ImportError:
        return None
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        changed = list(before)
        for mode in modes:
            changed[3] &= ~getattr(termios, mode)
        termios.tcsetattr(descriptor, termios.TCSANOW, changed)
    except (OSError, ValueError, termios.error):
        return None
    return lambda: termios.tcsetattr(descriptor, termios.TCSANOW, before)
