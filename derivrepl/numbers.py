"""Exact constants: integers, fractions and decimals, none of which ever rounds.

A `Number` is a Python `int`, or a `Ratio` where the value is no integer or was typed as a decimal.
A decimal is a ratio that remembers to print with a point: `0.1*2` is `0.2`.
Operations return None where the result would have more than 10,000 digits: it then stays unevaluated.
"""

from __future__ import annotations

from math import gcd, isqrt, log

MAX_DIGITS = 10_000
MAX_BITS = 33_219  # the most that surely has no more than MAX_DIGITS digits
PIECE = 10**4000
"""Conversions are done in pieces of this size: the interpreter refuses more than 4,300 digits at once."""


class Ratio:
    """The exact number p/q in lowest terms, q > 0; `decimal` says how it prints."""

    __slots__ = ("decimal", "p", "q")

    def __init__(self, p: int, q: int, decimal: bool) -> None:
        self.p = p
        self.q = q
        self.decimal = decimal

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio) and self.p == other.p and self.q == other.q and self.decimal == other.decimal

    def __hash__(self) -> int:
        return hash((self.p, self.q, self.decimal))

    def __repr__(self) -> str:
        return f"Ratio({self.p}, {self.q}, {self.decimal})"


Number = int | Ratio


def ratio(p: int, q: int, decimal: bool = False) -> Number:
    """The number p/q in lowest terms; raises ZeroDivisionError for q = 0.

    It prints as a decimal only if it can: `0.1/3` is 1/30.
    """
    if q == 0:
        raise ZeroDivisionError
    if q < 0:
        p, q = -p, -q
    common = gcd(p, q)
    if common != 1:
        p //= common
        q //= common
    if q == 1 and not decimal:
        return p
    return Ratio(p, q, decimal and _places(p, q) is not None)


def parts(a: Number) -> tuple[int, int, bool]:
    """Numerator, denominator and whether the number prints as a decimal."""
    if isinstance(a, int):
        return a, 1, False
    return a.p, a.q, a.decimal


def bounded(p: int, q: int, decimal: bool) -> Number | None:
    """The number p/q, or None when it is too long to write."""
    value = ratio(p, q, decimal)
    p, q, _ = parts(value)
    return value if p.bit_length() <= MAX_BITS and q.bit_length() <= MAX_BITS else None


def add(a: Number, b: Number) -> Number | None:
    """The exact sum, or None when it is too long to write."""
    if isinstance(a, int) and isinstance(b, int):
        return bounded(a + b, 1, False)
    p, q, d = parts(a)
    r, s, e = parts(b)
    return bounded(p * s + r * q, q * s, d or e)


def negate(a: Number) -> Number:
    """The exact negative."""
    return -a if isinstance(a, int) else Ratio(-a.p, a.q, a.decimal)


def multiply(a: Number, b: Number) -> Number | None:
    """The exact product, or None when it is too long to write."""
    p, q, d = parts(a)
    r, s, e = parts(b)
    return bounded(p * r, q * s, d or e)


def divide(a: Number, b: Number) -> Number | None:
    """The exact quotient, or None when it is too long; raises ZeroDivisionError for b = 0."""
    p, q, d = parts(a)
    r, s, e = parts(b)
    return bounded(p * s, q * r, d or e)


def power(a: Number, b: Number) -> Number | None:
    """The exact a^b where it is rational and not too long, else None.

    A fractional exponent is taken only of perfect powers of non-negative numbers: 4^(1/2) is 2,
    2^(1/2) and (-8)^(1/3) stay. Raises ZeroDivisionError for a negative power of zero.
    """
    p, q, d = parts(a)
    n, m, e = parts(b)
    if m != 1:
        if p < 0 or m > 64:
            return None
        roots = _root(p, m), _root(q, m)
        if roots[0] is None or roots[1] is None:
            return None
        p, q = roots[0], roots[1]
        d = d or e
    if n < 0:
        if p == 0:
            raise ZeroDivisionError
        p, q, n = (q, p, -n) if p > 0 else (-q, -p, -n)
    size = max(p.bit_length(), q.bit_length())
    if size > 1 and size * n > MAX_BITS + n:
        return None
    if size <= 1:  # 0, 1 or -1 whatever the exponent
        n = min(n, 2) if p >= 0 else n % 2
        if p == 0 and n == 0:
            return 1
    return bounded(p**n, q**n, d)


