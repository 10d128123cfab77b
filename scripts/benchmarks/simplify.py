"""Runs the corpus of derivatives beside the peers that are installed, and prints who writes shorter.

    scripts/bench simplify, or alone: python -m scripts.benchmarks.simplify [--level full] [--no-peers] [--list]

Peers: SymPy, SymEngine (imported where they can be), Maxima, GiNaC's ginsh, Giac (run where they are on
the path). Each answers in several of its own ways; a case counts for it with its shortest right answer.
The measure is the number of displayed operations: every + - * / ^, unary minus and function name.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from derivrepl.calculus.higher import derivative
from derivrepl.errors import DerivError
from derivrepl.language.parse import Parser
from derivrepl.language.scope import Scope
from derivrepl.language.text import Writer
from derivrepl.numeric.evaluate import Program
from derivrepl.simplify import simplify
from derivrepl.store import Store
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS
from scripts.benchmarks.figures import Figure
from scripts.benchmarks.graphs import horner, shared, slope_of_nested

CORPUS = Path(__file__).resolve().parents[2] / "tests" / "simplify"
SECONDS = 20
Case = tuple[str, list[str], str]
Answers = dict[int, dict[str, str]]


def cases() -> list[Case]:
    """Expression, variables and expected form of every line of the corpus."""
    found = []
    for name in ("textbook.txt", "physics.txt"):
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                expression, variables, expected = (part.strip() for part in line.split("|"))
                found.append((expression, variables.split(), expected))
    return found


def operations(text: str) -> int:
    """The displayed operations of a text."""
    text = re.sub(r"(\d\.?\d*)[eE][-+]?\d+", r"\1", text).replace("**", "^").replace("%", "")
    return len(re.findall(r"[-+*/^]|[^\W\d]\w*(?=\()", text))


def ours(case: Case, level: str) -> tuple[str, float]:
    """Our answer, and the seconds that its simplification took."""
    store = Store(OPERATORS + FUNCTIONS)
    node = Parser(Scope(store)).expression_node(case[0])
    raw = derivative(store, node, [store.input(v) for v in case[1]])
    start = time.perf_counter()
    result = simplify(store, raw, level)
    seconds = time.perf_counter() - start
    return Writer(store).text(result.node) or "", seconds


def with_limit(function: Callable[[Case], dict[str, str]], work: list[Case]) -> Answers:
    """The function's answers, each in a process that is ended after SECONDS."""
    answers: Answers = {}
    with multiprocessing.Pool(2, maxtasksperchild=200) as pool:
        pending = [pool.apply_async(function, (case,)) for case in work]
        for i, job in enumerate(pending):
            try:
                answers[i] = job.get(timeout=SECONDS)
            except Exception:
                answers[i] = {}
    return answers


def sympy_answers(case: Case) -> dict[str, str]:
    """SymPy: diff, factor, simplify, with real symbols."""
    import sympy

    names = {n: sympy.Symbol(n, real=True) for n in re.findall(r"[^\W\d]\w*\b(?!\()", case[0]) if n not in ("pi", "e")}
    names |= {"e": sympy.E, "abs": sympy.Abs, "max": sympy.Max, "loggamma": sympy.loggamma}
    value = sympy.sympify(case[0].replace("^", "**"), locals=names)
    for v in case[1]:
        value = sympy.diff(value, names[v])
    return {"diff": str(value), "factor": str(sympy.factor(value)), "simplify": str(sympy.simplify(value))}


def symengine_answers(case: Case) -> dict[str, str]:
    """SymEngine: diff, expand."""
    import symengine

    value = symengine.sympify(case[0].replace("^", "**"))
    for v in case[1]:
        value = symengine.diff(value, symengine.Symbol(v))
    return {"diff": str(value), "expand": str(symengine.expand(value))}


