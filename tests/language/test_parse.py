"""What a text means, line by line of the language's reference: the right column is the same with every bracket."""

from __future__ import annotations

import itertools

import pytest

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import variables_of
from derivrepl.session.session import Session
from derivrepl.session.settings import Settings
from tests.reading import Reader

# fmt: off
MEANINGS = [
    # levels, tight to loose
    ("2^3^2",                       "512"),
    ("x^y^z",                       "x^(y^z)"),
    ("x**y**z",                     "x^(y^z)"),
    ("2^-x",                        "2^(-x)"),
    ("2^-3^2",                      "2^(-(3^2))"),
    ("2^+x",                        "2^x"),
    ("-x^2",                        "-(x^2)"),
    ("(-x)^2",                      "(-x)^(2)"),
    ("-2^2",                        "-4"),
    ("2x",                          "2*x"),
    ("2(x+1)",                      "2*(x+1)"),
    ("3sin(x)^2",                   "3*(sin(x)^2)"),
    ("2x^2",                        "2*(x^2)"),
    ("2x²",                         "2*(x^2)"),
    ("2x^2y",                       None),
    ("-2x",                         "-(2*x)"),
    ("x^2*y",                       "(x^2)*y"),
    ("2x*y",                        "(2*x)*y"),
    ("x*2y",                        "x*(2*y)"),
    ("a/b/c",                       "(a/b)/c"),
    ("a/b*c",                       "(a/b)*c"),
    ("a*b/c",                       "(a*b)/c"),
    ("a-b-c",                       "(a-b)-c"),
    ("a-b+c",                       "(a-b)+c"),
    ("a+b*c",                       "a+(b*c)"),
    ("a*-b",                        "a*(-b)"),
    ("a/-b*c",                      "(a/(-b))*c"),
    ("a - -b",                      "a+b"),
    ("- - x",                       "x"),
    ("+x",                          "x"),
    ("-a*b",                        "-(a*b)"),
    ("-a+b",                        "(-a)+b"),
    ("x²³",                         "x^23"),
    ("x⁻¹",                         "x^(-1)"),
    ("x²^y",                        "(x^2)^y"),
    ("sin(x)²",                     "(sin(x))^2"),
    ("if(x + 1 > 2*y, a, b)",       "if((x + 1) > (2*y), a, b)"),
    ("f + x at x = 2",              "f + 2"),
    # derivatives: one product, stopped by + and -
    ("d/dx x^2",                    "diff(x^2, x)"),
    ("d/dx x^2*y",                  "diff(x^2*y, x)"),
    ("d/dx x^2/y",                  "diff(x^2/y, x)"),
    ("d/dx x^2 + x",                "diff(x^2, x) + x"),
    ("d/dx(x^2)*x",                 "diff(x^2*x, x)"),
    ("-d/dx x^2",                   "-diff(x^2, x)"),
    ("2*d/dx x^2",                  "2*diff(x^2, x)"),
    ("y*d/dx x^2*y",                "y*diff(x^2*y, x)"),
    ("d/dx -x^2",                   "diff(-x^2, x)"),
    ("d/dx d/dx x^3",               "diff(x^3, x, x)"),
    ("∂/∂x x*y",                    "diff(x*y, x)"),
    ("∂/∂x₁ x₁*y",                  "diff(x₁*y, x₁)"),
    ("d^2/dx^2 x^5",                "diff(x^5, x, 2)"),
    ("d²/dx² x^5",                  "diff(x^5, x, x)"),
    ("∂²/∂x∂y x^2*y^2",             "diff(x^2*y^2, x, y)"),
    ("d^3/dx^2dy x^2*y^2",          "diff(x^2*y^2, x, 2, y)"),
    ("∂³/∂x²∂y x^2*y^2",            "diff(x^2*y^2, x, 2, y)"),
    ("d/dtheta theta^2",            "diff(theta^2, theta)"),
    ("D(x^2, x)",                   "diff(x^2, x)"),
    ("diff(x^2)",                   "diff(x^2, x)"),
    ("diff(x^3, x, 0)",             "x^3"),
    ("diff(x^3*y^2, x, y, 2)",      "diff(diff(x^3*y^2, x), y, 2)"),
    ("diff(sin(diff(x^3, x)), x)",  "diff(sin(3*x^2), x)"),
    ("hessian(x^3, x)",             "diff(x^3, x, 2)"),
    ("grad(x^3)",                   "diff(x^3, x)"),
    ("jacobian(x^3, x)",            "diff(x^3, x)"),
    ("jvp(x*y, x, 3, y, z)",        "3*y + x*z"),
    ("vjp(x^2, w, x)",              "2*x*w"),
    ("sin'(x)",                     "cos(x)"),
    ("sin''(2*x)",                  "-sin(2*x)"),
    ("sin′(x)",                     "cos(x)"),
    ("g'(x^2)*2",                   "g'(x^2)*2"),
    ("diff(g(x^2), x)",             "g'(x^2)*(2*x)"),
    ("diff(g(x, y), y)",            "g'[2](x, y)"),
    ("g'[1, 2](x, y)",              "diff(g(x, y), x, y)"),
    ("g'[2, 1](x, y)",              "g'[1, 2](x, y)"),
    # putting in
    ("x*y at x = y, y = x",         "y*x"),
    ("t*u where t = 2*u, u = x",    "(2*x)*x"),
    ("x^2 where x = 3",             "9"),
    ("(x^2 at x = 3) + x",          "9 + x"),
    ("x at x = y at y = z",         "z"),
    ("d/dx x^2 at x = 3",           "diff(x^2, x) at x = 3"),
    # names and numbers
    ("π",                           "pi"),
    ("ln(x)",                       "log(x)"),
    ("arcsin(x)",                   "asin(x)"),
    ("log(x, b)",                   "log(x)/log(b)"),
    ("max(a, b, c)",                "max(max(a, b), c)"),
    ("piecewise(x<0, a, x<1, b, c)", "if(x < 0, a, if(x < 1, b, c))"),
    ("X*x",                         "X*x"),
    ("2e",                          "2*e"),
    ("2e3",                         "2000.0"),
    ("2e3x",                        "2000.0*x"),
    ("1/3 + 1/6",                   "1/2"),
    ("0.1 + 0.2",                   "0.3"),
    ("0.1*2",                       "0.2"),
    (".5x",                         "0.5*x"),
    ("5.",                          "5.0"),
    ("0^0",                         "1"),
    ("x^1",                         "x"),
    ("x^0",                         "1"),
    ("1*x",                         "x"),
    ("0*x",                         "0"),
    ("x + 0",                       "x"),
    # pasted mathematics
    ("a − b – c",                   "a - b - c"),
    ("a × b · c ⋅ d",               "((a*b)*c)*d"),
    ("a ÷ b",                       "a/b"),
    ("√x",                          "sqrt(x)"),
    ("√(x + 1)*y",                  "sqrt(x + 1)*y"),
    ("√x*y",                        "sqrt(x)*y"),
    ("2√x",                         "2*sqrt(x)"),
    ("∛x",                          "cbrt(x)"),
    ("√√x",                         "sqrt(sqrt(x))"),
    ("|x|",                         "abs(x)"),
    ("|x - y|*2",                   "abs(x - y)*2"),
    ("|x + |y||",                   "abs(x + abs(y))"),
    ("|x|^2",                       "abs(x)^2"),
    ("if(x ≤ y, x ≥ 0, 1)",         None),
    ("if(x ≤ y, a, b)",             "if(x <= y, a, b)"),
    ("if(x ≠ y, a, b)",             "if(x != y, a, b)"),
    ("x\u00a0+\u2003y",             "x + y"),
]
# fmt: on


