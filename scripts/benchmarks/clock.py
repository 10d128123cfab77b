"""Measuring on a machine that others use too: processor time, the best of rounds in which all take turns."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from tempfile import gettempdir
from typing import Any, TypeVar

PYTHON = sys.executable
OURS = "derivrepl"
OWN = [PYTHON, "-P", "-m", "derivrepl"]

Measured = TypeVar("Measured")


def process(command: list[str], text: str = "", limit: float = 60.0) -> float | None:
    """The processor seconds of a whole process, its children's included; None where it fails or is too slow."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        run = subprocess.run(
            command, input=text.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit,
            cwd=gettempdir(),  # one of the peers leaves a file where it is started
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode < 0:
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(
    runs: Mapping[str, Callable[[], Measured | None]], rounds: int, least: Callable[[Any, Any], Any] = min
) -> dict[str, Measured | None]:
    """The least time of each run; one that failed once is not run again. least: the better of two."""
    best: dict[str, Measured | None] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            if name in best and best[name] is None:
                continue
            found = run()
            known = best.get(name)
            best[name] = found if known is None or found is None else least(known, found)
    return best


def reported(module: str, *words: str, limit: float = 60.0) -> dict[str, Any] | None:
    """What a module of this folder prints as JSON, run in its own process; None where it fails or is too slow."""
    command = [PYTHON, "-P", "-m", f"scripts.benchmarks.{module}", *words]
    try:
        run = subprocess.run(command, capture_output=True, timeout=limit, text=True)
        found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        return None
    return found


def importable(name: str) -> bool:
    """Whether a library is installed, without loading it."""
    from importlib.util import find_spec

    return find_spec(name) is not None
