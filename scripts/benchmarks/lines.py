"""A stream of expressions such as people write: 20 to 60 tokens, one to three variables, no two alike.

A line is a sum of two to five terms: a number, powers, a function of a small argument, perhaps over a small
sum or around a bracket. Nothing in it is singular everywhere, so that every program has a derivative to give.
"""

from __future__ import annotations

import random
import re

FUNCTIONS = ("sin", "cos", "exp", "log", "sqrt", "tanh")
TOKEN = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|\S")
LEAST, MOST = 20, 60


def lines(count: int, seed: int = 1) -> list[str]:
    """That many expressions, the same ones for a seed."""
    source = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        text = _sum([_term(source) for _ in range(source.randint(2, 5))], source)
        if LEAST <= len(TOKEN.findall(text)) <= MOST:
            found[text] = None
    return list(found)


def variables(text: str) -> list[str]:
    """The variables of a line, in the order of the alphabet."""
    return sorted({word for word in TOKEN.findall(text) if word in ("x", "y", "z")})


def _sum(terms: list[str], source: random.Random) -> str:
    return "".join(term if not k else source.choice((" + ", " - ")) + term for k, term in enumerate(terms))


def _term(source: random.Random) -> str:
    factors = [_power(source) for _ in range(source.randint(0, 2))]
    if source.random() < 0.7 or not factors:
        factors.append(_call(source))
    if source.random() < 0.4:
        factors.insert(0, str(source.randint(2, 9)))
    if source.random() < 0.15:
        factors.append(f"({_argument(source)})^{source.randint(2, 3)}")
    text = "*".join(factors)
    return f"{text}/(1 + {source.choice('xyz')}^2)" if source.random() < 0.2 else text


def _power(source: random.Random) -> str:
    name = source.choice("xxxyyz")
    return name if source.random() < 0.6 else f"{name}^{source.randint(2, 5)}"


def _call(source: random.Random) -> str:
    function, inside = source.choice(FUNCTIONS), _argument(source)
    if function in ("log", "sqrt"):
        inside = f"1 + ({inside})^2" if source.random() < 0.3 else source.choice("xyz") + f" + {source.randint(1, 9)}"
    return f"{function}({inside})"


def _argument(source: random.Random) -> str:
    """A product or a sum of two different things, so that it is no constant."""
    a, b = source.sample("xyz", 2)
    number = source.randint(2, 9)
    shapes = (f"{number}*{a}", f"{a}*{b}", f"{a}^2 + {b}", f"{a} - {number}*{b}", f"{number}*{a}*{b}", f"1 - {a}^2")
    return source.choice(shapes)
