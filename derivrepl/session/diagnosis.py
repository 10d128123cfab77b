"""Why a claimed derivative is wrong: the classical mistake, if one, that gives what was claimed."""

from __future__ import annotations

from derivrepl.calculus.slips import mistaken_derivative
from derivrepl.errors import DerivError
from derivrepl.store import ZERO, Node
from derivrepl.tables.mistakes import MISTAKES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.session.session import Session

LARGEST = 400
"""Graphs beyond homework are not searched for mistakes."""
POINTS = 4


def diagnose(session: Session, base: Node, wanted: list[Node], claimed: Node, text: str) -> str:
    """The name of the mistake that reproduces the claimed answer; empty where none does."""
    store = session.store
    if not wanted or len(store.live([base, claimed])) > LARGEST:
        return ""
    from derivrepl.numeric.decide import compare

    for name, candidate in _candidates(session, base, wanted):
        try:
            found = compare(store, candidate, claimed, text, wanted=POINTS)
        except DerivError:
            continue
        if found.point is None and found.agreed >= POINTS:
            return name
    return ""


def _candidates(session: Session, base: Node, wanted: list[Node]) -> Iterator[tuple[str, Node]]:
    """Wrong answers with their names, the likelier first."""
    store, derivatives = session.store, session.derivatives
    right = derivatives.derivative(base, wanted)
    below = derivatives.derivative(base, wanted[:-1]) if len(wanted) > 1 else base
    for mistake in MISTAKES:
        wrong = mistaken_derivative(store, below, wanted[-1], mistake)
        if wrong is not None and wrong != ZERO:
            yield mistake.name, wrong
    yield "the wrong sign in front", store.neg(right)
    for other in store.inputs([base]):
        if other not in wanted:
            yield f"differentiated by {store.name(other)} instead", derivatives.derivative(base, [other])
    yield "one order too many", derivatives.derivative(base, [*wanted, wanted[-1]])
    if len(wanted) > 1:
        yield "one order too few", below
    yield "the function itself, not differentiated", base
