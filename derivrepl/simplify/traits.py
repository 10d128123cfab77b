"""The rows of `tables/rewrites.py` by operation code, for one store's table of operations."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.simplify.facts import POSITIVE, ZERO
from derivrepl.store import FIRST_FUNCTION, IF, Store
from derivrepl.tables import rewrites

RELATIONS = {"> 0": POSITIVE, ">= 0": POSITIVE | ZERO}


@dataclass
class Traits:
    """Which operations are powers, which is the exponential, and what sign each has."""

    powers: dict[int, Number] = field(default_factory=dict)
    roots: dict[Number, int] = field(default_factory=dict)
    exponential: int = -1
    signs: dict[int, int] = field(default_factory=dict)
    zeros: set[int] = field(default_factory=set)
    codes: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


_known: dict[tuple[str, ...], Traits] = {}
KEPT = 16


def traits(store: Store) -> Traits:
    """The traits of the store's operations, made once for each table of them."""
    key = tuple([operation.name for operation in store.operations])
    if key not in _known:
        if len(_known) >= KEPT:
            _known.clear()
        _known[key] = _traits(store)
    return _known[key]


def _traits(store: Store) -> Traits:
    found = Traits(names=[operation.name for operation in store.operations], codes={"if": IF})
    for code in range(FIRST_FUNCTION, len(store.operations)):
        name = store.operations[code].name
        found.codes.setdefault(name, code)
        if name in rewrites.POWERS:
            exponent = numbers.ratio(*rewrites.POWERS[name])
            found.powers[code] = exponent
            found.roots[exponent] = code
        if name == rewrites.EXPONENTIAL[0]:
            found.exponential = code
        if name in rewrites.ZEROS:
            found.zeros.add(code)
        if name in rewrites.SIGNS:
            found.signs[code] = RELATIONS[rewrites.SIGNS[name]]
    return found
