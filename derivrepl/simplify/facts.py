"""What is declared about the inputs, and what follows for the sign of an expression.

A sign is a set of possibilities as bits: NEGATIVE, ZERO, POSITIVE. "Possible" means at real points
where the expression is a real number, so a square root is never negative.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

PROPERTIES = ("positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer")
"""What can be declared of an input."""

NEGATIVE, ZERO, POSITIVE = 1, 2, 4
ANY = NEGATIVE | ZERO | POSITIVE


class Facts:
    """The declared assumptions, each a set of names of inputs; every input is real."""

    __slots__ = ("integer", "negative", "nonnegative", "nonpositive", "nonzero", "positive")

    def __init__(
        self,
        *,
        positive: Iterable[str] = (),
        negative: Iterable[str] = (),
        nonnegative: Iterable[str] = (),
        nonpositive: Iterable[str] = (),
        nonzero: Iterable[str] = (),
        integer: Iterable[str] = (),
    ) -> None:
        self.positive = frozenset(positive)
        self.negative = frozenset(negative)
        self.nonnegative = frozenset(nonnegative)
        self.nonpositive = frozenset(nonpositive)
        self.nonzero = frozenset(nonzero)
        self.integer = frozenset(integer)

    def key(self) -> tuple[frozenset[str], ...]:
        """The assumptions as a value that can be compared."""
        return (self.positive, self.negative, self.nonnegative, self.nonpositive, self.nonzero, self.integer)

    def sign(self, name: str) -> int:
        """The possible signs of an input."""
        sign = ANY
        if name in self.positive:
            sign &= POSITIVE
        if name in self.negative:
            sign &= NEGATIVE
        if name in self.nonnegative:
            sign &= ZERO | POSITIVE
        if name in self.nonpositive:
            sign &= ZERO | NEGATIVE
        if name in self.nonzero:
            sign &= NEGATIVE | POSITIVE
        return sign


NO_FACTS = Facts()


def negated(sign: int) -> int:
    """The possible signs of -u."""
    return (sign & ZERO) | (POSITIVE if sign & NEGATIVE else 0) | (NEGATIVE if sign & POSITIVE else 0)


def product_sign(a: int, b: int) -> int:
    """The possible signs of u*v."""
    sign = ZERO if (a | b) & ZERO else 0
    if (a & POSITIVE and b & POSITIVE) or (a & NEGATIVE and b & NEGATIVE):
        sign |= POSITIVE
    if (a & POSITIVE and b & NEGATIVE) or (a & NEGATIVE and b & POSITIVE):
        sign |= NEGATIVE
    return sign


def sum_sign(signs: list[int]) -> int:
    """The possible signs of a sum of terms with these signs."""
    union = 0
    for sign in signs:
        union |= sign
    if not union & NEGATIVE:
        return POSITIVE if any(s == POSITIVE for s in signs) else union
    if not union & POSITIVE:
        return NEGATIVE if any(s == NEGATIVE for s in signs) else union
    return ANY


def larger_sign(a: int, b: int) -> int:
    """The possible signs of the larger of u and v."""
    above = (a | b) & POSITIVE
    zero = ZERO if (a & ZERO and b & (ZERO | NEGATIVE)) or (b & ZERO and a & (ZERO | NEGATIVE)) else 0
    return above | zero | (a & b & NEGATIVE)


def number_sign(value: int) -> int:
    """The sign bit of -1, 0 or 1."""
    return NEGATIVE if value < 0 else POSITIVE if value else ZERO
