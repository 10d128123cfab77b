"""Work on expressions with arrays that many results of a statement need is done once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from derivrepl.session.session import Session
from derivrepl.simplify.arrays import islands, zeros
from derivrepl.simplify.arrays.terms import Term, canonical
from derivrepl.simplify.door import shorten

if TYPE_CHECKING:
    import pytest

NETWORK = (
    "W : matrix(m, n)", "V : matrix(p, m)", "b : vector(m)", "c : vector(p)", "x : vector(n)", "y : vector(p)",
    "sum((tanh(V@tanh(W@x + b) + c) - y)^2)",
)  # fmt: skip


def run() -> None:
    session = Session()
    for line in NETWORK:
        assert session.step(line).error is None, line


def test_an_elementwise_part_is_shortened_once_for_all_results(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[object] = Counter()

    def counted(store: Any, node: Any, level: Any, facts: Any, hand: Any) -> Any:
        asked[node, level, facts.key(), hand.key()] += 1
        return shorten(store, node, level, facts, hand)

    monkeypatch.setattr(islands, "shorten", counted)
    run()
    assert len(asked) > 10
    assert set(asked.values()) == {1}


def test_a_term_is_multiplied_out_once_in_each_simplification(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[object] = Counter()
    met: list[zeros.Zeros] = []  # kept, so that no two have one id
    multiplied = zeros.Zeros._multiplied

    def counted(self: zeros.Zeros, term: Term) -> list[Term]:
        met.append(self)
        asked[id(self), canonical(term.factors, self.reader.is_symmetric)] += 1
        return multiplied(self, term)

    monkeypatch.setattr(zeros.Zeros, "_multiplied", counted)
    run()
    assert asked
    assert set(asked.values()) == {1}
