"""`:trace`, byte for byte: the tables of the automatic-differentiation literature."""

from __future__ import annotations

import pytest

from derivrepl.language.text import UNICODE
from derivrepl.numeric.array_value import ArrayValue
from derivrepl.session.answer import Drawing, Results
from derivrepl.session.session import Session

REVERSE = """\
  forward primal trace ▼            reverse adjoint trace ▲
  ────────────────────────────────  ────────────────────────────────────────
  v1 = x1         = 2               a1                  = 5.5      = ∂f/∂x1
  v2 = x2         = 5               a2                  = 1.71634  = ∂f/∂x2
  v3 = log v1     = 0.693147        a1 += a3/v1         = 5.5
  v4 = v1·v2      = 10              a1 += a4·v2         = 5
                                    a2 += a4·v1         = 1.71634
  v5 = v3 + v4    = 10.6931         a3 += a5            = 1
                                    a4 += a5            = 1
  v6 = sin v2     = -0.958924       a2 += a6·cos v2     = -0.283662
  v7 = v5 - v6    = 11.6521         a5 += a7            = 1
                                    a6 += -a7           = -1
                                    a7                  = 1        seed
  5 operations forward and 8 updates back give both derivatives; forward mode
  needs 2 passes over the 5 operations                                   :cost
"""
FORWARD = """\
  forward primal trace ▼            tangent trace ▼        seed t1 = 1, t2 = 0
  ────────────────────────────────  ────────────────────────────────────────
  v1 = x1         = 2               t1                     = 1
  v2 = x2         = 5               t2                     = 0
  v3 = log v1     = 0.693147        t3 = t1/v1             = 0.5
  v4 = v1·v2      = 10              t4 = t1·v2 + v1·t2     = 5
  v5 = v3 + v4    = 10.6931         t5 = t3 + t4           = 5.5
  v6 = sin v2     = -0.958924       t6 = t2·cos v2         = 0
  v7 = v5 - v6    = 11.6521         t7 = t5 - t6           = 5.5      = ∂f/∂x1
"""
BOTH = """\
  forward primal trace ▼          tangent trace ▼   t1 = 1, t2 = 0        reverse adjoint trace ▲
  ──────────────────────────────  ──────────────────────────────────────  ────────────────────────────────────────
  v1 = x1         = 2             t1                      = 1             a1                = 5.5      = ∂f/∂x1
  v2 = x2         = 5             t2                      = 0             a2                = 1.71634  = ∂f/∂x2
  v3 = log v1     = 0.693147      t3 = t1/v1              = 0.5           a1 += a3/v1       = 5.5
  v4 = v1·v2      = 10            t4 = t1·v2 + v1·t2      = 5             a1 += a4·v2       = 5
                                                                          a2 += a4·v1       = 1.71634
  v5 = v3 + v4    = 10.6931       t5 = t3 + t4            = 5.5           a3 += a5          = 1
                                                                          a4 += a5          = 1
  v6 = sin v2     = -0.958924     t6 = t2·cos v2          = 0             a2 += a6·cos v2   = -0.283662
  v7 = v5 - v6    = 11.6521       t7 = t5 - t6            = 5.5           a5 += a7          = 1
                                                                          a6 += -a7         = -1
                                                                          a7                = 1        seed
"""
SYMBOLS = """\
  forward primal trace ▼            reverse adjoint trace ▲
  ────────────────────────────────  ────────────────────────────────────────
  v1 = x          = x               a1                  = exp(x)   = ∂f/∂x
  v2 = exp v1     = exp(x)          a1 += a2·v2         = exp(x)
                                    a2                  = 1        seed
  1 operation forward and 1 update back give the derivative; forward mode
  needs 1 pass over the 1 operation                                      :cost
"""
ADJOINTS = "".join(f"  {line[36:]}" for line in REVERSE.splitlines(keepends=True)[:-2])
ARRAYS = ("A : matrix(2,2)", "x : vector(2)", "sum((A@x)^2)")
ELEMENT = """\
  forward primal trace ▼            tangent trace ▼        seed t1 = 0, t2 = unit(2, 2)
  ────────────────────────────────  ─────────────────────────────────────────
  v1 = A          = A               t1                     = 0
  v2 = x          = x               t2                     = unit(2, 2)
  v3 = v1@v2      = A@x             t3 = t1@v2 + v1@t2     = A[:,2]
  v4 = v3^2       = (A@x)²          t4 = 2·v3*t3           = 2·A[:,2]*(A@x)
  v5 = sum v4     = sum((A@x)²)     t5 = sum t4            = 2·(A[:,2]@A@x) = ∂f/∂x[2]
"""
NUMBERS = """\
  forward primal trace ▼          tangent trace ▼   seed t1 = 0, t2 = [0, 1]
  ──────────────────────────────  ──────────────────────────────────────────
  v1 = A      = [[1, 2], [3, 4]]  t1                 = 0
  v2 = x      = [1, 2]            t2                 = [0, 1]
  v3 = v1@v2  = [5, 11]           t3 = t1@v2 + v1@t2 = [2, 4]
  v4 = v3^2   = [25, 121]         t4 = 2·v3*t3       = [20, 88]
  v5 = sum v4 = 146               t5 = sum t4        = 108 = ∂f/∂x[2]
"""
CLASSIC = "ln(x1) + x1*x2 - sin(x2)"


