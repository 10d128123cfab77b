"""Arithmetic of exact coefficients inside the simplifier: as `numbers`, but never None.

A number too long to write raises TooLarge, which ends the pass that met it and nothing else.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio


class TooLarge(Exception):
    """A bound of the pass was reached: a number, a polynomial or the budget."""


class NoValue(TooLarge):
    """A part has no value at all, or none that is certain (`0^x`): nothing is to be made shorter."""


WHOLE = 10**6
"""Decimals that come out whole are written as whole numbers up to this; `1e30` stays."""


def settled(value: Number | None) -> Number:
    """The number that an operation gives; a decimal that comes out whole (`2*1.5`) is the integer that it is."""
    if value is None:
        raise TooLarge
    if isinstance(value, Ratio) and value.q == 1 and -WHOLE < value.p < WHOLE:
        return value.p
    return value


def plus(a: Number, b: Number) -> Number:
    """a + b."""
    if type(a) is int and type(b) is int:
        return a + b
    return settled(numbers.add(a, b))


def times(a: Number, b: Number) -> Number:
    """a*b."""
    if type(a) is int and type(b) is int and -MEDIUM < a < MEDIUM and -MEDIUM < b < MEDIUM:
        return a * b
    return settled(numbers.multiply(a, b))


MEDIUM = 1 << 1024


def over(a: Number, b: Number) -> Number:
    """a/b; raises ZeroDivisionError for b = 0."""
    return settled(numbers.divide(a, b))


def is_integer(a: Number) -> bool:
    """Whether the value is integral, however it was typed."""
    return isinstance(a, int) or a.q == 1


def integer(a: Number) -> int:
    """The integral value as an int."""
    return a if isinstance(a, int) else a.p


def is_decimal(a: Number) -> bool:
    """Whether the number prints with a decimal point."""
    return isinstance(a, Ratio) and a.decimal
