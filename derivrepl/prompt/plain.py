"""The prompt of terminals that cannot move their cursor: a line at a time through `input`."""

from __future__ import annotations

import signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.prompt.repl import Repl

GLANCE = 0.1
"""Seconds between two looks for a Ctrl-C that came while `input` was at work on a key or the prompt: by itself
it sees one only where it waits, and a later one at the next key (CPython issue 112585)."""


def read_lines(repl: Repl) -> Callable[[], str]:
    """What reads a statement, with a second prompt while a bracket is open."""
    try:
        import readline

        readline.set_auto_history(True)
    except ImportError:
        pass

    def read() -> str:
        from derivrepl.prompt.reading import OPEN
        from derivrepl.prompt.reading import read as reading

        prompt = repl.prompt
        text = _input(prompt)
        while text.strip() and reading(repl.session, text).state == OPEN:
            line = _input("... ".rjust(len(prompt)))
            if not line.strip():
                break
            text += f"\n  {line}"
        return text

    return read


def _input(prompt: str) -> str:
    alarm = getattr(signal, "setitimer", None)
    try:
        if alarm:
            signal.signal(signal.SIGALRM, lambda *_: None)
            alarm(signal.ITIMER_REAL, GLANCE, GLANCE)
        return input(prompt)
    except EOFError:
        print()
        raise
    except KeyboardInterrupt:
        print()
        raise
    finally:
        if alarm:
            alarm(signal.ITIMER_REAL, 0)
