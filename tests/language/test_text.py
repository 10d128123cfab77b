"""What is printed can be typed: every node's text, in each notation, parses back to the same node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from derivrepl.language.scope import FUNCTION_CODES
from derivrepl.language.text import ASCII, UNICODE, Writer, shared_parts, sizes, with_parts
from tests.language.test_grammar import feynman
from tests.reading import CONSTANTS, Reader, constant, graphs

if TYPE_CHECKING:
    from derivrepl.language.text import Notation

NOTATIONS = pytest.mark.parametrize("notation", [ASCII, UNICODE], ids=["ascii", "unicode"])
FUNCTIONS = tuple(FUNCTION_CODES)

# fmt: off
PRINTED = [
    # typed                      in a pipe                    at a terminal
    ("x*y+1",                    "x*y + 1",                   "x·y + 1"),
    ("a-(b-c)",                  "a - (b - c)",               "a - (b - c)"),
    ("a-(b+c)",                  "a - (b + c)",               "a - (b + c)"),
    ("a/(b*c)",                  "a/(b*c)",                   "a/(b·c)"),
    ("a/(b/c)",                  "a/(b/c)",                   "a/(b/c)"),
    ("a*(b/c)",                  "a*(b/c)",                   "a·(b/c)"),
    ("a*b/c",                    "a*b/c",                     "a·b/c"),
    ("(a^b)^c",                  "(a^b)^c",                   "(a^b)^c"),
    ("a^(b^c)",                  "a^b^c",                     "a^b^c"),
    ("(-x)^2",                   "(-x)^2",                    "(-x)²"),
    ("-x^2",                     "-x^2",                      "-x²"),
    ("x^-1",                     "x^(-1)",                    "x^(-1)"),
    ("x^(1/2)",                  "x^(1/2)",                   "x^(1/2)"),
    ("(x^2)^3",                  "(x^2)^3",                   "(x²)³"),
    ("2^x^2",                    "2^x^2",                     "2^x²"),
    ("sin(x)^2",                 "sin(x)^2",                  "sin(x)²"),
    ("-((1/c^2)*x)",             "-(1/c^2*x)",                "-(1/c²·x)"),
    ("-1/c^2*x",                 "-1/c^2*x",                  "-1/c²·x"),
    ("-2^x*y",                   "-2^x*y",                    "-2^x·y"),
    ("(x+1)^2",                  "(x + 1)^2",                 "(x + 1)²"),
    ("-(x+1)",                   "-(x + 1)",                  "-(x + 1)"),
    ("a*(-b)",                   "a*(-b)",                    "a·(-b)"),
    ("(1/2)*x",                  "1/2*x",                     "1/2·x"),
    ("x*(1/2)",                  "x*(1/2)",                   "x·(1/2)"),
    ("x^2*(-3)",                 "x^2*(-3)",                  "x²·(-3)"),
    ("π*τ_0",                    "pi*τ_0",                    "π·τ_0"),
    ("if(x<=0,-x,x)",            "if(x <= 0, -x, x)",         "if(x ≤ 0, -x, x)"),
    ("if(x!=0,-x,x)",            "if(x != 0, -x, x)",         "if(x ≠ 0, -x, x)"),
    ("g'(x)+g''(2x)",            "g'(x) + g''(2*x)",          "g′(x) + g′′(2·x)"),
    ("g'[1,2](x, y)",            "g'[1,2](x, y)",             "g′[1,2](x, y)"),
]
# fmt: on


@pytest.mark.parametrize(("typed", "ascii_text", "unicode_text"), PRINTED)
def test_an_expression_is_written_with_no_more_brackets_than_it_needs(
    typed: str, ascii_text: str, unicode_text: str
) -> None:
    reader = Reader("g")
    node = reader.node(typed)
    assert reader.text(node) == ascii_text
    assert reader.text(node, UNICODE) == unicode_text
    assert reader.node(ascii_text) == reader.node(unicode_text) == node


@NOTATIONS
def test_every_formula_reads_back_and_so_do_its_derivatives(notation: Notation) -> None:
    reader = Reader()
    for text in feynman():
        node = reader.node(text)
        by = [reader.store.name(leaf) for leaf in reader.store.inputs([node])]
        for found in (node, *(reader.node(f"diff({text}, {name})") for name in by)):
            assert reader.node(reader.text(found, notation)) == found


@NOTATIONS
@given(st.data())
def test_random_graphs_read_back_to_the_same_node(notation: Notation, data: st.DataObject) -> None:
    reader = Reader()
    node = data.draw(graphs(reader, FUNCTIONS))
    assert reader.node(reader.text(node, notation)) == node


@given(st.sampled_from(CONSTANTS), st.sampled_from(CONSTANTS), st.sampled_from("+-*/^"), st.booleans())
def test_numbers_beside_operators_read_back(first: str, second: str, sign: str, inside: bool) -> None:
    reader = Reader()
    a, b, x = constant(reader.store, first), constant(reader.store, second), reader.input("x")
    make = dict(zip("+-*/^", ("add", "sub", "mul", "div", "pow"), strict=True))[sign]
    assume(not (sign == "/" and reader.store.value(b) == 0))
    operands = (x, b) if inside else (a, x)
    node = getattr(reader.store, make)(*operands)
    for notation in (ASCII, UNICODE):
        assert reader.node(reader.text(node, notation)) == node


@NOTATIONS
@given(st.data())
def test_shared_parts_written_behind_where_read_back(notation: Notation, data: st.DataObject) -> None:
    reader = Reader()
    node = data.draw(graphs(reader, ("sin", "exp", "max"), steps=25))
    text = with_parts(reader.store, node, notation, 10**6)
    if text is not None:
        assert reader.node(text) == node


def test_shared_parts_are_named_by_what_they_save() -> None:
    reader = Reader()
    node = reader.node("sin(t*x + exp(x))^2 + cos(t*x + exp(x))/(1 + sin(t*x + exp(x)))")
    taken = {reader.store.name(n) for n in reader.store.inputs([node])}
    assert [reader.text(n) for n in shared_parts(reader.store, node)] == ["sin(t*x + exp(x))", "t*x + exp(x)"]
    text = with_parts(reader.store, node, taken=taken)
    assert text == "u1^2 + cos(u2)/(1 + u1) where u1 = sin(u2), u2 = t*x + exp(x)"
    assert reader.node(text) == node


def test_a_text_longer_than_its_limit_is_not_made() -> None:
    reader = Reader()
    node = reader.input("x")
    for _ in range(60):
        node = reader.store.add(reader.store.mul(node, node), node)
    assert Writer(reader.store).text(node) is None
    assert sizes(reader.store, [node])[node] == 10**18, "saturated"
    assert with_parts(reader.store, node) is None


def test_the_predicted_size_is_about_the_written_size() -> None:
    reader = Reader()
    for text in feynman():
        node = reader.node(text)
        written, predicted = len(reader.text(node)), sizes(reader.store, [node]).get(node, 1)
        assert written / 2 <= predicted <= 2 * written, text


def test_a_condition_gets_no_name() -> None:
    reader = Reader()
    node = reader.node("if(sin(x*y) < cos(x + y), x, y) + log(if(sin(x*y) < cos(x + y), y, x))")
    text = with_parts(reader.store, node, ASCII, 10**6)
    assert text is None or reader.node(text) == node
    assert shared_parts(reader.store, node) == []
