"""Claims: `df/dx = …` is decided by simplification, else at sampled points of the domain."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.session.answer import Answer, Equation
from derivrepl.simplify import same
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.value import Value
    from derivrepl.session.session import Session


class Claim:
    """What the left side of a claim stands for.

    node    the derivative
    base    what it is the derivative of, and `wanted` by which inputs
    name    what the text calls the base; empty where it is no name
    """

    __slots__ = ("base", "name", "node", "wanted")

    def __init__(self, node: Node, base: Node, wanted: list[Node], name: str = "") -> None:
        self.node = node
        self.base = base
        self.wanted = wanted
        self.name = name


def decide(session: Session, answer: Answer, claim: Claim, right: Value) -> None:
    """Fill the answer of a claim; raises DerivError with a counterexample when it is wrong."""
    ascii_left, pretty = _left_sides(session, answer.text, claim)
    proof = prove(session, claim.node, right.node, answer.text)
    answer.blocks = [Equation(ascii_left, right.node, pretty, checked=True, proof=proof)]


def prove(session: Session, derivative: Node, claimed: Node, text: str) -> str:
    """How the two were found equal; raises DerivError E601 with the point where they differ."""
    if same(session.store, derivative, claimed, session.derivatives.facts()):
        return "proved"
    from derivrepl.numeric.check import compare, where

    try:
        found = compare(session.store, derivative, claimed, text)
    except DerivError:
        raise DerivError("E601", "the equation could not be proved", None, "a function here has no values") from None
    if found.point is not None:
        exact, yours = found.values
        place = where(session.store, found.point)
        at = f"at {place} " if place else ""
        message = f"not equal: {at}yours is {yours:.6g}, the derivative is {exact:.6g}"
        raise DerivError("E601", message, None, ":show prints the derivative")
    if not found.agreed:
        raise DerivError("E403", "the equation could not be decided: no point of its domain was found")
    return f"equal at {found.agreed} points"


def _left_sides(session: Session, text: str, claim: Claim) -> tuple[str, str]:
    """The left side in normal form, in both notations; as typed where it names no function."""
    if not claim.name:
        typed = text.partition("=")[0].rstrip().removesuffix(":").rstrip()
        return typed, typed
    names = [session.store.name(n) for n in claim.wanted]
    return ascii_name(claim.name, names), unicode_name(claim.name, names)
