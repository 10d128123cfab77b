"""The rules of the operators as they are taught: by which operands depend on the input.

The sweeps use the partial derivatives of `operators.py`; a person writes the same in fewer pieces. A row
gives the derivative as text in the operands u, v and their derivatives du, dv. A function needs no row:
its own partial is what is taught. A test compares every row with the partials.
"""

from __future__ import annotations


class Taught:
    """One rule.

    operation  name of the operator
    moving     which operands depend on the input: "u", "v" or "u v"
    name       what the rule is called
    text       the derivative
    """

    __slots__ = ("moving", "name", "operation", "text")

    def __init__(self, operation: str, moving: str, name: str, text: str) -> None:
        self.operation = operation
        self.moving = tuple(moving.split())
        self.name = name
        self.text = text


# fmt: off
TAUGHT = (
    Taught("add", "u v", "sum rule",         "du + dv"),
    Taught("sub", "u v", "difference rule",  "du - dv"),
    Taught("neg", "u",   "constant factor",  "-du"),
    Taught("mul", "u v", "product rule",     "du*v + u*dv"),
    Taught("mul", "u",   "constant factor",  "du*v"),
    Taught("mul", "v",   "constant factor",  "u*dv"),
    Taught("div", "u v", "quotient rule",    "(du*v - u*dv)/v^2"),
    Taught("div", "u",   "constant factor",  "du/v"),
    Taught("div", "v",   "reciprocal rule",  "-u*dv/v^2"),
    Taught("pow", "u",   "power rule",       "v*u^(v - 1)*du"),
    Taught("pow", "v",   "exponential rule", "u^v*log(u)*dv"),
    Taught("pow", "u v", "logarithmic rule", "u^v*(dv*log(u) + v*du/u)"),
)
# fmt: on

BY_OPERANDS = {(row.operation, row.moving): row for row in TAUGHT}
"""Operator and the operands that depend on the input → the rule."""

# fmt: off
FORMS = {
    "chain rule":         "the outer derivative at what is inside, times the derivative of that: d f(u) = f'(u)*du",
    "linear":             "a constant times the input has that constant as its derivative: d(3*x) = 3*dx",
    "identity":           "the input changes as fast as itself: x' = 1",
    "constant":           "what does not depend on the input does not change: 5' = 0",
    "put together":       "the statement of the rule, with every part and its derivative put in",
    "factor out":         "what the terms have in common stands once: a*b + a*c = a*(b + c)",
    "collect terms":      "terms that differ only in their number join: 2*a + 3*a = 5*a",
    "multiply out":       "a bracket is multiplied term by term: a*(b + c) = a*b + a*c",
    "combine and cancel": "one fraction bar, then what stands above and below cancels: a/c + b/c = (a + b)/c",
    "divide out":         "a fraction becomes a number and a smaller fraction: (a + b)/a = 1 + b/a",
    "matrix form":        "sums over indices are written as products of matrices and vectors",
    "roots":              "roots and powers of the same join: sqrt(u)*u = u^(3/2)",
    "rewritten":          "the same in the form that is printed, as the reverse sweep makes it or :simplify asks for",
    "tidy up":            "like terms and like powers join, numbers come in front: 2*x*x*3 = 6*x^2",
}
# fmt: on
"""Names in steps that no rule of an operator or function has, and no row of the rewrite table."""
