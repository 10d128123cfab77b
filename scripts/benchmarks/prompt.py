"""How fast the prompt answers a person: the real program in a pseudo-terminal, against its budgets.

    python -m scripts.benchmarks.prompt [--runs N]

Each action is done N times; printed are the best and the middle time, in milliseconds, and the budget.
The budgets are for a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.prompt.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 7
TABLE = "*".join(f"sin(x{k})" for k in range(1, 5)) + "+exp(x1*x2)"
PATIENCE = 10.0
"""Seconds after which an answer is given up."""
ENTRIES = 10_000
"""Lines of a full history."""


class Measured(NamedTuple):
    """An action, how long it took each time, and how long it may take, in milliseconds."""

    action: str
    times: list[float]
    budget: float


def measure(runs: int = RUNS) -> list[Measured]:
    """Every action of the prompt that has a budget."""
    budgets: dict[str, float] = {}
    times: dict[str, list[float]] = {}
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as state:
            for action, seconds, budget in _session(Path(state)):
                times.setdefault(action, []).append(seconds * 1000)
                budgets[action] = budget
    return [Measured(action, found, budgets[action]) for action, found in times.items()]


def _session(state: Path) -> Iterator[tuple[str, float, float]]:
    """One session from its start, with the time of each action in seconds and its budget in milliseconds."""
    history = state / "history"
    history.write_text("".join(f"sin(x)^{k}\n" for k in range(ENTRIES)))
    env = {"XDG_STATE_HOME": str(state), "XDG_CONFIG_HOME": str(state), "DERIVREPL_HISTORY": str(history)}
    began = time.perf_counter()
    terminal = PseudoTerminal(env=env)
    try:
        terminal.wait("1>")
        yield "first prompt visible", time.perf_counter() - began, 200
        terminal.send("x")
        terminal.wait("∂x  1")
        yield "start to first preview, a key pressed at once", time.perf_counter() - began, 450
        _quiet(terminal)
        yield "key to screen", _until(terminal, "*", "∂1> x*"), 16
        _quiet(terminal)
        yield "last key to preview", _until(terminal, "sin(x)*exp(x)", "5 nodes"), 60
        _quiet(terminal)
        yield "cursor key to lens", _until(terminal, "\x1b[D" * 5, "∂v"), 60
        _quiet(terminal)
        yield "scrub to preview", _until(terminal, "\x05^2\x1b[1;5A", "3·"), 60
        _quiet(terminal)
        yield "history of 10,000 entries searched", _until(terminal, "\x15sin(x)^12\x1b[A", "> sin(x)^129"), 60
        terminal.send("\x15")
        _quiet(terminal)
        terminal.send(TABLE)
        _quiet(terminal)
        yield "Enter to table", _until(terminal, "\r", "∂2>"), 60
    finally:
        terminal.kill()


def _until(terminal: PseudoTerminal, keys: str, text: str) -> float:
    """Seconds from the keys to the text."""
    began = time.perf_counter()
    terminal.send(keys)
    while text not in terminal.text():
        terminal.pump(0.001)
        if time.perf_counter() > began + PATIENCE:
            raise TimeoutError(f"{text!r} did not come:\n{terminal.text()}")
    return time.perf_counter() - began


def _quiet(terminal: PseudoTerminal, seconds: float = 0.15) -> None:
    """Wait until nothing has come for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        before = len(terminal.bytes)
        terminal.pump(0.01)
        if len(terminal.bytes) > before:
            end = time.perf_counter() + seconds


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--runs", type=int, default=RUNS)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # without compiled modules every start would compile anew
    for row in measure(options.parse_args().runs):
        verdict = "" if min(row.times) <= row.budget else "   over"
        times = f"{min(row.times):8.1f} {statistics.median(row.times):8.1f}"
        print(f"{row.action:48} {times} ms   of {row.budget:5.0f}{verdict}")


if __name__ == "__main__":
    main()
