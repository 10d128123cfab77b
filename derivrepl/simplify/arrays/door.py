"""The simplifier of expressions with arrays: read as terms, written in matrix notation, elementwise parts shortened.

Products of sums are tried as they are and multiplied out; the shorter result counts.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.language.text import Writer
from derivrepl.numbers import Number
from derivrepl.shapes import Shape, shapes_of
from derivrepl.simplify.arrays.islands import Islands
from derivrepl.simplify.arrays.reader import EVERYTHING, NOTHING, STRUCTURE, Reader
from derivrepl.simplify.arrays.spread import Spread
from derivrepl.simplify.arrays.terms import Term
from derivrepl.simplify.arrays.weave import Web, weave
from derivrepl.simplify.door import Simplified
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.hand import NO_HAND, Hand
from derivrepl.store import DIV, LIST, MUL, NEG, ONE, PARAMETER, SUB, ZERO, Node, Store
from derivrepl.tables.operators import ATOM

Familiar = dict[Node, tuple[str, int]]
"""Node → what stands for it where lengths are compared, as in `Writer.written`."""

LARGEST = 3_000
LONGEST, FAMILIAR = 20_000, 200
"""The longest text of a result, and of a part that the user wrote."""
MOST_OWN = 500
"""Nodes of an expression whose parts its results are compared with."""
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
    familiar = familiar_parts(store, hand)
    best = shapes.filled(node, shape)
    for k in range(PASSES):
        tried = [_once(store, best, islands, shape, expand) for expand in (NOTHING, STRUCTURE, EVERYTHING)]
        found = min([shapes.filled(n, shape) for n in tried], key=lambda n: length(store, n, familiar))
        # The normal form is what results look like: the first time it may be a little longer than what was there.
        if found == best or length(store, found, familiar) >= length(store, best, familiar) + (0 if k else TOLERATED):
            break
        best = found
    rule = "matrix form"
    spread, cells = Spread(store), Islands(store, level, facts, hand)
    written = spread.node(node, cells.shortest)
    if written is not None and length(store, written, {}) <= WIDER * length(store, best, {}):
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
    return any(_once(store, node, islands, shape, expand, thorough=True) == ZERO for expand in (NOTHING, EVERYTHING))


def _once(store: Store, node: Node, islands: Islands, shape: Shape, expand: int, thorough: bool = False) -> Node:
    """One reading and writing; the result may lack leading axes of the shape along which it is constant."""

    def write(reader: Reader, terms: list[Term], own: Shape) -> Node:
        short = [_shortened(store, t, islands) for t in terms]
        if len(short) > 1 and (reader.expand or reader.thorough):
            webs = [(Web(store, t, own, reader.is_symmetric, islands), t.coefficient) for t in short]
            short = gathered(store, [web.collapsed(c) for web, c in webs], islands)
        return weave(store, short, own, reader.is_symmetric, islands)

    def probe() -> Reader:
        if not probes:
            probes.append(Reader(store, write, EVERYTHING, thorough=True))
        return probes[0]

    probes: list[Reader] = []
    reader = Reader(store, write, expand, thorough, islands.means.own, probe)
    return islands.shortest(write(reader, reader.read(node), shape))


def _shortened(store: Store, term: Term, islands: Islands) -> Term:
    """A term whose factors with the same indices are one, in its shortest form, numbers in front."""
    groups: dict[tuple[int, ...], Node] = {}
    for node, axes in term.factors:
        groups[axes] = store.mul(groups[axes], node) if axes in groups else node
    factors = []
    coefficient = term.coefficient
    for axes, node in groups.items():
        number, short = split_number(store, islands.shortest(node))
        product = numbers.multiply(coefficient, number)
        if product is None:
            short = store.mul(store.constant(number), short)
        else:
            coefficient = product
        own = shapes_of(store).of(short) or ()
        if short != ONE:
            factors.append((short, axes[len(axes) - len(own) :]))
    return Term(coefficient, factors)


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
        node = store.mul(node, operand) if op == MUL else store.div(node, operand)
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
    return Term(1, [*kept, (total, left[0][1])])


def _scaled(store: Store, term: Term, node: Node) -> Node:
    """A factor times the numbers and scalars of its term."""
    for scalar, axes in term.factors:
        if not axes:
            node = store.mul(scalar, node)
    return store.mul(store.constant(term.coefficient), node)


def familiar_parts(store: Store, hand: Hand) -> Familiar:
    """Parts that the user wrote, and differences the other way round: to him they are shorter than their text."""
    found: Familiar = {}
    if len(hand.own) > MOST_OWN:
        return found
    writer = Writer(store, limit=FAMILIAR)
    for n in hand.own:
        text = writer.text(n) if n >= 0 and store.op(n) > PARAMETER and store.op(n) != LIST else None
        if text is not None:
            levels = store.operations[store.op(n)].levels
            shorter = "~" * (len(text) * 6 // 10), levels[0] if levels else ATOM
            found[n] = shorter
            if store.op(n) == SUB:
                a, b = store.operands(n)
                found.setdefault(store.sub(b, a), shorter)
    return found


def length(store: Store, node: Node, familiar: Familiar) -> int:
    """How long a node is in print, with a weight for index notation, which is harder to read."""
    writer = Writer(store, limit=LONGEST)
    writer.written.update(familiar)
    text = writer.text(node)
    return LONGEST if text is None else len(text) + 20 * text.count("einsum(")
