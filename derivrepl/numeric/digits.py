"""Numbers as text: the shortest that reads back, rounded to some digits, or as many digits as are certain."""

from __future__ import annotations


def shortest(value: float) -> str:
    """The shortest text that reads back as the double; whole numbers without a point."""
    if value == 0:
        return "0"
    if value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return repr(value)


def rounded(value: float, digits: int) -> str:
    """The value at so many significant digits; -0 is 0."""
    return f"{value + 0.0:.{digits}g}"
