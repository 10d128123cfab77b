"""Explanations: every equality in them holds in numbers, and they end with the printed result."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from derivrepl.errors import DerivError
from derivrepl.formats.steps import StepTexts
from derivrepl.language.text import UNICODE, Writer
from derivrepl.numeric.decide import compare
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points
from derivrepl.session.answer import Results, Steps
from derivrepl.session.session import Session
from derivrepl.store import ZERO, Node

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
EXPRESSIONS = [
    line.strip()
    for path in sorted(CORPUS.glob("*.deriv"))
    for line in path.read_text("utf-8").splitlines()
    if line.strip() and line[0] not in "#["
]
READ = 200
"""Longer results stand only in the result line."""
MORE = (
    "x^x", "(x^2 + 1)^sin(x)", "2^(x^2)*3", "if(x > 0, x^2*sin(x), -x)", "max(x, 2*x - 1)*x", "abs(x^2 - 1)",
    "x*(x*(x*(x + 1) + 1) + 1)", "sin(sin(sin(x)))", "5 - (3 - x)", "-(-x*exp(-x))", "1/(1/(1/x + 1) + 1)", "7*x*8/x",
    "atan2(x*y, x + y)", "hypot(x, sin(x))", "x*y*z*sin(x*y*z)", "x/2/3*y/x", "(a*x^2 + b*x + c)/(x*d)", "mod(x, 2)*x",
    "sign(x)*x", "y^2 + x*y + 3", "exp(x)*exp(x)*exp(x)*exp(x)*exp(x)*exp(x)", "-x", "x", "y^2*(x + 3)",
)  # fmt: skip


def explained(session: Session, text: str, by: str) -> tuple[Steps, Results]:
    """The explanation and the result of `:steps by` for an expression."""
    assert session.step(text).error is None
    answer = session.step(f":steps {by}")
    assert answer.error is None, answer.error
    steps, results = answer.blocks[:2]
    assert isinstance(steps, Steps)
    assert isinstance(results, Results)
    return steps, results


def equalities(steps: Steps, result: Node) -> list[tuple[Node, Node]]:
    """Both sides of every equality, in the user's own inputs."""
    found = []
    for row in steps.rows:
        left: Node | None = None
        for equality in (*row.given, *row.follows):
            left = equality.left if equality.left is not None else left
            found.append((result if left is None else left, equality.right))
    return found


def holds(session: Session, left: Node, right: Node, text: str) -> bool | None:
    """Whether two nodes agree at points; None where they have no values there.

    Where doubles differ, balls decide: `log(1 - sigmoid(30))` has lost its digits in doubles.
    """
    store = session.store
    program = Program(store, [left, right])
    agreed = None
    for point in points(text, store.inputs([left, right]), 12):
        values = program.run(point)
        a, b = values[left], values[right]
        if math.isfinite(a) and math.isfinite(b) and max(abs(a), abs(b)) < 1e9:
            if abs(a - b) > 1e-7 * max(abs(a), abs(b), 1e-3):
                return compare(store, left, right, text, wanted=3, tries=28).point is None
            agreed = True
    return agreed


@pytest.mark.parametrize("text", [*EXPRESSIONS, *MORE])
def test_an_explanation_holds_line_by_line_and_ends_with_the_printed_result(text: str) -> None:
    session = Session()
    session.step(text)
    assert session.current is not None
    store = session.store
    for name in session.current.input_names()[: 2 if text in MORE else 1]:
        steps, results = explained(session, text, name)
        (result,) = results.results
        assert result.node == session.derivatives.derivative(session.current_entry().node, [store.input(name)])
        last = steps.rows[-1].follows[-1].right
        shown, printed = (Writer(store, limit=READ).text(n) for n in (last, result.node))
        assert shown == printed or printed is None
        for left, right in equalities(steps, result.node):
            a, b = (store.replace(side, steps.values) for side in (left, right))
            try:
                held = holds(session, a, b, text)
            except DerivError:
                continue
            write = StepTexts(store, steps, UNICODE).written
            assert held is not False, f"by {name}: {write(left)} = {write(right)}"


@pytest.mark.parametrize(
    ("text", "by"),
    [("exp(-x^2)*sin(3*x)", "x x"), ("x^3*y^2 + sin(x*y)", "x y"), ("x^2*y*sin(x)", "x x x"), ("log(x)/x", "x x")],
)
def test_a_higher_derivative_is_explained_from_the_one_below(text: str, by: str) -> None:
    session = Session()
    steps, results = explained(session, text, by)
    (printed,) = session.step(f":d {by}").blocks[:1]
    assert isinstance(printed, Results)
    assert results.results[0].node == printed.results[0].node
    for left, right in equalities(steps, results.results[0].node):
        a, b = (session.store.replace(side, steps.values) for side in (left, right))
        assert holds(session, a, b, text) is not False


def test_steps_are_numbered_one_after_the_other_and_each_opens() -> None:
    session = Session()
    steps, _ = explained(session, "x^2*sin(x)/(1 + exp(-x))", "x")
    numbers = [row.number for row in steps.rows if row.number]
    assert numbers == list(range(1, len(numbers) + 1))
    for number in numbers:
        (opened,) = session.step(f":steps x {number}").blocks
        assert isinstance(opened, Steps)
        assert opened.rows[0].number == number
    assert session.step(f":steps x {len(numbers) + 1}").error is not None


def test_names_of_parts_are_none_that_are_in_use() -> None:
    session = Session()
    session.step("w = 3")
    steps, _ = explained(session, "u*sin(u)*exp(s*u^2)", "u")
    names = {symbol.name.rstrip("′") for symbol in steps.symbols.values()}
    assert not names & {"u", "w", "s"}


@pytest.mark.parametrize(
    "text",
    [
        "+".join(f"x^{k}*sin({k}*x)" for k in range(1, 200)),
        "sin(" * 3000 + "x" + ")" * 3000,
        "*".join(f"cos({k}*x)" for k in range(1, 60)),
    ],
    ids=["sum", "nest", "product"],
)
def test_an_explanation_of_a_large_expression_is_folded(text: str) -> None:
    session = Session()
    steps, _ = explained(session, text, "x")
    assert len(steps.rows) < 90
    folded = [row for row in steps.rows if "more step" in row.remark]
    assert folded
    (opened,) = session.step(f":steps x {folded[0].number}").blocks
    assert isinstance(opened, Steps)
    assert len(opened.rows) > 1


def test_what_does_not_change_is_said_to_be_constant() -> None:
    session = Session()
    steps, _ = explained(session, "y^2 + x*y + 3", "x")
    told = {row.rule: row.follows[0].right for row in steps.rows if row.rule == "constant"}
    assert told == {"constant": ZERO}
