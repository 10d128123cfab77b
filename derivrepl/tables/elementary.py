"""The elementary functions: exponentials, logarithms, roots, circular and hyperbolic functions.

One row is one function; a new one is a new row. The fields are explained in `derivrepl/operation.py`.
"""

from __future__ import annotations

from derivrepl.operation import Operation

EXPONENTIAL = [
    Operation(
        "exp", "u", ("ans",),
        python="exp", numpy="exp", mpmath="exp", arb="exp",
        series="u.exp()",
        code="exp",
        sample=((-3.0, 3.0),), latex="e^{{{u}}}", drawn="e^{u}", help="exponential function: e^u",
    ),
    Operation(
        "expm1", "u", ("exp(u)",),
        python="expm1", numpy="expm1", mpmath="expm1", arb="expm1", define="exp(u) - 1",
        series="u.exp() - 1",
        code="expm1 rust:exp_m1 fortran:",
        sample=((-3.0, 3.0),), help="exp(u) - 1, exact near 0 too",
    ),
    Operation(
        "exp2", "u", ("ans*log(2)",),
        python="exp2", numpy="exp2", define="2^u",
        code="exp2 fortran:",
        sample=((-3.0, 3.0),), latex="2^{{{u}}}", drawn="2^{u}", help="power of two: 2^u",
    ),
    Operation(
        "log", "u", ("1/u",),
        python="log", numpy="log", mpmath="log", arb="log", aliases=("ln",),
        series="u.log()",
        code="log rust:ln",
        domain="u > 0", sample=((0.1, 9.0),), latex="\\log\\left({u}\\right)",
        help="natural logarithm, to the base e",
    ),
    Operation(
        "log1p", "u", ("1/(1 + u)",),
        python="log1p", numpy="log1p", mpmath="log1p", arb="log1p", define="log(1 + u)",
        series="(1 + u).log()",
        code="log1p rust:ln_1p fortran:",
        domain="u > -1", sample=((-0.8, 4.0),), help="log(1 + u), exact near 0 too",
    ),
    Operation(
        "log2", "u", ("1/(u*log(2))",),
        python="log2", numpy="log2", mpmath="log(u, 2)", flint="u.log_base(2)", define="log(u)/log(2)",
        code="log2 fortran:",
        domain="u > 0", sample=((0.1, 9.0),), latex="\\log_{{2}}\\left({u}\\right)",
        drawn="log₂", help="logarithm to the base 2",
    ),
    Operation(
        "log10", "u", ("1/(u*log(10))",),
        python="log10", numpy="log10", mpmath="log10", flint="u.log_base(10)", define="log(u)/log(10)",
        code="log10",
        domain="u > 0", sample=((0.1, 9.0),), latex="\\log_{{10}}\\left({u}\\right)",
        drawn="log₁₀", help="logarithm to the base 10",
    ),
    Operation(
        "sqrt", "u", ("1/(2*ans)",),
        python="sqrt", numpy="sqrt", mpmath="sqrt", arb="sqrt",
        series="u.sqrt()",
        code="sqrt",
        domain="u >= 0", kinks="u == 0", convention="infinite slope at 0",
        sample=((0.1, 9.0),), latex="\\sqrt{{{u}}}", drawn="√{u}", help="square root",
    ),
    Operation(
        "cbrt", "u", ("1/(3*ans^2)",),
        python="cbrt", numpy="cbrt", define="sign(u)*abs(u)^(1/3)",
        code="cbrt fortran: torch:",
        kinks="u == 0", convention="infinite slope at 0",
        sample=((-8.0, 8.0),), latex="\\sqrt[3]{{{u}}}", drawn="∛{u}", help="cube root, of negative numbers too",
    ),
]

CIRCULAR = [
    Operation(
        "sin", "u", ("cos(u)",),
        python="sin", numpy="sin", mpmath="sin", arb="sin",
        series="u.sin()",
        code="sin",
        sample=((-4.0, 4.0),), latex="\\sin\\left({u}\\right)", help="sine",
    ),
    Operation(
        "cos", "u", ("-sin(u)",),
        python="cos", numpy="cos", mpmath="cos", arb="cos",
        series="u.cos()",
        code="cos",
        sample=((-4.0, 4.0),), latex="\\cos\\left({u}\\right)", help="cosine",
    ),
    Operation(
        "tan", "u", ("sec(u)^2",),
        python="tan", numpy="tan", mpmath="tan", arb="tan",
        series="u.tan()",
        code="tan",
        domain="cos(u) != 0", sample=((-1.4, 1.4),), latex="\\tan\\left({u}\\right)",
        help="tangent: sin(u)/cos(u)",
    ),
    Operation(
        "sec", "u", ("ans*tan(u)",),
        mpmath="sec", arb="sec", define="1/cos(u)",
        domain="cos(u) != 0", sample=((-1.4, 1.4),), latex="\\sec\\left({u}\\right)",
        help="secant: 1/cos(u)",
    ),
    Operation(
        "csc", "u", ("-ans*cot(u)",),
        mpmath="csc", arb="csc", define="1/sin(u)", aliases=("cosec",),
        domain="sin(u) != 0", sample=((0.2, 2.9),), latex="\\csc\\left({u}\\right)",
        help="cosecant: 1/sin(u)",
    ),
    Operation(
        "cot", "u", ("-csc(u)^2",),
        mpmath="cot", arb="cot", define="cos(u)/sin(u)",
        domain="sin(u) != 0", sample=((0.2, 2.9),), latex="\\cot\\left({u}\\right)",
        help="cotangent: cos(u)/sin(u)",
    ),
    Operation(
        "sinc", "u", ("if(u == 0, -u/3, (cos(u) - ans)/u)",),
        mpmath="sinc", arb="sinc", define="if(u == 0, 1, sin(u)/u)",
        series="cardinal(u)",
        convention="at 0 the rule is right up to the third derivative",
        sample=((-6.0, 6.0),), help="sin(u)/u, and 1 at 0 (not the normalised sin(pi*u)/(pi*u))",
    ),
]

