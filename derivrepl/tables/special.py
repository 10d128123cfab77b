"""The special functions: error, gamma, integral, Bessel, Airy and elliptic functions and their kin.

Operands stand in SymPy's order: besselj(n, x), polygamma(n, x), polylog(s, z). Most have neither `python`
nor `define`: they are evaluated by python-flint. One row is one function; the fields are in
`derivrepl/operation.py`.
"""

from __future__ import annotations

from derivrepl.operation import Operation

ERROR = [
    Operation(
        "erf", "u", ("2*exp(-u^2)/sqrt(pi)",),
        python="erf", mpmath="erf", arb="erf",
        series="u.erf()",
        code="c:erf fortran:erf torch:torch.erf numpy:scipy.special.erf jax:jax.scipy.special.erf julia:SpecialFunctions.erf",
        sample=((-2.5, 2.5),), help="error function: 2/sqrt(pi) times the integral of exp(-t^2) from 0 to u",
    ),
    Operation(
        "erfc", "u", ("-2*exp(-u^2)/sqrt(pi)",),
        python="erfc", mpmath="erfc", arb="erfc",
        series="u.erfc()",
        code="c:erfc fortran:erfc torch:torch.erfc numpy:scipy.special.erfc jax:jax.scipy.special.erfc julia:SpecialFunctions.erfc",
        sample=((-2.5, 2.5),), help="complementary error function: 1 - erf(u)",
    ),
    Operation(
        "erfi", "u", ("2*exp(u^2)/sqrt(pi)",),
        mpmath="erfi", arb="erfi",
        series="u.erfi()",
        code="numpy:scipy.special.erfi julia:SpecialFunctions.erfi",
        sample=((-2.0, 2.0),), help="imaginary error function: 2/sqrt(pi) times the integral of exp(t^2) from 0 to u",
    ),
    Operation(
        "erfinv", "u", ("sqrt(pi)*exp(ans^2)/2",),
        mpmath="erfinv", arb="erfinv",
        series="inverse(arb_series.erf, u[0].erfinv(), u)",
        code="torch:torch.erfinv numpy:scipy.special.erfinv jax:jax.scipy.special.erfinv julia:SpecialFunctions.erfinv",
        domain="abs(u) < 1", sample=((-0.9, 0.9),), latex="\\operatorname{{erf}}^{{-1}}\\left({u}\\right)",
        help="number whose erf is u",
    ),
    Operation(
        "erfcinv", "u", ("-sqrt(pi)*exp(ans^2)/2",),
        mpmath="erfinv(1 - u)", arb="erfcinv",
        series="inverse(arb_series.erfc, u[0].erfcinv(), u)",
        code="numpy:scipy.special.erfcinv julia:SpecialFunctions.erfcinv",
        domain="u > 0, u < 2", sample=((0.1, 1.9),), latex="\\operatorname{{erfc}}^{{-1}}\\left({u}\\right)",
        help="number whose erfc is u",
    ),
]

