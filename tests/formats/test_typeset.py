"""Formulas in two dimensions: what is drawn can be read back, is rectangular, and fits or is not drawn at all."""

from __future__ import annotations

import math
import re
from functools import cache

import pytest
from wcwidth import wcswidth

from derivrepl.calculus.reverse import gradient
from derivrepl.formats.boxes import UNICODE, Box, fraction, line, matrix
from derivrepl.formats.typeset import Typesetter, drawn_name
from derivrepl.numeric.evaluate import Program
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings
from derivrepl.store import LIST, Node, Store
from tests.conftest import ROOT
from tests.formats.layout_reader import read
from tests.formats.snapshot import check, check_screen
from tests.formats.terminal_screens import PAPERS, screen

FORMULAS = [
    line.partition("#")[0].strip()
    for name in ("feynman", "functions")
    for line in (ROOT / "tests" / "corpus" / f"{name}.deriv").read_text("utf-8").splitlines()
]
FORMULAS = [text for text in FORMULAS if text and ":" not in text]


def quiet() -> Session:
    return Session(Settings([("output", "none"), ("simplify", "light")]))


@cache
def nodes_of(text: str) -> tuple[Session, list[Node]]:
    """The formula and its derivatives."""
    session = quiet()
    answer = session.step(text)
    assert answer.error is None, answer.error
    entry = session.current
    if entry is None or session.store.op(entry.node) == LIST:
        return session, []
    return session, [
        entry.node,
        *session.derivatives.simplified_all(gradient(session.store, entry.node, entry.inputs)),
    ]


def drawn(*statements: str, unicode: bool = True, room: int = 200) -> Box | None:
    """What the last of the statements looks like."""
    session = quiet()
    for statement in statements:
        assert session.step(statement).error is None
    assert session.current is not None
    return Typesetter(session.store, unicode, room).box(session.current.node)


def lines_of(box: Box | None) -> list[str]:
    """Its lines without the blanks at their ends."""
    assert box is not None
    return [text.rstrip() for text in box.lines]


def same(store: Store, a: Node, b: Node) -> bool:
    """Whether both are one node, or have the same values."""
    if a == b:
        return True
    leaves = store.inputs([a, b])
    values = Program(store, [a, b])
    for k in range(3):
        found = values.run({n: 0.37 + 0.11 * i + 0.23 * k for i, n in enumerate(leaves)})
        x, y = found.get(a, 0.0), found.get(b, 0.0)
        if not (math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(x) and math.isnan(y))):
            return False
    return True


def bars_in_bars(box: Box) -> bool:
    """Whether absolute values are nested: then bars do not say which of them open."""
    return any(line.count("│") > 2 for line in box.lines)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_is_drawn_can_be_read_back(text: str) -> None:
    session, nodes = nodes_of(text)
    store = session.store
    for node in nodes:
        box = Typesetter(store, True, 150).box(node)
        if box is None or any(sign in "".join(box.lines) for sign in "⎧′⎢") or bars_in_bars(box):
            continue
        names = {read([drawn_name(store.name(n))]): store.name(n) for n in store.inputs([node])}
        back = "".join(names.get(word, word) for word in re.split(r"([^\W\d]\w*)", read(box.lines)))
        assert session.step(back).error is None, back
        assert session.current is not None
        assert same(store, session.current.node, node), "\n".join([*box.lines, back])


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("text", FORMULAS)
def test_boxes_are_rectangular_and_fit(text: str, unicode: bool) -> None:
    session, nodes = nodes_of(text)
    for room in (20, 60, 150):
        for node in nodes:
            box = Typesetter(session.store, unicode, room).box(node)
            if box is not None:
                assert {wcswidth(line) for line in box.lines} == {box.width}
                assert box.width <= room
                assert 0 <= box.baseline < box.height
                assert unicode or "".join(box.lines).isascii()


