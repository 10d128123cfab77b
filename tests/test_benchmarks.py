"""What scripts/bench measures with, and what it writes; nothing here is timed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from derivrepl.language.parse import Parser
from derivrepl.language.scope import OPERATIONS, Scope
from derivrepl.store import Store
from scripts.benchmarks.algebras import Own
from scripts.benchmarks.chart import chart
from scripts.benchmarks.clock import in_turn
from scripts.benchmarks.figures import Figure, quantity, short, table
from scripts.benchmarks.lines import LEAST, MOST, TOKEN, lines, variables
from scripts.benchmarks.problems import PROBLEMS
from scripts.benchmarks.readme import BEGIN, END, summary, write_between

FIGURES = [
    Figure("start", "one statement", "ginsh", "s", 0.08, 0.008),
    Figure("gradients", "network 10, all", "casadi", "s", 0.001, 0.02),
    Figure("gradients", "network 20, all", "casadi", "s", 0.001, 0.2),
    Figure("gradients", "network 20, all", "sympy", "s", 0.001, None, "> 60 s"),
]


def test_the_lines_are_the_same_in_every_run_all_different_and_expressions_of_the_language() -> None:
    texts = lines(200)
    assert texts == lines(200)
    assert len(set(texts)) == 200
    parser = Parser(Scope(Store(OPERATIONS)))
    for text in texts:
        assert LEAST <= len(TOKEN.findall(text)) <= MOST
        node = parser.expression_node(text)
        assert sorted(parser.store.name(n) for n in parser.store.inputs([node])) == variables(text)


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.0123, "0.012"), (0.5, "0.50"), (1.26, "1.3"), (26.4, "26"), (126.0, "130"), (3624.0, "3,600")],
)
def test_a_ratio_has_two_digits(ratio: float, text: str) -> None:
    assert short(ratio) == text


def test_quantities_are_read_in_their_unit() -> None:
    assert [quantity(0.0042, "s"), quantity(2.5e-6, "s"), quantity(5e-9, "s")] == ["4.2 ms", "2.5 µs", "5 ns"]
    assert [quantity(168.0, "bytes"), quantity(0.25, "times")] == ["168 bytes", "0.25"]


def test_a_peer_that_failed_is_not_asked_again() -> None:
    calls: list[str] = []

    def run(name: str, seconds: float | None) -> float | None:
        calls.append(name)
        return seconds

    assert in_turn({"a": lambda: run("a", 1.0), "b": lambda: run("b", None)}, 3) == {"a": 1.0, "b": None}
    assert calls == ["a", "b", "a", "a"]


def test_the_table_shows_what_failed_and_the_ratio_of_the_others() -> None:
    shown = "\n".join(table(FIGURES))
    assert "> 60 s" in shown
    assert "0.10" in shown


def test_the_summary_has_geometric_means_between_the_markers(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_between(file, summary(FIGURES))
    text = file.read_text(encoding="utf-8")
    assert "casadi 63" in text
    assert "old" not in text
    assert text.endswith("\nafter\n")
    file.write_text("no markers", encoding="utf-8")
    with pytest.raises(ValueError, match="no markers"):
        write_between(file, "x")


def test_the_chart_is_well_formed_and_has_a_bar_for_each_peer() -> None:
    root = ElementTree.fromstring(chart(FIGURES))
    bars = [e for e in root.iter("{http://www.w3.org/2000/svg}rect") if e.get("fill") != "#ffffff"]
    assert len(bars) == 2


@pytest.mark.parametrize("name", PROBLEMS)
def test_each_problem_has_a_derivative_by_each_of_its_inputs(name: str) -> None:
    algebra = Own()
    value, inputs = PROBLEMS[name](algebra, 6)
    found = algebra.gradient(value, inputs)
    assert len(found) == len(inputs)
    assert all(node >= 0 for node in found)