GAMMA = [
    Operation(
        "gamma", "u", ("ans*digamma(u)",),
        python="gamma", mpmath="gamma", arb="gamma", aliases=("Gamma",),
        series="u.gamma()",
        code="c:tgamma fortran:gamma numpy:scipy.special.gamma jax:jax.scipy.special.gamma julia:SpecialFunctions.gamma",
        domain="u != floor(min(u, 0))", sample=((0.5, 4.0),), latex="\\Gamma\\left({u}\\right)",
        drawn="Γ", help="gamma function: gamma(n + 1) = n! for whole n",
    ),
    Operation(
        "loggamma", "u", ("digamma(u)",),
        python="loggamma", mpmath="loggamma", arb="lgamma", aliases=("lgamma", "gammaln"),
        series="u.lgamma()",
        code="c:lgamma fortran:log_gamma python:math.lgamma torch:torch.lgamma numpy:scipy.special.gammaln jax:jax.scipy.special.gammaln julia:SpecialFunctions.loggamma",
        domain="u > 0", sample=((0.5, 6.0),), latex="\\log\\Gamma\\left({u}\\right)",
        help="logarithm of the gamma function, without its overflow",
    ),
    Operation(
        "digamma", "u", ("polygamma(1, u)",),
        mpmath="digamma", arb="digamma",
        series="derived(arb_series.lgamma, 1, u)",
        code="torch:torch.digamma numpy:scipy.special.digamma jax:jax.scipy.special.digamma julia:SpecialFunctions.digamma",
        domain="u != floor(min(u, 0))", sample=((0.5, 5.0),), latex="\\psi\\left({u}\\right)",
        drawn="ψ", help="derivative of loggamma(u)",
    ),
    Operation(
        "trigamma", "u", ("polygamma(2, u)",),
        define="polygamma(1, u)",
        domain="u != floor(min(u, 0))", sample=((0.5, 5.0),), latex="\\psi_{{1}}\\left({u}\\right)",
        help="second derivative of loggamma(u)",
    ),
    Operation(
        "polygamma", "n, x", ("", "polygamma(n + 1, x)"),
        mpmath="polygamma", flint="acb(x).polygamma(n) if n.floor() == n >= 0 else arb.nan()",
        series="derived(arb_series.lgamma, order(n) + 1, x)",
        code="numpy:scipy.special.polygamma jax:jax.scipy.special.polygamma julia:SpecialFunctions.polygamma",
        domain="n >= 0, n == floor(n), x != floor(min(x, 0))",
        sample=((2.0, 2.0), (0.5, 5.0)), latex="\\psi^{{\\left({n}\\right)}}\\left({x}\\right)",
        help="n-th derivative of digamma(x), n = 0, 1, 2, …",
    ),
    Operation(
        "beta", "a, b", ("ans*(digamma(a) - digamma(a + b))", "ans*(digamma(b) - digamma(a + b))"),
        mpmath="beta", flint="a.gamma()*b.gamma()*(a + b).rgamma()", aliases=("Beta",),
        series="a.gamma()*b.gamma()*(a + b).rgamma()",
        code="numpy:scipy.special.beta julia:SpecialFunctions.beta",
        domain="a != floor(min(a, 0)), b != floor(min(b, 0))",
        sample=((0.5, 4.0), (0.5, 4.0)), latex="\\mathrm{{B}}\\left({a}, {b}\\right)",
        help="beta function: gamma(a)*gamma(b)/gamma(a + b)",
    ),
    Operation(
        "factorial", "u", ("ans*digamma(u + 1)",),
        mpmath="factorial", arb="fac", define="gamma(u + 1)",
        domain="u != floor(min(u, -1))", sample=((0.2, 4.0),), latex="\\left({u}\\right)!",
        help="factorial u!, as gamma(u + 1) between the integers",
    ),
    Operation(
        "binomial", "n, k",
        ("ans*(digamma(n + 1) - digamma(n - k + 1))", "ans*(digamma(n - k + 1) - digamma(k + 1))"),
        mpmath="binomial", flint="(n + 1).gamma()*(k + 1).rgamma()*(n - k + 1).rgamma()", aliases=("binom",),
        series="(n + 1).gamma()*(k + 1).rgamma()*(n - k + 1).rgamma()",
        domain="n != floor(min(n, -1))", sample=((3.0, 6.0), (0.5, 2.5)), latex="\\binom{{{n}}}{{{k}}}",
        help="binomial coefficient: n choose k",
    ),
    Operation(
        "lowergamma", "s, x", ("", "x^(s - 1)*exp(-x)"),
        mpmath="gammainc(s, 0, x)", flint="x.gamma_lower(s)",
        series="arb_series.gamma_lower(steady(s), x)",
        domain="x >= 0, max(s, x) > 0, s != floor(min(s, 0))",
        sample=((0.5, 3.0), (0.3, 4.0)), latex="\\gamma\\left({s}, {x}\\right)",
        help="lower incomplete gamma function: integral of t^(s - 1)*exp(-t) from 0 to x",
    ),
    Operation(
        "uppergamma", "s, x", ("", "-x^(s - 1)*exp(-x)"),
        mpmath="gammainc", flint="x.gamma_upper(s)",
        series="arb_series.gamma_upper(steady(s), x)",
        domain="x >= 0, max(s, x) > 0", sample=((0.5, 3.0), (0.3, 4.0)), latex="\\Gamma\\left({s}, {x}\\right)",
        help="upper incomplete gamma function: integral of t^(s - 1)*exp(-t) from x to infinity",
    ),
    Operation(
        "zeta", "s", ("",),
        mpmath="zeta", arb="zeta",
        series="s.zeta()",
        code="julia:SpecialFunctions.zeta numpy:scipy.special.zeta",
        domain="s != 1", sample=((1.5, 5.0),), latex="\\zeta\\left({s}\\right)", drawn="ζ", help="Riemann zeta function",
    ),
    Operation(
        "polylog", "s, z", ("", "polylog(s - 1, z)/z"),
        mpmath="polylog", flint="acb(z).polylog(s)",
        domain="z <= 1, max(s, 2 - z) > 1", kinks="z == 1",
        convention="at z = 1 the slope is infinite for s <= 2; at z = 0, where the rule is 0/0, it is 1",
        sample=((1.5, 3.0), (-2.0, 0.9)), latex="\\operatorname{{Li}}_{{{s}}}\\left({z}\\right)",
        help="polylogarithm: sum of z^k/k^s, k = 1, 2, …",
    ),
    Operation(
        "lambertw", "u", ("1/(u + exp(ans))",),
        mpmath="lambertw", arb="lambertw", aliases=("LambertW", "lambert_w"),
        series="u.lambertw()",
        domain="u >= -1/e", kinks="u == -1/e", convention="infinite slope at -1/e",
        sample=((-0.3, 4.0),), latex="W\\left({u}\\right)", help="principal solution w of w*exp(w) = u",
    ),
]