def batch(command: list[str], lines: Iterator[str]) -> dict[int, list[str]]:
    """The lines that a program printed after each mark."""
    try:
        run = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, timeout=900)
    except subprocess.TimeoutExpired:
        return {}
    found: dict[int, list[str]] = {}
    current = -1
    for line in run.stdout.splitlines():
        if "MARK" in line:
            current = int(re.findall(r"MARK(\d+)", line)[-1])
            found[current] = []
        elif current >= 0 and line.strip():
            found[current].append(line.strip().strip('"'))
    return found


def maxima_answers(work: list[Case]) -> Answers:
    """Maxima: diff, factor, ratsimp, radcan, trigsimp."""
    ways = ["diff", "factor", "ratsimp", "radcan", "trigsimp"]

    def script() -> Iterator[str]:
        yield "display2d:false$ linel:100000$"
        for i, (expression, variables, _) in enumerate(work):
            yield f'print("MARK{i}")$'
            text = expression.replace("pi", "%pi") if re.search(r"\bpi\b", expression) else expression
            calls = "".join(f",{v},1" for v in variables)
            yield f"d:errcatch(diff({text}{calls}))$"
            for way in ways:
                value = "d[1]" if way == "diff" else f"{way}(d[1])"
                yield f"if d#[] then print(string({value}))$"

    found = batch(["maxima", "--very-quiet"], script())
    return {i: dict(zip(ways, lines, strict=False)) for i, lines in found.items()}


def ginsh_answers(work: list[Case]) -> Answers:
    """GiNaC: diff, normal, factor; a process for each case, since one of them may end it."""
    found: Answers = {}
    for i, (expression, variables, _) in enumerate(work):
        text = re.sub(r"\bpi\b", "Pi", expression)
        for v in variables:
            text = f"diff({text},{v})"
        lines = batch(["ginsh"], iter([f"MARK0;\n{text};\nnormal({text});\nfactor({text});"])).get(0, [])
        found[i] = dict(zip(["diff", "normal", "factor"], lines, strict=False))
    return found


def giac_answers(work: list[Case]) -> Answers:
    """Giac: diff, simplify, normal, factor."""
    ways = ["", "simplify", "normal", "factor"]

    def script() -> Iterator[str]:
        for i, (expression, variables, _) in enumerate(work):
            yield f"MARK{i};"
            for way in ways:
                yield f"{way}(diff({expression},{','.join(variables)}));"

    found = batch(["giac"], script())
    return {i: dict(zip(ways, lines, strict=False)) for i, lines in found.items()}


def peers(work: list[Case]) -> dict[str, Answers]:
    """The answers of every peer that is installed."""
    found: dict[str, Answers] = {}
    for name, answer in (("sympy", sympy_answers), ("symengine", symengine_answers)):
        try:
            __import__(name)
        except ImportError:
            continue
        found[name] = with_limit(answer, work)
    for name, program, run in (
        ("maxima", "maxima", maxima_answers),
        ("ginac", "ginsh", ginsh_answers),
        ("giac", "giac", giac_answers),
    ):
        if shutil.which(program):
            found[name] = run(work)
    return found


FAILED = (
    "error",
    "Error",
    "diff(",
    "Derivative(",
    "Subs(",
    "unevaluated",
    "undef",
    "Piecewise",
    "nan",
    "false",
    "rat:",
    "incorrect",
    "expected",
    "must be",
    "[",
)


def usable(case: Case, text: str) -> bool:
    """Whether a peer's line is an answer, and no wrong one as far as it can be read here."""
    if not text or any(word in text for word in FAILED):
        return False
    store = Store(OPERATORS + FUNCTIONS)
    node = Parser(Scope(store)).expression_node(case[0])
    raw = derivative(store, node, [store.input(v) for v in case[1]])
    try:
        answer = Parser(Scope(store)).expression_node(text.replace("%", "").replace("Abs(", "abs("))
        program = Program(store, [raw, answer])
    except DerivError:
        return True
    source = random.Random(case[0])
    for _ in range(8):
        values = program.run({leaf: source.uniform(0.1, 2.0) for leaf in program.leaves})
        wanted, found = program.value(raw, values), program.value(answer, values)
        if math.isfinite(wanted) and not math.isclose(wanted, found, rel_tol=1e-6, abs_tol=1e-9):
            return False
    return True


