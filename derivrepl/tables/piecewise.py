"""Functions in pieces (absolute value, steps, extremes) and the smooth activations of networks.

At a kink or jump every rule here gives the mean of the slopes of both sides, so that abs(x), max(x, -x)
and 2*relu(x) - x have one derivative. One row is one function; the fields are in `derivrepl/operation.py`.
"""

from __future__ import annotations

from derivrepl.operation import Operation

PIECEWISE = [
    Operation(
        "abs", "u", ("sign(u)",),
        python="fabs", numpy="abs", mpmath="fabs", arb="__abs__", aliases=("Abs", "absolute", "fabs"),
        series="u*signed(u)",
        code="abs c:fabs",
        kinks="u == 0", convention="abs'(0) = 0, the mean of both sides",
        sample=((-3.0, 3.0),), latex="\\left|{u}\\right|", drawn="|{u}|", help="absolute value",
    ),
    Operation(
        "sign", "u", ("0",),
        python="sign", numpy="sign", mpmath="sign", arb="sgn", define="if(u > 0, 1, if(u < 0, -1, 0))", aliases=("sgn", "signum"),
        series="0*u + signed(u)",
        code="julia:sign",
        kinks="u == 0", convention="sign'(0) = 0, the slope of both sides",
        sample=((-3.0, 3.0),), latex="\\operatorname{{sgn}}\\left({u}\\right)", help="sign: -1, 0 or 1",
    ),
    Operation(
        "heaviside", "u", ("0",),
        define="(1 + sign(u))/2", aliases=("Heaviside",),
        kinks="u == 0", convention="heaviside'(0) = 0, the slope of both sides",
        sample=((-3.0, 3.0),), latex="H\\left({u}\\right)", help="unit step: 0 below 0, 1 above, 1/2 at 0",
    ),
    Operation(
        "floor", "u", ("0",),
        python="floor", numpy="floor", mpmath="floor", arb="floor",
        series="0*u + whole(u, arb.floor)",
        code="floor fortran:real(floor({u}),dp)",
        kinks="u == floor(u)", convention="0 at the jumps, the slope of both sides",
        sample=((1.1, 1.9),), latex="\\left\\lfloor {u}\\right\\rfloor", drawn="⌊{u}⌋", help="greatest integer <= u",
    ),
    Operation(
        "ceil", "u", ("0",),
        python="ceil", numpy="ceil", mpmath="ceil", arb="ceil", aliases=("ceiling",),
        series="0*u + whole(u, arb.ceil)",
        code="ceil fortran:real(ceiling({u}),dp)",
        kinks="u == floor(u)", convention="0 at the jumps, the slope of both sides",
        sample=((1.1, 1.9),), latex="\\left\\lceil {u}\\right\\rceil", drawn="⌈{u}⌉", help="least integer >= u",
    ),
    Operation(
        "round", "u", ("0",),
        python="nearest", numpy="round", mpmath="nint", define="floor(u + 1/2) - if(mod(u, 2) == 1/2, 1, 0)",
        code="c:rint julia:round rust:round_ties_even",
        kinks="u + 1/2 == floor(u + 1/2)", convention="0 at the jumps, the slope of both sides",
        sample=((0.6, 1.4),), latex="\\left\\lfloor {u}\\right\\rceil", help="nearest integer; halves go to the even one",
    ),
    Operation(
        "trunc", "u", ("0",),
        python="trunc", numpy="trunc", define="sign(u)*floor(abs(u))",
        code="trunc fortran:aint",
        kinks="abs(u) == max(floor(abs(u)), 1)", convention="0 at the jumps, the slope of both sides",
        sample=((-0.9, 0.9),), help="u without its fraction: rounded towards 0",
    ),
    Operation(
        "mod", "x, y", ("1", "-floor(x/y)"),
        python="mod", numpy="mod", mpmath="fmod", define="x - y*floor(x/y)", aliases=("Mod",),
        code="julia:mod fortran:modulo torch:torch.remainder",
        domain="y != 0", kinks="x/y == floor(x/y)", convention="the slope of the right-hand side for y > 0",
        sample=((4.2, 5.8), (1.95, 2.05)), latex="{x} \\bmod {y}",
        help="remainder x - y*floor(x/y), with the sign of y",
    ),
    Operation(
        "max", "u, v", ("heaviside(u - v)", "heaviside(v - u)"),
        python="maximum", numpy="maximum", arb="max", define="if(u > v, u, v)", aliases=("Max", "maximum"),
        code="c:fmax julia:max fortran:max rust:max python:max",
        kinks="u == v", convention="1/2 for each operand at a tie, the mean of both sides",
        sample=((-2.0, 2.0), (-2.0, 2.0)), latex="\\max\\left({u}, {v}\\right)", help="the larger of two",
    ),
    Operation(
        "min", "u, v", ("heaviside(v - u)", "heaviside(u - v)"),
        python="minimum", numpy="minimum", arb="min", define="if(u < v, u, v)", aliases=("Min", "minimum"),
        code="c:fmin julia:min fortran:min rust:min python:min",
        kinks="u == v", convention="1/2 for each operand at a tie, the mean of both sides",
        sample=((-2.0, 2.0), (-2.0, 2.0)), latex="\\min\\left({u}, {v}\\right)", help="the smaller of two",
    ),
    Operation(
        "clip", "x, lo, hi",
        ("heaviside(x - lo)*heaviside(hi - x)", "heaviside(lo - x)*heaviside(hi - lo)", "heaviside(max(x, lo) - hi)"),
        numpy="clip", define="min(max(x, lo), hi)", aliases=("clamp",),
        code="julia:clamp",
        kinks="x == lo, x == hi, lo == hi", convention="1/2 where x is at a limit, the mean of both sides",
        sample=((-3.0, 3.0), (-2.0, -0.5), (0.5, 2.0)), help="x kept between lo and hi: min(max(x, lo), hi)",
    ),
    Operation(
        "hypot", "u, v", ("u/ans", "v/ans"),
        python="hypot", numpy="hypot", mpmath="hypot", define="sqrt(u^2 + v^2)",
        code="hypot",
        kinks="max(abs(u), abs(v)) == 0", convention="no slope at (0, 0), where the rule divides by 0",
        sample=((-3.0, 3.0), (-3.0, 3.0)), help="length of the hypotenuse: sqrt(u^2 + v^2)",
    ),
]

