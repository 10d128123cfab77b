"""Where loops of compiled modules let in what comes from outside."""

from __future__ import annotations


def checkpoint() -> None:
    """Let Ctrl-C, alarms and other threads in.

    The interpreter looks at them when it enters a function of its own; compiled code never does. This module
    therefore is never compiled, and the loops of compiled ones that may take long call it. In between they may run
    over an expression's nodes once.
    """
