"""Reading, writing and keeping: texts to nodes, a large graph to text, bytes for a node."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from scripts.benchmarks.algebras import ALGEBRAS
from scripts.benchmarks.clock import OURS, importable, in_turn, reported
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.lines import lines
from scripts.benchmarks.problems import PROBLEMS

READERS = (OURS, "lark", "ast.parse", "symengine", "symbolica", "sympy")
GRAPH = "network"


def figures(quick: bool) -> list[Figure]:
    """Our reader, writer and store beside those of the peers that have the like."""
    rounds = 1 if quick else 3
    found = _compared("parse", [r for r in READERS if r in (OURS, "ast.parse") or importable(r)], 300, rounds)
    size = 10_000 if quick else 100_000
    both = [name for name in (OURS, "casadi") if name == OURS or importable(name)]
    found += _compared("print", both, size, rounds)
    return found + _compared("memory", both, size, 1)


def _compared(what: str, names: list[str], size: int, rounds: int) -> list[Figure]:
    def once(name: str) -> float | None:
        report = reported("language", what, name, str(size))
        return None if report is None else float(report["value"])

    best = in_turn({name: partial(once, name) for name in names}, rounds)
    ours = best.pop(OURS)
    assert ours is not None, what
    case = {"parse": "parse a line", "print": "print a node", "memory": "memory of a node"}[what]
    unit = "bytes" if what == "memory" else "s"
    return [Figure("language", case, name, unit, ours, theirs) for name, theirs in best.items()]


def parse(name: str, size: int) -> float:
    """Seconds for each of some lines, nodes included where the program makes them; the first round warms up."""
    texts = lines(size)
    if name == "sympy":
        texts = texts[: size // 10]
    seconds = 0.0
    for _ in range(2):
        read = _reader(name)
        start = time.process_time()
        for text in texts:
            read(text)
        seconds = time.process_time() - start
    return seconds / len(texts)


def _reader(name: str) -> Callable[[str], Any]:
    if name == OURS:
        from derivrepl.language.parse import Parser
        from derivrepl.language.scope import OPERATIONS, Scope
        from derivrepl.store import Store

        return Parser(Scope(Store(OPERATIONS))).expression_node
    if name == "lark":
        from derivrepl.language.grammar import lark

        tree: Callable[[str], Any] = lark().parse
        return tree
    if name == "ast.parse":
        import ast

        return lambda text: ast.parse(text.replace("^", "**"))
    if name == "symengine":
        import symengine

        return lambda text: symengine.sympify(text)
    if name == "symbolica":
        import symbolica

        return lambda text: symbolica.E(text)
    import sympy

    return lambda text: sympy.sympify(text.replace("^", "**"))


def written(name: str, size: int) -> float:
    """Seconds for each node of a graph that is written with its shared parts named."""
    algebra: Any = ALGEBRAS[name]()
    value, _ = PROBLEMS[GRAPH](algebra, size)
    start = time.process_time()
    if name == OURS:
        from derivrepl.language.text import ASCII
        from derivrepl.numeric.sharing import shared_lines

        parts, texts = shared_lines(algebra.store, [value], ASCII, set())
        assert (len(texts), texts[0]) != (1, "…"), parts
    else:
        assert str(value)
    return (time.process_time() - start) / size


def memory(name: str, size: int) -> float:
    """Bytes of the process for each node of a graph and of its gradient."""
    algebra: Any = ALGEBRAS[name]()
    algebra.gradient(*PROBLEMS[GRAPH](algebra, 100))
    algebra = ALGEBRAS[name]()
    gc.collect()
    before = _resident()
    value, inputs = PROBLEMS[GRAPH](algebra, size)
    middle = _resident()
    nodes = len(algebra.store) if name == OURS else algebra.library.Function("f", inputs, [value]).n_instructions()
    return (middle - before) / nodes


def _resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


if __name__ == "__main__":
    measure = {"parse": parse, "print": written, "memory": memory}[sys.argv[1]]
    print(json.dumps({"value": measure(sys.argv[2], int(sys.argv[3]))}))
