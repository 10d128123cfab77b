"""Long runs stay small: what no name and no entry reaches is released, with all that is remembered about it."""

from __future__ import annotations

import gc
import tracemalloc

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session import derivatives, release
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings
from derivrepl.simplify import divisors


def run(session: Session, writer: TextFormat, numbers: range) -> None:
    """Statements that are all different, with a table, results and notes."""
    for k in numbers:
        answer = session.step(f"{k}*x^2 + sin(y)/(x + {k})")
        assert writer.answer(answer)


def test_memory_does_not_grow_with_the_number_of_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "MANY", 400)
    monkeypatch.setattr(derivatives, "REMEMBERED", 20)
    monkeypatch.setattr(divisors, "KEPT", 20)
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


# fmt: off
RUNS = {  # what a long run consists of; every statement is another one
    "names defined again":  ("a = {k}*x + b", "f(t) = t^2 + {k}", "f({k})*a"),
    "undone":               ("a = {k}*x", "a*y + {k}", ":undo", ":redo"),
    "errors":               ("x*/{k}", "nothing({k})", "a = {k}*)", ":grad q", ":nope {k}", "1/0 + {k}"),
    "commands":             ("{k}*x^2*y", ":grad x", ":hessian", ":eval x={k} y=2", ":same x + {k}", ":code c"),
    "claims":               ("sin({k}*x)", "df/dx = {k}*cos({k}*x)", "df/dx = {k}"),
    "arrays":               ("A : matrix(2, {k})", "sum(A)*{k}", "v : vector(n)", "norm(v)*{k}", ":undef A"),
}
# fmt: on


@pytest.mark.parametrize("lines", RUNS.values(), ids=RUNS)
def test_no_kind_of_statement_lets_memory_grow(lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "MANY", 400)
    monkeypatch.setattr(derivatives, "REMEMBERED", 20)
    monkeypatch.setattr(divisors, "KEPT", 20)
    session = Session(Settings(), keep=10)
    session.record.most = 20
    writer = TextFormat(session.store)

    def said(numbers: range) -> int:
        for k in numbers:
            for line in lines:
                answer = session.step(line.format(k=k), f"text:{k}")
                if answer.error is None:
                    writer.answer(answer)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        before = said(range(2, 22))
        after = said(range(22, 60))
    finally:
        tracemalloc.stop()
    assert after - before < 120_000


def test_an_array_keeps_its_shape_when_its_node_is_given_a_new_number() -> None:
    session = Session()
    for line in ("A : matrix(2, 3)", "x : vector(3)", "sum(A @ x)"):
        assert session.step(line).error is None
    store = session.store
    root = max(session.entries.values())
    moved = release.keep(store, [root])
    inputs = store.inputs([moved[root]])
    assert [(store.name(n), store.shape_of_leaf(n)) for n in inputs] == [("A", (2, 3)), ("x", (3,))]
