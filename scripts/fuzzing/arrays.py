"""Derivatives of expressions with arrays: compared with what the sweep made and with differences, read back as printed.

Expressions are grown from the shape that is wanted: a row of `GROWN` for a pattern of axes, in whose templates equal
letters are equal sizes and new letters are any size. A new kind of expression is a new template.
"""

from __future__ import annotations

import re
from random import Random

from derivrepl.calculus.higher import first_derivatives
from derivrepl.errors import DerivError
from derivrepl.language.text import Writer
from derivrepl.numeric.array_check import compare, compare_with_differences
from derivrepl.numeric.check import MISMATCH
from derivrepl.session.session import Session
from derivrepl.shapes import shapes_of
from derivrepl.store import Node
from scripts.fuzzing.driver import Driver

DECLARED = (
    "A : matrix(m,n)", "B : matrix(n,n)", "S : symmetric(n)", "W : matrix(m,m)", "x : vector(n)", "y : vector(n)",
    "b : vector(m)", "u : vector(2)", "G : matrix(2,2)", "H : symmetric(2)", "M : matrix(2,n)", "R : matrix(1,n)",
    "K : matrix(n,1)", "Q : matrix(1,1)", "v : vector(1)",
)  # fmt: skip
LEAVES = {
    "": ("s", "t", "s", "2"), "n": ("x", "y", "x", "y", "(x - mean(x))"), "m": ("b",), "2": ("u", "[s, t]"),
    "1": ("v", "[s]"), "mn": ("A", "A", "(A - mean(A, 1))"),
    "nn": ("B", "S"), "mm": ("W",), "22": ("G", "H", "[[s, t], [t, 1]]", "[s, 2; -1, t]"), "2n": ("M",), "1n": ("R",),
    "n1": ("K",), "11": ("Q",), "nm": ("A.T",), "n2": ("M.T",),
}  # fmt: skip
SIZES = "nnnm221"
GROWN = {
    "": (
        "sum({i})", "sum({ij})", "({i})@({i})", "trace({ii})", "norm({i})", "norm({ij})", "({})*({})", "({}) + ({})",
        "exp(-({})^2)", "logsumexp({i})", "logsumexp({ij})", "mean({ij})", "({i})@({ij})@({j})", "({i})[1]",
        "({ij})[1,1]", "det({ii} + 9*eye({size i}))", "tanh({})", "logdet({ii}@({ii}).T + 9*eye({size i}))",
        "norm1({i})", "norm1({ij})", "max({i})", "min({ij})", "prod({i} + 2)", "if({} > 0, {}, {})",
        "({})/(3 + ({})^2)", "dot({i}, {i})",
        "einsum(({ij})[p,q]*({jk})[q,r]*({ki})[r,p])", "einsum(({ij})[p,q]*({i})[p])", "({})^2 - ({})",
        "sqrt(4 + ({})^2)", "sum(kron({22}, {ij}))", "sum(vec({ij})*vec({ij}))", "normF({ij})",
        "sum(solve({ii} + 9*eye({size i}), {i}))", "mean({i})", "mean(({i})^2)", "norm(x - mean(x))",
    ),
    "i": (
        "({ij})@({j})", "({j})@({ji})", "({i})*({i})", "({i}) + ({i})", "({i}) - ({})", "sin({i})", "softmax({i})",
        "diag({ii})", "({})*({i})", "({i})/(1 + ({})^2)", "exp({i}/4)", "sum({ji}, 1)", "sum({ij}, 2)", "({i})^2",
        "({i})*({1})", "({ij})[:,1]", "({ji})[1,:]", "einsum(({ij})[p,q]*({j})[q], p)", "einsum(({ii})[p,p], p)",
        "if({i} > 0, {i}, {i})", "abs({i})", "max({i}, {i})", "unit({size i}, 1)*({})",
        "solve({ii} + 9*eye({size i}), {i})", "({i})/norm({i} + 2)", "inv({ii} + 9*eye({size i}))@({i})", "-({i})",
        "mean({ji}, 1)", "mean({ij}, 2)", "({i}) - mean({i})", "({i})/sqrt(mean(({i})^2) + 1)",
    ),
    "ij": (
        "({ik})@({kj})", "({ij})*({ij})", "({ij}) + ({ij})", "({ij}) - ({ij})", "({ji}).T", "outer({i}, {j})",
        "({})*({ij})", "sin({ij})", "({ij})*({j})", "({ij})*({1j})", "({ij}) + ({i1})", "({ij})/(2 + ({1j})^2)",
        "exp({ij}/4)", "diag({i})@({ij})", "({ij})@diag({j})", "softmax({ij})", "({j}) + ({ij})", "({ij})^2", "-({ij})",
        "if({ij} > {}, {ij}, {})", "einsum(({ik})[p,q]*({kj})[q,r], p, r)", "einsum(({ji})[q,p], p, q)",
        "solve({ii} + 9*eye({size i}), {ij})", "outer({i}, {j}) + outer({i}, {j})", "({ij})*({11})",
        "ones({size i}, {size j})*({})", "({ij}) - mean({kj}, 1)", "({ij})/(2 + mean(({kj})^2, 1))",
    ),
    "ii": (
        "diag({i})", "inv({ii} + 9*eye({size i}))", "({ii})@({ii})", "({ii}) + ({ii}).T", "({ij})@({ij}).T",
        "outer({i}, {i})", "eye({size i})*({})", "({})*eye({size i}) + ({ii})", "({ii}) - eye({size i})",
    ),
}  # fmt: skip
LONGEST = 120
REFUSED = ("E401", "E405")
"""What a derivative may be refused for: no rule, or too large a result."""
PLACE = re.compile(r"\{([^}]*)\}")


