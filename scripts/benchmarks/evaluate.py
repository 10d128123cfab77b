"""Times f and its whole gradient at many points beside the array programs that are installed.

    scripts/bench evaluate, or alone: python -m scripts.benchmarks.evaluate [--points 1000000] [--rounds 5]

Prints, for each formula and peer, how many times longer the peer takes than this program: the best of
some rounds, and the first call with all preparation. Every peer's numbers are compared with ours first.
Peers: this program with a C compiler, C by hand, NumPy expressions, numexpr, jax.jit, CasADi's map,
SymEngine's Lambdify.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from derivrepl.calculus.reverse import gradient
from derivrepl.language.parse import Parser
from derivrepl.language.scope import OPERATIONS, Scope
from derivrepl.language.text import ASCII, Writer
from derivrepl.numeric.compile import Function
from derivrepl.numeric.sharing import shared_lines
from derivrepl.simplify import simplify
from derivrepl.store import Store
from scripts.benchmarks.by_hand import by_hand
from scripts.benchmarks.figures import Figure

FORMULAS = (
    "exp(-x^2)*sin(3*y)*z",
    "log(1 + x^2 + y^2)*sqrt(1 + z^2)",
    "tanh(x*y + z)*tanh(z*y - x)",
    "(1 - x)^2 + 100*(y - x^2)^2 + (1 - y)^2 + 100*(z - y^2)^2",
    "x^7*y^3 - 3*x^4*y^2*z + y^5/(1 + z^4)",
    "sin(x*y)*cos(y*z)*exp(-x*z)",
    "1/(1 + exp(-(x*y + z))) + atan(x - z)",
    "sqrt(x^2 + y^2 + z^2)/(1 + x*y*z)",
)
NAMES = ("x", "y", "z")
FUNCTIONS = ("sin", "cos", "exp", "log", "sqrt", "tanh", "atan")
NUMPY = {name: getattr(np, {"atan": "arctan"}.get(name, name)) for name in FUNCTIONS}
Run = Callable[[], Sequence[Any]]


class Problem:
    """One formula with its gradient, and the points."""

    def __init__(self, text: str, points: list[Any]) -> None:
        self.text = text
        self.points = points
        self.store = Store(OPERATIONS)
        node = Parser(Scope(self.store)).expression_node(text)
        self.leaves = [self.store.input(name) for name in NAMES]
        self.roots = [node, *(simplify(self.store, n).node for n in gradient(self.store, node, self.leaves))]

    def texts(self) -> list[str]:
        """f and its derivatives as Python expressions."""
        return [(Writer(self.store).text(n) or "").replace("^", "**") for n in self.roots]

    def shared(self) -> tuple[list[tuple[str, str]], list[str]]:
        """The same with shared parts named."""
        parts, texts = shared_lines(self.store, self.roots, ASCII, set(NAMES))
        return [(n, t.replace("^", "**")) for n, t in parts], [t.replace("^", "**") for t in texts]


def own(problem: Problem) -> Run:
    """This program."""
    function = Function(problem.store, problem.leaves, problem.roots)
    return lambda: function(*problem.points)


def own_c(problem: Problem) -> Run:
    """This program with the machine's C compiler."""
    function = Function(problem.store, problem.leaves, problem.roots, "c")
    return lambda: function(*problem.points)


def c_by_hand(problem: Problem) -> Run:
    """The same written in C by a person, in as many threads."""
    return by_hand(FORMULAS.index(problem.text), problem.points)


def plain_numpy(problem: Problem) -> Run:
    """NumPy, each expression on whole arrays."""
    code = [compile(t, "numpy", "eval") for t in problem.texts()]
    space = NUMPY | dict(zip(NAMES, problem.points, strict=True))
    return lambda: [np.broadcast_to(eval(c, space), problem.points[0].shape) for c in code]


def shared_numpy(problem: Problem) -> Run:
    """NumPy on whole arrays, shared parts computed once."""
    parts, texts = problem.shared()
    code = [(n, compile(t, "numpy", "eval")) for n, t in parts]
    last = [compile(t, "numpy", "eval") for t in texts]

    def run() -> Sequence[Any]:
        space = NUMPY | dict(zip(NAMES, problem.points, strict=True))
        for name, piece in code:
            space[name] = eval(piece, space)
        return [np.broadcast_to(eval(c, space), problem.points[0].shape) for c in last]

    return run


def numexpr(problem: Problem) -> Run:
    """numexpr, each expression by itself."""
    import numexpr as ne

    space = dict(zip(NAMES, problem.points, strict=True))
    texts = [t.replace("atan(", "arctan(") for t in problem.texts()]
    return lambda: [np.broadcast_to(ne.evaluate(t, space), problem.points[0].shape) for t in texts]


