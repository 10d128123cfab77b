"""What the terminal does with keys while no editor reads them."""

from __future__ import annotations

import sys
from contextlib import ExitStack


def silent() -> ExitStack:
    """Used with `with`: in the block the terminal does not echo keys; afterwards it does what it did before."""
    return _without("ECHO")


def untouched() -> ExitStack:
    """In the block keys wait as they were pressed: none is echoed, edits a line or is a signal."""
    return _without("ECHO", "ICANON", "ISIG", "IEXTEN")


def _without(*modes: str) -> ExitStack:
    """Switch off some of what the terminal does by itself; at its end the stack brings all back.

    modes: local modes of POSIX terminals by their names; where there is no such terminal nothing changes
    """
    stack = ExitStack()
    try:
        import termios
    except ImportError:
        return stack
    try:
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        changed = list(before)
        for mode in modes:
            changed[3] &= ~getattr(termios, mode)
        termios.tcsetattr(descriptor, termios.TCSANOW, changed)
    except (OSError, ValueError, termios.error):
        return stack
    stack.callback(termios.tcsetattr, descriptor, termios.TCSANOW, before)
    return stack
