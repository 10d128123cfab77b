"""The whole process for one small derivative, beside programs that do the same and a bare interpreter."""

from __future__ import annotations

import shutil
from functools import partial

from scripts.benchmarks.clock import OURS, OWN, PYTHON, importable, in_turn, process
from scripts.benchmarks.figures import Figure

PROGRAMS: dict[str, tuple[list[str], str]] = {
    "ginsh": (["ginsh"], "diff(x^2,x);\n"),
    "gp": (["gp", "-q", "-f"], "deriv(x^2,x)\n"),
    "maxima": (["maxima", "--very-quiet"], "diff(x^2,x);\n"),
    "giac": (["giac", "diff(x^2,x)"], ""),
    "qalc": (["qalc", "-t", "diff(x^2; x)"], ""),
}
"""How each asks for the derivative of x²: command and standard input."""


def figures(quick: bool) -> list[Figure]:
    """One statement from nothing to its printed derivative."""
    commands = {OURS: ([*OWN, "-e", "x^2"], ""), "python -c pass": ([PYTHON, "-c", "pass"], "")}
    commands |= {name: row for name, row in PROGRAMS.items() if shutil.which(row[0][0])}
    if importable("sympy"):
        commands["import sympy"] = ([PYTHON, "-c", "import sympy"], "")
    runs = {name: partial(process, command, text) for name, (command, text) in commands.items()}
    best = in_turn(runs, 5 if quick else 15)
    ours = best.pop(OURS)
    assert ours is not None
    return [Figure("start", "one statement", peer, "s", ours, theirs) for peer, theirs in best.items()]
