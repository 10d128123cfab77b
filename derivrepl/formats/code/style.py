"""How expressions are written in a language: a class with the signs that most share; each target overrides.

Texts are composed bottom-up with their levels of binding, as in `language/text.py`. What is used twice,
every call in a function with several results, and whatever grows beyond a line becomes a temporary.
"""

from __future__ import annotations

import re

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.numbers import Number, as_float, parts
from derivrepl.numeric.sharing import shared_nodes
from derivrepl.shapes import shapes_of
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
    FIRST_FUNCTION,
    GREATER,
    GREATER_EQUAL,
    IF,
    LESS,
    LESS_EQUAL,
    MUL,
    NAMED,
    NEG,
    NOT_EQUAL,
    PARAMETER,
    POW,
    SIZE,
    SUB,
    Node,
    Store,
)
from derivrepl.tables.constants import CONSTANT_VALUES
from derivrepl.tables.operators import ATOM, COMPARISON, JUXTAPOSED, POSTFIX, POWER, PRODUCT, SUM, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.tables.targets import Target

Written = tuple[str, int]
"""A text and the level at which it binds."""

WIDEST = 90
"""Longer operations become temporaries."""
WIDEST_IN_BRANCHES = 1_000
"""The same where a temporary would be computed though its branch is not taken, and may fail."""
EXACT = 2**53
"""Whole numbers up to this are doubles."""
RELATIONS = {LESS: "<", LESS_EQUAL: "<=", GREATER: ">", GREATER_EQUAL: ">=", EQUAL: "==", NOT_EQUAL: "!="}


