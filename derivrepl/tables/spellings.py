"""Other ways of writing functions: what is not a function of its own but short for a formula.

A new one is a row here; it never appears in the node table, its formula does.
"""

from __future__ import annotations

SPELLINGS: dict[tuple[str, int], tuple[tuple[str, ...], str]] = {
    ("log", 2): (("u", "b"), "log(u)/log(b)"),
    ("tr", 1): (("u",), "trace(u)"),
    ("pow", 2): (("u", "v"), "u^v"),
    ("power", 2): (("u", "v"), "u^v"),
    ("root", 2): (("u", "n"), "u^(1/n)"),
    ("square", 1): (("u",), "u^2"),
    ("exp10", 1): (("u",), "10^u"),
    ("normpdf", 1): (("u",), "exp(-u^2/2)/sqrt(2*pi)"),
}
"""(name, number of arguments) → parameters and formula."""

ALSO_INPUTS = frozenset({"beta", "gamma", "zeta", "Beta", "Gamma", "D", "Ei", "Si", "Ci", "Li", "li",
                          "len", "rows", "cols", "size", "unit", "fold", "mean", "vec", "norm", "ones", "outer"})
"""Names of functions that formulas also use for quantities: without a bracket behind them they are inputs."""

CONSTANTS_ELSEWHERE = {
    "i": "i is an ordinary input here: all numbers are real",
    "I": "I is an ordinary input here: all numbers are real",
    "j": "j is an ordinary input here: all numbers are real",
    "E": "E is an ordinary input here: Euler's number is e",
}
"""Names of inputs that are constants in books and other programs, and what is said of them."""

FOLDED = frozenset({"max", "min"})
"""Functions of two arguments that also take more: max(a, b, c) is max(max(a, b), c)."""
