"""Gradients and Hessians by vectors and matrices beside JAX and autograd: evaluated, and from the text on.

"Evaluation" is one more call of what is ready; "whole" is everything once: reading, differentiating, compiling,
the first call. JAX runs compiled (`jit`) in double precision. Everybody has one thread: with two, what else runs on
the machine decides how long a matrix product waits for its other half.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from scripts.benchmarks.clock import OURS, importable, reported
from scripts.benchmarks.figures import Figure

PEERS = ("jax", "autograd")
LIMIT = 120.0
ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false",
}
"""What keeps the libraries to one thread; they look when they are loaded."""

Problem = tuple[list[str], str, str, Callable[[Any], Callable[..., Any]], Callable[[int], dict[str, tuple[int, ...]]]]


def _logistic(np_: Any) -> Callable[..., Any]:
    return lambda w, X, y: np_.sum(np_.log(1 + np_.exp(-y * (X @ w))))


def _factorisation(np_: Any) -> Callable[..., Any]:
    return lambda U, V, T: np_.sum((T - U @ V.T) ** 2)


def _network(np_: Any) -> Callable[..., Any]:
    return lambda w, W, X, y: np_.sum((y - np_.tanh(X @ W) @ w) ** 2)


# fmt: off
PROBLEMS: dict[str, Problem] = {
    "logistic regression": (
        ["w : vector(n)", "X : matrix(m,n)", "y : vector(m)"], "sum(log(1 + exp(-y*(X@w))))", "w", _logistic,
        lambda n: {"w": (n,), "X": (10 * n, n), "y": (10 * n,)},
    ),
    "matrix factorisation": (
        ["U : matrix(m,k)", "V : matrix(n,k)", "T : matrix(m,n)"], "sum((T - U@V.T)^2)", "U", _factorisation,
        lambda n: {"U": (n, 5), "V": (n, 5), "T": (n, n)},
    ),
    "two-layer network": (
        ["w : vector(h)", "W : matrix(n,h)", "X : matrix(m,n)", "y : vector(m)"], "sum((y - tanh(X@W)@w)^2)", "W",
        _network, lambda n: {"w": (8,), "W": (n, 8), "X": (10 * n, n), "y": (10 * n,)},
    ),
}
# fmt: on
SIZES = {"logistic regression": (20, 100, 300), "matrix factorisation": (10, 30, 100), "two-layer network": (5, 15, 40)}
QUICK = {"logistic regression": (50,), "matrix factorisation": (20,), "two-layer network": (10,)}


def figures(quick: bool) -> list[Figure]:
    """For each problem, size and order: one evaluation and the whole of it."""
    found = []
    for problem, sizes in (QUICK if quick else SIZES).items():
        for size in sizes:
            best: dict[str, dict[str, list[float]]] = {}
            for name in [OURS, *filter(importable, PEERS)]:
                result = reported("arrays", name, problem, str(size), limit=LIMIT)
                if result is not None:
                    best[name] = result
            ours = best.pop(OURS)
            for peer, times in best.items():
                for order in ("gradient", "Hessian"):
                    for k, what in enumerate(("evaluation", "whole")):
                        case = f"{problem} {size}, {order}, {what}"
                        found.append(Figure("arrays", case, peer, "s", ours[order][k], times[order][k]))
    return found


def values(shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """The same random arrays for everybody."""
    import numpy as np

    source = np.random.default_rng(1)
    return {name: source.uniform(-1, 1, shape) for name, shape in shapes.items()}


def timed(call: Callable[[], Any], rounds: int = 7) -> float:
    """The least wall time of some calls: both sides may use threads."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
    return best


def measure(name: str, problem: str, size: int) -> dict[str, list[float]]:
    """Evaluation and whole seconds of gradient and Hessian."""
    declarations, text, by, function, shapes = PROBLEMS[problem]
    point = values(shapes(size))
    if name == OURS:
        return {order: _ours(declarations, text, by, point, k) for k, order in enumerate(("gradient", "Hessian"), 1)}
    made = _jax if name == "jax" else _autograd
    return {order: made(function, by, point, order) for order in ("gradient", "Hessian")}


def _ours(declarations: list[str], text: str, by: str, point: dict[str, Any], order: int) -> list[float]:
    from derivrepl.numeric.arrays import ArrayProgram
    from derivrepl.session.session import Session

    start = time.perf_counter()
    session = Session()
    session.settings.set("output", "none")
    for line in [*declarations, text]:
        assert session.step(line).error is None
    store = session.store
    leaf = store.input(by)
    node = session.derivatives.derivative(session.current_entry().node, [leaf] * order)
    program = ArrayProgram(store, [node])
    given = {store.input(n): v for n, v in point.items()}
    program.run(given)
    whole = time.perf_counter() - start
    return [timed(lambda: program.run(given)), whole]


def _jax(function: Callable[[Any], Callable[..., Any]], by: str, point: dict[str, Any], order: str) -> list[float]:
    start = time.perf_counter()
    import jax

    jax.config.update("jax_platforms", "cpu")
    jax.config.update("jax_enable_x64", True)
    index = list(point).index(by)
    f = function(jax.numpy)
    derived = jax.jit(jax.grad(f, index) if order == "gradient" else jax.hessian(f, index))
    given = [jax.numpy.asarray(v) for v in point.values()]
    derived(*given).block_until_ready()
    whole = time.perf_counter() - start
    return [timed(lambda: derived(*given).block_until_ready()), whole]


def _autograd(function: Callable[[Any], Callable[..., Any]], by: str, point: dict[str, Any], order: str) -> list[float]:
    start = time.perf_counter()
    import autograd

    index = list(point).index(by)
    f = function(autograd.numpy)
    derived = autograd.grad(f, index) if order == "gradient" else autograd.hessian(f, index)
    given = list(point.values())
    derived(*given)
    whole = time.perf_counter() - start
    return [timed(lambda: derived(*given), 3), whole]


if __name__ == "__main__":
    os.environ.update(ALONE)
    print(json.dumps(measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
