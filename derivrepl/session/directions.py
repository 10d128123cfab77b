"""Directions that derivatives are taken along: of each input an array or a number in its shape."""

from __future__ import annotations

import re

from derivrepl.calculus.higher import first_derivatives
from derivrepl.errors import DerivError
from derivrepl.shapes import shapes_of, written
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

    Directions = dict[Node, Node]

_element = r"([^\W\d]\w*)(\[[\d,]+\])?$"


def differentials(session: Session, target: Entry, wanted: list[Node]) -> Directions:
    """For each input a new one of its shape, called `dx` for x."""
    store = session.store
    taken = set(target.input_names()) | set(session.scope.definitions)
    found = {}
    for leaf in wanted:
        name = f"d{store.name(leaf)}"
        while name in taken:
            name += "_"
        found[leaf] = store.array(name, session.shape(leaf)) if session.shape(leaf) else store.input(name)
    return found


def element(session: Session, target: Entry, word: str) -> Directions:
    """The direction of an input that is a number, or of an element `A[1,2]` of an array.

    Raises DerivError E203 for a word that is neither, E303 for a place outside of the array.
    """
    found = re.match(_element, word)
    name = found[1] if found else word
    if found is None or name not in target.input_names():
        raise target.no_such_input(name)
    leaf = next(n for n in target.inputs if session.store.name(n) == name)
    node = session.parser.expression_node(word) if found[2] else leaf
    return {leaf: first_derivatives(session.store, node, [leaf])[0]}


def first_element(session: Session, leaf: Node) -> str:
    """An input as a word for `element`: its first element where it is an array."""
    places = ",".join("1" for _ in session.shape(leaf))
    return session.store.name(leaf) + (f"[{places}]" if places else "")


def fitted(session: Session, given: Mapping[Node, Node]) -> Directions:
    """The given directions in the shapes of their inputs; raises DerivError E301 for one that does not fit."""
    return {leaf: in_shape_of(session, leaf, node, session.store.name(leaf)) for leaf, node in given.items()}


def in_shape_of(session: Session, node: Node, given: Node, name: str) -> Node:
    """What goes with a node element by element, stretched to its shape where it is a number."""
    shape, own = session.shape(node), session.shape(given)
    if own == shape or session.store.shapes is None:
        return given
    shapes = shapes_of(session.store)
    if own and not shapes.agree(shape, own):
        raise DerivError("E301", f"{name} is {written(shape)}, what is given for it is {written(own)}")
    return given if own else shapes.filled(given, shape)
