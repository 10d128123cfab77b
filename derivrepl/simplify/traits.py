"""The rows of `tables/rewrites.py` by operation code, for one store's table of operations."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.simplify.facts import POSITIVE, ZERO
from derivrepl.store import FIRST_FUNCTION, IF
from derivrepl.tables import rewrites

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numbers import Number
    from derivrepl.store import Store

RELATIONS = {"> 0": POSITIVE, ">= 0": POSITIVE | ZERO}


class Traits:
    """Which operations are powers, which is the exponential, and what sign each has."""

    __slots__ = ("codes", "even", "exponential", "extremes", "names", "odd", "powers", "roots", "signs", "zeros")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.codes = {"if": IF}
        self.powers: dict[int, Number] = {}
        self.roots: dict[Number, int] = {}
        self.exponential = -1
        self.signs: dict[int, int] = {}
        self.zeros: set[int] = set()
        self.odd: set[int] = set()
        self.even: set[int] = set()
        self.extremes: dict[int, bool] = {}
        """The functions that are one of their two operands: whether it is the larger."""


_known: dict[tuple[str, ...], Traits] = {}
KEPT = 16


def traits(store: Store) -> Traits:
    """The traits of the store's operations, made once for each table of them."""
    names = tuple([operation.name for operation in store.operations])
    if names not in _known:
        if len(_known) >= KEPT:
            _known.clear()
        _known[names] = _traits(names)
    return _known[names]


def _traits(names: tuple[str, ...]) -> Traits:
    found = Traits(names)
    for code in range(FIRST_FUNCTION, len(names)):
        name = names[code]
        found.codes.setdefault(name, code)
        if name in rewrites.POWERS:
            exponent = numbers.ratio(*rewrites.POWERS[name])
            found.powers[code] = exponent
            found.roots[exponent] = code
        if name == rewrites.EXPONENTIAL[0]:
            found.exponential = code
        if name in rewrites.ODD:
            found.odd.add(code)
        if name in rewrites.EVEN:
            found.even.add(code)
        if name in rewrites.ZEROS:
            found.zeros.add(code)
        if name in rewrites.EXTREMES:
            found.extremes[code] = name == rewrites.EXTREMES[0]
        if name in rewrites.SIGNS:
            found.signs[code] = RELATIONS[rewrites.SIGNS[name]]
    return found
