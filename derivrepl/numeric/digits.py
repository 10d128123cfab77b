"""Numbers as text: the shortest that reads back, rounded to some digits, or as many digits as are certain.

Certain digits come from ball arithmetic: the precision rises until both ends of the ball round to the
same digits, so every printed digit is right. Where python-flint is missing, mpmath evaluates at two
precisions and only what both agree on is printed.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.store import Node, Store

DOUBLE_DIGITS = 15
"""Digits that a double is good for; beyond them values are computed in balls."""
GUARD = 16
"""Bits beyond the digits that are wanted, to begin with."""
DOUBLINGS = 7


def shortest(value: float) -> str:
    """The shortest text that reads back as the double; whole numbers without a point."""
    if value == 0:
        return "0"
    if value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return repr(value)


def rounded(value: float, digits: int) -> str:
    """The value at so many significant digits (as many as a double has); -0 is 0."""
    return f"{value + 0.0:.{min(digits, 17)}g}"


def rational_digits(p: int, q: int, digits: int) -> str:
    """p/q (q > 0) rounded to so many significant digits, halves to even, without zeros at the end."""
    if p == 0:
        return "0"
    sign, p = ("-" if p < 0 else ""), abs(p)
    exponent = len(str(p)) - len(str(q)) if max(p, q) < 10**4000 else _length(p) - _length(q)
    if p * 10 ** max(-exponent, 0) < q * 10 ** max(exponent, 0):
        exponent -= 1
    shift = digits - 1 - exponent
    n, d = (p * 10**shift, q) if shift >= 0 else (p, q * 10**-shift)
    whole, rest = divmod(n, d)
    whole += 2 * rest > d or (2 * rest == d and whole & 1)
    if whole >= 10**digits:
        whole, exponent = whole // 10, exponent + 1
    return sign + _placed(numbers.text(whole).rstrip("0"), exponent, digits)


def _length(n: int) -> int:
    """Decimal digits of a number that Python would not write at once."""
    estimate = max(int((n.bit_length() - 1) * 0.30102999566398120), 0)
    return estimate + int(n >= 10**estimate) + int(n >= 10 ** (estimate + 1))


def _placed(text: str, exponent: int, digits: int) -> str:
    """Significant digits with the point where the exponent puts it."""
    if exponent < -5 or exponent >= max(digits, 16):
        return text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{exponent}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + text
    text = text.ljust(exponent + 1, "0")
    return text[: exponent + 1] + ("." + text[exponent + 1 :] if len(text) > exponent + 1 else "")


def certain_digits(store: Store, node: Node, digits: int) -> str:
    """The value of a node without inputs to so many significant digits, every one of them right.

    Raises DerivError E404 where the digits cannot be had, with what is known instead.
    """
    if node < 0:
        p, q, _ = numbers.parts(store.value(node))
        return rational_digits(p, q, digits)
    try:
        return _by_balls(store, node, digits)
    except ImportError:
        from derivrepl.numeric.twice import agreed_digits

        return agreed_digits(store, node, digits)


def _by_balls(store: Store, node: Node, digits: int) -> str:
    from flint import ctx

    from derivrepl.numeric.balls import Balls

    balls = Balls(store, [node])
    bits = int(digits * 3.3219280948873626) + GUARD
    ball: Any = None
    for _ in range(DOUBLINGS):
        with ctx.workprec(bits):
            ball = balls.run({})[0]
            if ball.is_finite():
                low, high = ball.lower().fmpq(), ball.upper().fmpq()
                ends = [rational_digits(int(end.p), int(end.q), digits) for end in (low, high)]
                if ends[0] == ends[1]:
                    return ends[0]
        bits *= 2
    raise DerivError("E404", f"{digits} digits cannot be guaranteed: {_known(ball)}", hint=_advice(ball))


def _known(ball: Any) -> str:
    if not ball.is_finite():
        return "no bound on the value was found"
    if ball.contains(0):
        return f"the value is 0 or closer to 0 than {float(ball.rad()):.0e}, which no number of digits tells apart"
    return f"what is certain is {ball.str(30)}"


def _advice(ball: Any) -> str:
    if ball.is_finite() and not ball.contains(0):
        return "a jump or a condition may lie exactly at this point"
    return ""