INTEGRALS = [
    Operation(
        "Ei", "u", ("exp(u)/u",),
        mpmath="ei", arb="ei",
        series="u.ei()",
        code="numpy:scipy.special.expi jax:jax.scipy.special.expi julia:SpecialFunctions.expinti",
        domain="u != 0", sample=((0.2, 4.0),), latex="\\operatorname{{Ei}}\\left({u}\\right)",
        help="exponential integral: integral of exp(t)/t up to u",
    ),
    Operation(
        "expint", "n, x", ("", "-expint(n - 1, x)"),
        mpmath="expint", flint="x.expint(n)",
        domain="x >= 0, max(n - 1, x) > 0", sample=((0.5, 3.0), (0.3, 4.0)), latex="E_{{{n}}}\\left({x}\\right)",
        help="exponential integral of order n: integral of exp(-x*t)/t^n from 1 to infinity",
    ),
    Operation(
        "li", "u", ("1/log(u)",),
        mpmath="li", arb="li",
        series="u.li()",
        domain="u >= 0, u != 1", kinks="u == 0", convention="slope 0 at 0, from the right",
        sample=((1.5, 9.0),), latex="\\operatorname{{li}}\\left({u}\\right)",
        help="logarithmic integral: integral of 1/log(t) from 0 to u",
    ),
    Operation(
        "Li", "u", ("1/log(u)",),
        mpmath="li(u, offset=True)", flint="u.li(True)", define="li(u) - li(2)",
        domain="u >= 0, u != 1", kinks="u == 0", convention="slope 0 at 0, from the right",
        sample=((1.5, 9.0),), latex="\\operatorname{{Li}}\\left({u}\\right)",
        help="offset logarithmic integral: integral of 1/log(t) from 2 to u",
    ),
    Operation(
        "Si", "u", ("sinc(u)",),
        mpmath="si", arb="si",
        series="u.si()",
        code="numpy:scipy.special.sici({u})[0] julia:SpecialFunctions.sinint",
        sample=((-6.0, 6.0),), latex="\\operatorname{{Si}}\\left({u}\\right)",
        help="sine integral: integral of sin(t)/t from 0 to u",
    ),
    Operation(
        "Ci", "u", ("cos(u)/u",),
        mpmath="ci", arb="ci",
        series="u.ci()",
        code="numpy:scipy.special.sici({u})[1] julia:SpecialFunctions.cosint",
        domain="u > 0", sample=((0.2, 6.0),), latex="\\operatorname{{Ci}}\\left({u}\\right)",
        help="cosine integral: minus the integral of cos(t)/t from u to infinity",
    ),
    Operation(
        "fresnels", "u", ("sin(pi*u^2/2)",),
        mpmath="fresnels", arb="fresnel_s",
        series="u.fresnel_s()",
        sample=((-2.5, 2.5),), latex="S\\left({u}\\right)",
        help="Fresnel sine integral: integral of sin(pi*t^2/2) from 0 to u",
    ),
    Operation(
        "fresnelc", "u", ("cos(pi*u^2/2)",),
        mpmath="fresnelc", arb="fresnel_c",
        series="u.fresnel_c()",
        sample=((-2.5, 2.5),), latex="C\\left({u}\\right)",
        help="Fresnel cosine integral: integral of cos(pi*t^2/2) from 0 to u",
    ),
    Operation(
        "ellipk", "m", ("(ellipe(m)/(1 - m) - ans)/(2*m)",),
        mpmath="ellipk", flint="acb(m).elliptic_k()", aliases=("elliptic_k",),
        series="real(complex(m).elliptic_k())",
        code="numpy:scipy.special.ellipk julia:SpecialFunctions.ellipk",
        domain="m < 1", convention="at m = 0, where the rule is 0/0, the slope is pi/8",
        sample=((0.1, 0.9),), latex="K\\left({m}\\right)",
        help="complete elliptic integral of the first kind, of the parameter m = k^2",
    ),
    Operation(
        "ellipe", "m", ("(ans - ellipk(m))/(2*m)",),
        mpmath="ellipe", flint="acb(m).elliptic_e()", aliases=("elliptic_e",),
        code="numpy:scipy.special.ellipe julia:SpecialFunctions.ellipe",
        domain="m <= 1", kinks="m == 1",
        convention="infinite slope at m = 1; at m = 0, where the rule is 0/0, the slope is -pi/8",
        sample=((0.1, 0.9),), latex="E\\left({m}\\right)",
        help="complete elliptic integral of the second kind, of the parameter m = k^2",
    ),
]

