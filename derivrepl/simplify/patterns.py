"""Rows of the rewrite table as patterns: read from their text once, when they may first apply.

A pattern is a small tree of tuples:  ("any", name) · ("number", value) · ("leaf", op, name) ·
("call", name, operands…) · ("sum", (coef, pattern)…) · ("product", coef, (base, exponent)…).
"""

from __future__ import annotations

import re

from derivrepl.language.parse import Parser
from derivrepl.language.scope import RuleScope
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.facts import NEGATIVE, POSITIVE, ZERO, Facts
from derivrepl.simplify.kinds import CALL, NUMBER, PRODUCT, SUM, Id
from derivrepl.simplify.read import Reading
from derivrepl.simplify.traits import traits
from derivrepl.store import PARAMETER, Store
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.operators import OPERATORS
from derivrepl.tables.rewrites import CONSTANT_SIGNS, EXPONENTIAL, POWERS, Rewrite

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Pattern = tuple[Any, ...]

INTEGER = 8
"""The guard `u integer`, beside the sets of signs."""
SIGNS = {"integer": INTEGER, "> 0": POSITIVE, ">= 0": POSITIVE | ZERO, "< 0": NEGATIVE, "<= 0": NEGATIVE | ZERO}
CALLED = r"([^\W\d]\w*)\("
NAME = r"[^\W\d]\w*\b(?!\()"


class Rule:
    """A row with its two patterns, each of which is read when it is first needed.

    anchor   the function by which a place where it may apply is found
    kind     what its left side is: "sum", "product", "root" (one power) or "call"
    several  whether it has more than one name
    constant whether it has none, so that it is about one number
    of_sum   for a call of one operand: whether that is a sum
    """

    __slots__ = ("_left", "_right", "anchor", "constant", "guards", "kind", "of_sum", "row", "several")

    def __init__(self, row: Rewrite) -> None:
        self.row = row
        names = [name for name in re.findall(CALLED, row.left) if name not in POWERS]
        self.anchor = next((name for name in names if name != EXPONENTIAL[0]), EXPONENTIAL[0])
        self.kind = _kind(row.left)
        free = set(re.findall(NAME, row.left)) - set(CONSTANT_SIGNS)
        self.several = len(free) > 1
        self.constant = not free
        operand = row.left.partition("(")[2][:-1]
        self.of_sum = self.kind == "call" and "," not in operand and _kind(operand) == "sum"
        self.guards: list[tuple[str, int]] = []
        for guard in row.where.split(" and ") if row.where else []:
            name, _, relation = guard.partition(" ")
            self.guards.append((name, SIGNS[relation]))
        self._left: Pattern | None = None
        self._right: Pattern | None = None

    @property
    def left(self) -> Pattern:
        """What is sought."""
        if self._left is None:
            self._left = read_pattern(self.row.left)
        return self._left

    @property
    def right(self) -> Pattern:
        """What may stand there instead."""
        if self._right is None:
            self._right = read_pattern(self.row.right)
        return self._right


_called: dict[str, frozenset[str]] = {}
_rules: dict[Rewrite, Rule] = {}
_readers: list[Parser] = []
"""The parser of all patterns, once it is needed."""


def functions_in(text: str) -> frozenset[str]:
    """The functions that one side of a row calls; powers and exponentials are none."""
    found = _called.get(text)
    if found is None:
        names = re.findall(CALLED, text)
        found = _called[text] = frozenset([name for name in names if name not in POWERS and name != EXPONENTIAL[0]])
    return found


def rule_of(row: Rewrite) -> Rule:
    """The rule that a row of the table says, made once."""
    if row not in _rules:
        _rules[row] = Rule(row)
    return _rules[row]


def _kind(text: str) -> str:
    """What the outermost operation of a left side is."""
    depth = 0
    outer = ""
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if not depth:
            outer += sign
    if " + " in outer or " - " in outer:
        return "sum"
    if "*" in outer or "/" in outer or "^" in outer:
        return "product"
    name = text.partition("(")[0]
    return "root" if name in POWERS or name == EXPONENTIAL[0] else "call"


def read_pattern(text: str) -> Pattern:
    """The pattern of one side of a row."""
    if not _readers:
        _readers.append(Parser(RuleScope(Store(OPERATORS + FUNCTIONS))))
    store = _readers[0].store
    node = _readers[0].expression_node(text)
    arena = Arena(Facts(), traits(store))
    reading = Reading(store, arena, node)
    return _pattern(arena, store, reading.of(node))


def _pattern(arena: Arena, store: Store, root: Id) -> Pattern:
    made: dict[Id, Pattern] = {}
    for n in range(root + 1):
        key = arena.keys[n]
        if key[0] == NUMBER:
            made[n] = ("number", key[1])
        elif key[0] == CALL:
            made[n] = ("call", store.operations[key[1]].name, *[made[a] for a in key[2:]])
        elif key[0] == SUM:
            made[n] = ("sum", *[(c, made[t]) for c, t in arena.order[n]])
        elif key[0] == PRODUCT:
            made[n] = ("product", key[1], *[(made[b], made[e]) for b, e in arena.written[n]])
        else:
            made[n] = ("any", key[2]) if key[1] == PARAMETER else ("leaf", key[1], key[2])
    return made[root]
