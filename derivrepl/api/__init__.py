"""derivrepl as a library: expressions with operators, their derivatives, and functions compiled from them.

>>> from derivrepl import parse, symbols, sin
>>> x, y = symbols("x y")
>>> f = sin(x) + x*y
>>> f == parse("sin(x) + x*y")
True
>>> f.grad()
(Expr('cos(x) + y'), Expr('x'))
>>> f.diff("x", 2)
Expr('-sin(x)')
>>> round(f(4, 0.5), 4)
1.2432

It is the engine of the prompt: the same language, the same simplified results, the same errors
(`DerivError`, with `code`, `message`, `span` and `hint`). Numbers are exact: `0.1*x` has the derivative `0.1`.

**Threads.** Every function may be called from any thread. Operations on expressions share one graph and
take turns; calls of compiled functions on numbers run side by side, calls of one function on arrays take turns.

**Memory.** Equal parts of all expressions are kept once. What no `Expr` reaches any more is released.
"""

from __future__ import annotations

import sys

from derivrepl.api.compiled import Compiled
from derivrepl.api.expr import Expr
from derivrepl.api.functions import (
    compile,
    diff,
    grad,
    hessian,
    jacobian,
    parse,
    same,
    simplify,
    symbols,
    table_function,
    to_code,
    to_latex,
    to_text,
    where,
)
from derivrepl.errors import DerivError

__all__ = [
    "Compiled",
    "DerivError",
    "Expr",
    "compile",
    "diff",
    "grad",
    "hessian",
    "jacobian",
    "parse",
    "same",
    "simplify",
    "symbols",
    "table_function",
    "to_code",
    "to_latex",
    "to_text",
    "where",
]

# `derivrepl.simplify` is a folder of the package too; who uses the library means the function.
setattr(sys.modules["derivrepl"], "simplify", simplify)  # noqa: B010  mypy knows the folder
