"""Terms that vanish once the sums among their factors are multiplied out, as the sum of `x - mean(x)` does."""

from __future__ import annotations

from derivrepl.simplify.arrays.reader import MOST_TERMS
from derivrepl.simplify.arrays.terms import Term, canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.simplify.arrays.reader import Reader
    from derivrepl.simplify.arrays.terms import Factor


class Zeros:
    """Which terms are zero, by a thorough reader that multiplies everything out; each is looked at once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.known: dict[tuple[Factor, ...], bool] = {}

    def has(self, term: Term) -> bool:
        """Whether a term is zero."""
        key = canonical(term.factors, self.reader.is_symmetric)
        if key not in self.known:
            self.known[key] = not self._multiplied(term)
        return self.known[key]

    def _multiplied(self, term: Term) -> list[Term]:
        """A term with the sums among its factors multiplied out; itself where that would be too long."""
        reader = self.reader
        term = reader.counter.apart(term, {})
        result = [Term(term.coefficient, [])]
        for node, axes in term.factors:
            form = reader.read(node) if axes else [Term(1, [(node, ())])]
            made = reader.counter.times(result, form, axes) if len(result) * len(form) <= MOST_TERMS else None
            if made is None:
                return [term]
            result = made
        sizes = {i: reader.shapes.node(d) for node, axes in term.factors for i, d in zip(axes, reader.shape(node))}
        return reader.collected(reader.summed(result, sizes))
