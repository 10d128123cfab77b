"""Functions of floats that `math` lacks, and the float function of every row of the function table.

A row names its float function in the field `python`; it is looked up here first, then in `math`. What is
here is either no formula of the language or one that would overflow or round badly when taken literally.
Special functions have no code here: they are evaluated by python-flint, or by mpmath where that is missing.
"""

from __future__ import annotations

import math

from derivrepl.operation import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PRECISIONS = (64, 128, 256, 1024)
"""Working bits that are tried in turn until a ball is as narrow as a double."""


# Pieces and steps


def sign(x: float) -> float:
    """-1.0, 0.0 or 1.0; nan for nan."""
    return x if x != x else float((x > 0) - (x < 0))


def maximum(x: float, y: float) -> float:
    """The larger of two; nan where either is."""
    return x if x >= y or x != x else y


def minimum(x: float, y: float) -> float:
    """The smaller of two; nan where either is."""
    return x if x <= y or x != x else y


def floor(x: float) -> float:
    """The greatest whole number up to x, as a float; infinities and nan stay."""
    return float(math.floor(x)) if math.isfinite(x) else x


def ceil(x: float) -> float:
    """The least whole number from x on, as a float; infinities and nan stay."""
    return float(math.ceil(x)) if math.isfinite(x) else x


def trunc(x: float) -> float:
    """x without its fraction, as a float; infinities and nan stay."""
    return float(math.trunc(x)) if math.isfinite(x) else x


def nearest(x: float) -> float:
    """The nearest whole number, halves to the even one; infinities and nan stay."""
    return float(round(x)) if math.isfinite(x) else x


def mod(x: float, y: float) -> float:
    """x - y*floor(x/y), with the sign of y; raises ZeroDivisionError for y = 0."""
    return x % y


# Formulas that overflow when taken literally


def sigmoid(x: float) -> float:
    """1/(1 + exp(-x)) without overflow."""
    tail = math.exp(-abs(x))
    return (1.0 if x >= 0 else tail) / (1.0 + tail)


def sinh(x: float) -> float:
    """The hyperbolic sine; infinite, with its sign, where it overflows."""
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(math.inf, x)


def sech(x: float) -> float:
    """1/cosh(x) without overflow."""
    tail = math.exp(-abs(x))
    return 2.0 * tail / (1.0 + tail * tail)


def csch(x: float) -> float:
    """1/sinh(x) without overflow; raises ZeroDivisionError for x = 0."""
    size = abs(x)
    return math.copysign(2.0 * math.exp(-size) / -math.expm1(-2.0 * size), x)


def acot(x: float) -> float:
    """The angle in (-pi/2, pi/2] whose cotangent is x."""
    return math.atan(1.0 / x) if x else math.pi / 2


def loggamma(x: float) -> float:
    """log(gamma(x)) for x > 0; raises ValueError elsewhere."""
    if x <= 0:
        raise ValueError("loggamma is real for positive numbers only")
    return math.lgamma(x)


# The functions of a row


def float_function(row: Operation) -> Callable[..., float] | None:
    """The row's function from floats to a float, or None where `define` says how to compute it.

    The function raises ValueError, ZeroDivisionError or OverflowError, or gives nan, where the value is
    not a real number. Raises ImportError for a special function when neither library is installed.
    """
    if row.python:
        found: Callable[..., float] = globals().get(row.python) or getattr(math, row.python)
        return found
    if row.define:
        return None
    try:
        ball = ball_function(row)
    except ImportError:
        ball = None
    if ball is not None:
        return _through_balls(ball)
    exact = mpmath_function(row)
    return None if exact is None else _through_mpmath(exact)


def derivative_of_floats(base: Operation, row: Operation) -> Callable[..., float] | None:
    """A derivative without a closed form: from the function's power series, else by mpmath; None without either.

    Where a series takes long, mpmath's differences at a higher precision are preferred.
    """
    from derivrepl.numeric.circles import NoSeries

    orders = row.derivative_of[1] if row.derivative_of else ()
    try:
        from derivrepl.numeric.series import derivative_function

        if "around(" not in base.series:
            return _through_balls(derivative_function(base, orders))
    except (ImportError, NoSeries):
        pass
    exact = mpmath_function(base) if base.mpmath else None
    if exact is None:
        return None
    import mpmath

    return _through_mpmath(lambda *operands: mpmath.diff(exact, operands, orders))


def ball_function(row: Operation) -> Callable[..., Any] | None:
    """The row's function from `arb` operands to an `arb`, or None where python-flint lacks it."""
    from flint import acb, arb

    if row.flint:
        return _real(_expression(row, row.flint, {"arb": arb, "acb": acb}))
    return getattr(arb, row.arb) if row.arb else None


def mpmath_function(row: Operation) -> Callable[..., Any] | None:
    """The row's function in mpmath, which may give a complex number; None where mpmath lacks it."""
    import mpmath

    if "(" in row.mpmath:
        return _expression(row, row.mpmath, vars(mpmath))
    return getattr(mpmath, row.mpmath) if row.mpmath else None


def _expression(row: Operation, text: str, names: dict[str, Any]) -> Callable[..., Any]:
    """The Python function of the row's operands that the table's expression stands for."""
    found: Callable[..., Any] = eval(f"lambda {', '.join(row.params)}: {text}", dict(names))
    return found


def _real(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with an `acb` value replaced by its real part, or by nan if it is certainly not real."""
    from flint import acb, arb

    def call(*operands: Any) -> Any:
        value = function(*operands)
        if not isinstance(value, acb):
            return value
        return value.real if value.imag.contains(0) else arb.nan()

    return call


def _through_balls(function: Callable[..., Any]) -> Callable[..., float]:
    """The float function that evaluates in balls, with as many bits as a correct double takes."""
    from flint import arb, ctx

    def call(*operands: float) -> float:
        for bits in PRECISIONS:
            with ctx.workprec(bits):
                value = function(*map(arb, operands))
                if value.rel_accuracy_bits() >= 53:
                    return float(value)
        return math.nan

    return call


def _through_mpmath(function: Callable[..., Any]) -> Callable[..., float]:
    """The float function that evaluates in mpmath, with guard digits."""
    import mpmath

    def call(*operands: float) -> float:
        with mpmath.workprec(120):
            value = function(*map(mpmath.mpf, operands))
            return float(value.real) if abs(value.imag) <= 1e-30 * abs(value.real) else math.nan

    return call
