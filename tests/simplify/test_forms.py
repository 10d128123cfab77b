"""What results look like, to the letter."""

from __future__ import annotations

import pytest

from derivrepl.simplify import Facts, hand_of, same, simplify
from tests.simplify.values import new_store, raw_derivative, read, write

# fmt: off
DERIVATIVES = [
    # expression                        by        result
    ("sin(x^2)",                        "x",      "2*x*cos(x^2)"),
    ("sin(x) + x*y",                    "x",      "cos(x) + y"),
    ("sqrt(x)",                         "x",      "1/(2*sqrt(x))"),
    ("cos(x)",                          "x",      "-sin(x)"),
    ("x^x",                             "x",      "x^x*(log(x) + 1)"),
    ("x^3",                             "x",      "3*x^2"),
    ("x^2*y",                           "x",      "2*x*y"),
    ("y/x",                             "x",      "-y/x^2"),
    ("(x^3 - 1)/(x - 1) + y",           "x",      "2*x + 1"),
    ("(x + 1)^(5/2)/(x^2 - 1)",         "x",      "(x - 5)*sqrt(x + 1)/(2*(x - 1)^2)"),
    ("exp(-x^2/2)",                     "x x",    "(x^2 - 1)*exp(-x^2/2)"),
    ("1/(1 + exp(-x))",                 "x",      "exp(-x)/(1 + exp(-x))^2"),
    ("sqrt(x^2 + y^2)",                 "x",      "x/sqrt(x^2 + y^2)"),
    ("log(x^2 + y^2)/2",                "x",      "x/(x^2 + y^2)"),
    ("(x - x0)^2",                      "x",      "2*(x - x0)"),
    ("n*kb*T*log(V2/V1)",               "V2",     "n*kb*T/V2"),
    ("(1 + x)^10",                      "x",      "10*(1 + x)^9"),
    ("0.044715*x^3",                    "x",      "0.134145*x^2"),
    ("0.1*x^2",                         "x",      "0.2*x"),
    ("m*c^2/sqrt(1 - v^2/c^2)",         "v",      "m*v/(1 - v^2/c^2)^(3/2)"),
    ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "x", "4/(exp(x) + exp(-x))^2"),
    ("sin(x)/(1 + cos(x))",             "x",      "1/(1 + cos(x))"),
    ("sin(x)^4 + cos(x)^4",             "x",      "-sin(4*x)"),
    ("x*log(x) - x",                    "x",      "log(x)"),
    ("(-x)^(2/3)",                      "x",      "-2/(3*(-x)^(1/3))"),
    ("abs(x)^3",                        "x",      "3*x*abs(x)"),
    ("2^x",                             "x",      "2^x*log(2)"),
    ("A*cos(w*t + phi)",                "t t",    "-A*w^2*cos(w*t + phi)"),
    ("exp(-(x - m)^2/(2*s^2))/s",       "s",      "((x - m)^2 - s^2)*exp(-(x - m)^2/(2*s^2))/s^4"),
]

EXPRESSIONS = [
    # typed                             result                  conditions
    ("(x^2 - 1)/(x - 1)",               "x + 1",                ["x != 1"]),
    ("x/x",                             "1",                    ["x != 0"]),
    ("x^2/x",                           "x",                    ["x != 0"]),
    ("sqrt(x)^2",                       "x",                    ["x >= 0"]),
    ("exp(log(x))",                     "x",                    ["x > 0"]),
    ("log(x) + x/x",                    "log(x) + 1",           []),
    ("sqrt(x^2)",                       "abs(x)",               []),
    ("log(x^2)",                        "log(x^2)",             []),
    ("x/abs(x)",                        "sign(x)",              ["x != 0"]),
    ("sec(x)*cos(x)",                   "1",                    ["cos(x) != 0"]),
    ("cosh(acosh(x))",                  "x",                    ["x >= 1"]),
    ("x*(x^2 + 1)/(x^2 + 1)",           "x",                    []),
    ("sqrt(x)*sqrt(x + 1)/sqrt(x)",     "sqrt(x + 1)",          ["x > 0"]),
    ("asin(sin(x))",                    "asin(sin(x))",         []),
    ("log(exp(x))",                     "x",                    []),
    ("n*kb*T",                          "n*kb*T",               []),
    ("x*2",                             "2*x",                  []),
    ("a - (b - c)",                     "a - b + c",            []),
    ("if(x > 0, x + x, 1)",             "if(x > 0, 2*x, 1)",    []),
    ("sqrt(12)",                        "sqrt(12)",             []),
    ("sqrt(12)*x + sqrt(3)*x",          "3*sqrt(3)*x",          []),
    ("x^(1/3)*x^(2/3)",                 "x",                    ["x >= 0"]),
    ("exp((log(x) + 1)^2) - e*x^2*exp(log(x)^2)", "0",          ["x > 0"]),
    ("sqrt(2*t)/sqrt(pi) - sqrt(t)/sqrt(2*pi)", "sqrt(t/(2*pi))", []),
    ("sqrt(x/2) - sqrt(x)/sqrt(2)",     "0",                    ["x >= 0"]),
    ("(2*x)^n - 2^n*x^n + x",           "x",                    []),
]