BESSEL = [
    Operation(
        "besselj", "n, x", ("", "(besselj(n - 1, x) - besselj(n + 1, x))/2"),
        mpmath="besselj", flint="x.bessel_j(n)", aliases=("bessel_j",),
        series="power(x/2, n)*(n + 1).rgamma()*real(acb_series.hypgeom([], [complex(n + 1)], complex(-x*x/4)))",
        code="numpy:scipy.special.jv julia:SpecialFunctions.besselj",
        domain="if(n == floor(n), 1, x) > 0", sample=((0.5, 2.5), (0.5, 6.0)),
        latex="J_{{{n}}}\\left({x}\\right)", help="Bessel function of the first kind, of order n",
    ),
    Operation(
        "bessely", "n, x", ("", "(bessely(n - 1, x) - bessely(n + 1, x))/2"),
        mpmath="bessely", flint="x.bessel_y(n)", aliases=("bessel_y",),
        code="numpy:scipy.special.yv julia:SpecialFunctions.bessely",
        domain="x > 0", sample=((0.5, 2.5), (0.5, 6.0)),
        latex="Y_{{{n}}}\\left({x}\\right)", help="Bessel function of the second kind, of order n",
    ),
    Operation(
        "besseli", "n, x", ("", "(besseli(n - 1, x) + besseli(n + 1, x))/2"),
        mpmath="besseli", flint="x.bessel_i(n)", aliases=("bessel_i",),
        series="power(x/2, n)*(n + 1).rgamma()*real(acb_series.hypgeom([], [complex(n + 1)], complex(x*x/4)))",
        code="numpy:scipy.special.iv julia:SpecialFunctions.besseli",
        domain="if(n == floor(n), 1, x) > 0", sample=((0.5, 2.5), (0.5, 4.0)),
        latex="I_{{{n}}}\\left({x}\\right)", help="modified Bessel function of the first kind, of order n",
    ),
    Operation(
        "besselk", "n, x", ("", "-(besselk(n - 1, x) + besselk(n + 1, x))/2"),
        mpmath="besselk", flint="x.bessel_k(n)", aliases=("bessel_k",),
        code="numpy:scipy.special.kv julia:SpecialFunctions.besselk",
        domain="x > 0", sample=((0.5, 2.5), (0.5, 4.0)),
        latex="K_{{{n}}}\\left({x}\\right)", help="modified Bessel function of the second kind, of order n",
    ),
    Operation(
        "airyai", "u", ("airyaiprime(u)",),
        mpmath="airyai", arb="airy_ai", aliases=("airy_ai",),
        series="u.airy_ai()",
        code="numpy:scipy.special.airy({u})[0] julia:SpecialFunctions.airyai",
        sample=((-4.0, 3.0),), latex="\\operatorname{{Ai}}\\left({u}\\right)",
        help="Airy function: the solution of y'' = u*y that falls for u > 0",
    ),
    Operation(
        "airyaiprime", "u", ("u*airyai(u)",),
        mpmath="airyai(u, derivative=1)", flint="u.airy_ai(1)",
        series="u.airy_ai_prime()",
        code="numpy:scipy.special.airy({u})[1] julia:SpecialFunctions.airyaiprime",
        sample=((-4.0, 3.0),), latex="\\operatorname{{Ai}}'\\left({u}\\right)", help="derivative of airyai(u)",
    ),
    Operation(
        "airybi", "u", ("airybiprime(u)",),
        mpmath="airybi", arb="airy_bi", aliases=("airy_bi",),
        series="u.airy_bi()",
        code="numpy:scipy.special.airy({u})[2] julia:SpecialFunctions.airybi",
        sample=((-4.0, 2.0),), latex="\\operatorname{{Bi}}\\left({u}\\right)",
        help="Airy function: the solution of y'' = u*y that grows for u > 0",
    ),
    Operation(
        "airybiprime", "u", ("u*airybi(u)",),
        mpmath="airybi(u, derivative=1)", flint="u.airy_bi(1)",
        series="u.airy_bi_prime()",
        code="numpy:scipy.special.airy({u})[3] julia:SpecialFunctions.airybiprime",
        sample=((-4.0, 2.0),), latex="\\operatorname{{Bi}}'\\left({u}\\right)", help="derivative of airybi(u)",
    ),
]
SPECIAL = ERROR + GAMMA + INTEGRALS + BESSEL