INVERSE_CIRCULAR = [
    Operation(
        "asin", "u", ("1/sqrt(1 - u^2)",),
        python="asin", numpy="arcsin", mpmath="asin", arb="asin", aliases=("arcsin",),
        series="u.asin()",
        code="asin",
        domain="abs(u) <= 1", kinks="abs(u) == 1", convention="infinite slope at -1 and 1",
        sample=((-0.9, 0.9),), latex="\\arcsin\\left({u}\\right)", help="angle in [-pi/2, pi/2] whose sine is u",
    ),
    Operation(
        "acos", "u", ("-1/sqrt(1 - u^2)",),
        python="acos", numpy="arccos", mpmath="acos", arb="acos", aliases=("arccos",),
        series="u.acos()",
        code="acos",
        domain="abs(u) <= 1", kinks="abs(u) == 1", convention="infinite slope at -1 and 1",
        sample=((-0.9, 0.9),), latex="\\arccos\\left({u}\\right)", help="angle in [0, pi] whose cosine is u",
    ),
    Operation(
        "atan", "u", ("1/(1 + u^2)",),
        python="atan", numpy="arctan", mpmath="atan", arb="atan", aliases=("arctan",),
        series="u.atan()",
        code="atan",
        sample=((-4.0, 4.0),), latex="\\arctan\\left({u}\\right)", help="angle in (-pi/2, pi/2) whose tangent is u",
    ),
    Operation(
        "asec", "u", ("1/(abs(u)*sqrt(u^2 - 1))",),
        mpmath="asec", define="acos(1/u)", aliases=("arcsec",),
        domain="abs(u) >= 1", kinks="abs(u) == 1", convention="infinite slope at -1 and 1",
        sample=((1.1, 5.0),), latex="\\operatorname{{arcsec}}\\left({u}\\right)",
        help="angle in [0, pi] whose secant is u",
    ),
    Operation(
        "acsc", "u", ("-1/(abs(u)*sqrt(u^2 - 1))",),
        mpmath="acsc", define="asin(1/u)", aliases=("arccsc",),
        domain="abs(u) >= 1", kinks="abs(u) == 1", convention="infinite slope at -1 and 1",
        sample=((1.1, 5.0),), latex="\\operatorname{{arccsc}}\\left({u}\\right)",
        help="angle in [-pi/2, pi/2] whose cosecant is u",
    ),
    Operation(
        "acot", "u", ("-1/(1 + u^2)",),
        python="acot", mpmath="acot", define="if(u == 0, pi/2, atan(1/u))", aliases=("arccot",),
        kinks="u == 0", convention="jumps at 0 from -pi/2 to pi/2; acot'(0) = -1, the slope of both sides",
        sample=((-4.0, 4.0),), latex="\\operatorname{{arccot}}\\left({u}\\right)",
        help="angle in (-pi/2, pi/2] whose cotangent is u",
    ),
    Operation(
        "atan2", "y, x", ("x/(x^2 + y^2)", "-y/(x^2 + y^2)"),
        python="atan2", numpy="arctan2", mpmath="atan2", flint="arb.atan2(y, x)", aliases=("arctan2",),
        series="angle(y, x)",
        code="atan2 julia:atan",
        kinks="max(x, abs(y)) == 0",
        convention="jumps by 2*pi across the negative x-axis, where the rule gives the slope of both sides; none at (0, 0)",
        sample=((0.2, 3.0), (-3.0, 3.0)), latex="\\operatorname{{atan2}}\\left({y}, {x}\\right)",
        help="angle in (-pi, pi] of the point (x, y), seen from the origin: atan2(y, x)",
    ),
]

