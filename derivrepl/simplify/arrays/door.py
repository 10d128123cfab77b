"""The simplifier of expressions with arrays: read as terms, written in matrix notation, elementwise parts shortened.

Products of sums are tried as they are and multiplied out; the shorter result counts.
"""

from __future__ import annotations

from functools import reduce

from derivrepl import numbers
from derivrepl.numbers import Number
from derivrepl.shapes import Shape, shapes_of
from derivrepl.simplify.arrays.factoring import factored
from derivrepl.simplify.arrays.islands import Islands
from derivrepl.simplify.arrays.reader import EVERYTHING, NOTHING, STRUCTURE, Reader
from derivrepl.simplify.arrays.spread import Spread
from derivrepl.simplify.arrays.terms import Term
from derivrepl.simplify.arrays.weave import Web, weave
from derivrepl.simplify.arrays.zeros import Zeros
from derivrepl.simplify.door import Simplified
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.hand import NO_HAND, Hand
from derivrepl.store import DIV, MUL, NEG, ONE, PARAMETER, ZERO, Node, Store

LARGEST = 3_000
PASSES = 3
TOLERATED = 8
WIDER = 2
"""How many times as long a small array may be when it is written out element by element."""


def simplify_arrays(store: Store, node: Node, level: str, facts: Facts, hand: Hand) -> Simplified:
    """A shorter equal node of the same shape."""
    shapes = shapes_of(store)
    shape = shapes.of(node) or ()
    if level == "off" or len(store.live([node])) > LARGEST:
        return Simplified(node, complete=level == "off")
    islands = Islands(store, level, facts, hand)
    best = shapes.filled(node, shape)
    rewriting = Rewriting(store, islands)
    for k in range(PASSES):
        tried = [rewriting.once(best, shape, expand) for expand in (NOTHING, STRUCTURE, EVERYTHING)]
        found = min([shapes.filled(n, shape) for n in tried], key=lambda n: islands.own.length(n))
        # The normal form is what results look like: the first time it may be a little longer than what was there.
        if found == best or islands.own.length(found) >= islands.own.length(best) + (0 if k else TOLERATED):
            break
        best = found
    rule = "matrix form"
    spread, cells = Spread(store), Islands(store, level, facts, hand)
    written = spread.node(node, cells.shortest)
    if written is not None and islands.own.length(written) <= WIDER * islands.own.length(best):
        rule, best, islands = "element by element", shapes.filled(written, shape), cells
        spread.forget(cells.conditions, cells.shortest)
    steps = [(rule, node, best)] if best != node else []
    return Simplified(best, tuple(islands.conditions), islands.complete, lambda: steps)


def is_zero(store: Store, node: Node, level: str, facts: Facts) -> bool:
    """Whether the normal form of a node is zero."""
    islands = Islands(store, level, facts, NO_HAND)
    if set(Spread(store).elements(node, islands.shortest) or (ONE,)) == {ZERO}:
        return True
    shape = shapes_of(store).of(node) or ()
    rewriting = Rewriting(store, islands)
    return any(rewriting.once(node, shape, expand, thorough=True) == ZERO for expand in (NOTHING, EVERYTHING))


class Rewriting:
    """Nodes of one store read as terms and written back.

    islands  shortens elementwise parts, and knows what the user wrote
    """

    def __init__(self, store: Store, islands: Islands) -> None:
        self.store = store
        self.islands = islands
        islands.own.reader = Reader(store, self.write, NOTHING, thorough=True)
        self.zeros = Zeros(Reader(store, self.write, EVERYTHING, thorough=True))

    def once(self, node: Node, shape: Shape, expand: int, thorough: bool = False) -> Node:
        """One reading and writing; the result may lack leading axes of the shape along which it is constant."""
        reader = Reader(self.store, self.write, expand, thorough, self.islands.means.own, self.zeros)
        made = self.islands.shortest(self.write(reader, reader.read(node), shape))
        return min((made, numbers_first(self.store, made)), key=self.islands.own.length)

    def write(self, reader: Reader, terms: list[Term], shape: Shape) -> Node:
        """A sum of terms as a node, in the shortest of several ways."""
        store, islands = self.store, self.islands
        short = [_shortened(store, islands.own.kept(reader, t), islands) for t in terms]
        ways = [short]
        if len(short) > 1 and (reader.expand or reader.thorough):
            webs = [(Web(store, t, shape, reader.is_symmetric, islands), t.coefficient) for t in short]
            ways = [gathered(store, [web.collapsed(c) for web, c in webs], islands)]
        if len(short) > 1 and not reader.thorough:
            other = factored(store, short, lambda rest, inner: self.write(reader, rest, inner))
            ways = [other, *ways] if other is not None else ways
        made = [weave(store, way, shape, reader.is_symmetric, islands) for way in ways]
        return min(made, key=islands.own.length) if len(made) > 1 else made[0]


