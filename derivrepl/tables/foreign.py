"""How books and other programs write what is written otherwise here; a new one is a row."""

from __future__ import annotations

NO_INTEGRALS = "integrals are not computed here, only derivatives"
NO_LIMITS = "limits are not computed here, only derivatives"
NO_INDEX = "a sum over an index is not read: write its terms, or sum(u) for the elements of a vector u"
NO_PRODUCT = "a cross product is not read: write its components, as in [u[2]*v[3] - u[3]*v[2], …]"
NO_SPECTRUM = "functions of a matrix are det, logdet, trace, inv and solve; others work element by element"
NO_VARIANCE = "whether n or n - 1 divides is for you to say: mean((x - mean(x))^2), or sum((x - mean(x))^2)/(len(x) - 1)"
DERIVATIVE = "a derivative is written d/dx …, or diff(…, x)"
ALONE = "an expression is typed alone, x^2: its derivatives follow"
LEAVING = ":quit leaves, and so does Ctrl-D"
DEFINED = "a definition is written f = x^2, or f(x) = x^2"

ELSEWHERE = {
    "d": DERIVATIVE, "derivative": DERIVATIVE, "partial": DERIVATIVE, "deriv": DERIVATIVE,
    "differentiate": DERIVATIVE, "derive": DERIVATIVE, "let": DEFINED, "def": DEFINED, "set": DEFINED,
    "find": ALONE, "what": ALONE, "calculate": ALONE, "compute": ALONE, "evaluate": ALONE, "print": ALONE, "show": ALONE,
    "integrate": NO_INTEGRALS, "Integrate": NO_INTEGRALS, "integral": NO_INTEGRALS, "int": NO_INTEGRALS,
    "quad": NO_INTEGRALS, "limit": NO_LIMITS, "Limit": NO_LIMITS, "lim": NO_LIMITS,
    "sum": NO_INDEX, "prod": NO_INDEX, "Sum": NO_INDEX, "product": NO_INDEX, "Product": NO_INDEX,
    "simplify": "results are simplified by themselves; :simplify shows how", "Simplify": ":simplify shortens the current one",
    "series": "a Taylor polynomial is the command :taylor", "taylor": "a Taylor polynomial is the command :taylor",
    "plot": "a curve is drawn by the command :plot", "Plot": "a curve is drawn by the command :plot",
    "subs": "put a value in with at: f at x = 1", "evalf": "put a value in with at: f at x = 1",
    "quit": LEAVING, "exit": LEAVING, "bye": LEAVING,
    "shape": "sizes are rows(A), cols(A) and len(u)", "cross": NO_PRODUCT, "expm": NO_SPECTRUM, "logm": NO_SPECTRUM, "sqrtm": NO_SPECTRUM, "eig": NO_SPECTRUM,
    "eigvals": NO_SPECTRUM, "eigenvalues": NO_SPECTRUM, "svd": NO_SPECTRUM, "rank": NO_SPECTRUM, "cond": NO_SPECTRUM,
    "cholesky": NO_SPECTRUM, "chol": NO_SPECTRUM, "lambda_max": NO_SPECTRUM, "matrix_power": "A @ A is the square of a matrix",
    "pinv": "of a matrix with independent columns it is inv(A.T @ A) @ A.T", "var": NO_VARIANCE, "std": NO_VARIANCE,
    "cov": NO_VARIANCE, "gradient": "a gradient is grad(e, x, y), or the command :grad", "nabla": "a gradient is grad(e, x, y), or the command :grad",
}  # fmt: skip
"""Name of what is no function here, or takes fewer arguments → what to do instead."""

AFTERWARDS = {
    "squared": "a square is written x^2", "cubed": "a cube is written x^3", "times": "a product is written x*y",
    "plus": "a sum is written x + y", "minus": "a difference is written x - y", "over": "a quotient is written x/y",
    "divided": "a quotient is written x/y", "to": "a power is written x^n", "wrt": "the variable comes last: diff(x^2, x)",
    "with": "the variable comes last: diff(x^2, x)",
}  # fmt: skip
"""Word behind an operand → what it is written as here."""

LOOKALIKES = {
    "⊗": "of vectors write outer(x, y), of matrices kron(A, B)",
    "°": "angles are in radians: 30° is 30*pi/180", "∘": "a composition is written f(g(x))", "$": "leave the $ out",
    "`": "leave the ` out", '"': "leave the quotes out", "“": "leave the quotes out",
    "!": "a factorial is factorial(n)", "\\": "the solution x of A @ x = b is solve(A, b)", "∞": "infinity is inf",
    "∫": NO_INTEGRALS, "∑": NO_INDEX, "∏": NO_INDEX, "∇": ELSEWHERE["nabla"], "∆": "a Laplacian is the trace of a hessian",
}  # fmt: skip
"""Sign that belongs to no token → what to do instead."""

_MODULE = r"\b(?:np|numpy|jnp|torch|tf|math|scipy|sp|sympy|mpmath)\."
_PART = r"((?:[^\W\d]\w*|\([^()]*\))(?:\.T)?)"

PROGRAM_TEXT = (
    (_MODULE + r"(?:[^\W\d]\w*\.)*([^\W\d]\w*)",           r"\1"),                # np.linalg.norm(x)
    (_PART + r"\.(?:transpose|t)(?:\(\))?(?!\w)",              r"\1.T"),              # A.transpose()
    (_PART + r"\.shape\[0\]",                               r"rows(\1)"),
    (_PART + r"\.shape\[1\]",                               r"cols(\1)"),
    (_PART + r"\.(?:dot|matmul|mm|mv)\(([^()]*)\)",         r"\1 @ \2"),           # A.dot(x)
    (_PART + r"\.(?!T\b)([^\W\d]\w*)\(\)",                 r"\2(\1)"),            # x.sum()
    (_PART + r"\.(?!T\b)([^\W\d]\w*)\(([^()]+)\)",         r"\2(\1, \3)"),        # x.sum(axis=0)
    (r"\bnorm\(([^(),]+),\s*[\"']fro[\"']\)",                 r"normF(\1)"),
    (r"(?:\|\||‖)([^|‖]+)(?:\|\||‖)(?:_?2|₂)(?!\w)",          r"norm(\1)"),
    (r"(?:\|\||‖)([^|‖]+)(?:\|\||‖)(?:_?1|₁)(?!\w)",          r"norm1(\1)"),
    (r"(?:\|\||‖)([^|‖]+)(?:\|\||‖)(?:_?F|_fro)(?!\w)",       r"normF(\1)"),
    (r",\s*(?:axis|dim)\s*=\s*0\b",                        ", 1"),
    (r",\s*(?:axis|dim)\s*=\s*(?:1|-1)(?!\d)",             ", 2"),
    (r"[<⟨]\s*([^<>⟨⟩,]+?)\s*,\s*([^<>⟨⟩,]+?)\s*[>⟩]",     r"dot(\1, \2)"),       # ⟨x, y⟩
    (r"\s*[⊙∘]\s*",                                         "*"),
)  # fmt: skip
"""Patterns in texts of NumPy, MATLAB and paper, and what is typed here instead."""

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