HYPERBOLIC = [
    Operation(
        "sinh", "u", ("cosh(u)",),
        python="sinh", numpy="sinh", mpmath="sinh", arb="sinh",
        series="(u.exp() - (-u).exp())/2",
        code="sinh",
        sample=((-3.0, 3.0),), latex="\\sinh\\left({u}\\right)", help="hyperbolic sine: (e^u - e^-u)/2",
    ),
    Operation(
        "cosh", "u", ("sinh(u)",),
        python="cosh", numpy="cosh", mpmath="cosh", arb="cosh",
        series="(u.exp() + (-u).exp())/2",
        code="cosh",
        sample=((-3.0, 3.0),), latex="\\cosh\\left({u}\\right)", help="hyperbolic cosine: (e^u + e^-u)/2",
    ),
    Operation(
        "tanh", "u", ("1 - ans^2",),
        python="tanh", numpy="tanh", mpmath="tanh", arb="tanh",
        series="1 - 2/((2*u).exp() + 1)",
        code="tanh",
        sample=((-3.0, 3.0),), latex="\\tanh\\left({u}\\right)", help="hyperbolic tangent: sinh(u)/cosh(u)",
    ),
    Operation(
        "sech", "u", ("-ans*tanh(u)",),
        python="sech", mpmath="sech", arb="sech", define="1/cosh(u)",
        sample=((-3.0, 3.0),), latex="\\operatorname{{sech}}\\left({u}\\right)",
        help="hyperbolic secant: 1/cosh(u)",
    ),
    Operation(
        "csch", "u", ("-ans*coth(u)",),
        python="csch", mpmath="csch", arb="csch", define="1/sinh(u)", aliases=("cosech",),
        domain="u != 0", sample=((0.2, 3.0),), latex="\\operatorname{{csch}}\\left({u}\\right)",
        help="hyperbolic cosecant: 1/sinh(u)",
    ),
    Operation(
        "coth", "u", ("-csch(u)^2",),
        mpmath="coth", arb="coth", define="1/tanh(u)",
        domain="u != 0", sample=((0.2, 3.0),), latex="\\coth\\left({u}\\right)",
        help="hyperbolic cotangent: cosh(u)/sinh(u)",
    ),
]

INVERSE_HYPERBOLIC = [
    Operation(
        "asinh", "u", ("1/sqrt(1 + u^2)",),
        python="asinh", numpy="arcsinh", mpmath="asinh", arb="asinh", aliases=("arcsinh", "arsinh"),
        series="(u + (u*u + 1).sqrt()).log()",
        code="asinh",
        sample=((-4.0, 4.0),), latex="\\operatorname{{arsinh}}\\left({u}\\right)",
        help="number whose hyperbolic sine is u",
    ),
    Operation(
        "acosh", "u", ("1/sqrt(u^2 - 1)",),
        python="acosh", numpy="arccosh", mpmath="acosh", arb="acosh", aliases=("arccosh", "arcosh"),
        series="(u + (u*u - 1).sqrt()).log()",
        code="acosh",
        domain="u >= 1", kinks="u == 1", convention="infinite slope at 1",
        sample=((1.1, 5.0),), latex="\\operatorname{{arcosh}}\\left({u}\\right)",
        help="number >= 0 whose hyperbolic cosine is u",
    ),
    Operation(
        "atanh", "u", ("1/(1 - u^2)",),
        python="atanh", numpy="arctanh", mpmath="atanh", arb="atanh", aliases=("arctanh", "artanh"),
        series="((1 + u)/(1 - u)).log()/2",
        code="atanh",
        domain="abs(u) < 1", sample=((-0.9, 0.9),), latex="\\operatorname{{artanh}}\\left({u}\\right)",
        help="number whose hyperbolic tangent is u",
    ),
    Operation(
        "asech", "u", ("-1/(u*sqrt(1 - u^2))",),
        mpmath="asech", define="acosh(1/u)", aliases=("arcsech", "arsech"),
        domain="u > 0, u <= 1", kinks="u == 1", convention="infinite slope at 1",
        sample=((0.1, 0.9),), latex="\\operatorname{{arsech}}\\left({u}\\right)",
        help="number >= 0 whose hyperbolic secant is u",
    ),
    Operation(
        "acsch", "u", ("-1/(abs(u)*sqrt(1 + u^2))",),
        mpmath="acsch", define="asinh(1/u)", aliases=("arccsch", "arcsch"),
        domain="u != 0", sample=((0.2, 4.0),), latex="\\operatorname{{arcsch}}\\left({u}\\right)",
        help="number whose hyperbolic cosecant is u",
    ),
    Operation(
        "acoth", "u", ("1/(1 - u^2)",),
        mpmath="acoth", define="atanh(1/u)", aliases=("arccoth", "arcoth"),
        domain="abs(u) > 1", sample=((1.2, 5.0),), latex="\\operatorname{{arcoth}}\\left({u}\\right)",
        help="number whose hyperbolic cotangent is u",
    ),
]
ELEMENTARY = EXPONENTIAL + CIRCULAR + INVERSE_CIRCULAR + HYPERBOLIC + INVERSE_HYPERBOLIC