def numbers_first(store: Store, root: Node) -> Node:
    """The root with its products of numbers and arrays in this order, which may save brackets: `(a + b)*A@x`."""
    shapes = shapes_of(store)
    new: dict[Node, Node] = {}
    for n in store.post_order([root]):
        op, operands = store.op(n), store.operands(n)
        if op <= PARAMETER:
            continue
        parts = tuple([new.get(a, a) for a in operands])
        if op == MUL and not shapes.of(parts[1]) and shapes.of(parts[0]):
            first, *others = parts
            while store.op(first) == MUL:
                first, last = store.operands(first)
                others.insert(0, last)
            new[n] = reduce(store.mul, sorted([first, *others], key=lambda a: bool(shapes.of(a))))
        elif parts != operands:
            new[n] = store.make(op, parts)
    return new.get(root, root)


def _shortened(store: Store, term: Term, islands: Islands) -> Term:
    """A term whose factors with the same indices are one, in its shortest form, numbers in front."""
    groups: dict[tuple[int, ...], Node] = {}
    for node, axes in term.factors:
        groups[axes] = store.mul(groups[axes], node) if axes in groups else node
    scalar = groups.pop((), ONE)
    factors = []
    coefficient = term.coefficient
    for axes, node in groups.items():
        outside, short = split_scalars(store, islands.shortest(node))
        number, short = split_number(store, short)
        scalar = store.mul(store.mul(store.constant(number), scalar), outside)
        own = shapes_of(store).of(short) or ()
        if short != ONE:
            factors.append((short, axes[len(axes) - len(own) :]))
    number, scalar = split_number(store, islands.shortest(scalar))
    product = numbers.multiply(coefficient, number)
    if product is None:
        scalar = store.mul(store.constant(number), scalar)
    else:
        coefficient = product
    if scalar != ONE:
        factors.insert(0, (scalar, ()))
    return Term(coefficient, factors)


def split_scalars(store: Store, node: Node) -> tuple[Node, Node]:
    """What stands before and below an array and has no axes, and the rest: `s/t` and `u` of `s*u/t`."""
    shapes = shapes_of(store)
    scalar = ONE
    behind: list[tuple[int, Node]] = []
    while node >= 0 and shapes.of(node) and store.op(node) in (MUL, DIV, NEG):
        op, operands = store.op(node), store.operands(node)
        if op == NEG:
            scalar = store.neg(scalar)
        elif shapes.of(operands[0]) == ():
            if op == DIV:
                break
            scalar, operands = store.mul(scalar, operands[0]), operands[1:]
        elif shapes.of(operands[1]) == ():
            scalar = store.make(op, (scalar, operands[1]))
        else:
            behind.append((op, operands[1]))
        node = operands[0]
    for op, operand in reversed(behind):
        node = store.make(op, (node, operand))
    return scalar, node


def split_number(store: Store, node: Node) -> tuple[Number, Node]:
    """The number that a product or quotient begins with, and the rest."""
    number: Number = 1
    behind: list[tuple[int, Node]] = []
    while node >= 0 and store.op(node) in (MUL, DIV, NEG):
        op, operands = store.op(node), store.operands(node)
        if op == NEG:
            number = numbers.negate(number)
        else:
            divided = _without_number(store, operands[1], number) if op == DIV else None
            number, operand = divided or (number, operands[1])
            behind.append((op, operand))
        node = operands[0]
    if node < 0:
        product = numbers.multiply(number, store.value(node))
        if product is not None:
            number, node = product, ONE
    for op, operand in reversed(behind):
        node = store.make(op, (node, operand))
    return number, node


def _without_number(store: Store, divisor: Node, number: Number) -> tuple[Number, Node] | None:
    """The number over that which a divisor begins with, and the rest of it; None where it begins with none."""
    if divisor < 0 or store.op(divisor) != MUL or store.operands(divisor)[0] >= 0:
        return None
    first, rest = store.operands(divisor)
    quotient = numbers.divide(number, store.value(first))
    return None if quotient is None else (quotient, rest)


def gathered(store: Store, terms: list[Term], islands: Islands) -> list[Term]:
    """Terms that differ in one factor only, with the same indices, made one: the elementwise sum of these factors."""
    made: list[Term] = []
    for term in terms:
        for k, other in enumerate(made):
            joined = _together(store, other, term, islands)
            if joined is not None:
                made[k] = joined
                break
        else:
            made.append(term)
    return made


def _together(store: Store, a: Term, b: Term, islands: Islands) -> Term | None:
    """Two terms as one, where they differ in one factor with the same indices, and in numbers before it."""
    if not any(axes for _, axes in a.factors):
        return None
    left = [f for f in a.factors if f[1] and f not in b.factors]
    right = [f for f in b.factors if f[1] and f not in a.factors]
    if len(left) != 1 or len(right) != 1 or left[0][1] != right[0][1]:
        return None
    if sum(bool(axes) for _, axes in a.factors) != sum(bool(axes) for _, axes in b.factors):
        return None
    total = islands.same_shape(store.add(_scaled(store, a, left[0][0]), _scaled(store, b, right[0][0])))
    kept = [f for f in a.factors if f[1] and f != left[0]]
    number, total = split_number(store, total)
    return Term(number, [*kept, (total, left[0][1])])


def _scaled(store: Store, term: Term, node: Node) -> Node:
    """A factor times the numbers and scalars of its term."""
    for scalar, axes in term.factors:
        if not axes:
            node = store.mul(scalar, node)
    return store.mul(store.constant(term.coefficient), node)
