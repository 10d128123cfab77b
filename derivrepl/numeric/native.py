"""Functions of arrays compiled by the machine's C compiler: one loop over all points, nothing in between.

Chosen by `:set backend c`. The first call costs the compiler's time (0.1 to 1 s); without a compiler, or
where a function has no counterpart in C, the caller goes on with blocks of NumPy.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile

from derivrepl import numbers
from derivrepl.numeric.lower import Lowering
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    FIRST_FUNCTION,
    GREATER,
    GREATER_EQUAL,
    IF,
    LESS,
    LESS_EQUAL,
    MUL,
    NAMED,
    NEG,
    NOT_EQUAL,
    PARAMETER,
    POW,
    SUB,
    Node,
    Store,
)
from derivrepl.tables.constants import CONSTANT_VALUES
from derivrepl.tables.targets import TARGETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MOST_NODES = 2_000
"""Longer functions take the compiler longer than they save."""
SECONDS = 60
OPTIONS = ("-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math", "-fopenmp-simd", "-ffp-contract=off")
APART = ("-fno-builtin-sin", "-fno-builtin-cos")
"""Keeps the sine and cosine of one operand apart: together the compiler could not vectorize them."""

SHAPES = {
    ADD: "{} + {}",
    SUB: "{} - {}",
    NEG: "-{}",
    MUL: "{}*{}",
    DIV: "{}/{}",
    POW: "pow({}, {})",
    IF: "{} ? {} : {}",
    LESS: "{} < {}",
    LESS_EQUAL: "{} <= {}",
    GREATER: "{} > {}",
    GREATER_EQUAL: "{} >= {}",
    EQUAL: "{} == {}",
    NOT_EQUAL: "{} != {}",
}
HEAD = """\
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__FAST_MATH__)
#define __FAST_MATH__ 1 /* makes glibc declare its vector functions; no option of that name is in force */
#endif
#include <math.h>
"""


class NotCompiled(Exception):
    """There is no compiler, or the function cannot be told in C."""


class Native:
    """The roots as a compiled function of arrays of doubles."""

    def __init__(self, store: Store, leaves: list[Node], roots: list[Node]) -> None:
        self.function = _loaded(kernel(store, leaves, roots))

    def run(self, inputs: list[Any], outputs: list[Any], start: int, stop: int) -> None:
        """Fill the outputs between two places; an input may be a float, which stands for every place."""
        import ctypes

        import numpy as np

        whole = [np.full(stop, i) if isinstance(i, float) else i for i in inputs]
        arrays = (ctypes.c_void_p * max(len(whole), 1))(*[i.ctypes.data for i in whole])
        results = (ctypes.c_void_p * max(len(outputs), 1))(*[o.ctypes.data for o in outputs])
        self.function(ctypes.c_long(start), ctypes.c_long(stop), arrays, results)


def kernel(store: Store, leaves: list[Node], roots: list[Node]) -> str:
    """The C text of the loop; raises NotCompiled for a function that C does not have."""
    target = TARGETS["c"]
    lowering = Lowering(store, lambda row: bool(target.spelling(row)), products=True)
    lowered = [lowering.of(root) for root in roots]
    nodes = store.live(lowered)
    if len(nodes) > MOST_NODES:
        raise NotCompiled("too long")
    names = {leaf: f"x{k}" for k, leaf in enumerate(leaves)}
    body = [f"        const double x{k} = p{k}[i];" for k in range(len(leaves))]
    for n in nodes:
        op = store.op(n)
        if op == NAMED:
            body.append(f"        const double v{n} = {_real(CONSTANT_VALUES[store.name(n)])};")
        elif op > PARAMETER:
            kind = "int" if LESS <= op <= NOT_EQUAL else "double"
            body.append(f"        const {kind} v{n} = {_line(store, n, names)};")
        elif n not in names:
            raise NotCompiled(store.name(n))
    body += [f"        r{k}[i] = {_word(store, root, names)};" for k, root in enumerate(lowered)]
    head = [f"    const double *restrict p{k} = p[{k}];" for k in range(len(leaves))]
    head += [f"    double *restrict r{k} = r[{k}];" for k in range(len(roots))]
    start = "void f(long low, long high, const double *const *p, double *const *r) {"
    loop = ["    #pragma omp simd", "    for (long i = low; i < high; i++) {", *body, "    }", "}"]
    return "\n".join([HEAD, start, *head, *loop, ""])


def _line(store: Store, node: Node, names: dict[Node, str]) -> str:
    op = store.op(node)
    words = [_word(store, a, names) for a in store.operands(node)]
    if op in SHAPES:
        return SHAPES[op].format(*words)
    row = store.operations[op]
    spelling = TARGETS["c"].spelling(row)
    if op < FIRST_FUNCTION or not spelling:
        raise NotCompiled(row.name)
    if "{" in spelling:
        return spelling.format(**dict(zip(row.params, words)))
    return f"{spelling}({', '.join(words)})"


def _word(store: Store, node: Node, names: dict[Node, str]) -> str:
    if node < 0:
        return f"({_real(numbers.as_float(store.value(node)))})"
    return names.get(node) or f"v{node}"


def _real(value: float) -> str:
    if value in (float("inf"), float("-inf")):
        return "INFINITY" if value > 0 else "-INFINITY"
    return repr(value)


def _loaded(text: str) -> Callable[..., None]:
    """The function of the C text, compiled and loaded; raises NotCompiled."""
    import ctypes

    compiler = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    if compiler is None:
        raise NotCompiled("there is no C compiler")
    with tempfile.TemporaryDirectory(prefix="derivrepl-") as folder:
        source, library = os.path.join(folder, "f.c"), os.path.join(folder, "f.so")
        with open(source, "w", encoding="ascii") as file:
            file.write(text)
        command = [compiler, *OPTIONS, *APART, "-shared", "-fPIC", "-o", library, source, "-lm"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            if done.returncode:
                raise NotCompiled("the compiler refuses it")
            loaded = ctypes.CDLL(library)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotCompiled(str(error)) from None
    function: Callable[..., None] = loaded.f
    return function
