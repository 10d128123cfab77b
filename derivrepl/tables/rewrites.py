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

# The function that undoes it.
LOGARITHM = "log"

# The function that the root of a square is.
ABSOLUTE = "abs"

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
    "normcdf": "> 0",
    "relu": ">= 0",
    "sech": "> 0",
    "sigmoid": "> 0",
    "softplus": "> 0",
    "sqrt": ">= 0",
}

# Functions that are zero just where their operand is.
ZEROS = ("abs", "asin", "asinh", "atan", "atanh", "cbrt", "erf", "erfi", "erfinv", "sign", "sinh", "sqrt", "tanh")

# The function that is the larger of its two operands, and the one that is the smaller.
EXTREMES = ("max", "min")

# The sign of the named constants.
CONSTANT_SIGNS = {"pi": "> 0", "e": "> 0", "tau": "> 0", "inf": "> 0"}


class Rewrite:
    """A named rewrite: wherever `left` stands, `right` may stand.

    name    what `:rules` and the steps call it
    left    text of the language; its names stand for any expression
    right   text in the same names
    where   what must be known: "u > 0", "u >= 0", "u <= 0", "u < 0", "u integer" (several: joined by "and")
    fresh   whether it may bring in a function that the expression does not use
    sample  interval from which tests draw each name
    """

    __slots__ = ("fresh", "left", "name", "right", "sample", "where")

    def __init__(
        self,
        name: str,
        left: str,
        right: str,
        where: str = "",
        *,
        fresh: bool = False,
        sample: tuple[float, float] = (-3.0, 3.0),
    ) -> None:
        self.name = name
        self.left = left
        self.right = right
        self.where = where
        self.fresh = fresh
        self.sample = sample


# Functions with f(-u) = -f(u), and with f(-u) = f(u).
ODD = (
    "sin", "tan", "csc", "cot", "asin", "atan", "acsc", "sinh", "tanh", "csch", "coth", "asinh", "atanh", "acsch",
    "acoth", "sign", "cbrt", "erf", "erfi", "erfinv", "Si", "fresnels", "fresnelc", "softsign",
)  # fmt: skip
EVEN = ("cos", "sec", "cosh", "sech", "abs", "sinc")

# Angles with their sine, cosine and tangent ("" where there is none).
ANGLES = (
    ("0", "0", "1", "0"), ("pi/6", "1/2", "sqrt(3)/2", "1/sqrt(3)"), ("pi/4", "1/sqrt(2)", "1/sqrt(2)", "1"),
    ("pi/3", "sqrt(3)/2", "1/2", "sqrt(3)"), ("pi/2", "1", "0", ""), ("2*pi/3", "sqrt(3)/2", "-1/2", "-sqrt(3)"),
    ("3*pi/4", "1/sqrt(2)", "-1/sqrt(2)", "-1"), ("5*pi/6", "1/2", "-sqrt(3)/2", "-1/sqrt(3)"), ("pi", "0", "-1", "0"),
    ("5*pi/4", "-1/sqrt(2)", "-1/sqrt(2)", "1"), ("3*pi/2", "-1", "0", ""), ("7*pi/4", "-1/sqrt(2)", "1/sqrt(2)", "-1"),
    ("2*pi", "0", "1", "0"),
)  # fmt: skip

# Values at single points.
VALUES = (
    *[
        (f"{name}({angle})", value)
        for angle, *values in ANGLES
        for name, value in zip(("sin", "cos", "tan"), values, strict=True)
        if value
    ],
    ("asin(1/2)", "pi/6"), ("asin(1/sqrt(2))", "pi/4"), ("asin(sqrt(3)/2)", "pi/3"), ("asin(1)", "pi/2"),
    ("acos(1/2)", "pi/3"), ("acos(1/sqrt(2))", "pi/4"), ("acos(sqrt(3)/2)", "pi/6"), ("acos(0)", "pi/2"),
    ("acos(-1)", "pi"), ("acos(-1/2)", "2*pi/3"), ("acos(1)", "0"), ("asin(0)", "0"),
    ("atan(0)", "0"), ("atan(1/sqrt(3))", "pi/6"), ("atan(1)", "pi/4"), ("atan(sqrt(3))", "pi/3"),
    ("sec(0)", "1"), ("sinh(0)", "0"), ("cosh(0)", "1"), ("tanh(0)", "0"), ("sech(0)", "1"), ("asinh(0)", "0"),
    ("atanh(0)", "0"), ("erf(0)", "0"), ("erfc(0)", "1"), ("abs(0)", "0"), ("sign(0)", "0"), ("log(e)", "1"),
    ("log(1)", "0"), ("cbrt(0)", "0"), ("cbrt(1)", "1"), ("gamma(1)", "1"), ("gamma(1/2)", "sqrt(pi)"),
    ("sigmoid(0)", "1/2"), ("normcdf(0)", "1/2"),
)  # fmt: skip

