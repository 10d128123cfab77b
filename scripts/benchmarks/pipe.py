"""Lines in, gradients out: a whole process that reads expressions and prints every derivative.

The peers' programs do only local simplification; ours is measured with its search and without.
Slow peers get fewer lines: times are for each line, less what the process takes for none.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from functools import partial

from scripts.benchmarks.clock import OURS, OWN, PYTHON, importable, in_turn, process
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.lines import lines, variables

LEVELS = {"full": 10, "light": 2, "off": 1}
"""Our levels of simplification, and how many times fewer lines each gets."""


def ginsh(texts: list[str]) -> str:
    """GiNaC's shell: a name for the expression, then its derivatives."""
    return "\n".join(f"e={t}:\n" + "".join(f"diff(e,{v});" for v in variables(t)) for t in texts) + "\n"


def giac(texts: list[str]) -> str:
    """Giac's shell."""
    return "\n".join(f"f:={t}:;" + "".join(f"diff(f,{v});" for v in variables(t)) for t in texts) + "\n"


def maxima(texts: list[str]) -> str:
    """Maxima, with one-line output."""
    work = (f"f:{t}$\n" + "".join(f"diff(f,{v});" for v in variables(t)) for t in texts)
    return "display2d:false$linel:100000$\n" + "\n".join(work) + "\n"


PROGRAMS: dict[str, tuple[Callable[[list[str]], str], list[str], int]] = {
    "ginsh": (ginsh, ["ginsh"], 1),
    "giac": (giac, ["giac"], 4),
    "maxima": (maxima, ["maxima", "--very-quiet"], 4),
}
"""Script, command, and how many times fewer lines it gets."""
LIBRARIES = {"symengine": 1, "symbolica": 1, "sympy": 30}
"""The same for libraries, which `main` below drives in a process of their own."""


def figures(quick: bool) -> list[Figure]:
    """Processor time for a line, by our level of simplification and by peer."""
    texts = lines(500 if quick else 10_000)
    runs: dict[str, tuple[list[str], Callable[[list[str]], str], int]] = {
        level: ([*OWN, "-r", "--simplify", level], "\n".join, fewer) for level, fewer in LEVELS.items()
    }
    for name, (script, command, fewer) in PROGRAMS.items():
        if shutil.which(command[0]):
            runs[name] = (command, script, fewer)
    for name, fewer in LIBRARIES.items():
        if importable(name):
            runs[name] = ([PYTHON, "-P", "-m", "scripts.benchmarks.pipe", name], "\n".join, fewer)
    timed: dict[str, Callable[[], float | None]] = {}
    for name, (command, script, fewer) in runs.items():
        timed[name] = partial(_a_line, command, script, texts[: len(texts) // fewer])
    best = in_turn(timed, 1 if quick else 3)
    found = []
    for level in LEVELS:
        ours = best[level]
        assert ours is not None, f"{OURS} failed"
        peers = [name for name in best if name not in LEVELS]
        found += [Figure("pipe", f"a line, simplify {level}", name, "s", ours, best[name]) for name in peers]
    return found


def _a_line(command: list[str], script: Callable[[list[str]], str], texts: list[str]) -> float | None:
    """Seconds for each line beyond those of an empty input."""
    whole, empty = process(command, script(texts) + "\n", 600), process(command, script([]) + "\n")
    return None if whole is None or empty is None else max(whole - empty, 1e-9) / len(texts)


def main(name: str) -> None:
    """Read lines and print their derivatives by a peer's library."""
    derivatives = {"sympy": _with_sympy, "symengine": _with_symengine, "symbolica": _with_symbolica}[name]()
    for line in sys.stdin:
        if line.strip():
            print("\t".join(derivatives(line, variables(line))))


def _with_sympy() -> Callable[[str, list[str]], list[str]]:
    import sympy

    def derivatives(text: str, names: list[str]) -> list[str]:
        value = sympy.sympify(text.replace("^", "**"))
        return [str(value.diff(sympy.Symbol(v))) for v in names]

    return derivatives


def _with_symengine() -> Callable[[str, list[str]], list[str]]:
    import symengine

    def derivatives(text: str, names: list[str]) -> list[str]:
        value = symengine.sympify(text)
        return [str(value.diff(symengine.Symbol(v))) for v in names]

    return derivatives


def _with_symbolica() -> Callable[[str, list[str]], list[str]]:
    import symbolica

    def derivatives(text: str, names: list[str]) -> list[str]:
        value = symbolica.E(text)
        return [str(value.derivative(symbolica.S(v))) for v in names]

    return derivatives


if __name__ == "__main__":
    main(sys.argv[1])
