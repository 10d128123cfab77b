"""Why a claimed derivative is wrong: the classical mistake that gives what was claimed, else the part that differs."""

from __future__ import annotations

import math

from derivrepl.calculus.forward import directional
from derivrepl.calculus.reverse import gradient
from derivrepl.calculus.slips import mistaken_derivative
from derivrepl.errors import DerivError
from derivrepl.language.text import UNICODE, Writer
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points
from derivrepl.session.difference import EXTRA, MISSING, Difference
from derivrepl.store import ONE, ZERO, Node
from derivrepl.tables.mistakes import MISTAKES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.session.session import Session

LARGEST = 400
"""Graphs beyond homework are not searched for mistakes."""
MOST_PLACES = 12
"""Up to how many places a mistake is also sought at each of them alone."""
POINTS = 4
TRIES = 40
TOLERANCE = 1e-9


def diagnose(session: Session, base: Node, wanted: list[Node], claimed: Node, text: str) -> str:
    """What is wrong, in words: a mistake that gives the claimed answer, or the part that differs; may be empty."""
    store = session.store
    if not wanted or len(store.live([base, claimed])) > LARGEST:
        return ""
    try:
        answer = Answer(session, claimed, text)
    except DerivError:
        return ""
    derivatives = session.derivatives
    right = derivatives.derivative(base, wanted)
    below = derivatives.derivative(base, wanted[:-1]) if len(wanted) > 1 else base
    seen: set[Node] = set()
    for name, candidate in _candidates(session, base, wanted, below, right):
        if candidate not in seen and answer.is_given_by(candidate):
            return f"your answer is what comes out with: {name}"
        seen.add(candidate)
    return _difference(session, below, wanted[-1], right, claimed, text)


class Answer:
    """What was claimed, at points: candidates are compared there in doubles, and then for certain."""

    def __init__(self, session: Session, claimed: Node, text: str) -> None:
        self.store = session.store
        self.claimed = claimed
        self.text = text
        program = Program(self.store, [claimed])
        leaves = self.store.inputs([claimed])
        names = [leaf for leaf in map(self.store.input, session.scope.inputs) if leaf not in leaves]
        self.leaves = [*leaves, *names]
        found = ((p, program.run(p)[claimed]) for p in points(text, self.leaves, TRIES))
        self.values = [(p, value) for p, value in found if math.isfinite(value)][:POINTS]

    def is_given_by(self, candidate: Node) -> bool:
        """Whether the candidate is equal to what was claimed."""
        from derivrepl.numeric.decide import compare

        try:
            if not set(self.store.inputs([candidate])) <= set(self.leaves) or not self._near(candidate):
                return False
            found = compare(self.store, candidate, self.claimed, self.text, wanted=POINTS)
        except DerivError:
            return False
        enough = POINTS if self.store.inputs([candidate, self.claimed]) else 1
        return found.point is None and found.agreed >= enough

    def _near(self, candidate: Node) -> bool:
        program = Program(self.store, [candidate])
        near = 0
        for point, value in self.values:
            other = program.run(point)[candidate]
            if math.isfinite(other):
                if abs(other - value) > TOLERANCE * max(abs(value), 1.0):
                    return False
                near += 1
        return near > 0


def _candidates(
    session: Session, base: Node, wanted: list[Node], below: Node, right: Node
) -> Iterator[tuple[str, Node]]:
    """Wrong answers with their names, the likelier first: a mistake wherever it can be made, then at one place."""
    store = session.store
    single: list[tuple[str, Node]] = []
    for mistake in MISTAKES:
        made = mistaken_derivative(store, below, wanted[-1], mistake)
        if made is None:
            continue
        wrong, places = made
        yield mistake.name, wrong
        for place in places if 1 < len(places) <= MOST_PLACES else ():
            at_one = mistaken_derivative(store, below, wanted[-1], mistake, only=place)
            if at_one is not None:
                where = Writer(store, UNICODE, 40).text(place)
                single.append((f"{mistake.name}, at {where}" if where else mistake.name, at_one[0]))
    yield "the wrong sign in front", store.neg(right)
    yield from single
    yield from _mixed_up(session, base, wanted, below)


def _mixed_up(session: Session, base: Node, wanted: list[Node], below: Node) -> Iterator[tuple[str, Node]]:
    """Something else was differentiated, or by something else, or how often."""
    store, derivatives = session.store, session.derivatives
    others = [other for other in store.inputs([base]) if other not in wanted]
    for other in others:
        yield f"differentiated by {store.name(other)} instead", derivatives.derivative(base, [other])
    for other in others:
        both = directional(store, below, {wanted[-1]: ONE, other: ONE})
        yield f"{store.name(other)} treated as if it were {store.name(wanted[-1])}, not as a constant", both
        yield f"differentiated by {store.name(other)} as well", derivatives.derivative(base, [*wanted, other])
    yield f"{store.name(wanted[-1])} treated as a constant", ZERO
    yield "one order too many", derivatives.derivative(base, [*wanted, wanted[-1]])
    if len(wanted) > 1:
        yield "one order too few", below
    yield "the function itself, not differentiated", base


def _difference(session: Session, below: Node, leaf: Node, right: Node, claimed: Node, text: str) -> str:
    """The smallest part of the claimed answer without which it would be right, in words; the right one stays untold."""
    store = session.store
    forms = [right, *gradient(store, below, [leaf]), session.derivatives.simplify(right, level="light").node]
    found = Difference(store, claimed, list(dict.fromkeys(forms)), text).smallest()
    if found is None:
        return ""
    kind, part = found
    if kind == MISSING:
        return "what yours has is right, but a term or factor is missing"
    shown = Writer(store, UNICODE, 80).text(part)
    if shown is None:
        return ""
    return f"yours is right without the {shown}" if kind == EXTRA else f"yours is right but for the {shown}"