BEAUTIES = {
    "gauss": "exp(-(x-mu)^2/(2*sigma^2))/(sigma*sqrt(2*pi))",
    "fractions": "1/(1 + 1/(1 + 1/x)) - x/2 + 2/3*y",
    "powers": "x^x^x + (x/y)^3 - (a + b)^(n + 1)*x^(-1/3)",
    "roots": "sqrt(x) + sqrt(x^2 + 1)/cbrt(x/y) - (2 + sqrt(1 + x/2))^2",
    "bars": "abs(x/(1 + x))*floor(x/2) + gamma(x)*log2(x/2)",
    "cases": "if(x > 0, x^2/2, if(x < -1, -x, sin(x)))",
    "vector": "[x^2, sin(x)/x, 1]",
    "names": "theta_1*alpha + lambda2^2*x10",
}


@pytest.mark.parametrize(("charset", "unicode"), [("unicode", True), ("ascii", False)])
def test_formulas_look_as_they_did(charset: str, unicode: bool) -> None:
    pictures = []
    for name, text in BEAUTIES.items():
        box = drawn(text, unicode=unicode)
        assert box is not None
        pictures.append("\n".join([f"{name}: {text}", "", *("  " + line for line in box.lines), ""]))
    check(f"typeset-{charset}.txt", "\n".join(pictures))


def test_derivatives_of_functions_without_a_formula_are_drawn() -> None:
    formula = "diff(diff(h(x, y), x), y) + diff(g(x^2), x)/2 + diff(h(x^2, y), x)"
    assert lines_of(drawn("g : function", "h : function", formula, room=80)) == [
        " ∂²h           2·x·g′(x²)",
        "───── (x, y) + ────────── + 2·x·∂₁h(x², y)",
        "∂x ∂y              2",
    ]


def test_a_sum_that_is_too_wide_is_broken_between_its_terms() -> None:
    assert lines_of(drawn("alpha/(1 + x) + beta*x^2 - gamma1/x - delta*sqrt(1 + x/2) + 1", room=20)) == [
        "  α            γ₁",
        "───── + β·x² - ──",
        "1 + x          x",
        "",
        "     ┌──────",
        "     │     x",
        "- δ· │ 1 + ─ + 1",
        "    √│     2",
    ]


def test_arrays_are_drawn_as_matrices() -> None:
    formula = "A.T@(A@u)/norm(u) + A[1,:]/2 - [1, 2; 3, 4]@u"
    assert lines_of(drawn("A : matrix(2,2)", "u : vector(2)", formula, room=80)) == [
        "Aᵀ@(A@u)   A[1,:]",
        "──────── + ────── - ⎡ 1  2 ⎤@u",
        "  ‖u‖        2      ⎣ 3  4 ⎦",
    ]


def test_a_matrix_has_tall_brackets() -> None:
    entries = [[line("x"), fraction(line("1"), line("y"), UNICODE)], [line("2"), line("x·y")]]
    assert matrix(entries, UNICODE).lines == [
        "⎡     1  ⎤",
        "⎢ x   ─  ⎥",
        "⎢     y  ⎥",
        "⎢        ⎥",
        "⎣ 2  x·y ⎦",
    ]


@pytest.mark.parametrize(
    "text",
    ["sin(" * 5_000 + "x" + ")" * 5_000, "exp(" * 5_000 + "x" + ")" * 5_000, "1+1/(" * 3_000 + "x" + ")" * 3_000],
)
def test_what_is_too_deep_is_not_drawn(text: str) -> None:
    assert drawn(text) is None


def test_two_inputs_that_would_look_the_same_keep_their_names() -> None:
    box = drawn("alpha*α + x1")
    assert box is not None
    assert box.lines == ["alpha·α + x1"]
    assert drawn_name("x_12") == "x₁₂"
    assert drawn_name("x1y") == "x1y"


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_results_are_drawn_where_they_fit(width: int, paper: str) -> None:
    lines = [
        ":set display 2d", ":set output results", BEAUTIES["gauss"],
        "f(x) = x/(1 + x)", "df/dx = 1/(1 + x)^2", ":grad f",
        "log(x1)*x2 + exp(x1*x2^2)*cos(x1/x2)*tanh(x1 + x2)", "sin(" * 30 + "x" + ")" * 30,
    ]  # fmt: skip
    check_screen("display", width, paper, screen(lines, width, paper))
