"""Long runs stay small: what no name and no entry reaches is released, with all that is remembered about it."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session import derivatives, release
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings


def run(session: Session, writer: TextFormat, numbers: range) -> None:
    """Statements that are all different, with a table, results and notes."""
    for k in numbers:
        answer = session.step(f"{k}*x^2 + sin(y)/(x + {k})")
        assert writer.answer(answer)


def test_memory_does_not_grow_with_the_number_of_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "MANY", 400)
    monkeypatch.setattr(derivatives, "REMEMBERED", 20)
    session = Session(Settings(), keep=10)
    writer = TextFormat(session.store)
    run(session, writer, range(2, 50))
    tracemalloc.start()
    try:
        gc.collect()
        before, _ = tracemalloc.get_traced_memory()
        run(session, writer, range(50, 150))
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert session.store.generation > 1
    assert len(session.store) < 1_000
    assert after - before < 200_000


def test_an_array_keeps_its_shape_when_its_node_is_given_a_new_number() -> None:
    session = Session()
    for line in ("A : matrix(2, 3)", "x : vector(3)", "sum(A @ x)"):
        assert session.step(line).error is None
    store = session.store
    root = max(session.entries.values())
    moved = release.keep(store, [root])
    inputs = store.inputs([moved[root]])
    assert [(store.name(n), store.shape_of_leaf(n)) for n in inputs] == [("A", (2, 3)), ("x", (3,))]
