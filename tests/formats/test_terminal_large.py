"""Large graphs on a screen: little is shown, little is done."""

from __future__ import annotations

import time

import pytest
from wcwidth import wcswidth

from derivrepl.calculus.reverse import gradient
from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.session.answer import OK, Answer, Graph, Result, Results
from derivrepl.session.session import Session
from derivrepl.session.view import View
from tests.formats.snapshot import check_screen
from tests.formats.terminal_screens import PAPERS, shown


def lattice(session: Session, size: int) -> Answer:
    """A function of `size` nodes that share nearly everything, with its gradient."""
    store = session.store
    inputs = [store.input(f"x{k}") for k in range(3)]
    nodes = list(inputs)
    makers = (store.add, store.mul, lambda a, b: store.node(FUNCTION_CODES["sin"], a))
    while len(nodes) < size:
        nodes.append(makers[len(nodes) % 3](nodes[-1], nodes[-3]))
    root = nodes[-1]
    found = gradient(store, root, inputs)
    view = View(store, "f", root, set())
    view.add(found)
    view.columns = {leaf: {root: node} for leaf, node in zip(inputs, found, strict=True)}
    results = [Result("f", (), root), *(Result("f", (f"x{k}",), n, OK) for k, n in enumerate(found))]
    answer = Answer("expression", "f")
    answer.blocks = [Graph(view), Results(view, results)]
    return answer


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_large_table_is_cut(width: int) -> None:
    session = Session()
    answer = lattice(session, 10_000)
    for paper in PAPERS:
        check_screen("large", width, paper, shown(session, answer, width, paper))


def test_a_graph_of_300_000_nodes_is_shown_in_a_moment() -> None:
    session = Session()
    answer = lattice(session, 100_000)
    assert len(session.store) > 250_000
    began = time.process_time()
    text = shown(session, answer, 80)
    assert time.process_time() - began < 5
    assert len(text.split("\n")) < 60


def test_a_table_without_a_limit_is_complete_and_aligned() -> None:
    session = Session()
    answer = lattice(session, 2_000)
    graph = answer.blocks[0]
    assert isinstance(graph, Graph)
    graph.rows = 0
    text = shown(session, answer, 80)
    rows = [line for line in text.split("\n") if line.startswith("  v")]
    assert len(rows) == len(graph.view.labels)
    assert all(wcswidth(line) <= 80 for line in text.split("\n"))


def test_many_results_are_cut_too() -> None:
    session = Session()
    answer = session.step(" + ".join(f"x{k}*{k}" for k in range(1, 200)))
    text = shown(session, answer, 80)
    assert "more results" in text
    assert len(text.split("\n")) < 60
