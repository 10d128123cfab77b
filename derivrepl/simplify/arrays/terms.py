"""A term: a number times factors with indices, summed over every index that the result lacks.

Indices of the result are the numbers 0, 1, …; indices that are summed over are larger than `FREE`. A term need not
have every index of the result: it is constant along those that it lacks.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.numbers import Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from derivrepl.store import Node

FREE = 1_000
"""Indices up to here belong to the result."""
ROUNDS = 3

Index = int
Factor = tuple["Node", tuple[Index, ...]]


class Term:
    """coefficient times factors; a factor is a node with an index for each of its axes (none: a scalar)."""

    __slots__ = ("coefficient", "factors")

    def __init__(self, coefficient: Number, factors: list[Factor]) -> None:
        self.coefficient = coefficient
        self.factors = factors

    def renamed(self, names: dict[Index, Index]) -> Term:
        """The term with other indices."""
        return Term(self.coefficient, [(n, tuple([names.get(i, i) for i in axes])) for n, axes in self.factors])

    def scaled(self, factor: Number) -> Term | None:
        """The term times a number; None where that is too large to be exact."""
        product = numbers.multiply(self.coefficient, factor)
        return None if product is None else Term(product, self.factors)

    def summed(self) -> list[Index]:
        """The indices that are summed over."""
        return list(dict.fromkeys(i for _, axes in self.factors for i in axes if i >= FREE))


class Counter:
    """Gives indices that no term has yet."""

    def __init__(self) -> None:
        self.next = FREE

    def fresh(self) -> Index:
        """A new index."""
        self.next += 1
        return self.next

    def apart(self, term: Term, places: dict[Index, Index]) -> Term:
        """The term with its result's indices put at places, and new ones for those that it sums over."""
        names = dict(places)
        for i in term.summed():
            names[i] = self.fresh()
        return term.renamed(names)

    def times(self, terms: list[Term], form: list[Term], places: Iterable[Index]) -> list[Term] | None:
        """Each of the terms times each one of a form whose result's indices are put at places.

        None where a number is too large to be exact.
        """
        made = []
        for left in terms:
            for term in form:
                right = self.apart(term, dict(enumerate(places)))
                coefficient = numbers.multiply(left.coefficient, right.coefficient)
                if coefficient is None:
                    return None
                made.append(Term(coefficient, left.factors + right.factors))
        return made


def canonical(factors: list[Factor], symmetric: Callable[[Node], bool]) -> tuple[Factor, ...]:
    """The factors in an order and with summed indices that do not depend on how the term came about.

    Indices are told apart by the factors that they meet, in a few rounds; terms with much symmetry may keep two
    forms, which then are not recognised as equal.
    """
    colors: dict[Index, int] = {i: i if i < FREE else FREE for _, axes in factors for i in axes}
    sides = [symmetric(n) and len(axes) == 2 for n, axes in factors]
    for _ in range(ROUNDS):
        seen: dict[Index, list[tuple[int, ...]]] = {i: [] for i in colors}
        for (n, axes), both in zip(factors, sides):
            around = sorted(colors[i] for i in axes) if both else [colors[i] for i in axes]
            for place, i in enumerate(axes):
                seen[i].append((n, -1 if both else place, *around))
        kinds = sorted({(colors[i], tuple(sorted(found))) for i, found in seen.items()})
        rank = {kind: k for k, kind in enumerate(kinds)}
        colors = {i: i if i < FREE else FREE + rank[colors[i], tuple(sorted(found))] for i, found in seen.items()}
    turned = []
    for (n, axes), both in zip(factors, sides):
        turned.append((n, tuple(sorted(axes, key=colors.__getitem__)) if both else axes))
    turned.sort(key=lambda factor: (factor[0], [colors[i] for i in factor[1]]))
    names: dict[Index, Index] = {}
    made = []
    for n, axes in turned:
        made.append((n, tuple([i if i < FREE else names.setdefault(i, FREE + 1 + len(names)) for i in axes])))
    return tuple(made)


def connected(factors: list[Factor]) -> list[list[Factor]]:
    """The factors in groups that share no index, each in the order of the whole."""
    groups: list[tuple[set[int], list[Factor]]] = []
    for factor in factors:
        axes = set(factor[1])
        touching = [group for group in groups if group[0] & axes]
        joined = (axes.union(*[g[0] for g in touching]), [f for g in touching for f in g[1]] + [factor])
        groups = [group for group in groups if group not in touching] + [joined]
    return [group for _, group in groups]
