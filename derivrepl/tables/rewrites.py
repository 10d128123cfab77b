"""What the simplifier knows about functions, one row each; a new simplification is a new row here.

Sums, products and powers are its own business; everything that bears a function's name is in this file.
"""

from __future__ import annotations

# A function that is a power of its operand, by the exponent (numerator, denominator).
POWERS = {
    "sqrt": (1, 2),
}

# The exponential function, and the constant that it is a power of.
EXPONENTIAL = ("exp", "e")

# The sign of a function's values wherever they are real.
SIGNS = {
    "abs": ">= 0",
    "acos": ">= 0",
    "acosh": ">= 0",
    "cosh": "> 0",
    "erfc": "> 0",
    "exp": "> 0",
    "heaviside": ">= 0",
    "hypot": ">= 0",
    "norm": ">= 0",
    "relu": ">= 0",
    "sech": "> 0",
    "sigmoid": "> 0",
    "softplus": "> 0",
    "sqrt": ">= 0",
}

# The sign of the named constants.
CONSTANT_SIGNS = {"pi": "> 0", "e": "> 0", "tau": "> 0", "inf": "> 0"}
