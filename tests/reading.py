"""Expressions without a session: what the tests of the language and of the calculus read and write with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from derivrepl.calculus import forms, higher
from derivrepl.language.parse import Parser
from derivrepl.language.scope import FUNCTION_CODES, OPERATIONS, Scope
from derivrepl.language.text import ASCII, Writer
from derivrepl.numbers import read as number
from derivrepl.store import ADD, DIV, GREATER, IF, LESS_EQUAL, MUL, NAMED, NEG, NOT_EQUAL, POW, SUB, TWO, Node, Store
from derivrepl.tables.forms import FORMS

if TYPE_CHECKING:
    from derivrepl.language.scope import Form
    from derivrepl.language.text import Notation


class Unsimplified(Scope):
    """A scope whose derivatives are what the sweeps build."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.forms = FORMS

    def form(self, name: str) -> Form:
        reader: Form = getattr(forms, FORMS[name].reader)
        return reader

    def differentiate(self, node: Node, wanted: list[Node]) -> Node:
        return higher.derivative(self.store, node, wanted)


class Reader:
    """One store with a parser and a writer."""

    def __init__(self, *abstract: str) -> None:
        self.store = Store(OPERATIONS)
        self.scope = Unsimplified(self.store)
        self.scope.abstract.update(abstract)
        self.parser = Parser(self.scope)

    def node(self, text: str) -> Node:
        return self.parser.expression_node(text)

    def text(self, node: Node, notation: Notation = ASCII) -> str:
        written = Writer(self.store, notation, limit=10**6).text(node)
        assert written is not None
        return written

    def input(self, name: str) -> Node:
        return self.store.input(name)


# Random graphs

CONSTANTS = ("0", "1", "2", "-1", "3", "1/2", "-2/3", "0.5", "2.0", "-1.25", "1e30", "0.1", "12345678901234567890")
NAMES = ("x", "y", "z", "x1", "alpha", "β", "_t", "v1")


def constant(store: Store, text: str) -> Node:
    """The node of a number as CONSTANTS write it."""
    if text[0] == "-":
        return store.neg(constant(store, text[1:]))
    top, slash, bottom = text.partition("/")
    if slash:
        return store.div(constant(store, top), constant(store, bottom))
    return store.constant(number(text))


@st.composite
def graphs(
    draw: st.DrawFn, reader: Reader, functions: tuple[str, ...] = (), steps: int = 12, squares_only: bool = False
) -> Node:
    """The last of some random nodes, each an operation on earlier ones; made by the smart constructors."""
    store = reader.store
    nodes = [store.input(name) for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))]
    nodes += [constant(store, text) for text in draw(st.lists(st.sampled_from(CONSTANTS), max_size=3))]
    nodes += [store.leaf(NAMED, "pi")] if draw(st.booleans()) else []
    codes = [ADD, SUB, MUL, DIV, POW, NEG, *(FUNCTION_CODES[name] for name in functions)]
    pick = st.integers(0, 10**6)
    for _ in range(draw(st.integers(1, steps))):
        op = codes[draw(pick) % len(codes)]
        arity = len(store.operations[op].params)
        operands = tuple(nodes[-1 - draw(pick) % min(len(nodes), 6)] for _ in range(arity))
        if op == IF:
            relation = (GREATER, LESS_EQUAL, NOT_EQUAL)[draw(pick) % 3]
            operands = (store.make(relation, operands[:2]), *operands[1:])
        if op == POW and squares_only:
            operands = (operands[0], TWO)
        if op == DIV and operands[1] < 0:
            op = MUL
        if op == POW and operands[0] < 0 and operands[1] < 0:
            op = ADD
        nodes.append(store.make(op, operands))
    return nodes[-1]
