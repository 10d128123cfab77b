"""High-precision values of nodes, by mpmath and the function table's own names for it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import mpmath

from derivrepl import numbers
from derivrepl.calculus.higher import derivative
from derivrepl.language.formula import formula
from derivrepl.language.parse import Parser
from derivrepl.language.scope import Scope
from derivrepl.language.text import Writer
from derivrepl.numeric import special
from derivrepl.store import (
    ADD,
    DIV,
    EQUAL,
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
    SUB,
    Node,
    Store,
)  # fmt: skip
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS

mp = mpmath.mp
DIGITS = 50
COMPARED = {
    LESS: lambda a, b: a < b,
    LESS_EQUAL: lambda a, b: a <= b,
    GREATER: lambda a, b: a > b,
    GREATER_EQUAL: lambda a, b: a >= b,
    EQUAL: lambda a, b: a == b,
    NOT_EQUAL: lambda a, b: a != b,
}
CONSTANTS = {"pi": lambda: mp.pi(), "e": lambda: mp.e(), "tau": lambda: 2 * mp.pi(), "inf": lambda: mp.inf}


class Unreal(Exception):
    """The expression has no finite real value at the point."""


def new_store() -> Store:
    """A store with the program's own tables."""
    return Store(OPERATORS + FUNCTIONS)


def read(store: Store, text: str) -> Node:
    """The node of a text."""
    return Parser(Scope(store)).expression_node(text)


def write(store: Store, node: Node) -> str:
    """The text of a node."""
    text = Writer(store).text(node)
    assert text is not None
    return text


def raw_derivative(store: Store, text: str, variables: str) -> Node:
    """The unsimplified derivative of a text by names, one after the other."""
    node = read(store, text)
    return derivative(store, node, [store.input(name) for name in variables.split()])


def value(store: Store, root: Node, point: dict[str, Any]) -> Any:
    """The value of a node at a point; raises Unreal where a part that counts is no finite real number."""
    if root < 0:
        return _constant(store, root)
    values: dict[Node, Any] = {}
    for n in store.live([root]):
        key = store.keys[n]
        try:
            values[n] = _node_value(store, n, key[0], [values[a] if a >= 0 else _constant(store, a) for a in key[1:]]
                                    if key[0] > PARAMETER else [], point)  # fmt: skip
        except (ZeroDivisionError, ValueError, OverflowError, TypeError, Unreal):
            values[n] = None
    if values[root] is None:
        raise Unreal
    return values[root]


def _constant(store: Store, node: Node) -> Any:
    p, q, _ = numbers.parts(store.value(node))
    return mp.mpf(p) / q


def _node_value(store: Store, n: Node, op: int, operands: list[Any], point: dict[str, Any]) -> Any:
    if op <= PARAMETER:
        return CONSTANTS[store.name(n)]() if op == NAMED else point[store.name(n)]
    if op == IF:
        chosen = operands[1] if operands[0] else operands[2]
        if operands[0] is None or chosen is None:
            raise Unreal
        return chosen
    if any(operand is None for operand in operands):
        raise Unreal
    if op in COMPARED:
        return COMPARED[op](*operands)
    found = _operator(op, operands) if op in (ADD, SUB, NEG, MUL, DIV, POW) else _function(store, op, operands)
    found = mp.mpmathify(found)
    if abs(found.imag) > mp.mpf(10) ** (10 - mp.dps) * (1 + abs(found.real)) or not mp.isfinite(found):
        raise Unreal
    return found.real


def _operator(op: int, operands: list[Any]) -> Any:
    a, b = operands[0], operands[-1]
    if op == ADD:
        return a + b
    if op == SUB:
        return a - b
    if op == NEG:
        return -a
    if op == MUL:
        return a * b
    if op == DIV:
        return a / b
    if a < 0 and b != int(b):
        raise Unreal
    return a**b


def _function(store: Store, op: int, operands: list[Any]) -> Any:
    row = store.operations[op]
    known = special.mpmath_function(row)
    if known is not None:
        return known(*operands)
    if not row.define:
        raise Unreal
    scratch = new_store()
    node = formula(scratch, row.define)
    return value_with_parameters(scratch, node, dict(zip(row.params, operands, strict=True)))


def value_with_parameters(store: Store, node: Node, point: dict[str, Any]) -> Any:
    """The value of a formula of a table."""
    return value(store, node, point)


def close(a: Any, b: Any, digits: int = 30) -> bool:
    """Whether two values agree to that many digits."""
    return bool(abs(a - b) <= mp.mpf(10) ** -digits * (1 + abs(a) + abs(b)))


def points(names: list[str], count: int, seed: str, low: float = -3.0, high: float = 3.0) -> list[dict[str, Any]]:
    """Repeatable random points; every other one is positive."""
    source = random.Random(seed)
    found = []
    for i in range(count):
        bottom = 0.05 if i % 2 == 0 else low
        found.append({name: mp.mpf(repr(source.uniform(bottom, high))) for name in names})
    return found


def agree(store: Store, a: Node, b: Node, seed: str, count: int = 8, least: int = 1) -> int:
    """At how many points both have values, which all agree; asserts it, and `least` of them."""
    names = [store.name(n) for n in store.inputs([n for n in (a, b) if n >= 0])]
    met = 0
    with mp.workdps(DIGITS):
        for point in [*points(names, count, seed), *points(names, count, seed, -0.9, 0.9)]:
            try:
                wanted = value(store, a, point)
            except Unreal:
                continue
            found = value(store, b, point)
            assert close(wanted, found), (write(store, a), write(store, b), point, wanted, found)
            met += 1
    assert met >= least, (write(store, a), "has a value at none of the points")
    return met


def corpus() -> list[tuple[str, str, str]]:
    """Expression, variables and expected form (maybe empty) of every line of the corpus."""
    found = []
    for name in ("textbook.txt", "physics.txt"):
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        for line in text.splitlines():
            if line and not line.startswith("#"):
                expression, variables, expected = (part.strip() for part in line.split("|"))
                found.append((expression, variables, expected))
    return found