def jax(problem: Problem) -> Run:
    """jax.jit of f and of its own gradient, in double precision."""
    import jax as library

    library.config.update("jax_enable_x64", True)
    jnp = library.numpy
    names = {name: getattr(jnp, {"atan": "arctan"}.get(name, name)) for name in FUNCTIONS}
    code = compile(problem.text.replace("^", "**"), "jax", "eval")

    def f(*xs: Any) -> Any:
        return eval(code, names | dict(zip(NAMES, xs, strict=True)))

    def both(*xs: Any) -> Any:
        value, pull = library.vjp(f, *xs)
        return value, *pull(jnp.ones_like(value))

    compiled = library.jit(both)
    arrays = [jnp.asarray(p) for p in problem.points]
    return lambda: library.block_until_ready(compiled(*arrays))


def casadi(problem: Problem) -> Run:
    """CasADi's function of f and its own gradient, mapped over the points."""
    import casadi as library

    symbols = [library.SX.sym(name) for name in NAMES]
    names = {name: getattr(library, name) for name in FUNCTIONS} | dict(zip(NAMES, symbols, strict=True))
    f = eval(problem.text.replace("^", "**"), names)
    function = library.Function("f", symbols, [f, library.gradient(f, library.vertcat(*symbols))])
    mapped = function.map(len(problem.points[0]))
    arrays = [p.reshape(1, -1) for p in problem.points]

    def run() -> Sequence[Any]:
        value, gradients = mapped(*arrays)
        return [np.asarray(value).ravel(), *np.asarray(gradients)]

    return run


def symengine(problem: Problem) -> Run:
    """SymEngine's Lambdify of f and its own derivatives."""
    import symengine as library

    symbols = library.symbols(" ".join(NAMES))
    f = library.sympify(problem.text.replace("^", "**"))
    function = library.Lambdify(symbols, [f, *(f.diff(s) for s in symbols)])
    stacked = np.stack(problem.points, axis=-1)
    return lambda: list(np.moveaxis(function(stacked), -1, 0))


PEERS: dict[str, Callable[[Problem], Run]] = {
    "ours, c": own_c,
    "c by hand": c_by_hand,
    "numpy": plain_numpy,
    "numpy, shared": shared_numpy,
    "numexpr": numexpr,
    "jax.jit": jax,
    "casadi map": casadi,
    "symengine": symengine,
}


def timed(run: Run, rounds: int) -> float:
    """The seconds of the fastest round."""
    best = math.inf
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def first(make: Callable[[Problem], Run], problem: Problem) -> tuple[float, Run, Sequence[Any]]:
    """The seconds of preparation and first call, the function, its values."""
    start = time.perf_counter()
    run = make(problem)
    values = run()
    return time.perf_counter() - start, run, values


def measure(text: str, points: list[Any], rounds: int) -> dict[str, tuple[float, float]]:
    """Peer → its time over ours: first call, best round. Peers that are missing are left out."""
    ours_first, ours, exact = first(own, Problem(text, points))
    found = {}
    for name, make in PEERS.items():
        try:
            other_first, run, values = first(make, Problem(text, points))
        except ImportError:
            continue
        for a, b in zip(exact, values, strict=True):
            assert np.allclose(a, np.asarray(b), rtol=1e-9, atol=1e-12), (name, text)
        ratios = [timed(run, 1) / timed(ours, 1) for _ in range(rounds)]
        found[name] = (other_first / ours_first, sorted(ratios)[rounds // 2])
    return found


def figures(quick: bool) -> list[Figure]:
    """The best round of every formula and peer over ours, as figures whose own time is 1."""
    stream = np.random.default_rng(1)
    points = [stream.uniform(0.1, 0.9, 50_000 if quick else 1_000_000) for _ in NAMES]
    found = []
    for text in FORMULAS[: 3 if quick else None]:
        for peer, (_, ratio) in measure(text, points, 3 if quick else 5).items():
            found.append(Figure("evaluate", text, peer, "times", 1.0, ratio))
    return found


def main() -> None:
    """Print a row for each formula and the geometric means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    stream = np.random.default_rng(1)
    points = [stream.uniform(0.1, 0.9, options.points) for _ in NAMES]
    table = {text: measure(text, points, options.rounds) for text in FORMULAS}
    peers = list(next(iter(table.values())))
    print(f"{options.points:,} points: a peer's time over ours (first call), more is better for us")
    print("".join(f"{peer:>20}" for peer in peers))
    for text, found in table.items():
        print("".join(f"{found[p][1]:>10.2f} ({found[p][0]:>6.2f})" for p in peers) + f"  {text}")
    for index, what in ((1, "geometric mean"), (0, "geometric mean, first call")):
        means = [math.exp(sum(math.log(f[p][index]) for f in table.values()) / len(table)) for p in peers]
        print("".join(f"{m:>20.2f}" for m in means) + f"  {what}")


if __name__ == "__main__":
    main()
