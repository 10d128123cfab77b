"""Power series of analytic functions that have values only: Taylor coefficients as integrals around a circle.

Cauchy's formula gives a coefficient from values on a circle, and the integral is enclosed rigorously in ball
arithmetic. Source: Johansson, "Numerical integration in arbitrary-precision ball arithmetic" (2018), section 4.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MOST_COEFFICIENTS = 12
MOST_BITS = 340
MOST_VALUES = 10_000
"""Values that one integral may take; then its ball stays wide."""
HALVINGS = 60
GUARD = 20
"""Bits that the integrals are computed with beyond those that are wanted."""


class NoSeries(Exception):
    """The function has no power series at this point, or none is known."""


def around(function: Callable[..., Any], inside: Callable[..., Any], *operands: Any) -> Any:
    """A function of series from its values: the series of function(*operands).

    function  of `acb` operands, analytic wherever the real part of `inside` of them is positive
    Raises NoSeries where that is not so around the point, or where the integrals get too wide.
    """
    from flint import acb, arb, arb_series, ctx

    length = ctx.cap
    value = function(*[acb(u[0]) for u in operands])
    if length <= 1 or all(map(is_steady, operands)):
        return arb_series([_real(value)])
    if ctx.prec > MOST_BITS:
        raise NoSeries(f"more than {MOST_BITS} bits")
    if length > MOST_COEFFICIENTS:
        raise NoSeries(f"more than {MOST_COEFFICIENTS} terms")
    radius = _radius(inside, operands)
    nowhere = acb(arb.nan())

    def integrand(k: int) -> Callable[[Any, bool], Any]:
        def at(angle: Any, _: bool) -> Any:
            t = radius * (acb(0, 1) * angle).exp()
            moved = [_at(u, t) for u in operands]
            return function(*moved) / t**k if inside(*moved).real > 0 else nowhere

        return at

    with ctx.workprec(ctx.prec + GUARD):
        pi = arb.pi()
        found = [(acb.integral(integrand(k), 0, pi, eval_limit=MOST_VALUES) / pi).real for k in range(1, length)]
    return arb_series([_real(value), *found])


def is_steady(u: Any) -> bool:
    """Whether the series is a number."""
    return all(c.is_zero() for c in u.coeffs()[1:])


def _real(value: Any) -> Any:
    if not value.imag.contains(0):
        raise NoSeries("a value that is not real")
    return value.real


def _at(u: Any, t: Any) -> Any:
    """The polynomial that a truncated series is, at a complex number."""
    from flint import acb

    total = acb(0)
    for c in reversed(u.coeffs()):
        total = total * t + c
    return total


def _radius(inside: Callable[..., Any], operands: tuple[Any, ...]) -> Any:
    """Half the radius of a disc in which the function is analytic."""
    from flint import acb, arb

    radius = arb(1)
    for _ in range(HALVINGS):
        box = acb(arb(0, radius), arb(0, radius))
        if inside(*[_at(u, box) for u in operands]).real > 0:
            return radius / 2
        radius /= 2
    raise NoSeries("a singularity")
