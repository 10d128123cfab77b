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
    from derivrepl.shapes import Shape

    Directions = dict[Node, Node]
    Point = dict[str, float]

_element = r"([^\W\d]\w*)(\[[\d,]+\])?$"


def differentials(session: Session, target: Entry, wanted: list[Node]) -> Directions:
    """For each input a new one of its shape, called `dx` for x."""
    store = session.store
    return {leaf: _new(session, target, f"d{store.name(leaf)}", session.shape(leaf)) for leaf in wanted}


def _new(session: Session, target: Entry, name: str, shape: Shape) -> Node:
    """An input of a shape that nothing is called like yet."""
    taken = set(target.input_names()) | set(session.scope.definitions)
    while name in taken:
        name += "_"
    return session.store.array(name, shape) if shape else session.store.input(name)


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


def fitted(session: Session, target: Entry, given: Mapping[Node, Node], point: Point) -> tuple[Directions, Point]:
    """The given directions in the shapes of their inputs, and the point with what stands for some of them."""
    found: Directions = {}
    for leaf, node in given.items():
        name = session.store.name(leaf)
        found[leaf], point = shaped(session, target, leaf, node, (name, f"d{name}"), point)
    return found, point


def shaped(
    session: Session, target: Entry, like: Node, given: Node, names: tuple[str, str], point: Point
) -> tuple[Node, Point]:
    """What is given in the shape of a node, and the point, extended where a new input stands for it.

    Numbers for what has names for sizes fit at a point only: there an input stands for them. Raises DerivError E301
    for what does not fit. names: of the node, and of the input
    """
    if not point or not _has_named_sizes(session.shape(like), session.shape(given)):
        return in_shape_of(session, like, given, names[0]), point
    from derivrepl.session.points import values_at

    leaf = _new(session, target, names[1], session.shape(like))
    return leaf, {**point, session.store.name(leaf): values_at(session, [given], point)[0]}


def _has_named_sizes(shape: Shape, own: Shape) -> bool:
    """Whether the shapes differ only where the first has a name."""
    different = [a for a, b in zip(shape, own) if a != b]
    return len(shape) == len(own) and bool(different) and all(isinstance(a, str) for a in different)


def in_shape_of(session: Session, node: Node, given: Node, name: str) -> Node:
    """What goes with a node element by element, stretched to its shape where it is a number."""
    shape, own = session.shape(node), session.shape(given)
    if own == shape or session.store.shapes is None:
        return given
    shapes = shapes_of(session.store)
    if own and not shapes.agree(shape, own):
        hint = "sizes that are names get numbers at a point: x=…" if _has_named_sizes(shape, own) else ""
        raise DerivError("E301", f"{name} is {written(shape)}, what is given for it is {written(own)}", hint=hint)
    return given if own else shapes.filled(given, shape)
