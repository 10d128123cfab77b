"""What an expression needs to be a real number.

Requirements are collected from the literal trees: divisors and bases of negative powers are not zero,
radicands are not negative, and whatever the function rows give as their domain.
"""

from __future__ import annotations

import re

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.simplify import facts as f
from derivrepl.simplify.exact import TooLarge, is_integer
from derivrepl.simplify.kinds import NUMBER, PRODUCT, Id
from derivrepl.simplify.read import Reading
from derivrepl.store import DIV, FIRST_FUNCTION, IF, LESS, MUL, NEG, POW, Node, Store

NONZERO, NONNEGATIVE, POSITIVE = range(3)
RELATIONS = {"!=": NONZERO, ">=": NONNEGATIVE, ">": POSITIVE}
SIMPLE = r"(\w+) (>|>=|!=) 0"


def lost_conditions(store: Store, reading: Reading, before: Node, after: Node) -> tuple[Node, ...]:
    """The conditions, as comparison nodes, under which `after` stands for `before`, which was read already."""
    try:
        arena = reading.arena
        had = Needs(store, reading, before)
        if not had.atoms and not had.calls:
            return ()
        from derivrepl.simplify.conditions import Comparison

        has = Needs(store, Reading(store, arena, after), after)
        return Comparison(store, arena, had, has).lost()
    except (TooLarge, DerivError):
        return ()


def is_entire(store: Store, root: Node) -> bool:
    """Whether an expression plainly is a real number, with derivatives, wherever its inputs are."""
    for n in store.live([root]):
        key = store.keys[n]
        op = key[0]
        if op == DIV or (op == POW and not _is_counting(store, key[2])) or LESS <= op <= IF:
            return False
        if op >= FIRST_FUNCTION and (store.operations[op].domain or store.operations[op].kinks):
            return False
    return True


def _is_counting(store: Store, node: Node) -> bool:
    """Whether a node is an integer that is not negative."""
    value = store.value(node) if node < 0 else None
    return isinstance(value, int) and value >= 0


class Needs:
    """The requirements of one expression, in the order of its nodes."""

    def __init__(self, store: Store, reading: Reading, root: Node) -> None:
        self.store = store
        self.arena = reading.arena
        self.reading = reading
        self.atoms: dict[tuple[int, Id], None] = {}
        self.calls: dict[Id, Node] = {}
        """Calls whose domain is more than a sign."""
        for n in store.unconditional([root]):
            self._collect(n)

    def _collect(self, n: Node) -> None:
        key = self.store.keys[n]
        op = key[0]
        if op == DIV:
            self.nonzero(key[2])
        elif op == POW and key[2] < 0:
            value = self.store.value(key[2])
            if not is_integer(value):
                self.add(NONNEGATIVE, key[1])
            if numbers.sign(value) < 0:
                self.nonzero(key[1])
        elif op >= FIRST_FUNCTION and self.store.operations[op].domain:
            self._collect_call(n, op)

    def _collect_call(self, n: Node, op: int) -> None:
        row = self.store.operations[op]
        simple = re.fullmatch(SIMPLE, row.domain)
        if simple is not None and simple[1] in row.params:
            operand = self.store.keys[n][1 + row.params.index(simple[1])]
            kind = RELATIONS[simple[2]]
            if kind == NONZERO:
                self.nonzero(operand)
            else:
                self.add(kind, operand)
        else:
            self.calls[self.reading.of(n)] = n

    def nonzero(self, node: Node) -> None:
        """Require that a node is not zero, factor by factor."""
        stack = [node]
        while stack:
            n = stack.pop()
            if n < 0:
                continue
            key = self.store.keys[n]
            if key[0] == MUL:
                stack.extend((key[2], key[1]))
            elif self._passes_on(key):
                stack.append(key[1])
            else:
                for base, _ in self.arena.factors(self.reading.of(n)):
                    self._atom(NONZERO, base)

    def _passes_on(self, key: tuple[int, ...]) -> bool:
        """Whether an operation is zero just where its first operand is."""
        op = key[0]
        if op == NEG:
            return key[1] < 0 or key[1] in self.reading.canonical
        return op == DIV or op in self.arena.traits.zeros or (op == POW and key[2] < 0)

    def add(self, kind: int, node: Node) -> None:
        """Require that a node is positive or not negative."""
        if node < 0:
            return
        own = self.reading.of(node)
        if kind == POSITIVE:
            self.nonzero(node)
        if self.arena.signs[own] & f.NEGATIVE:
            coef, term = self.arena.split(self._without_positive(own))
            sign = 1 if numbers.sign(coef) > 0 else -1
            self._atom(NONNEGATIVE, term if sign > 0 else self.arena.scale(-1, term))

    def _without_positive(self, node: Id) -> Id:
        """A product without the factors that are always positive: whether k*T/pi is negative, k*T says."""
        arena = self.arena
        if arena.kind(node) != PRODUCT:
            return node
        kept = [(b, e) for b, e in arena.factors(node) if arena.signs[b] != f.POSITIVE]
        return arena.product(arena.coefficient(node), kept)

    def _atom(self, kind: int, node: Id) -> None:
        if self.arena.kind(node) != NUMBER:
            self.atoms.setdefault((kind, node))
