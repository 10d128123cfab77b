"""How books and other programs write what is written otherwise here; a new one is a row."""

from __future__ import annotations

NO_INTEGRALS = "integrals are not computed here, only derivatives"
NO_LIMITS = "limits are not computed here, only derivatives"
NO_INDEX = "a sum over an index is not read: write its terms, or sum(u) for the elements of a vector u"
DERIVATIVE = "a derivative is written d/dx …, or diff(…, x)"

ELSEWHERE = {
    "d": DERIVATIVE, "derivative": DERIVATIVE, "partial": DERIVATIVE, "deriv": DERIVATIVE,
    "integrate": NO_INTEGRALS, "Integrate": NO_INTEGRALS, "integral": NO_INTEGRALS, "int": NO_INTEGRALS,
    "quad": NO_INTEGRALS, "limit": NO_LIMITS, "Limit": NO_LIMITS, "lim": NO_LIMITS,
    "sum": NO_INDEX, "prod": NO_INDEX, "Sum": NO_INDEX, "product": NO_INDEX, "Product": NO_INDEX,
    "simplify": "results are simplified by themselves; :simplify shows how", "Simplify": ":simplify shortens the current one",
    "series": "a Taylor polynomial is the command :taylor", "taylor": "a Taylor polynomial is the command :taylor",
    "plot": "a curve is drawn by the command :plot", "Plot": "a curve is drawn by the command :plot",
    "subs": "put a value in with at: f at x = 1", "evalf": "put a value in with at: f at x = 1",
    "gradient": "a gradient is grad(e, x, y), or the command :grad", "nabla": "a gradient is grad(e, x, y), or the command :grad",
}  # fmt: skip
"""Name of what is no function here, or takes fewer arguments → what to do instead."""

LOOKALIKES = {
    "!": "a factorial is factorial(n)", "\\": "the solution x of A @ x = b is solve(A, b)", "∞": "infinity is inf",
    "∫": NO_INTEGRALS, "∑": NO_INDEX, "∏": NO_INDEX, "∇": ELSEWHERE["nabla"], "∆": "a Laplacian is the trace of a hessian",
}  # fmt: skip
"""Sign that belongs to no token → what to do instead."""

LATEX_COMMANDS = {
    "frac": (2, "{0}/{1}"), "dfrac": (2, "{0}/{1}"), "tfrac": (2, "{0}/{1}"),
    "sqrt": (1, "sqrt({0})"), "operatorname": (1, "{0}"), "mathrm": (1, "{0}"), "text": (1, "{0}"), "mathbf": (1, "{0}"),
}  # fmt: skip
"""LaTeX command → how many arguments it takes, and what they become."""

LATEX_WORDS = {
    "left": "", "right": "", "big": "", "Big": "", ",": "", ";": "", ":": "", "!": "", " ": " ", "quad": " ",
    "cdot": "*", "times": "*", "div": "/", "ln": "log", "partial": "∂", "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=",
    "ne": "!=", "neq": "!=", "lvert": "|", "rvert": "|", "vert": "|", "{": "(", "}": ")", "arcsin": "asin",
    "arccos": "acos", "arctan": "atan", "displaystyle": "",
}  # fmt: skip
"""LaTeX command without arguments → what is written here; every other one is written without its backslash."""