def _root(n: int, k: int) -> int | None:
    """The integer k-th root of n >= 0 if n is a perfect k-th power."""
    if n < 2 or k == 1:
        return n
    if k == 2:
        r = isqrt(n)
        return r if r * r == n else None
    r = 1 << -(-n.bit_length() // k)  # Newton's iteration from above
    while True:
        s = ((k - 1) * r + n // r ** (k - 1)) // k
        if s >= r:
            break
        r = s
    return r if r**k == n else None


def compare(a: Number, b: Number) -> int:
    """-1, 0 or 1 as a is less than, equal to or greater than b in value."""
    p, q, _ = parts(a)
    r, s, _ = parts(b)
    left, right = p * s, r * q
    return (left > right) - (left < right)


def sign(a: Number) -> int:
    """-1, 0 or 1."""
    p = a if isinstance(a, int) else a.p
    return (p > 0) - (p < 0)


def as_float(a: Number) -> float:
    """The nearest double; infinite where it overflows."""
    p, q, _ = parts(a)
    try:
        return p / q
    except OverflowError:
        return float("inf") if p > 0 else float("-inf")


def read(text: str) -> Number:
    """The number that a literal denotes: `12`, `0.5`, `.5`, `6.02e23`.

    Raises ValueError when it has more digits than `MAX_DIGITS`.
    """
    mantissa, _, exponent = text.lower().partition("e")
    whole, point, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0") or "0"
    if len(digits) > MAX_DIGITS or len(exponent) > 7:
        raise ValueError
    shift = int(exponent or "0") - len(fraction)
    if abs(shift) > MAX_DIGITS:
        raise ValueError
    value = _int(digits)
    decimal = bool(point) or bool(exponent)
    if shift >= 0:
        return ratio(value * 10**shift, 1, decimal)
    return ratio(value, 10**-shift, decimal)


def _int(digits: str) -> int:
    """int(digits) beyond the interpreter's limit on conversions, in pieces."""
    value = 0
    for start in range(0, len(digits), 4000):
        piece = digits[start : start + 4000]
        value = value * 10 ** len(piece) + int(piece)
    return value


def _digits(n: int) -> str:
    """str(n) for n >= 0 beyond the interpreter's limit on conversions."""
    pieces = []
    while n >= PIECE:
        n, rest = divmod(n, PIECE)
        pieces.append(f"{rest:04000d}")
    pieces.append(str(n))
    return "".join(reversed(pieces))


def text(a: Number) -> str:
    """The literal that denotes the number: `-3`, `1/3`, `0.25`, `6.02e23`."""
    p, q, decimal = parts(a)
    minus = "-" if p < 0 else ""
    p = abs(p)
    if decimal:
        return minus + _decimal(p, q)
    return minus + _digits(p) + ("" if q == 1 else "/" + _digits(q))


def _places(p: int, q: int) -> int | None:
    """How many decimals p/q (in lowest terms) has; None when they never end or are too many to read back."""
    if q == 1:
        return 0
    twos = (q & -q).bit_length() - 1
    rest = q >> twos
    if twos > MAX_DIGITS or pow(5, MAX_DIGITS, rest):
        return None
    places = max(twos, round(log(rest) / log(5)))
    if p.bit_length() + 4 * places > MAX_BITS and abs(p) * 10**places // q >= 10**MAX_DIGITS:
        return None
    return places


def _decimal(p: int, q: int) -> str:
    """p/q >= 0, whose decimals end, with a decimal point or an exponent."""
    places = _places(p, q) or 0
    digits = _digits(p * 10**places // q)
    exponent = len(digits) - 1 - places
    if p and (exponent < -6 or exponent > 15):
        stripped = digits.rstrip("0")
        mantissa = stripped[0] + ("." + stripped[1:] if len(stripped) > 1 else "")
        return f"{mantissa}e{exponent}"
    digits = digits.rjust(places + 1, "0")
    if places == 0:
        return digits + ".0"
    return digits[:-places] + "." + digits[-places:]
