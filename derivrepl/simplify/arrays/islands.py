"""Parts that work element by element: the simplifier of numbers shortens them, what is below them stays as it is.

Every array, and every number that comes from one, is a symbol there; laws of numbers hold element by element.
"""

from __future__ import annotations

from functools import cached_property

from derivrepl.language.text import Writer
from derivrepl.shapes import shapes_of
from derivrepl.simplify.arrays.means import TOTALS, Means
from derivrepl.simplify.arrays.own import Own
from derivrepl.simplify.door import Simplified, possible_signs, shorten
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.hand import Hand
from derivrepl.simplify.traits import RELATIONS
from derivrepl.store import INPUT, LIST, NOT_EQUAL, PARAMETER, Node, Store

LARGEST = 2_000
ALLOWANCE = 1_500
"""Nodes that all elementwise parts of one simplification may have together: more take seconds."""
LONGEST_NAME = 60
PAIR = "i,i->"
SIGNS = {signs: text for text, signs in RELATIONS.items()}
"""The possible signs of an expression, as a row of a table says them."""
FEW = 200
"""Nodes that a sum may be of whose sign is looked for."""


class Islands:
    """Shortens elementwise parts of one store's nodes; remembers under which conditions.

    conditions  comparison nodes
    complete    whether every form was tried
    """

    def __init__(self, store: Store, level: str, facts: Facts, hand: Hand) -> None:
        self.store = store
        self.shapes = shapes_of(store)
        self.level = level
        self.facts = facts
        self.hand = hand
        self.writer = Writer(store, limit=LONGEST_NAME)
        self.conditions: dict[Node, None] = {}
        self.complete = True
        self.allowance = ALLOWANCE
        self.short: dict[Node, Node] = {}

    @cached_property
    def means(self) -> Means:
        """How the user writes means."""
        return Means(self.store, self.hand)

    @cached_property
    def own(self) -> Own:
        """The parts of the user's expression."""
        return Own(self.store, self.hand)

    def shortest(self, root: Node) -> Node:
        """The root with its elementwise part shortened; it may lack axes along which it is constant."""
        if root < 0 or self.is_symbol(root):
            return root
        found = self.short.get(root)
        if found is None:
            found = self.short[root] = self._shortest(root)
        return found

    def same_shape(self, node: Node) -> Node:
        """The node shortened where that leaves its shape."""
        found = self.shortest(node)
        return found if self.shapes.of(found) == self.shapes.of(node) else node

    def is_symbol(self, node: Node) -> bool:
        """Whether a node is what elementwise parts end at."""
        op = self.store.op(node)
        if op <= PARAMETER:
            return op == INPUT and self.shapes.of(node) != ()
        return op == LIST or bool(self.store.operations[op].signature)

    def _below(self, root: Node) -> tuple[list[Node], int]:
        """What the root's elementwise part ends at, and the number of nodes that it has."""
        found: list[Node] = []
        seen, stack = {root}, [root]
        while stack:
            n = stack.pop()
            if self.is_symbol(n):
                found.append(n)
                continue
            for a in self.store.operands(n):
                if a >= 0 and a not in seen:
                    seen.add(a)
                    stack.append(a)
        return sorted(found), len(seen)

    def _named(self, nodes: list[Node]) -> dict[Node, Node]:
        """An input of numbers for each of the nodes."""
        return {n: self.store.input(f"{self.writer.text(n) or n} ") for n in nodes}

    def _shortest(self, root: Node) -> Node:
        store = self.store
        below, size = self._below(root)
        self.allowance -= size
        if size > LARGEST or self.allowance < 0:
            self.complete = False
            return root
        symbols = self._named(below)
        facts = self._facts(symbols, {n: self._sign(n) for n in below})
        back = {symbol: n for n, symbol in symbols.items()}
        stripped = store.replace(root, symbols)
        hand = self._hand(stripped, symbols)
        # The results of one statement have most of their parts in common.
        key = stripped, self.level, facts.key(), hand.key()
        if key not in store.shortened:
            store.shortened[key] = shorten(store, stripped, self.level, facts, hand)
        result: Simplified = store.shortened[key]
        self.complete = self.complete and result.complete
        for condition in result.conditions:
            real = store.replace(condition, back)
            if not self._is_removable(real):
                self.conditions.setdefault(real)
        return store.replace(result.node, back)

    def _sign(self, n: Node) -> str:
        """What is known of a symbol: `> 0`, `>= 0` or nothing."""
        store = self.store
        op, operands = store.op(n), store.operands(n)
        row = store.operations[op]
        if op <= PARAMETER or row.sign or self.shapes.of(n) or row.signature not in (*TOTALS, PAIR):
            return row.sign if op > PARAMETER else ""
        if row.signature == PAIR:
            return ">= 0" if row.contracts and operands[0] == operands[1] else ""
        below, size = self._below(operands[0]) if row.contracts or row.define else ([], FEW)
        if size >= FEW:
            return ""
        symbols = self._named(below)
        signs = {s: store.operations[store.op(s)].sign for s in below if store.op(s) > PARAMETER}
        facts = self._facts(symbols, signs)
        return SIGNS.get(possible_signs(store, store.replace(operands[0], symbols), facts), "")

    def _facts(self, symbols: dict[Node, Node], signs: dict[Node, str]) -> Facts:
        """What is declared, also about arrays, with what is known of functions of them."""
        store = self.store
        arrays = {store.name(n): store.name(symbol) for n, symbol in symbols.items() if store.op(n) == INPUT}
        known: dict[str, list[str]] = {text: [] for text in RELATIONS}
        for n, sign in signs.items():
            if sign:
                known[sign].append(store.name(symbols[n]))

        def of(names: frozenset[str]) -> list[str]:
            return [arrays.get(name, name) for name in names]

        facts = self.facts
        return Facts(
            positive=[*of(facts.positive), *known["> 0"]], negative=of(facts.negative),
            nonnegative=[*of(facts.nonnegative), *known[">= 0"]], nonpositive=of(facts.nonpositive),
            nonzero=of(facts.nonzero), integer=of(facts.integer),
        )  # fmt: skip

    def _is_removable(self, condition: Node) -> bool:
        """Whether a condition says only that a norm is not zero.

        The rule of a norm divides by it; where that cancels again, the result is the derivative at zero too.
        """
        store = self.store
        parts = store.operands(condition)
        op = store.op(parts[0]) if parts else -1
        return store.op(condition) == NOT_EQUAL and op >= 0 and store.operations[op].kinks == "ans == 0"

    def _hand(self, root: Node, symbols: dict[Node, Node]) -> Hand:
        """The hand of the user's expression, in which symbols stand where what they are made of stands."""
        store, index = self.store, self.hand.index
        names = {store.name(symbol): n for n, symbol in symbols.items()}

        def place(name: str) -> tuple[bool, int]:
            inner = store.inputs([names[name]]) if name in names else []
            places = [index.get(store.name(n), len(index)) for n in inner] or [index.get(name, len(index))]
            return name in names, max(places)  # numbers stand before what is made of arrays

        order = sorted((store.name(n) for n in store.inputs_met(root)), key=place)
        trailing = frozenset(name for name in order if name.rstrip() in self.hand.trailing)
        return Hand(tuple(order), trailing, self.hand.leading)