def drawn(*lines: str) -> Drawing:
    """The last line's table."""
    session = Session()
    answer = None
    for line in lines:
        answer = session.step(line)
        assert answer.error is None, answer.error
    assert answer is not None
    (block,) = answer.blocks
    assert isinstance(block, Drawing)
    return block


# fmt: off
SCREENS = (
    (("ln(x1) + x1*x2 - sin(x2)", ":trace reverse x1=2 x2=5"),                     80,  REVERSE),
    (("ln(x1) + x1*x2 - sin(x2)", ":eval x1=2 x2=5", ":trace forward x1"),         80,  FORWARD),
    (("ln(x1) + x1*x2 - sin(x2)", ":trace both x1=2 x2=5"),                        120, BOTH),
    (("ln(x1) + x1*x2 - sin(x2)", ":trace both x1=2 x2=5"),                        80,  FORWARD + "\n" + ADJOINTS),
    (("exp(x)", ":trace"),                                                         80,  SYMBOLS),
    ((*ARRAYS, ":trace forward x[2]"),                                             100, ELEMENT),
    ((*ARRAYS, ":trace forward x[2] x=[1,2] A=[1,2;3,4]"),                         80,  NUMBERS),
)
# fmt: on


@pytest.mark.parametrize(("lines", "width", "screen"), SCREENS)
def test_a_trace_is_printed_as_in_the_literature(lines: tuple[str, ...], width: int, screen: str) -> None:
    shown = "".join(f"  {line}".rstrip() + "\n" for line in drawn(*lines).screen(width, UNICODE))
    assert shown == screen


# fmt: off
UPDATES = (
    # expression          rows of the update column
    ("x^2",               "a1 += 2*a2*v1"),
    ("x",                 ""),
    ("cos(x)",            "a1 += -a2*sin(v1)"),
    ("x/y",               "a1 += a3/v2\na2 += -a3*v1/v2^2"),
    ("sqrt(x)",           "a1 += a2/(2*v2)"),
    ("x^y",               "a1 += a3*v2*v1^(v2 - 1)\na2 += a3*v3*log(v1)"),
    ("if(x > 0, x, y)",   "a1 += if(v3, a4, 0)\na2 += if(v3, 0, a4)"),
    ("x*x",               "a1 += a2*v1\na1 += a2*v1"),
    ("x*log(2)",          "a1 += a3*v2"),
    ("abs(x)",            "a1 += a2*sign(v1)"),
)
# fmt: on


@pytest.mark.parametrize(("expression", "updates"), UPDATES)
def test_updates_are_the_rules_own_formulas(expression: str, updates: str) -> None:
    rows = [line.split("\t") for line in drawn(expression, ":trace").piped]
    assert "\n".join(row[3] for row in rows if "+=" in row[3]) == updates


def test_a_pipe_gets_tabs_and_shortest_doubles() -> None:
    assert drawn("sin(x)", ":trace forward x=1").piped == [
        "node\toperation\tvalue\tupdate\tresult",
        "v1\tx\t1\tt1\t1",
        "v2\tsin(v1)\t0.8414709848078965\tt2 = t1*cos(v1)\t0.5403023058681398",
    ]


def test_a_trace_in_symbols_has_a_limit() -> None:
    session = Session()
    session.step(" + ".join(f"sin({k}*x)" for k in range(2, 300)))
    error = session.step(":trace").error
    assert error is not None
    assert error.code == "E405"
    assert session.step(":trace x=1").error is None


@pytest.mark.parametrize("line", [":trace sideways", ":trace forward q", ":trace reverse x", ":trace x=-1"])
def test_a_trace_that_makes_no_sense_is_refused(line: str) -> None:
    session = Session()
    session.step("log(x)")
    assert session.step(line).error is not None
    assert session.point == {}


def test_a_walk_has_a_picture_for_every_row_in_the_order_of_the_sweeps() -> None:
    session = Session()
    session.step("ln(x1) + x1*x2 - sin(x2)")
    block = session.step(":trace both step x1=2 x2=5").blocks[0]
    assert isinstance(block, Drawing)
    assert block.walk is not None
    for width in (80, 120):
        walk = block.walk(width, UNICODE)
        frames = [walk[k] for k in range(len(walk))]
        table = [line for line in block.screen(width, UNICODE) if line]
        assert {line for line in frames[-1].lines if line} <= set(table)
        assert frames[0].note == "v1 is x1: 2"
        assert frames[-1].note == "a1 is complete: it is ∂f/∂x1"
        assert "a1 gets a4·v2 because v4 = v1·v2" in [frame.note.removesuffix(", with v2 = 5") for frame in frames]
        for frame in frames:
            assert all(frame.lines[k][start:end].strip() for k, start, end in frame.marks)


