"""What is refused or doubted: the code, the words that must be there, the place, and a fix that leads on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from derivrepl.errors import DerivError
from derivrepl.session.session import Session
from derivrepl.tables.diagnostics import DIAGNOSTICS

if TYPE_CHECKING:
    from derivrepl.errors import Caution, Fix


class Row(NamedTuple):
    """before: statements of the session; marked: the statement with its place between « and »."""

    before: str
    marked: str
    code: str
    words: tuple[str, ...]
    fixed: str | None


# fmt: off
REFUSED = [
    # an operator is missing
    Row("", "x« »y",                     "E103", ("x*y",),                            "x*y"),
    Row("", "(x+1)«(»x-1)",              "E103", ("(x+1)*(x-1)",),                    "(x+1)*(x-1)"),
    Row("x", "«x(x+1)»",                 "E202", ("x is an input", "x*(x+1)"),        "x*(x+1)"),
    Row("a = 3", "«a(x)»",               "E202", ("a is a definition", "a*(x)"),      "a*(x)"),
    Row("", "«pi(x)»",                   "E202", ("pi is a constant",),               "pi*(x)"),
    Row("", "x^2« »x",                   "E103", ("x^2*x",),                          "x^2*x"),
    Row("", "sin(x)^2« »cos(x)",         "E103", ("sin(x)^2*cos(x)",),                "sin(x)^2*cos(x)"),
    Row("", "2x« »y",                    "E103", ("2x*y",),                           "2x*y"),
    Row("", "2« »x",                     "E103", ("2*x",),                            "2*x"),
    Row("", "x«|»y|",                    "E103", ("x*|y|",),                          "x*|y|"),
    Row("", "|x|«y»",                    "E103", ("|x|*y",),                          "|x|*y"),
    Row("", "2«|»x|",                    "E103", ("2*|x|",),                          "2*|x|"),
    Row("", "√x« »y",                    "E103", ("√x*y",),                           "√x*y"),
    Row("", "3«d»/dx x^2",               "E103", ("3*d/dx",),                         "3*d/dx x^2"),
    # other notations
    Row("", "x<0 «?» -x : x",            "E106", ("if(x<0, -x, x)",),                 "if(x<0, -x, x)"),
    Row("", "«if» x > 0 then x^2 else 1", "E104", ("if(x > 0, x^2, 1)",),             "if(x > 0, x^2, 1)"),
    Row("", "x^«{»2y}",                  "E106", ("LaTeX", "x^(2y)"),                 "x^(2y)"),
    Row("", "x «mod» 3 + 1",             "E104", ("mod(x, 3)",),                      "mod(x, 3) + 1"),
    Row("", "«(d/dx)»(x^3)",             "E108", ("without brackets", "d/dx"),        "d/dx (x^3)"),
    Row("", "«integrate»(x^2, x)",       "E201", ("integrals are not computed",),     None),
    Row("", "derivative« »of x^2",       "E103", ("d/dx",),                           None),
    Row("", "«sum(k*x^k, k, 1, 5)»",     "E208", ("sum over an index",),              None),
    Row("", "sin(2π«x»)",                "E103", ("2π*x",),                           "sin(2π*x)"),
    Row("A : matrix", "A«\\»b",           "E106", ("solve(A, b)",),                    None),
    Row("", "«½»x",                      "E106", ("1/2",),                            None),
    Row("", "«∫»x dx",                   "E106", ("integrals are not computed",),     None),
    Row("", "«f»(g(x))",                 "E201", ("f : function",),                   None),
    # two readings
    Row("", "«1/2x»",                    "E111", ("1/(2*x)", "(1/2)*x"),              "1/(2*x)"),
    Row("", "«a/2x»",                    "E111", ("a/(2*x)", "(a/2)*x"),              "a/(2*x)"),
    Row("", "y + «1/2(x)»",              "E111", ("1/(2*(x))", "(1/2)*(x)"),          "y + 1/(2*(x))"),
    Row("", "«x/-2y»",                   "E111", ("two ways",),                       "x/(-2*y)"),
    Row("", "«2^2x»",                    "E111", ("2^(2*x)", "2^2*x"),                "2^(2*x)"),
    Row("", "«2^-2x»",                   "E111", ("2^(-2*x)", "2^-2*x"),              "2^(-2*x)"),
    Row("", "«√2x»",                     "E111", ("sqrt(2)*x", "sqrt(2*x)"),          "sqrt(2)*x"),
    Row("", "«√x^2»",                    "E111", ("sqrt(x)^2", "sqrt(x^2)"),          "sqrt(x)^2"),
    Row("", "«∛x²»",                     "E111", ("cbrt(x)²", "cbrt(x²)"),            "cbrt(x)²"),
    Row("", "«|x||y|»",                  "E111", ("abs(x)*abs(y)", "abs(x*abs(y))"),  "abs(x)*abs(y)"),
    Row("x^2", "«df/dx»",                "E111", ("diff(f, x)", "(df)/dx"),           "diff(f, x)"),
    Row("", "«d/dz» x",                  "E111", ("derivative by z", "quotient"),     "(d)/dz* x"),
    Row("", "«d/dxx» x^2",               "E111", ("d/dx?",),                          "d/dx x^2"),
    # functions
    Row("", "«sin x»",                   "E104", ("sin(x)",),                         "sin(x)"),
    Row("", "«sin^2 x»",                 "E104", ("sin(x)^2",),                       "sin(x)^2"),
    Row("", "«sin^2(x)»",                "E104", ("sin(x)^2",),                       "sin(x)^2"),
    Row("", "«sin²(x + 1)»*y",           "E104", ("sin(x + 1)^2",),                   "sin(x + 1)^2*y"),
    Row("", "2 + «sin»",                 "E104", ("sin(x)",),                         None),
    Row("f(x) = x^2", "«f x»",           "E104", ("f(x)",),                           "f(x)"),
    Row("g : function", "«g x»",         "E104", ("g(x)",),                           "g(x)"),
    Row("", "«foo»(x)",                  "E201", ("foo", "foo : function"),           None),
    Row("", "2*«sni»(x)",                "E201", ("sni", "did you mean sin?"),        "2*sin(x)"),
    Row("", "«tg»(x)",                   "E201", ("tan",),                            "tan(x)"),
    Row("", "«sin(x, y)»",               "E208", ("sin takes 1 argument, 2 given",),  None),
    Row("", "«sin()»",                   "E208", ("sin takes 1 argument, 0 given",),  None),
    Row("", "«log(x, 2, 3)»",            "E208", ("log takes 1 or 2 arguments",),     None),
    Row("", "«root(x)»",                 "E208", ("root takes 2 arguments, 1 given",), None),
    Row("root(x) = x^2", "«root(x, 2, 3)»", "E208", ("root takes 1 argument, 3",),    None),
    Row("", "«if(x > 0, 1)»",            "E208", ("if takes 3 arguments",),           None),
    Row("", "«piecewise(x > 0, 1)»",     "E208", ("pairs",),                          None),
    Row("f(x) = x^2", "«f(x, y)»",       "E208", ("f takes 1 argument, 2 given",),    None),
    # primes
    Row("", "«x'»",                      "E113", ("f'(x)", "x.T", "diff("),           None),
    Row("", "«A'»",                      "E113", ("A.T", "diff("),                    None),
    Row("", "(x^2)«'»",                  "E113", (".T", "diff("),                     None),
    Row("x", "«x»'(2)",                  "E113", ("x is an input",),                  None),
    Row("", "«foo»'(x)",                 "E201", ("foo",),                            None),
    Row("g : function", "g«'»(x, y)",    "E113", ("g'[1]",),                          None),
    Row("g : function", "g'[«3»](x, y)", "E113", ("1 to 2",),                         None),
    # assignments
    Row("", "«pi» = 3",                  "E205", ("pi is a constant",),               None),
    Row("", "«e» = 3",                   "E205", ("e is a constant",),                None),
    Row("", "«sin» = 2",                 "E205", ("sin is a function",),              None),
    Row("", "«diff» = 2",                "E205", ("diff is a function",),             None),
    Row("", "«x + 1» = 3",               "E110", ("cannot be assigned",),             None),
    Row("", "«df/dx» = 3",               "E110", ("D(f, x)",),                        None),
    Row("", "«f(x + 1)» = 3",            "E110", ("parameters",),                     None),
    Row("", "«a» = a + 1",               "E207", ("a",),                              None),
    Row("", "«a == 3»",                  "E105", ("=",),                              None),
    Row("", "x at x «==» 3",             "E105", ("write =",),                        "x at x = 3"),
    Row("", "x^2 at «x»",                "E108", ("write at x = 1",),                  None),
    Row("", "x where «y», z = 2",        "E108", ("write where y = 1",),               None),
    # comparisons
    Row("", "«x > 0»",                   "E112", ("if(",),                            None),
    Row("", "1 + «(x > 0)»",             "E112", ("if(",),                            None),
    Row("", "if(«x», 1, 2)",             "E112", ("condition",),                      None),
    Row("", "a < b «<» c",               "E101", ("chain",),                          None),
    # brackets, operands, characters
    Row("", "sin«(»x",                   "E102", ("( is never closed",),              "sin(x)"),
    Row("", "[x, «(»y",                  "E102", ("never closed",),                   None),
    Row("", "2*«(»",                     "E102", ("( is never closed",),              None),
    Row("", "«|»x",                      "E102", ("| is never closed",),              "|x|"),
    Row("", "x«)»",                      "E101", ("unexpected )",),                   "x"),
    Row("", "[x«)»",                     "E101", (") does not close the [",),         "[x]"),
    Row("", "2*« »",                     "E108", ("operand is expected",),            None),
    Row("", "«*»2",                      "E108", ("before *",),                       None),
    Row("", "(x +«)»",                   "E108", ("before )",),                       None),
    Row("", "x«,» y",                    "E101", ("[x, y]",),                         None),
    Row("", "2*x «:» y",                 "E101", ("declaration",),                    None),
    Row("", "x «§» y",                   "E106", ("U+00A7",),                         None),
    Row("", "x«!»",                      "E106", ("factorial(n)",),                   None),
    Row("", "x «\0»",                    "E106", ("U+0000",),                         None),
    Row("", "«3..4»",                    "E107", ("3.4",),                            "3.4"),
    Row("", "«1.2.3»",                   "E107", ("1.2.3",),                          None),
    Row("", "«" + "9" * 10_001 + "»",    "E107", ("10,000 digits",),                  None),
    # values
    Row("", "«1/0»",                     "E401", ("division by zero",),               None),
    Row("", "x + «0^-1»",                "E401", ("negative power",),                 None),
    Row("f(x) = 1/x", "1 + «f(0)»",      "E401", ("division by zero",),               None),
    Row("", "x^2 at «y» = 3",            "E203", ("y is not an input", "x"),          None),
    Row("", "diff(x^2, «3»)",            "E203", ("3",),                              None),
    Row("", "diff(x^2, «x^2»)",          "E203", ("x^2 is an expression",),           None),
    Row("", "«diff(x*y)»",               "E203", ("x y",),                            None),
    Row("", "«diff()»",                  "E208", ("diff(e, x)",),                     None),
    Row("", "«_7»",                      "E204", ("no earlier",),                        None),
    Row("x", "«_7»",                     "E204", ("no entry 7",),                     None),
    Row("x", "«%9»",                     "E504", ("v1",),                             None),
    # arrays
    Row("", "«A @ B»",                   "E301", ("@ multiplies arrays", "scalar"),   None),
    Row("", "«A.T»",                     "E301", ("transpose", "scalar"),             None),
    Row("", "«A[1]»",                    "E303", ("scalar",),                         None),
    Row("", "«[1, 2; 3, 4][3,1]»",       "E303", ("from 1 to 2",),                    None),
    Row("", "«[1, 2; 3]»",               "E301", ("different shapes",),               None),
    Row("", "«det(A)»",                  "E301", ("det", "scalar"),                   None),
    Row("", "[1, 2] «+» [1, 2, 3]",      "E301", ("is 2", "is 3"),                    None),
    Row("", "«[1, 2] @ [1, 2].T»",       "E102", ("two readings", "outer"),           "outer([1, 2], [1, 2])"),
]
DOUBTED = [
    Row("",       "diff(x^2, «xx»)",     "W105", ("xx does not occur", "did you mean x?"),   "diff(x^2, x)"),
    Row("x*y",    "«xy»",                "W101", ("did you mean x*y?",),                     "x*y"),
    Row("",       "x*y + «xy»",          "W101", ("did you mean x*y?",),                     "x*y + x*y"),
    Row("",       "1 + «dq/dt»",         "W108", ("quotient of two inputs", "q = …"),       None),
    Row("",       "x + «sinx»",          "W101", ("did you mean sin(x)?",),                  "x + sin(x)"),
    Row("",       "«i»^2",               "W104", ("real",),                                  None),
    Row("",       "«E»*x",               "W104", ("Euler",),                                 None),
]
# fmt: on


def unmarked(row: Row) -> tuple[str, tuple[int, int]]:
    start = row.marked.index("«")
    end = row.marked.index("»") - 1
    return row.marked.replace("«", "").replace("»", ""), (start, end)


def session(row: Row) -> Session:
    made = Session()
    if row.before:
        assert made.step(row.before).error is None
    return made


def with_fix(text: str, fix: Fix | None) -> str | None:
    return None if fix is None else text[: fix[0]] + fix[2] + text[fix[1] :]


def holds(row: Row, found: DerivError | Caution) -> None:
    text, span = unmarked(row)
    assert found.code == row.code
    assert row.code in DIAGNOSTICS
    assert found.span is not None
    shown = text + " " if text.rstrip().endswith("*") else text
    assert shown[slice(*found.span)] == shown[slice(*span)]
    for word in row.words:
        assert word in f"{found.message} — {found.hint}"
    assert not found.message.endswith(".")
    if row.fixed is not None:
        assert with_fix(text, found.fix) == row.fixed


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.marked[:40])
def test_a_refusal_has_its_place_its_reason_and_its_cure(row: Row) -> None:
    text, _ = unmarked(row)
    error = session(row).step(text).error
    assert error is not None
    holds(row, error)


@pytest.mark.parametrize("row", [row for row in REFUSED if row.fixed], ids=lambda row: row.marked[:40])
def test_the_fix_of_a_refusal_gives_a_statement_that_is_accepted(row: Row) -> None:
    assert row.fixed is not None
    assert session(row).step(row.fixed).error is None


@pytest.mark.parametrize("row", DOUBTED, ids=lambda row: row.marked)
def test_what_is_doubted_is_accepted_with_one_warning(row: Row) -> None:
    text, _ = unmarked(row)
    answer = session(row).step(text)
    assert answer.error is None
    (caution,) = answer.cautions
    holds(row, caution)


@pytest.mark.parametrize("text", ["sin(x", "2*", "2*(", "[x,", "f(x) =", "d/dx", "x at", "x at y =", "-"])
def test_what_more_text_could_mend_is_called_incomplete(text: str) -> None:
    error = Session().step(text).error
    assert error is not None
    assert error.incomplete


@pytest.mark.parametrize("text", ["x)", "sin x", "1/2x", "x §", "pi = 3"])
def test_what_is_wrong_whatever_follows_is_not_called_incomplete(text: str) -> None:
    error = Session().step(text).error
    assert error is not None
    assert not error.incomplete
