"""Arithmetic of exact coefficients inside the simplifier: as `numbers`, but never None.

A number too long to write raises TooLarge, which ends the pass that met it and nothing else.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number, Ratio


class TooLarge(Exception):
    """A bound of the pass was reached: a number, a polynomial or the budget."""


def settled(value: Number | None) -> Number:
    """The number, with `1.0`, `0.0` and `-1.0` as the integers that they are."""
    if value is None:
        raise TooLarge
    if isinstance(value, Ratio) and value.q == 1 and -1 <= value.p <= 1:
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
