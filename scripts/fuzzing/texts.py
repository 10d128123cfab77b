"""Random texts: soups of words of the language, mutated real formulas, well-formed expressions, any characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from derivrepl.language.scope import ARRAY_NAMES, FUNCTION_CODES
from derivrepl.tables.forms import FORMS
from derivrepl.tables.functions import FUNCTIONS

CORPUS = Path(__file__).resolve().parents[2] / "tests"

# fmt: off
WORDS = (
    "x", "y", "a", "f", "g", "x1", "2", "0", "1/2", "0.1", "1e9", "1e-9", "3.", ".5", "10^9", "pi", "e", "inf", "tau",
    "(", ")", "(x)", "(x, y)", "(x > 0, x, y)", "[", "]", "[x, y]", "[[1,2],[3,4]]", "+", "-", "*", "/", "^", "**",
    "@", "|", ",", ":", ";", "=", ":=", "==", "<", ">=", "!=", "'", "''", "²", "⁻¹", ".T", "√", "∛", "·", "÷", "−",
    "%1", "%", "_", "_1", "_99", "d/dx ", "d^2/dx^2 ", "∂²f/∂x∂y", "∂/∂x ", "df/dx", "d", " at ", " where ", "x = 2",
    " ", "\t", "\n", "\n  ", "#", "\\\n", "§", "\0", "\ud800", "é", "𝒙", "́", "‮", "diff(", "D(", "grad(", "jvp(",
    "vjp(", "jacobian(", "hessian(", "f(x) = x^2", "g : function", "a : positive", "k : integer", "u : vector(3)",
    "A : matrix(2,2)", "g'(x)", "g'[1,2](x, y)", "if(", "piecewise(", "max(", "sum(", "dot(", "f'(x) = 2*x",
)
COMMANDS = (
    ":grad", ":grad x", ":d x 2", ":d x y", ":hessian", ":jacobian", ":jvp dx=1", ":vjp 1", ":eval x=1 y=2", ":table",
    ":table full", ":table v3..v5", ":show", ":undef a", ":undef x", ":wrt x", ":wrt auto", ":vars", ":inputs x",
    ":help", ":help sin", ":help E101", ":set simplify off", ":set simplify hard", ":set digits 30", ":set wrt none",
    ":set output results", ":trace", ":trace reverse x=1 y=2", ":check", ":check n=2", ":taylor x 3", ":taylor x=0 4",
    ":code numpy", ":code c hessian", ":code latex", ":code python f", ":pp raw", ":pp simplified", ":domain",
    ":same x", ":steps", ":why", ":rules", ":simplify", ":simplify hard", ":fn h f", ":fn h d/dx f", ":plot x=-1..1",
    ":reset", ":define b = 2", ":eval", ":eval x=0", ":eval x=1e400", ":point", ":point x=1", ":undo", ":redo",
    ":save", ":load", ":cost", ":graph", ":latex", ":rule", ":solve x", ":quit", ":", ":x", ": grad", "?", "?sin",
    "? :grad", "help",
)
ANY = ("\0", "\ud800", "\udc80", "\ufeff", "\u202e", "\u0301", "𝒙", "ℝ", "ſ", "ß", "İ", "x̂", "∂", "²", "⁻", "½", "①",
       "٣", "𝟚", "′", "″", "\u2028", "\x85", "\x1b[31m", "\x7f", "\r", "�", "日本", "👩‍👩‍👧", "·", "×", "∞", "∑", "∫")
# fmt: on


@cache
def formulas() -> tuple[str, ...]:
    """The statements of the tests' corpus and transcripts."""
    found = []
    for path in sorted(CORPUS.glob("corpus/*.deriv")):
        found += [line.split("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    for path in sorted(CORPUS.glob("sessions/*.txt")):
        found += [line.partition("> ")[2] for line in path.read_text("utf-8").splitlines() if "> " in line[:6]]
    for path in sorted(CORPUS.glob("simplify/*.txt")):
        found += [line.split("|")[0].strip() for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    return tuple(dict.fromkeys(text for text in found if text))


def soup(random: Random, words: tuple[str, ...] = WORDS, most: int = 14) -> str:
    """Words of the language in any order."""
    return "".join(random.choice(words) for _ in range(random.randint(1, most)))


def mutated(random: Random) -> str:
    """A real formula with some characters lost, doubled, exchanged or put in."""
    text = random.choice(formulas())
    for _ in range(random.randint(1, 3)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.choice((0, 1, 1, 2, 5)))
        kind = random.random()
        if kind < 0.3:
            text = text[:start] + text[end:]
        elif kind < 0.5:
            text = text[:end] + text[start:]
        elif kind < 0.6:
            other = random.choice(formulas())
            text = text[:start] + other[random.randrange(len(other)) :]
        else:
            text = text[:start] + random.choice(WORDS) + text[end:]
    return text


def any_text(random: Random) -> str:
    """Characters of every kind, among them some that are none."""
    pieces = []
    for _ in range(random.randint(1, 30)):
        kind = random.random()
        if kind < 0.3:
            pieces.append(random.choice(ANY))
        elif kind < 0.6:
            pieces.append(chr(random.randrange(32, 127)))
        elif kind < 0.8:
            pieces.append(random.choice(WORDS))
        else:
            pieces.append(chr(random.randrange(random.choice((0x250, 0x3000, 0x110000)))))
    return "".join(pieces)


def line(random: Random) -> str:
    """Anything that could be typed as one line."""
    kind = random.random()
    if kind < 0.3:
        return soup(random)
    if kind < 0.55:
        return mutated(random)
    if kind < 0.7:
        return any_text(random)
    if kind < 0.85:
        return command(random)
    if kind < 0.9:
        return call(random)
    return expression(random, random.randint(1, 4))


def command(random: Random) -> str:
    """A command, now and then with words that are not for it."""
    text = random.choice(COMMANDS)
    while random.random() < 0.3:
        text += " " + random.choice((random.choice(WORDS), random.choice(COMMANDS), "x=1", "y=-1", "3", "f", "raw"))
    return text


CALLED = (*FUNCTION_CODES, *sorted(ARRAY_NAMES), *FORMS)
OPERANDS = (
    "x", "y", "2", "0", "u", "A", "[x, y]", "[[x, 1], [y, 2]]", "x > 0", "u[1]", "A[1,:]", "f", "g(x)", "1/2", "[]",
)  # fmt: skip
DECLARED = ("", "", "A : matrix(2, 2); u : vector(2); ", "A : matrix(m, n); u : vector(n); ")


def call(random: Random) -> str:
    """A call of any function with any operands."""
    operands = ", ".join(random.choice(OPERANDS) for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))))
    return f"{random.choice(DECLARED)}{random.choice(CALLED)}({operands})"


NAMES = tuple(row.name for row in FUNCTIONS if len(row.params) == 1)
COMMON = ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "atan", "tanh", "asin", "cosh", "sec", "erf", "cbrt")
TWO = ("max", "min", "hypot", "atan2", "mod")
LEAVES = ("x", "x", "x", "y", "z", "2", "3", "1/2", "0.5", "-1", "pi", "4", "x^2", "0.25", "10")
EXPONENTS = ("2", "2", "3", "(-1)", "(1/2)", "x", "(-2)", "4", "(1/3)", "(2/3)", "(-3/2)", "0.5", "y", "(1/6)", "6")
assert all(name in FUNCTION_CODES for name in COMMON + TWO)


def expression(random: Random, depth: int) -> str:
    """A well-formed expression in x, y and z, at most so many operations deep."""
    if depth <= 0 or random.random() < 0.12:
        return random.choice(LEAVES)

    def part(less: int = 1) -> str:
        return expression(random, depth - less)

    kind = random.random()
    if kind < 0.28:
        return f"({part()} {random.choice('+-')} {part()})"
    if kind < 0.5:
        return f"({part()}*{part()})"
    if kind < 0.63:
        return f"({part()}/{part()})"
    if kind < 0.75:
        return f"({part()})^{random.choice(EXPONENTS)}"
    if kind < 0.79:
        return f"if({part(2)} {random.choice(('<', '>', '<=', '==', '!='))} {part(3)}, {part()}, {part()})"
    if kind < 0.83:
        return f"{random.choice(TWO)}({part()}, {part()})"
    return f"{random.choice(COMMON if random.random() < 0.85 else NAMES)}({part()})"