UNIT = (-0.95, 0.95)
ABOVE_ZERO = (0.1, 4.0)

# fmt: off
REWRITES = [
    # circular functions
    Rewrite("sine and cosine squared",    "sin(u)^2 + cos(u)^2",      "1"),
    Rewrite("cosine squared",             "1 - sin(u)^2",             "cos(u)^2", fresh=True),
    Rewrite("sine squared",               "1 - cos(u)^2",             "sin(u)^2", fresh=True),
    Rewrite("double angle, sine",         "sin(u)*cos(u)",            "sin(2*u)/2"),
    Rewrite("double angle, cosine",       "cos(u)^2 - sin(u)^2",      "cos(2*u)"),
    Rewrite("double angle, cosine only",  "2*cos(u)^2 - 1",           "cos(2*u)"),
    Rewrite("double angle, sine only",    "1 - 2*sin(u)^2",           "cos(2*u)", fresh=True),
    Rewrite("tangent as a quotient",      "sin(u)/cos(u)",            "tan(u)", fresh=True),
    Rewrite("cotangent as a quotient",    "cos(u)/sin(u)",            "cot(u)", fresh=True),
    Rewrite("tangent times cosine",       "tan(u)*cos(u)",            "sin(u)", fresh=True),
    Rewrite("cotangent times sine",       "cot(u)*sin(u)",            "cos(u)", fresh=True),
    Rewrite("tangent times cotangent",    "tan(u)*cot(u)",            "1"),
    Rewrite("secant times cosine",        "sec(u)*cos(u)",            "1"),
    Rewrite("cosecant times sine",        "csc(u)*sin(u)",            "1"),
    Rewrite("tangent over sine",          "tan(u)/sin(u)",            "1/cos(u)", fresh=True),
    Rewrite("sine over tangent",          "sin(u)/tan(u)",            "cos(u)", fresh=True),
    Rewrite("tangent over secant",        "tan(u)/sec(u)",            "sin(u)", fresh=True),
    Rewrite("cotangent over cosecant",    "cot(u)/csc(u)",            "cos(u)", fresh=True),
    Rewrite("secant over tangent",        "sec(u)/tan(u)",            "1/sin(u)", fresh=True),
    Rewrite("secant squared",             "1 + tan(u)^2",             "sec(u)^2"),
    Rewrite("secant from cosine",         "1 + tan(u)^2",             "1/cos(u)^2"),
    Rewrite("tangent squared",            "sec(u)^2 - 1",             "tan(u)^2", fresh=True),
    Rewrite("secant minus tangent",       "sec(u)^2 - tan(u)^2",      "1"),
    Rewrite("cosecant squared",           "1 + cot(u)^2",             "csc(u)^2"),
    Rewrite("cotangent squared",          "csc(u)^2 - 1",             "cot(u)^2", fresh=True),
    Rewrite("cosecant minus cotangent",   "csc(u)^2 - cot(u)^2",      "1"),
    Rewrite("secant over sine",           "sec(u)/sin(u)",            "2/sin(2*u)"),
    Rewrite("cosecant over cosine",       "csc(u)/cos(u)",            "2/sin(2*u)"),
    Rewrite("secant times cosecant",      "sec(u)*csc(u)",            "2*csc(2*u)"),
    Rewrite("one over sine and cosine",   "1/(sin(u)*cos(u))",        "2/sin(2*u)"),
    Rewrite("secant as a quotient",       "1/cos(u)",                 "sec(u)"),
    Rewrite("cosecant as a quotient",     "1/sin(u)",                 "csc(u)"),
    Rewrite("sine of u + pi/2",           "sin(u + pi/2)",            "cos(u)", fresh=True),
    Rewrite("cosine of u + pi/2",         "cos(u + pi/2)",            "-sin(u)", fresh=True),
    Rewrite("sine of u - pi/2",           "sin(u - pi/2)",            "-cos(u)", fresh=True),
    Rewrite("cosine of u - pi/2",         "cos(u - pi/2)",            "sin(u)", fresh=True),
    Rewrite("sine of pi/2 - u",           "sin(pi/2 - u)",            "cos(u)", fresh=True),
    Rewrite("cosine of pi/2 - u",         "cos(pi/2 - u)",            "sin(u)", fresh=True),
    Rewrite("sine of u + pi",             "sin(u + pi)",              "-sin(u)"),
    Rewrite("cosine of u + pi",           "cos(u + pi)",              "-cos(u)"),
    Rewrite("sine of pi - u",             "sin(pi - u)",              "sin(u)"),
    Rewrite("cosine of pi - u",           "cos(pi - u)",              "-cos(u)"),
    Rewrite("tangent of u + pi",          "tan(u + pi)",              "tan(u)"),
    Rewrite("sine of a whole turn more",  "sin(u + 2*pi)",            "sin(u)"),
    Rewrite("cosine of a whole turn more", "cos(u + 2*pi)",           "cos(u)"),
    Rewrite("half angle, cosine",         "1 + cos(2*u)",             "2*cos(u)^2"),
    Rewrite("half angle, sine",           "1 - cos(2*u)",             "2*sin(u)^2", fresh=True),
    Rewrite("sine of a sum",              "sin(u)*cos(v) + cos(u)*sin(v)", "sin(u + v)"),
    Rewrite("sine of a difference",       "sin(u)*cos(v) - cos(u)*sin(v)", "sin(u - v)"),
    Rewrite("cosine of a sum",            "cos(u)*cos(v) - sin(u)*sin(v)", "cos(u + v)"),
    Rewrite("cosine of a difference",     "cos(u)*cos(v) + sin(u)*sin(v)", "cos(u - v)"),
    # circular functions of inverse ones
    Rewrite("sine of asin",               "sin(asin(u))",             "u", sample=UNIT),
    Rewrite("cosine of acos",             "cos(acos(u))",             "u", sample=UNIT),
    Rewrite("tangent of atan",            "tan(atan(u))",             "u"),
    Rewrite("sine of acos",               "sin(acos(u))",             "sqrt(1 - u^2)", fresh=True, sample=UNIT),
    Rewrite("cosine of asin",             "cos(asin(u))",             "sqrt(1 - u^2)", fresh=True, sample=UNIT),
    Rewrite("sine of atan",               "sin(atan(u))",             "u/sqrt(1 + u^2)", fresh=True),
    Rewrite("cosine of atan",             "cos(atan(u))",             "1/sqrt(1 + u^2)", fresh=True),
    Rewrite("secant of atan",             "sec(atan(u))",             "sqrt(1 + u^2)", fresh=True),
    Rewrite("secant of atan, squared",    "sec(atan(u))^2",           "1 + u^2"),
    Rewrite("tangent of asin",            "tan(asin(u))",             "u/sqrt(1 - u^2)", fresh=True, sample=UNIT),
    Rewrite("asin and acos",              "asin(u) + acos(u)",        "pi/2", sample=UNIT),
    # hyperbolic functions
    Rewrite("cosh and sinh squared",      "cosh(u)^2 - sinh(u)^2",    "1"),
    Rewrite("cosh squared",               "1 + sinh(u)^2",            "cosh(u)^2", fresh=True),
    Rewrite("sinh squared",               "cosh(u)^2 - 1",            "sinh(u)^2", fresh=True),
    Rewrite("double angle, sinh",         "sinh(u)*cosh(u)",          "sinh(2*u)/2"),
    Rewrite("double angle, cosh",         "cosh(u)^2 + sinh(u)^2",    "cosh(2*u)"),
    Rewrite("double angle, cosh only",    "2*cosh(u)^2 - 1",          "cosh(2*u)"),
    Rewrite("double angle, sinh only",    "1 + 2*sinh(u)^2",          "cosh(2*u)", fresh=True),
    Rewrite("tanh as a quotient",         "sinh(u)/cosh(u)",          "tanh(u)", fresh=True),
    Rewrite("coth as a quotient",         "cosh(u)/sinh(u)",          "coth(u)"),
    Rewrite("tanh times cosh",            "tanh(u)*cosh(u)",          "sinh(u)", fresh=True),
    Rewrite("sech times cosh",            "sech(u)*cosh(u)",          "1"),
    Rewrite("sinh over tanh",             "sinh(u)/tanh(u)",          "cosh(u)", fresh=True, sample=ABOVE_ZERO),
    Rewrite("sech squared",               "1 - tanh(u)^2",            "sech(u)^2"),
    Rewrite("sech from cosh",             "1 - tanh(u)^2",            "1/cosh(u)^2"),
    Rewrite("tanh squared",               "1 - sech(u)^2",            "tanh(u)^2", fresh=True),
    Rewrite("sech and tanh squared",      "sech(u)^2 + tanh(u)^2",    "1"),
    Rewrite("csch squared",               "coth(u)^2 - 1",            "csch(u)^2", sample=ABOVE_ZERO),
    Rewrite("sech as a quotient",         "1/cosh(u)",                "sech(u)"),
    Rewrite("cosh of two exponentials",   "exp(u) + exp(-u)",         "2*cosh(u)"),
    Rewrite("sinh of two exponentials",   "exp(u) - exp(-u)",         "2*sinh(u)"),
    Rewrite("cosh plus sinh",             "cosh(u) + sinh(u)",        "exp(u)", fresh=True),
    Rewrite("cosh minus sinh",            "cosh(u) - sinh(u)",        "exp(-u)", fresh=True),
    Rewrite("sinh of asinh",              "sinh(asinh(u))",           "u"),
    Rewrite("cosh of asinh",              "cosh(asinh(u))",           "sqrt(1 + u^2)", fresh=True),
    Rewrite("cosh of acosh",              "cosh(acosh(u))",           "u", sample=(1.1, 5.0)),
    Rewrite("tanh of atanh",              "tanh(atanh(u))",           "u", sample=UNIT),
    Rewrite("asinh of sinh",              "asinh(sinh(u))",           "u"),
    Rewrite("atanh of tanh",              "atanh(tanh(u))",           "u"),
    # exponentials and logarithms
    Rewrite("logarithm of an exponential", "log(exp(u))",             "u"),
    Rewrite("exponential of a logarithm", "exp(log(u))",              "u", sample=ABOVE_ZERO),
    Rewrite("exponential of logarithms",  "exp(v*log(u))",            "u^v", sample=ABOVE_ZERO),
    Rewrite("logarithm of a reciprocal",  "log(1/u)",                 "-log(u)", sample=ABOVE_ZERO),
    Rewrite("logarithm of a root",        "log(sqrt(u))",             "log(u)/2", sample=ABOVE_ZERO),
    Rewrite("logarithm of a power",       "log(u^v)",                 "v*log(u)", "u > 0", sample=ABOVE_ZERO),
    Rewrite("sum of logarithms",          "log(u) + log(v)",          "log(u*v)", "u > 0 and v > 0", sample=ABOVE_ZERO),
    Rewrite("difference of logarithms",   "log(u) - log(v)",          "log(u/v)", "u > 0 and v > 0", sample=ABOVE_ZERO),
    Rewrite("expm1 plus 1",               "expm1(u) + 1",             "exp(u)", fresh=True),
    Rewrite("log-odds of a sigmoid",      "log(sigmoid(u)) - log(1 - sigmoid(u))", "u"),
    Rewrite("sum of sigmoids",            "sigmoid(u) + sigmoid(-u)", "1"),
    # absolute value and sign
    Rewrite("root of a square",           "sqrt(u^2)",                "abs(u)", fresh=True),
    Rewrite("square of an absolute value", "abs(u)^2",                "u^2"),
    Rewrite("square of a sign",           "sign(u)^2",                "1"),
    Rewrite("absolute value times sign",  "abs(u)*sign(u)",           "u"),
    Rewrite("u times its sign",           "u*sign(u)",                "abs(u)", fresh=True),
    Rewrite("u over its absolute value",  "u/abs(u)",                 "sign(u)", fresh=True),
    Rewrite("absolute value over u",      "abs(u)/u",                 "sign(u)", fresh=True),
    Rewrite("sign over absolute value",   "sign(u)/abs(u)",           "1/u"),
    Rewrite("sign over u",                "sign(u)/u",                "1/abs(u)", fresh=True),
    Rewrite("one over a sign",            "1/sign(u)",                "sign(u)"),
    Rewrite("absolute value, positive",   "abs(u)",                   "u", "u >= 0", sample=ABOVE_ZERO),
    Rewrite("absolute value, negative",   "abs(u)",                   "-u", "u <= 0", sample=(-4.0, -0.1)),
    Rewrite("absolute value of a product", "abs(u*v)",                "u*abs(v)", "u >= 0", sample=ABOVE_ZERO),
    Rewrite("absolute value of a power",  "abs(u^v)",                 "abs(u)^v", sample=ABOVE_ZERO),
    Rewrite("absolute value twice",       "abs(abs(u))",              "abs(u)"),
    Rewrite("sign, positive",             "sign(u)",                  "1", "u > 0", sample=ABOVE_ZERO),
    Rewrite("sign, negative",             "sign(u)",                  "-1", "u < 0", sample=(-4.0, -0.1)),
    Rewrite("sign of a product",          "sign(u*v)",                "sign(v)", "u > 0", sample=ABOVE_ZERO),
    Rewrite("sign of an absolute value",  "sign(abs(u))",             "sign(u)^2"),
    Rewrite("sign of a reciprocal",       "sign(1/u)",                "sign(u)"),
    Rewrite("sign twice",                 "sign(sign(u))",            "sign(u)"),
    # integers
    *[Rewrite(f"{name} of an integer", f"{name}(u)", "u", "u integer") for name in ("floor", "ceil", "round", "trunc")],
    Rewrite("sine of whole turns",        "sin(pi*u)",                "0", "u integer"),
    Rewrite("tangent of whole turns",     "tan(pi*u)",                "0", "u integer"),
    Rewrite("cosine of whole turns",      "cos(2*pi*u)",              "1", "u integer"),
    # conditionals, smallest and largest
    Rewrite("same branches",              "if(c, u, u)",              "u"),
    Rewrite("sum of branches",            "if(c, u, v) + if(c, s, t)", "if(c, u + s, v + t)"),
    Rewrite("largest of one",             "max(u, u)",                "u"),
    Rewrite("smallest of one",            "min(u, u)",                "u"),
    Rewrite("largest and smallest",       "max(u, v) + min(u, v)",    "u + v"),
    Rewrite("larger of u and -u",         "max(u, -u)",               "abs(u)", fresh=True),
    Rewrite("smaller of u and -u",        "min(u, -u)",               "-abs(u)", fresh=True),
    Rewrite("step of a product",          "heaviside(u*v)",           "heaviside(v)", "u > 0", sample=ABOVE_ZERO),
    Rewrite("steps both ways",            "heaviside(u) + heaviside(-u)", "1"),
    Rewrite("steps of both signs",        "heaviside(u) - heaviside(-u)", "sign(u)", fresh=True),
    Rewrite("cube of a cube root",        "cbrt(u)^3",                "u"),
    Rewrite("length",                     "hypot(u, v)^2",            "u^2 + v^2"),
    # special functions
    Rewrite("erf and erfc",               "erf(u) + erfc(u)",         "1"),
    Rewrite("complement of erf",          "1 - erf(u)",               "erfc(u)"),
    Rewrite("gamma of the next",          "u*gamma(u)",               "gamma(u + 1)", sample=ABOVE_ZERO),
    Rewrite("gamma of the one before",    "gamma(u)/(u - 1)",         "gamma(u - 1)", sample=(1.5, 4.0)),
    Rewrite("ratio of gammas",            "gamma(u + 1)/gamma(u)",    "u", sample=ABOVE_ZERO),
    Rewrite("difference of digammas",     "digamma(u + 1) - digamma(u)", "1/u", sample=ABOVE_ZERO),
    Rewrite("difference of loggammas",    "loggamma(u + 1) - loggamma(u)", "log(u)", fresh=True, sample=ABOVE_ZERO),
    Rewrite("normcdf of both signs",      "normcdf(u) + normcdf(-u)", "1"),
    Rewrite("complement of normcdf",      "1 - normcdf(u)",           "normcdf(-u)"),
    Rewrite("besselj of order -1",        "besselj(-1, u)",           "-besselj(1, u)", sample=ABOVE_ZERO),
    Rewrite("bessely of order -1",        "bessely(-1, u)",           "-bessely(1, u)", sample=ABOVE_ZERO),
    Rewrite("besseli of order -1",        "besseli(-1, u)",           "besseli(1, u)", sample=ABOVE_ZERO),
    Rewrite("besselk of order -1",        "besselk(-1, u)",           "besselk(1, u)", sample=ABOVE_ZERO),
    Rewrite("exponential of lambertw",    "exp(lambertw(u))*lambertw(u)", "u", sample=ABOVE_ZERO),
    *[Rewrite(f"value of {left}", left, right) for left, right in VALUES],
    *[Rewrite(f"{name} is odd",  f"{name}(-u)", f"-{name}(u)") for name in ODD],
    *[Rewrite(f"{name} is even", f"{name}(-u)", f"{name}(u)") for name in EVEN],
]
# fmt: on
