"""The grammar is one without conflicts, and the driver reads it as Lark does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from derivrepl.language.driver import END, LONG, UNREADABLE, SyntaxFault, bind, drive, lex, lex_long
from derivrepl.language.grammar import ascii_only, lark, tables

if TYPE_CHECKING:
    from collections.abc import Callable

lark_lexer = pytest.importorskip("lark.lexer")

FEYNMAN = Path(__file__).parent.parent / "corpus" / "feynman.deriv"

LINES = """
x
-x^2/2*y
2x(y)
2(x + 1)^-x
sin(x)^2 + cos(x)²
f'(x) + g''(u)*h'[1, 2](u, v)
√(x + 1)*∛y
|x| + |x*|y||
a < b
if(x >= 0, a, -b)
x @ y.T
A[1, 2:3]ᵀ
A[:, i]
[1, 2; 3, 4]
[[1, 2], [3, 4]]
x at x = 1, y = 2
t*u where t = 2*u, u = x
(x at x = 1) + 2
a = 3*b
f(x, y) := x^2
f(x) = 2^-3^2x
a, b : positive
X : matrix(2, 2)
d/dx x^2*y + 1
∂²/∂x∂y (x*y)
d^3/dx^3 -x
-d/dx x
x*d/dx x
x/-d/dx x
∂²f/∂x∂y
%3 + % + _2
2e3 + .5 + 5. + 2e
x ÷ y × z · w − v – u
x ≤ y
+ + - x
""".strip().splitlines()

PIECES = (
    "x", "2", "2.5e3", "sin", "(", ")", "[", "]", "+", "-", "*", "/", "^", "**", "@", "|", ",", ";", ":", "=", ":=",
    "<", "==", "'", "²", "⁻¹", ".T", "√", "%1", "d/dx", "∂f/∂x", " at ", " where ", " ", "d/", "§",
)  # fmt: skip


class Tree:
    """A builder that keeps every reduction: (rule, parts)."""

    def __getattr__(self, name: str) -> Callable[[list[Any]], tuple[Any, ...]]:
        return lambda parts: (name, *[p[:2] if p[0] in TERMINALS else p for p in parts])


TERMINALS = {symbol for state in tables().states for symbol in state if symbol.isupper()}
PARSER = lark(propagate_positions=False)


def ours(text: str) -> Any:
    """The reductions of the driver as a tree, None where it refuses the text."""
    try:
        return drive(lex(text), bind(Tree()))
    except SyntaxFault:
        return None


def theirs(text: str) -> Any:
    """The tree that Lark makes, None where it refuses the text."""
    import lark as library

    try:
        tree = PARSER.parse(text)
    except library.exceptions.UnexpectedInput:
        return None
    return _plain(tree)


def _plain(tree: Any) -> Any:
    if isinstance(tree, lark_lexer.Token):
        return (str(tree.type), str(tree))
    return (str(tree.data), *[_plain(child) for child in tree.children])


def feynman() -> list[str]:
    return [line for line in FEYNMAN.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def test_the_grammar_has_no_conflicts() -> None:
    pytest.importorskip("interegular")
    lark(strict=True)


@pytest.mark.parametrize("text", LINES)
def test_the_driver_makes_the_tree_that_lark_makes(text: str) -> None:
    assert ours(text) is not None
    assert ours(text) == theirs(text)


def test_the_driver_makes_the_tree_that_lark_makes_of_every_formula() -> None:
    for text in feynman():
        assert ours(text) == theirs(text), text


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
@example("2^2x")
@example("x'")
def test_the_driver_accepts_and_refuses_what_lark_does(text: str) -> None:
    assert ours(text) == theirs(text)


@given(st.text())
def test_tokens_cover_the_text_in_order_except_for_blanks(text: str) -> None:
    place = 0
    for kind, word, start, end in lex(text):
        assert not text[place:start].strip(), "only blanks lie between tokens"
        assert text[start:end] == word
        assert kind in TERMINALS | {END, UNREADABLE}
        place = end
    assert place == len(text)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_a_long_text_has_the_same_tokens(text: str) -> None:
    assert len(text) <= LONG
    assert lex_long(text) == lex(text)


ASCII = [piece for piece in PIECES if piece.isascii()]


@given(st.one_of(st.text(st.characters(max_codepoint=127)), st.lists(st.sampled_from(ASCII), max_size=30).map("".join)))
def test_a_text_of_ascii_has_the_same_tokens_by_the_lexer_for_ascii(text: str) -> None:
    either = [[(f.lastgroup, f.span()) for f in re.finditer(p, text)] for p in tables().lexers]
    assert either[0] == either[1]


@pytest.mark.parametrize(
    ("pattern", "narrow"),
    [
        (r"[d∂]x", r"[d]x"),
        (r"[²⁴-⁹]?a|∂", r"(?!)?a|(?!)"),
        (r"[^\W\d²]+", r"[^\W\d]+"),
        (r"[^²].", "[\0-\x7f]."),
        (r"\.T(?!\w)|[\]\/÷]", r"\.T(?!\w)|[\]\/]"),
    ],
)
def test_a_regular_expression_for_ascii_lacks_the_other_characters(pattern: str, narrow: str) -> None:
    assert ascii_only(pattern) == narrow
    re.compile(narrow)


def test_every_line_has_the_same_tokens_in_a_long_text() -> None:
    for text in (*LINES, *feynman()):
        assert lex_long(text) == lex(text)
    joined = "\n".join(LINES * 20)
    assert len(joined) > LONG
    assert [token[:2] for token in lex(joined)][:-1] == [token[:2] for line in LINES * 20 for token in lex(line)[:-1]]


@pytest.mark.parametrize(("text", "wanted"), [("x", {"PLUS", "POWER"}), ("2*", {"NAME", "NUMBER"}), ("(x", {"RPAR"})])
def test_a_fault_says_what_was_expected(text: str, wanted: set[str]) -> None:
    with pytest.raises(SyntaxFault) as caught:
        drive(lex(text + " §"), bind(Tree()))
    assert wanted <= caught.value.expected
