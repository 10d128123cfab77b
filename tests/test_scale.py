"""Large input ends soon, with bounded output: nothing recurses, nothing is expanded, nothing is quadratic.

The limits are a guard against hanging, not a measure of speed.
"""

from __future__ import annotations

import pytest

from derivrepl.calculus import reverse
from derivrepl.language.text import Writer
from tests.conftest import run_cli
from tests.reading import Reader

SECONDS = 60
LARGEST = 60_000_000
LONGEST_LINE = 210_000
N = 100_000

SUM = "+".join(f"{k % 7 + 1}*x{k % 10_000}^2" for k in range(20_000))
FUNCTIONS = "\n".join(f"g{k}(x) = x^2 + {k}" for k in range(10_000))
CHAIN = "a0 = x\n" + "\n".join(f"a{k} = a{k - 1} + 1" for k in range(1, 500)) + "\na499"

# fmt: off
ANSWERED = [  # text, and how the last line of its answer begins
    ("100,000 nested calls",          "sin(" * N + "x" + ")" * N,                      "df/dx = v"),
    ("100,000 nested brackets",       "(" * N + "x" + ")" * N,                         "df/dx = 1"),
    ("100,000 signs",                 "-" * N + "x",                                   "df/dx = 1"),
    ("a sum over 10,000 inputs",      SUM,                                             "df/dx9999 = "),
    ("a product of 2,000 inputs",     "*".join(f"x{k}" for k in range(1, 2001)),       "df/dx2000 = v"),
    ("60 squarings",                  "x = y\n" + "x = x*x + 1\n" * 60 + "x",          "df/dy = v"),
    ("an eighth derivative",          "exp(sin(x)*x)\n:d x 8",                         "d8f/dx8 = "),
    ("a tower of powers",             "2^2^2^2^2^2^2",                                 "f = 2^2^2^65536"),
    ("a number without end",          "9^9^9^9*x",                                     "df/dx = 9^9^387420489"),
    ("a high power",                  "(x + 1)^100000",                                "df/dx = 100000*(x + 1)^99999"),
    ("50 derivatives of a power",     "diff((x + 1)^50, x, 50)",                       "f = 30414093"),
    ("300 nested exponentials",       "exp(" * 300 + "x" + ")" * 300,                  "df/dx = v"),
    ("1,000 derivatives in a row",    "d/dx " * 1000 + "sin(x)",                       "df/dx = cos(x)"),
    ("a chain of definitions",        CHAIN,                                           "df/dx = 1"),
    ("10,000 functions",              FUNCTIONS + "\ng9999(x)",                        "df/dx = 2*x"),
    ("a line of 1 MB",                "123456789*x + " * 70_000 + "x",                 "df/dx = 8641975230001"),
    ("a comment of 1 MB",             "x # " + "y" * 1_000_000,                        "df/dx = 1"),
    ("1,000,000 empty statements",    ";" * 1_000_000 + "x",                           "df/dx = 1"),
    ("a name of 100,000 letters",     "x" * N,                                         "df/dxxxx"),
]
REFUSED = [  # text, place and code of the error
    ("a number of 1 MB",              "1" * 1_000_000,                                   "1:1", "E107"),
    ("1 MB that cannot be read",      "§" * 1_000_000,                                   "1:1", "E106"),
    ("1,000,000 open brackets",       "(" * 1_000_000,                                   "1:1000000", "E102"),
    ("1,000,000 closing brackets",    ")" * 1_000_000,                                   "1:1", "E101"),
    ("100,001 bars",                  "|" * (N + 1) + "x",                               "1:1", "E102"),
    ("1,000,000 primes",              "f" + "'" * 1_000_000 + "(x)",                     "1:1", "E201"),
    ("100,000 raised digits",         "x" + "²" * N,                                     "1:2", "E107"),
    ("500 unknown functions",         "\n".join(f"foo{k}(x)" for k in range(500)),       "1:1", "E201"),
]
# fmt: on


@pytest.mark.parametrize(("name", "text", "said"), ANSWERED, ids=[name for name, _, _ in ANSWERED])
def test_large_input_is_answered(name: str, text: str, said: str) -> None:
    done = run_cli(stdin=text.encode() + b"\n", timeout=SECONDS)
    assert (done.code, done.stderr) == (0, b"")
    assert len(done.stdout) < LARGEST
    lines = [line for line in done.stdout.decode().splitlines() if line and not line.startswith("#")]
    assert lines[-1].startswith(said), lines[-1][:200]
    assert max(map(len, lines)) < LONGEST_LINE


@pytest.mark.parametrize(("name", "text", "place", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_large_input_is_refused_at_its_place_in_few_words(name: str, text: str, place: str, code: str) -> None:
    done = run_cli(stdin=text.encode() + b"\n", timeout=SECONDS)
    assert (done.code, done.stdout) == (1, b"")
    lines = done.stderr.decode().splitlines()
    assert lines[0].startswith(f"stdin:{place}: error: ")
    assert lines[0].endswith(f"[{code}]")
    assert max(map(len, lines)) < 200


@pytest.mark.parametrize("asked", [":hessian x", ":eval x=1", ":d q", ":undef q", "xx", f"{'_' * 99_999}"])
def test_what_is_told_about_a_long_name_is_short(asked: str) -> None:
    done = run_cli("-r", stdin=f"{'_' * 100_000}\n{asked}\n".encode(), timeout=SECONDS)
    assert max(map(len, done.stderr.splitlines()), default=0) < 1_000


def test_the_gradient_of_a_large_sum_is_right() -> None:
    reader = Reader()
    node = reader.node("+".join(f"{k % 7 + 1}*x{k % 1000}^2" for k in range(10_000)))
    wanted = [reader.input(f"x{k}") for k in range(1000)]
    for k, found in enumerate(reverse.gradient(reader.store, node, wanted)):
        weight = sum(j % 7 + 1 for j in range(k, 10_000, 1000))
        assert reader.text(found) == f"2*x{k}*{weight}"


def test_a_deep_graph_is_printed_within_its_limit() -> None:
    reader = Reader()
    node = reader.node("sin(" * N + "x" + ")" * N)
    assert Writer(reader.store).text(node) is None
    full = Writer(reader.store, limit=10**6).text(reader.node("sin(" * 500 + "x" + ")" * 500))
    assert full == "sin(" * 500 + "x" + ")" * 500