def grown(random: Random, axes: str, depth: int) -> str:
    """An expression whose axes have these sizes."""
    if depth <= 0 or random.random() < 0.12:
        return leaf(random, axes)
    square = len(axes) == 2 and axes[0] == axes[1] and random.random() < 0.5
    pattern = "ii" if square else "ij"[: len(axes)]
    sizes = dict(zip(pattern, axes)) | {"1": "1", "2": "2"}

    def fill(place: re.Match[str]) -> str:
        size, letters = place[1].startswith("size "), place[1].removeprefix("size ")
        for letter in letters:
            sizes.setdefault(letter, random.choice(SIZES))
        chosen = "".join(sizes[c] for c in letters)
        return chosen if size else grown(random, chosen, depth - random.choice((1, 1, 2)))

    return PLACE.sub(fill, random.choice(GROWN[pattern]))


def leaf(random: Random, axes: str) -> str:
    """An input of a shape, or a constant array where none has it."""
    return random.choice(LEAVES[axes]) if axes in LEAVES else f"ones({','.join(axes)})"


def question(random: Random) -> str:
    """`ORDER | expression`: of order 2 a derivative is differentiated again."""
    order = random.choice("1112")
    axes = random.choice(("", "", "", "n", "nn", "2", "1n"))
    while True:
        text = grown(random, axes, random.choice((2, 2, 3)))
        if len(text) <= LONGEST:
            return f"{order} | {text}"


def check(case: str) -> None:
    """Derivatives by up to three inputs are what they should be; for order 2 also the derivatives of these."""
    order, text = [part.strip() for part in case.split("|", 1)]
    session = Session()
    session.settings.set("output", "none")
    for line in DECLARED:
        assert session.step(line).error is None
    answer = session.step(text)
    if answer.error is not None:
        assert answer.error.code != "E901", answer.error.message
        return
    entry = session.current_entry()
    for wanted in entry.inputs[:3]:
        found = derivative(session, entry.node, wanted)
        inner = session.store.inputs([found])
        if order == "2" and inner and len(session.store.live([found])) < LONGEST:
            derivative(session, found, inner[0])


def derivative(session: Session, node: Node, wanted: Node) -> Node:
    """The simplified derivative, once it has the raw one's shape and values, agrees with differences and reads back."""
    store = session.store
    try:
        found = session.derivatives.derivative(node, [wanted])
        raw = first_derivatives(store, node, [wanted])[0]
    except DerivError as error:
        if error.code in REFUSED:
            return node
        raise
    name = store.name(wanted)
    text = Writer(store).text(found)
    shapes = shapes_of(store)
    assert shapes.of(found) == shapes.of(raw), (name, text, shapes.of(found), shapes.of(raw))
    compared = compare(store, raw, found, 3)
    assert compared.point is None, (name, text, compared.place, compared.values)
    verdict, detail = compare_with_differences(store, node, wanted, raw)
    assert verdict != MISMATCH, (name, Writer(store).text(raw), detail)
    if text is not None:
        assert session.parser.expression_node(text) == found, (name, text, "reads back differently")
    return found


ARRAYS = Driver("arrays", question, check)
