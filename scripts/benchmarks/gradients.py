"""Whole gradients as expressions: built, then differentiated, each case in a process with a limit of time."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from typing import Any

from scripts.benchmarks.algebras import ALGEBRAS
from scripts.benchmarks.clock import OURS, importable, in_turn, reported
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.problems import HIGH, PROBLEMS, SECOND

QUICK = (("Rosenbrock", 1_000), ("network", 10_000), ("product", 1_000), ("sine chain", 1_000), ("squarings", 60),
         (SECOND, 20), (HIGH, 8))  # fmt: skip
WHOLE = (("Rosenbrock", 1_000), ("Rosenbrock", 10_000), ("Rosenbrock", 100_000), ("network", 10_000),
         ("network", 100_000), ("network", 1_000_000), ("product", 10_000), ("product", 100_000),
         ("sine chain", 10_000), ("sine chain", 100_000), ("squarings", 60), (SECOND, 50), (HIGH, 8))  # fmt: skip
LIMIT = 60.0
PEERS = ("casadi", "symengine", "symbolica", "jax", "pytensor", "sympy")
LARGEST = {"casadi": 10**6, "jax": 10_000, "pytensor": 10_000, "symengine": 10_000, "symbolica": 10_000, "sympy": 1_000}
"""Above this size a peer is not tried: it takes minutes, or all memory."""


def figures(quick: bool) -> list[Figure]:
    """For each problem and peer: the gradient alone where it can be told apart, and together with building."""
    found = []
    for problem, size in QUICK if quick else WHOLE:
        peers = [p for p in PEERS if importable(p) and size <= LARGEST[p]]
        best = _best([OURS, *peers], problem, size, 1 if quick or size >= 10**6 else 3)
        ours = best.pop(OURS)
        assert ours is not None, (problem, size)
        case = problem if problem == HIGH else f"{problem} {size:,}"
        for peer, times in best.items():
            both = None if times is None else sum(times)
            found.append(Figure("gradients", f"{case}, all", peer, "s", sum(ours), both, f"> {LIMIT:.0f} s"))
            if times is not None and times[0] > 0:
                found.append(Figure("gradients", f"{case}, derivatives alone", peer, "s", ours[1], times[1]))
    return found


def _best(names: list[str], problem: str, size: int, rounds: int) -> dict[str, list[float] | None]:
    """Least building and differentiating times of each, all taking turns."""

    def once(name: str) -> list[float] | None:
        found = reported("gradients", name, problem, str(size), limit=LIMIT + 20)
        return None if found is None or sum(found["times"]) > LIMIT else found["times"]

    return in_turn({name: partial(once, name) for name in names}, rounds, lambda a, b: list(map(min, a, b)))


def measure(name: str, problem: str, size: int) -> list[float]:
    """Seconds of building and of differentiating in this process."""
    if name == "jax":
        return [0.0, _traced(problem, size)]
    algebra: Any = ALGEBRAS[name]()
    if name == OURS:  # compiles the rules of the functions involved
        _derived(algebra, problem, *PROBLEMS[problem](algebra, 3), 3)
        algebra = ALGEBRAS[name]()
    start = time.process_time()
    value, inputs = PROBLEMS[problem](algebra, size)
    middle = time.process_time()
    kept = _derived(algebra, problem, value, inputs, size)
    end = time.process_time()
    assert kept is not None
    return [middle - start, end - middle]


def _derived(algebra: Any, problem: str, value: Any, inputs: list[Any], size: int) -> Any:
    """What the problem asks for: the gradient, the Hessian or the derivative of high order."""
    if problem == SECOND:
        return algebra.hessian(value, inputs)
    return algebra.high(value, inputs[0], size) if problem == HIGH else algebra.gradient(value, inputs)


def _traced(problem: str, size: int) -> float:
    """JAX: the time to trace the function and its derivatives, which is its way to build a graph."""
    import jax

    from scripts.benchmarks.algebras import Operators

    jax.config.update("jax_platforms", "cpu")

    class Traced(Operators):
        library = jax.numpy

        def inputs(self, count: int) -> list[Any]:
            return list(given[:count])

    def function(*inputs: Any) -> Any:
        given[:] = inputs
        return PROBLEMS[problem](Traced(), size)[0]

    given: list[Any] = [1.0] * 10**6
    count = len(PROBLEMS[problem](Traced(), size)[1]) if problem not in (SECOND, HIGH, "Rosenbrock", "product") else 0
    points = [0.5] * (count or (1 if problem == HIGH else size))
    everything = tuple(range(len(points)))
    derived = jax.grad(function, everything)
    if problem == SECOND:
        derived = jax.jacrev(derived, everything)
    for _ in range(size - 1 if problem == HIGH else 0):
        derived = jax.grad(lambda x, f=derived: f(x)[0] if isinstance(f(x), tuple) else f(x))
    start = time.process_time()
    jax.make_jaxpr(derived)(*points)
    return time.process_time() - start


if __name__ == "__main__":
    print(json.dumps({"times": measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))}))