WITH_FACTS = [
    # typed                  result             facts
    ("sqrt(x^2)",            "x",               Facts(positive={"x"})),
    ("log(x^2)",             "2*log(x)",        Facts(positive={"x"})),
    ("abs(x)",               "-x",              Facts(negative={"x"})),
    ("sign(x*y)",            "sign(y)",         Facts(positive={"x"})),
    ("log(x) - log(y)",      "log(x/y)",        Facts(positive={"x", "y"})),
    ("x/x",                  "1",               Facts(nonzero={"x"})),
    ("floor(k) + k",         "2*k",             Facts(integer={"k"})),
    ("sin(pi*k)*x + k",      "k",               Facts(integer={"k"})),
    ("(x^2)^k",              "x^(2*k)",         Facts(integer={"k"})),
]
# fmt: on


@pytest.mark.parametrize(("text", "variables", "expected"), DERIVATIVES)
def test_a_derivative_reads_as_a_person_writes_it(text: str, variables: str, expected: str) -> None:
    store = new_store()
    assert write(store, simplify(store, raw_derivative(store, text, variables)).node) == expected


@pytest.mark.parametrize(("text", "expected", "conditions"), EXPRESSIONS)
def test_an_expression_says_what_it_no_longer_shows(text: str, expected: str, conditions: list[str]) -> None:
    store = new_store()
    result = simplify(store, read(store, text))
    assert write(store, result.node) == expected
    assert [write(store, condition) for condition in result.conditions] == conditions


@pytest.mark.parametrize(("text", "expected", "facts"), WITH_FACTS)
def test_declared_facts_are_used(text: str, expected: str, facts: Facts) -> None:
    store = new_store()
    result = simplify(store, read(store, text), facts=facts)
    assert write(store, result.node) == expected
    assert result.conditions == ()


def test_a_derivative_that_exists_is_the_existing_node() -> None:
    store = new_store()
    raw = raw_derivative(store, "sin(x) + x*y", "x")
    assert simplify(store, raw).node == raw


def test_the_level_off_gives_the_node_back() -> None:
    store = new_store()
    node = read(store, "x + x")
    assert simplify(store, node, "off").node == node


def test_an_unknown_level_is_refused() -> None:
    store = new_store()
    with pytest.raises(ValueError, match="fuller"):
        simplify(store, read(store, "x"), "fuller")


def test_steps_name_the_rewrites_with_the_part_before_and_after() -> None:
    store = new_store()
    result = simplify(store, read(store, "y*(sin(x)^2 + cos(x)^2)"))
    name, before, after = result.steps[0]
    assert (name, write(store, before), write(store, after)) == (
        "sine and cosine squared",
        "sin(x)^2 + cos(x)^2",
        "1",
    )


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("(x + 1)^2", "x^2 + 2*x + 1"),
        ("sin(2*x)", "2*sin(x)*cos(x)"),
        ("1/(1 + exp(-x))", "exp(x)/(1 + exp(x))"),
        ("(x^3 - 1)/(x - 1)", "x^2 + x + 1"),
        ("cosh(x)^2", "1 + sinh(x)^2"),
        ("x/sqrt(x)", "sqrt(x)"),
    ],
)
def test_equal_expressions_are_proved_equal(a: str, b: str) -> None:
    store = new_store()
    assert same(store, read(store, a), read(store, b))


@pytest.mark.parametrize(("a", "b"), [("x", "abs(x)"), ("sin(x)", "sin(x + 1)"), ("sqrt(x^2)", "x")])
def test_different_expressions_are_not(a: str, b: str) -> None:
    store = new_store()
    assert not same(store, read(store, a), read(store, b))


PRICE = (
    "S*normcdf((log(S/K) + (r + v^2/2)*t)/(v*sqrt(t))) - K*exp(-r*t)*normcdf((log(S/K) + (r - v^2/2)*t)/(v*sqrt(t)))"
)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("S", "normcdf((log(S/K) + (r + v^2/2)*t)/(v*sqrt(t)))"),
        ("K", "-exp(-r*t)*normcdf((log(S/K) + (r - v^2/2)*t)/(v*sqrt(t)))"),
        ("r", "K*t*exp(-r*t)*normcdf((log(S/K) + (r - v^2/2)*t)/(v*sqrt(t)))"),
        ("v", "S*exp(-(log(S/K) + (r + v^2/2)*t)^2/(2*v^2*t))*sqrt(t/(2*pi))"),
    ],
)
def test_exponentials_are_told_by_each_other(wanted: str, expected: str) -> None:
    store = new_store()
    price = read(store, PRICE)
    result = simplify(store, raw_derivative(store, PRICE, wanted), hand=hand_of(store, price))
    assert write(store, result.node) == expected
    assert result.complete