class Style:
    """One language's expressions."""

    constants: dict[str, str] = {}
    """Named constants that the language has; others are written as numbers."""
    keywords: frozenset[str] = frozenset()
    folds_case = False
    """Whether names that differ only in case are one name."""
    raises = False
    """Whether a function outside of its domain ends the program instead of giving nan."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.used: set[str] = set()
        """Spellings of the functions that were written."""

    # Pieces that targets override

    def whole(self, value: int) -> str:
        """A whole number."""
        return str(value)

    def real(self, value: float) -> str:
        """A double, to its last digit."""
        return repr(value)

    def power(self, base: Written, exponent: Written) -> Written:
        """base^exponent."""
        return f"{bracketed(base, POSTFIX)}**{bracketed(exponent, POWER)}", POWER

    def choose(self, condition: str, a: str, b: str) -> Written:
        """The conditional."""
        return f"({a} if {condition} else {b})", ATOM

    def call(self, name: str, operands: list[Written]) -> Written:
        """A call of a function."""
        return f"{name}({', '.join(text for text, _ in operands)})", ATOM

    def array(self, text: str, operands: dict[str, Written]) -> Written:
        """A function of arrays, whose text is in its parameters; targets with arrays write it."""
        raise DerivError("E505", f"arrays are not written for {self.target.name}")

    def size(self, array: str, axis: int) -> Written:
        """The size of an array along an axis."""
        return f"{array}.shape[{axis}]", ATOM

    # Composition

    def number(self, value: Number) -> Written:
        """An exact constant: whole, a decimal as typed, a quotient of whole numbers, else its nearest double."""
        p, q, decimal = parts(value)
        if decimal or abs(p) > EXACT or q > EXACT:
            exact = numbers.text(value)
            text = self.real(float(exact) if decimal and len(exact) < 16 else as_float(value))
            return text, UNARY if text.startswith("-") else ATOM
        text = self.whole(p)
        if q == 1:
            return text, UNARY if p < 0 else ATOM
        return f"{text}/{self.whole(q)}", PRODUCT

    def named(self, name: str) -> Written:
        """A named constant."""
        return self.constants.get(name) or self.real(CONSTANT_VALUES[name]), ATOM

    def operation(self, store: Store, node: Node, operands: list[Written]) -> Written:
        """One operation on operands that are written already."""
        op = store.op(node)
        if op == POW:
            return self.power(*operands)
        if op == IF:
            (condition, _), (a, _), (b, _) = operands
            return self.choose(condition, a, b)
        if op in RELATIONS:
            return f"{bracketed(operands[0], SUM)} {RELATIONS[op]} {bracketed(operands[1], SUM)}", COMPARISON
        if op == NEG:
            return f"-{bracketed(operands[0], PRODUCT)}", UNARY
        if op in (ADD, SUB):
            sign = "+" if op == ADD else "-"
            return f"{bracketed(operands[0], SUM)} {sign} {bracketed(operands[1], PRODUCT)}", SUM
        if op in (MUL, DIV):
            sign = "*" if op == MUL else "/"
            return f"{bracketed(operands[0], PRODUCT)}{sign}{bracketed(operands[1], JUXTAPOSED)}", PRODUCT
        row = store.operations[op]
        spelling = self.target.spelling(row)
        if row.signature:
            return self.array(spelling, dict(zip(row.params, operands)))
        self.used.add(spelling)
        if "{" in spelling:
            texts = [text for text, _ in operands]
            return spelling.format(**dict(zip(row.params, texts))), ATOM
        return self.call(spelling, operands)


def bracketed(written: Written, limit: int) -> str:
    """The text, in brackets where it binds more loosely than the limit."""
    text, level = written
    return f"({text})" if level > limit else text


class Body:
    """The temporaries and results of one function.

    lines    (name, text) of each temporary, in order
    results  text of each root
    """

    def __init__(
        self, style: Style, store: Store, roots: list[Node], names: dict[Node, str], labels: dict[Node, str],
        letter: str,
    ) -> None:  # fmt: skip
        self.style = style
        self.store = store
        self.lines: list[tuple[str, str]] = []
        written: dict[Node, Written] = {n: (name, ATOM) for n, name in names.items()}
        shared = set(shared_nodes(store, roots)) | repeated(store, style.target, roots)
        several = len(set(roots)) > 1
        taken = set(names.values())
        highest = max([0, *(int(label[len(letter) :]) for label in labels.values())])
        conditions = set(RELATIONS)
        certain = set(store.unconditional(roots)) if style.raises else None
        for n in store.live(roots):
            op = store.op(n)
            if n in written:
                continue
            if op == NAMED:
                written[n] = style.named(store.name(n))
            if op == SIZE:
                written[n] = style.size(*sized(store, names, n))
            if op <= PARAMETER:
                continue
            operands = [written[a] if a >= 0 else style.number(store.value(a)) for a in store.operands(n)]
            made = style.operation(store, n, operands)
            wanted = n in shared or (several and op >= FIRST_FUNCTION)
            widest = WIDEST
            if certain is not None and n not in certain:  # log(x) would fail before the condition x > 0 is asked
                wanted, widest = False, WIDEST_IN_BRANCHES
            if op not in conditions and (wanted or len(made[0]) > widest) and n not in roots[-1:]:
                name = labels.get(n)
                if name is None or name in taken:
                    highest += 1
                    name = f"{letter}{highest}"
                taken.add(name)
                self.lines.append((name, made[0]))
                made = (name, ATOM)
            written[n] = made
        self.results = [written[r][0] if r >= 0 else style.number(store.value(r))[0] for r in roots]


def sized(store: Store, names: dict[Node, str], size: Node) -> tuple[str, int]:
    """The name of an input and the axis along which it has this size."""
    shapes = shapes_of(store)
    wanted = shapes.dim(size)
    for leaf, name in names.items():
        shape = shapes.of(leaf) or ()
        if wanted in shape:
            return name, shape.index(wanted)
    raise DerivError("E505", f"no input says what the size {store.name(size)} is")


def repeated(store: Store, target: Target, roots: list[Node]) -> set[Node]:
    """Operands of array functions whose text names them more than once."""
    found = set()
    for n in store.live(roots):
        row = store.operations[store.op(n)]
        if row.signature:
            text = target.spelling(row)
            found |= {
                a for p, a in zip(row.params, store.operands(n)) if a >= 0 and len(re.findall(rf"\b{p}\b", text)) > 1
            }
    return {n for n in found if store.op(n) > PARAMETER}


def safe_names(names: list[str], style: Style) -> list[str]:
    """The inputs' names as the language takes them: ASCII, no keyword, no two alike."""
    safe: list[str] = []
    for name in names:
        made = "".join(c if c.isascii() else f"u{ord(c):x}" for c in name)
        while made in style.keywords or (made.lower() if style.folds_case else made) in seen(safe, style):
            made += "_"
        safe.append(made)
    return safe


def seen(names: list[str], style: Style) -> set[str]:
    """The names in use, as the language compares them."""
    return {name.lower() if style.folds_case else name for name in names}