@pytest.mark.parametrize(("text", "same"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_a_text_means_the_same_as_with_all_its_brackets(text: str, same: str | None) -> None:
    reader = Reader("g")
    if same is None:
        with pytest.raises(DerivError):
            reader.node(text)
    else:
        assert reader.text(reader.node(text)) == reader.text(reader.node(same))
        assert reader.node(text) == reader.node(same)


# fmt: off
BINARY = [  # sign, how tightly it binds, whether it goes from the right
    ("+",  1, False),
    ("-",  1, False),
    ("*",  2, False),
    ("/",  2, False),
    ("^",  3, True),
    ("**", 3, True),
]
# fmt: on


@pytest.mark.parametrize(("first", "second"), list(itertools.product(BINARY, BINARY)))
def test_two_operators_group_by_level_and_side(first: tuple[str, int, bool], second: tuple[str, int, bool]) -> None:
    reader = Reader()
    (one, tight, right), (two, other, _) = first, second
    left_first = tight > other or (tight == other and not right)
    grouped = f"(a {one} b) {two} c" if left_first else f"a {one} (b {two} c)"
    assert reader.node(f"a {one} b {two} c") == reader.node(grouped)


@pytest.mark.parametrize("row", BINARY)
def test_a_sign_before_an_operator_binds_between_powers_and_products(row: tuple[str, int, bool]) -> None:
    reader = Reader()
    sign, level, _ = row
    assert reader.node(f"-a {sign} b") == reader.node(f"-(a {sign} b)" if level == 3 else f"(-a) {sign} b")
    assert reader.node(f"a {sign} -b") == reader.node(f"a {sign} (-b)")


@pytest.mark.parametrize("relation", ["<", "<=", ">", ">=", "==", "!="])
@pytest.mark.parametrize("row", BINARY)
def test_comparisons_bind_most_loosely(relation: str, row: tuple[str, int, bool]) -> None:
    reader = Reader()
    sign = row[0]
    text = f"if(a {sign} b {relation} c {sign} d, 1, 0)"
    assert reader.node(text) == reader.node(f"if((a {sign} b) {relation} (c {sign} d), 1, 0)")


# fmt: off
NUMBERS = [
    ("12",                 "12"),
    ("007",                "7"),
    ("0.50",               "0.5"),
    ("2.0",                "2.0"),
    ("6.02e23",            "6.02e23"),
    ("1e-7",               "1e-7"),
    ("1/3",                "1/3"),
    ("2/4",                "1/2"),
    ("-6/4",               "-3/2"),
    ("0.1^2",              "0.01"),
    ("2^0.5",              "2^0.5"),
    ("4^(1/2)",            "2"),
    ("2^(1/2)",            "2^(1/2)"),
    ("2^-2",               "1/4"),
    ("9^9^9^9",            "9^9^387420489"),
    ("10^20",              "100000000000000000000"),
    ("0.1*x^2",            "0.1*x^2"),
]
# fmt: on


@pytest.mark.parametrize(("text", "printed"), NUMBERS)
def test_numbers_are_exact_and_print_as_they_were_meant(text: str, printed: str) -> None:
    reader = Reader()
    assert reader.text(reader.node(text)) == printed
    assert reader.node(printed) == reader.node(text)


def test_a_decimal_keeps_being_one_through_a_derivative() -> None:
    reader = Reader()
    assert reader.text(reader.node("diff(0.1*x^2, x)")) == "0.1*(2*x)"


def test_a_name_may_stand_for_a_condition_or_a_vector() -> None:
    session = Session()
    said = [
        ("c = x > 0", ""), ("if(c, 1, x)", ""), ("c + 1", "E112"), ("c = x^2", ""), ("c + 1", ""),
        ("a = [x, y]", ""), ("a + 1", ""), ("a", ""), ("_ + 1", ""), ("diff(a, x)", ""), ("a > 0", "E112"),
        ("f(t) = [t, t^2]", ""), ("f(2)", ""), ("f(2) + 1", ""), ("f'(2)", "E302"), ("f(t) = t^2", ""),
        ("f'(2)", ""), ("g(x) = x > 0", "E112"), ("if(x > 2, x, 1)", ""), ("%2 + 1", "E112"), ("if(%2, x, 1)", ""),
    ]  # fmt: skip
    for text, code in said:
        error = session.step(text).error
        assert (error.code if error else "") == code, text


# fmt: off
REDEFINED = [
    ("f(x) = x^2",      "f(x, y) = x*y",      "f(2, 3)"),
    ("f(x) = 1/x",      "a = 0; f(a) = a^2",  "f(2)"),
    ("c = x > 0",       "c = x^2",            "c + 1"),
    ("a = [x, y]",      "a = x^2",            "a + 1"),
    ("f(t) = [t, t]",   "f(t) = t",           "f(2) + 1"),
    ("g : function",    "g(x) = x^2",         "g(2) + 1"),
    ("c = x > 0",       "f(c) = c^2",         "f(2) + 1"),
    ("a = x",           "a = 2*a",            "a"),
]
# fmt: on


@pytest.mark.parametrize(("before", "again", "used"), REDEFINED)
def test_on_the_left_a_name_or_a_call_is_only_a_form(before: str, again: str, used: str) -> None:
    session = Session()
    for text in (before, *again.split("; "), used):
        assert session.step(text).error is None, text


def test_where_inputs_must_be_declared_a_definition_need_not_be() -> None:
    session = Session(Settings([("strict", "on")]))
    session.apply_settings()
    said = [
        ("a = 2", ""), ("f(x) = a*x^2", ""), ("f(t)", "E205"), ("t : real", ""), ("f(t)", ""), ("f(y) = y + z", "E205"),
        ("f(y) = y + t", ""), ("q + 1", "E205"), ("diff(t, q)", "E205"),
    ]  # fmt: skip
    for text, code in said:
        error = session.step(text).error
        assert (error.code if error else "") == code, text


# fmt: off
DERIVATIVE_NAMES = [
    # text              inputs          by
    ("df/dx",           "x",            "x"),
    ("df/dx1",          "x x1",         "x1"),
    ("d2f/dx2",         "x x2",         "x x"),
    ("d2f/dx12",        "x x1",         "x1 x1"),
    ("d2f/dxdy",        "x y",          "x y"),
    ("∂²f/∂x∂y",        "x y",          "x y"),
    ("∂³f/∂x²∂y",       "x y",          "x x y"),
    ("d^3f/dx^2dy",     "x y",          "x x y"),
    ("df/ddx",          "dx",           "dx"),
    ("d2f/ddxdy",       "dx x y d",     "dx y"),
    ("d2f/dx",          "x",            None),
    ("df/dz",           "x",            None),
    ("df/dxdy",         "x y",          None),
    ("d2f/dxdy",        "x y xdy",      "x y"),
    ("d3f/dxdydz",      "x ydz z y",    "x y z"),
]
# fmt: on


@pytest.mark.parametrize(("text", "inputs", "by"), DERIVATIVE_NAMES)
def test_a_derivative_is_named_by_a_unique_sequence_of_inputs(text: str, inputs: str, by: str | None) -> None:
    assert variables_of(text, inputs.split()) == (None if by is None else by.split())


def test_places_of_nodes_are_kept_beside_the_store() -> None:
    reader = Reader()
    node = reader.node("1 + sin(x^2)*y")
    places = {reader.text(n): reader.parser.spans[n] for n in reader.store.live([node])}
    assert places == {"x": (8, 9), "y": (13, 14), "x^2": (8, 11), "sin(x^2)": (4, 12), "sin(x^2)*y": (4, 14),
                      "1 + sin(x^2)*y": (0, 14)}  # fmt: skip
