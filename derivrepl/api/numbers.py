"""Python's numbers, and those of NumPy and other libraries, as exact constants."""

from __future__ import annotations

from math import isfinite

from derivrepl import numbers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.numbers import Number


def exact(value: Any) -> Number | None:
    """The number that a value stands for, as one would type it: 0.1 is one tenth; None for what is no number.

    Raises ValueError for nan and infinities, which no constant is, and for more than 10,000 digits.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return numbers.bounded(value, 1, False) if abs(value).bit_length() < numbers.MAX_BITS else _refuse(value)
    if isinstance(value, float):
        return _decimal(repr(float(value)), value)
    if hasattr(value, "numerator") and hasattr(value, "denominator"):  # fractions, NumPy's integers
        return numbers.ratio(int(value.numerator), int(value.denominator))
    if type(value).__name__ == "Decimal":
        return _decimal(str(value), value)
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):  # NumPy's floats and arrays of no axis
        return exact(value.item())
    return None


def _decimal(text: str, value: Any) -> Number:
    if not isfinite(value):
        return _refuse(value)
    made = numbers.read(text.removeprefix("-").removesuffix(".0"))
    return numbers.negate(made) if text.startswith("-") else made


def _refuse(value: object) -> Number:
    raise ValueError(f"{str(value)[:20]} cannot be a constant of an expression")
