"""The elementary and special functions: one row is everything the program knows of a function.

A new function is a new row; the parser, both sweeps, printing, completion, help, code targets and tests
read it from here. The fields are explained in `derivrepl/operation.py`.
"""

from __future__ import annotations

from derivrepl.operation import Operation

FUNCTIONS = [
    Operation(
        "sin", "u", ("cos(u)",),
        python="sin", numpy="sin", mpmath="sin", arb="sin",
        sample=((-4.0, 4.0),), latex="\\sin\\left({u}\\right)", help="sine",
    ),
    Operation(
        "cos", "u", ("-sin(u)",),
        python="cos", numpy="cos", mpmath="cos", arb="cos",
        sample=((-4.0, 4.0),), latex="\\cos\\left({u}\\right)", help="cosine",
    ),
    Operation(
        "sqrt", "u", ("1/(2*ans)",),
        python="sqrt", numpy="sqrt", mpmath="sqrt", arb="sqrt",
        domain="u >= 0", kinks="u == 0", convention="infinite slope at 0",
        sample=((0.1, 9.0),), latex="\\sqrt{{{u}}}", help="square root",
    ),
    Operation(
        "log", "u", ("1/u",),
        python="log", numpy="log", mpmath="log", arb="log", aliases=("ln",),
        domain="u > 0", sample=((0.1, 9.0),), latex="\\log\\left({u}\\right)", help="natural logarithm",
    ),
    Operation(
        "abs", "u", ("sign(u)",),
        python="fabs", numpy="abs", mpmath="fabs", arb="__abs__",
        kinks="u == 0", convention="abs'(0) = 0",
        sample=((-3.0, 3.0),), latex="\\left|{u}\\right|", help="absolute value",
    ),
    Operation(
        "sign", "u", ("0",),
        python="sign", numpy="sign", mpmath="sign", arb="sgn",
        kinks="u == 0", convention="sign'(0) = 0",
        sample=((-3.0, 3.0),), help="-1, 0 or 1",
    ),
    Operation(
        "exp", "u", ("ans",),
        python="exp", numpy="exp", mpmath="exp", arb="exp",
        sample=((-3.0, 3.0),), latex="e^{{{u}}}", help="exponential function",
    ),
]