def report(work: list[Case], level: str, answers: dict[str, Answers], every: bool) -> None:
    """Totals, times, and every case in which a peer is shorter."""
    results = []
    for case in work:
        try:
            results.append(ours(case, level))
        except Exception as error:
            results.append((f"failed: {error!r}", 0.0))
    texts = [text for text, _ in results]
    times = sorted(seconds for _, seconds in results)
    print(f"derivrepl: {sum(map(operations, texts))} operations, {sum(map(len, texts))} characters, ", end="")
    print(
        f"median {statistics.median(times) * 1e3:.2f} ms, 95 % {times[int(len(times) * 0.95)] * 1e3:.2f} ms, ", end=""
    )
    print(f"max {times[-1] * 1e3:.1f} ms, failures {sum(t.startswith('failed') for t in texts)}")
    best: list[tuple[int, str, str]] = [(10**6, "", "")] * len(work)
    for name, found in answers.items():
        own: list[int] = []
        shared = 0
        for i in range(len(work)):
            lines = [(operations(t), f"{name} {way}", t) for way, t in found.get(i, {}).items() if usable(work[i], t)]
            if lines:
                own.append(min(lines)[0])
                shared += operations(texts[i])
                best[i] = min(best[i], min(lines))
        print(f"{name}: {sum(own)} operations in {len(own)} cases (derivrepl there: {shared})")
    answered = [i for i in range(len(work)) if best[i][0] < 10**6]
    if answered:
        print(
            f"best peer case by case: {sum(best[i][0] for i in answered)} operations in {len(answered)} cases; ", end=""
        )
        print(f"derivrepl there: {sum(operations(texts[i]) for i in answered)}")
    for i, case in enumerate(work):
        count = operations(texts[i])
        name = f"{case[0]}  by {' '.join(case[1])}"
        if every or count > best[i][0]:
            print(f"{name}\n    {count:3} {texts[i]}\n    {best[i][0]:3} {best[i][2]}  ({best[i][1]})")
        expected = case[2]
        if expected and operations(expected) < count:
            print(f"{name}\n    {count:3} {texts[i]}\n    {operations(expected):3} {expected}  (expected)")


def graphs() -> None:
    """Time for each node of large graphs."""
    for build in (slope_of_nested, horner, shared):
        for size in (1_000, 10_000, 100_000):
            store = Store(OPERATORS + FUNCTIONS)
            root = build(store, size)
            count = len(store.live([root]))
            start = time.perf_counter()
            result = simplify(store, root, "light").node
            seconds = time.perf_counter() - start
            after = len(store.live([result]))
            print(f"{build.__name__:15} {count:7} nodes -> {after:7}  {seconds / count * 1e6:6.1f} µs a node")


def figures(quick: bool) -> list[Figure]:
    """Displayed operations over the corpus: each peer's shortest right answers beside ours to the same cases."""
    work = cases()[:: 10 if quick else 1]
    texts = [ours(case, "full")[0] for case in work]
    found = []
    for name, answers in peers(work).items():
        own = other = 0
        for i, case in enumerate(work):
            lengths = [operations(text) for text in answers.get(i, {}).values() if usable(case, text)]
            if lengths:
                own, other = own + operations(texts[i]), other + min(lengths)
        if own:
            found.append(Figure("simplify", "operations of the shortest answer", name, "operations", own, other))
    return found


def main() -> None:
    """The command line."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--level", default="full")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--list", action="store_true", help="print every case")
    chosen = options.parse_args()
    graphs()
    work = cases()
    report(work, chosen.level, {} if chosen.no_peers else peers(work), chosen.list)


if __name__ == "__main__":
    main()
