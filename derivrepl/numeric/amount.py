"""Amounts of work and storage: whole numbers, or polynomials in the names of sizes, as `2*m*n + n - 1`."""

from __future__ import annotations

from fractions import Fraction

from derivrepl.shapes import factors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from derivrepl.shapes import Dim

    Term = tuple[tuple[str, int], ...]
    """A product of powers of sizes, in the order of the names."""


class Amount:
    """A sum of products of sizes: adds, subtracts, multiplies and divides by a single product.

    terms  product of sizes → how often; the empty product is a number
    """

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Term, Fraction]) -> None:
        self.terms = {term: count for term, count in terms.items() if count}

    @staticmethod
    def of(dim: Dim) -> Amount:
        """The amount that a size is: a number, a name or a product of them."""
        if isinstance(dim, int):
            return Amount({(): Fraction(dim)})
        number, names = 1, dict[str, int]()
        for part in factors(dim):
            if part.isdecimal():
                number *= int(part)
            else:
                names[part] = names.get(part, 0) + 1
        return Amount({tuple(sorted(names.items())): Fraction(number)})

    def __add__(self, other: Amount | int) -> Amount:
        terms = dict(self.terms)
        for term, count in _amount(other).terms.items():
            terms[term] = terms.get(term, Fraction(0)) + count
        return Amount(terms)

    def __mul__(self, other: Amount | int) -> Amount:
        terms: dict[Term, Fraction] = {}
        for a, m in self.terms.items():
            for b, n in _amount(other).terms.items():
                term = _times(a, b)
                terms[term] = terms.get(term, Fraction(0)) + m * n
        return Amount(terms)

    __radd__ = __add__
    __rmul__ = __mul__

    def __neg__(self) -> Amount:
        return self * -1

    def __sub__(self, other: Amount | int) -> Amount:
        return self + -_amount(other)

    def __rsub__(self, other: int) -> Amount:
        return -self + other

    def __truediv__(self, other: Amount | int) -> Amount:
        ((term, count),) = _amount(other).terms.items()
        return self * Amount({tuple((name, -power) for name, power in term): 1 / count})

    def __pow__(self, exponent: int) -> Amount:
        result = Amount.of(1)
        for _ in range(exponent):
            result = result * self
        return result

    @property
    def number(self) -> int | None:
        """The amount where it needs no sizes, rounded up; None where it does."""
        return -int(-self.terms.get((), Fraction(0)) // 1) if set(self.terms) <= {()} else None

    @property
    def settled(self) -> Amount | int:
        """The amount, as a number where it needs no sizes."""
        return self if self.number is None else self.number

    @property
    def leading(self) -> Amount:
        """The terms of the highest degree."""
        most = max(map(_degree, self.terms), default=0)
        return Amount({term: count for term, count in self.terms.items() if _degree(term) == most})

    def is_less(self, other: Amount) -> bool:
        """Whether this is less than another amount for all large sizes."""
        more = (other - self).leading.terms
        return bool(more) and all(count > 0 for count in more.values())

    def text(self, most: int = 99) -> str:
        """The amount as text of the language, high powers first; with more than so many terms the leading ones, `…`."""
        if self.number is not None:
            return str(self.number)
        shown = self if len(self.terms) <= most else self.leading
        terms = sorted(shown.terms.items(), key=lambda item: (-_degree(item[0]), item[0]))
        text = ""
        for term, count in terms:
            sizes = [f"{name}^{power}" if power > 1 else name for name, power in term]
            size = "*".join(sizes if abs(count) == 1 and sizes else [str(abs(count)), *sizes])
            sign = "-" if count < 0 else "+"
            text += f" {sign} {size}" if text else f"{sign}{size}".removeprefix("+")
        return text if shown is self else f"{text} + …"


def _amount(value: Amount | int) -> Amount:
    return value if isinstance(value, Amount) else Amount.of(value)


def _degree(term: Term) -> int:
    return sum(power for _, power in term)


def _times(a: Term, b: Term) -> Term:
    powers = dict(a)
    for name, power in b:
        powers[name] = powers.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in powers.items() if power))