def test_a_pipe_gets_all_rows_of_a_walk() -> None:
    session = Session()
    session.step("x*y")
    plain, walked = (session.step(f":trace reverse {step} x=1 y=2").blocks[0] for step in ("", "step"))
    assert isinstance(plain, Drawing)
    assert isinstance(walked, Drawing)
    assert plain.piped == walked.piped


def test_each_function_of_a_list_is_traced() -> None:
    session = Session()
    session.step("[x^2, x*y]")
    assert [len(session.step(f":trace {words}").blocks) for words in ("reverse", "forward x", "forward y")] == [2, 2, 1]
    error = session.step(":trace forward q").error
    assert error is not None
    assert error.code == "E203"


# fmt: off
VALUES = "x=[1,2] A=[1,2;3,4]"
ALONG = (
    # function          words                           update and result of the last row
    ("sum((A@x)^2)",    "forward",                      "t5 = sum(t4)",         "2*(A@x@dA@x)"),
    ("sum((A@x)^2)",    "forward x",                    "t5 = sum(t4)",         "2*(A@x@A@dx)"),
    ("sum((A@x)^2)",    "dx=A@x",                       "t5 = sum(t4)",         "2*(A@x@A@A@x)"),
    ("sum((A@x)^2)",    f"forward x {VALUES}",          "t5 = sum(t4)",         "76"),
    ("sum((A@x)^2)",    f"forward x[2] {VALUES}",       "t5 = sum(t4)",         "108"),
    ("sum((A@x)^2)",    f"forward A[2,1] {VALUES}",     "t5 = sum(t4)",         "22"),
    ("sum((A@x)^2)",    f"dx=[1,1] dA=A {VALUES}",      "t5 = sum(t4)",         "476"),
    ("tanh(A@x)",       "forward x",                    "t4 = (1 - v4^2)*t3",   "(A@dx)*(1 - tanh(A@x)^2)"),
    ("inv(A)",          "forward",                      "t2 = -v2@t1@v2",       "-inv(A)@dA@inv(A)"),
    ("[x@x, x[1]]@x",   "forward x=[1,2]",              "t6 = t5@v1 + v5@t1",   "9"),
    ("x*x[1]",          "forward x=[1,2]",              "t4 = t1*v3 + v1*t3",   "[2, 2]"),
    ("y^3",             "dy=2 y=1",                     "t2 = 3*t1*v1^2",       "6"),
)
# fmt: on


@pytest.mark.parametrize(("function", "words", "update", "result"), ALONG)
def test_tangents_of_arrays_are_traced_along_an_element_or_a_direction(
    function: str, words: str, update: str, result: str
) -> None:
    *_, row = [line.split("\t") for line in drawn(*ARRAYS[:2], function, f":trace {words}").piped]
    assert row[3:] == [update, result]


def test_a_trace_forward_ends_in_an_element_of_the_gradient() -> None:
    point = "x=[1,2] A=[5,2;3,4]"
    for function in ("x@inv(A)@x + logdet(A)", "sum(softmax(A)*A) + softmax(x)@x", "sum(kron(A, A)) + mean(A)*prod(x)"):
        *_, row = [line.split("\t") for line in drawn(*ARRAYS[:2], function, f":trace forward A[1,2] {point}").piped]
        session = Session()
        for line in (*ARRAYS[:2], function):
            session.step(line)
        (results,) = [b for b in session.step(f":grad A {point}").blocks if isinstance(b, Results)]
        value = results.results[0].value
        assert isinstance(value, ArrayValue)
        assert float(row[4]) == pytest.approx(value.array[0, 1], rel=1e-12)


def test_forward_mode_needs_a_pass_for_every_element() -> None:
    assert "6 passes" in " ".join(drawn(*ARRAYS, ":trace").screen(80, UNICODE)[-2:])
    assert "m*n passes" in " ".join(drawn("M : matrix(m, n)", "sum(M^2)", ":trace").screen(80, UNICODE)[-2:])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("forward x[3]", "E303"),
        ("dx=[1,2,3]", "E301"),
        ("reverse dx=[1,2]", "E502"),
        ("forward x dA=A", "E502"),
        ("dq=1", "E203"),
    ],
)
def test_a_direction_that_makes_no_sense_is_refused(words: str, code: str) -> None:
    session = Session()
    for line in ARRAYS:
        session.step(line)
    error = session.step(f":trace {words}").error
    assert error is not None
    assert error.code == code