ACTIVATIONS = [
    Operation(
        "relu", "u", ("heaviside(u)",),
        define="max(u, 0)",
        kinks="u == 0", convention="relu'(0) = 1/2, the mean of both sides (some libraries take 0)",
        sample=((-3.0, 3.0),), help="rectifier: max(u, 0)",
    ),
    Operation(
        "sigmoid", "u", ("ans*(1 - ans)",),
        python="sigmoid", define="1/(1 + exp(-u))", aliases=("logistic", "expit"),
        code="torch:torch.sigmoid jax:jax.nn.sigmoid",
        sample=((-4.0, 4.0),), latex="\\sigma\\left({u}\\right)", drawn="σ", help="logistic function: 1/(1 + exp(-u))",
    ),
    Operation(
        "logit", "u", ("1/(u*(1 - u))",),
        define="log(u/(1 - u))",
        domain="u > 0, u < 1", sample=((0.1, 0.9),), help="inverse of sigmoid: log(u/(1 - u))",
    ),
    Operation(
        "softplus", "u", ("sigmoid(u)",),
        define="max(u, 0) + log1p(exp(-abs(u)))",
        sample=((-4.0, 4.0),), help="smooth rectifier: log(1 + exp(u))",
    ),
    Operation(
        "logsigmoid", "u", ("sigmoid(-u)",),
        define="-softplus(-u)",
        sample=((-4.0, 4.0),), help="logarithm of sigmoid(u)",
    ),
    Operation(
        "silu", "u", ("sigmoid(u) + ans*(1 - sigmoid(u))",),
        define="u*sigmoid(u)", aliases=("swish",),
        sample=((-4.0, 4.0),), help="sigmoid linear unit: u*sigmoid(u)",
    ),
    Operation(
        "gelu", "u", ("(1 + erf(u/sqrt(2)))/2 + u*exp(-u^2/2)/sqrt(2*pi)",),
        define="u*erfc(-u/sqrt(2))/2",
        sample=((-4.0, 4.0),), help="Gaussian error linear unit, exact: u*(1 + erf(u/sqrt(2)))/2",
    ),
    Operation(
        "mish", "u", ("tanh(softplus(u)) + u*sigmoid(u)*sech(softplus(u))^2",),
        define="u*tanh(softplus(u))",
        sample=((-4.0, 4.0),), help="u*tanh(softplus(u))",
    ),
    Operation(
        "elu", "u", ("exp(min(u, 0))",),
        define="max(u, 0) + expm1(min(u, 0))",
        sample=((-4.0, 4.0),), help="exponential linear unit: u above 0, exp(u) - 1 below",
    ),
    Operation(
        "softsign", "u", ("1/(1 + abs(u))^2",),
        define="u/(1 + abs(u))",
        sample=((-4.0, 4.0),), help="u/(1 + abs(u))",
    ),
]
