"""The value of an array, as it travels with values of numbers: printed row by row, read back as a literal."""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class ArrayValue(float):
    """An array among numbers: as a number it is nan, `array` has its elements, `text` reads back."""

    __slots__ = ("array", "text")
    array: Any
    text: str

    def __new__(cls, array: Any) -> ArrayValue:
        """The value of a NumPy array."""
        made = super().__new__(cls, math.nan)
        made.array = array
        made.text = literal(array)
        return made


def literal(array: Any, digits: int = 17) -> str:
    """An array as text of the language: `[[1, 2], [3, 4]]`."""
    if array.ndim == 0:
        return number(float(array), digits)
    return "[" + ", ".join(literal(part, digits) for part in array) + "]"


def number(value: float, digits: int = 17) -> str:
    """A float in its shortest exact text, or in so many digits."""
    value += 0.0  # no -0
    text = repr(value) if digits >= 17 else f"{value:.{digits}g}"
    return text.removesuffix(".0")


def unpacked(value: Any) -> Any:
    """A value of NumPy as a float where it has no axes."""
    return value if getattr(value, "ndim", 0) else float(value)


def plain(value: Any) -> float:
    """A value of NumPy as a float, or as an `ArrayValue` where it has axes."""
    ndim = getattr(value, "ndim", 0)
    return ArrayValue(value) if ndim else float(value)
