"""Sums of terms that end in the same array, with that array taken out: `(A + A.T)@x`.

A vector is taken out of terms that differ in numbers only beside it, a matrix also out of others.
"""

from __future__ import annotations

from derivrepl.shapes import shapes_of
from derivrepl.simplify.arrays.terms import FREE, Factor, Index, Term, connected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.shapes import Shape
    from derivrepl.store import Node, Store

    Write = Callable[[list[Term], Shape], Node]
    Place = tuple[Node, tuple[Index, ...]]
    """An array with its indices, the summed one as -1."""


def factored(store: Store, terms: list[Term], write: Write) -> list[Term] | None:
    """The terms with the arrays taken out that most of them end in, as often as there is one; None where there is none.

    write: makes a node of a sum of terms of a shape
    """
    found = None
    while len(terms) > 1:
        groups: dict[object, list[tuple[int, Factor]]] = {}
        for k, term in enumerate(terms):
            scalars = tuple([n for n, axes in term.factors if not axes])
            for factor in term.factors:
                place = _end(term, factor)
                if place is None:
                    continue
                key = (place, scalars) if len(place[1]) == 1 else place
                if all(k != other for other, _ in groups.get(key, ())):
                    groups.setdefault(key, []).append((k, factor))
        best = max(groups.values(), key=len, default=[])
        if len(best) < 2:
            break
        found = terms = _taken_out(store, terms, best, write)
    return found


def _end(term: Term, factor: Factor) -> Place | None:
    """Where a factor stands if it is the end of a term; None where it is not.

    It shares one summed index with the rest, no other one, and the rest has at most one index of the result: to this
    one leads a path of matrices, since an outer product times an array costs more than the array times a vector.
    """
    node, axes = factor
    summed = [i for i in axes if i >= FREE]
    rest = {i for other in term.factors if other is not factor for i in other[1]}
    if len(axes) > 2 or len(summed) != 1 or summed[0] not in rest or rest & (set(axes) - set(summed)):
        return None
    results = [i for i in rest if i < FREE]
    if len(results) > 1 or (results and not _is_path(term, factor, summed[0], results[0])):
        return None
    if len(axes) == 1 and not any(len(found) == 2 and axes[0] in found for _, found in term.factors):
        return None
    return node, tuple([-1 if i >= FREE else i for i in axes])


def _is_path(term: Term, factor: Factor, start: Index, end: Index) -> bool:
    """Whether the other factors connect two indices."""
    rest = [f for f in term.factors if f is not factor and f[1]]
    return any({start, end} <= {i for _, axes in part for i in axes} for part in connected(rest))


def _taken_out(store: Store, terms: list[Term], group: list[tuple[int, Factor]], write: Write) -> list[Term]:
    """The terms with those of a group as one: the sum of what stands beside the factor, times the factor."""
    shapes = shapes_of(store)
    node, axes = group[0][1]
    inner = max(i for term in terms for _, found in term.factors for i in found) + 1
    axes = tuple([inner if i >= FREE else i for i in axes])
    dims = dict(zip(axes, shapes.of(node) or ()))
    rest: list[Term] = []
    outer: dict[Index, None] = {}
    for k, factor in group:
        others = [f for f in terms[k].factors if f is not factor]
        own = next(i for i in factor[1] if i >= FREE)
        outer.update(dict.fromkeys([i for _, found in others for i in found if i < FREE]))
        dims.update({i: d for n, found in others for i, d in zip(found, shapes.of(n) or ()) if i < FREE})
        rest.append(Term(terms[k].coefficient, [(n, tuple([inner if i == own else i for i in a])) for n, a in others]))
    first_is_inner = any(i < o for i in axes for o in outer)
    places = {i: k for k, i in enumerate([inner, *outer] if first_is_inner else [*outer, inner])}
    total = write([t.renamed(places) for t in rest], tuple([dims[i] for i in places]))
    given = shapes.of(total) or ()
    made = Term(1, [(total, tuple(places)[len(places) - len(given) :]), (node, axes)])
    first, gone = group[0][0], {k for k, _ in group}
    return [made if k == first else t for k, t in enumerate(terms) if k == first or k not in gone]
