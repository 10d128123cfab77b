"""Claims: `df/dx = …` is decided by simplification, else at sampled points of the domain."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.counted import counted
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.session.answer import Answer, Equation
from derivrepl.shapes import shapes_of, uses_arrays, written
from derivrepl.simplify import same
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.language.value import Value
    from derivrepl.numeric import array_check
    from derivrepl.numeric.decide import Comparison
    from derivrepl.session.session import Session


class Claim:
    """What the left side of a claim stands for.

    node    the derivative
    base    what it is the derivative of, and `wanted` by which inputs
    span    where the left side stands
    name    what the text calls the base; empty where it is no name
    """

    __slots__ = ("base", "name", "node", "span", "wanted")

    def __init__(self, node: Node, base: Node, wanted: list[Node], span: Span, name: str = "") -> None:
        self.span = span
        self.node = node
        self.base = base
        self.wanted = wanted
        self.name = name


def decide(session: Session, answer: Answer, claim: Claim, right: Value) -> None:
    """Fill the answer of a claim; raises DerivError with a counterexample when it is wrong."""
    try:
        answer.blocks = [decided(session, claim, right.node, answer.text)]
    except DerivError as error:
        raise error.at(claim.span) from None


def decided(session: Session, claim: Claim, claimed: Node, text: str) -> Equation:
    """The claim as an equation that holds; raises DerivError with a counterexample when it is wrong."""
    ascii_left, pretty = _left_sides(session, text, claim)
    return Equation(ascii_left, claimed, pretty, checked=True, proof=prove(session, claim, claimed, text))


def prove(session: Session, claim: Claim, claimed: Node, text: str) -> str:
    """How the two were found equal; raises DerivError E601 with the point where they differ, and the likely mistake."""
    if same(session.store, claim.node, claimed, session.derivatives.facts()):
        return "proved"
    if uses_arrays(session.store, claim.node, claimed):
        return arrays_agree(session.store, claim.node, claimed)
    found = compared(session, claim.node, claimed, text)
    if found.point is not None:
        exact, yours = told_apart(*found.values)
        message = f"not equal: {_at(session, found)}yours is {yours}, the derivative is {exact}"
        from derivrepl.session.diagnosis import diagnose  # only a wrong claim needs it

        cause = diagnose(session, claim.base, claim.wanted, claimed, text)
        raise DerivError("E601", message, None, "; ".join(filter(None, (cause, _ways(session, claim)))))
    return agreement(found)


def _ways(session: Session, claim: Claim) -> str:
    """How to see the derivative, once one wants to; empty where it has no name to be called by."""
    if not claim.name:
        return ""
    current = session.current
    which = "" if current is not None and current.name == claim.name else f"{claim.name} "
    names = " ".join([session.store.name(n) for n in claim.wanted])
    return f":steps {which}{names} shows the way, :show {which}".rstrip() + " the derivative"


def compared(session: Session, a: Node, b: Node, text: str) -> Comparison:
    """Two nodes at points; raises DerivError E403 where nothing can be said."""
    from derivrepl.numeric.decide import compare

    try:
        found = compare(session.store, a, b, text)
    except DerivError:
        raise DerivError("E403", "no proof was found, and a function here has no values to compare") from None
    if found.point is None and not found.agreed:
        raise DerivError("E403", "no proof was found, and no point where both sides are defined")
    return found


def compared_arrays(store: Store, a: Node, b: Node) -> array_check.Comparison:
    """Two arrays at points; raises DerivError E301 for two shapes, E403 where nothing can be said."""
    from derivrepl.numeric import array_check

    shapes = shapes_of(store)
    left, right = shapes.of(a), shapes.of(b)
    if left is not None and right is not None and not shapes.agree(left, right):
        raise DerivError("E301", f"shapes do not fit: {written(left)} and {written(right)}")
    found = array_check.compare(store, a, b)
    if found.point is None and not found.agreed:
        raise DerivError("E403", "no proof was found, and no arrays where both sides are finite")
    return found


def arrays_agree(store: Store, exact: Node, claimed: Node) -> str:
    """How two arrays were found equal; raises DerivError E601 with the element where they differ."""
    found = compared_arrays(store, exact, claimed)
    if found.point is None:
        return arrays_agreement(found)
    right, yours = told_apart(*found.values)
    element = f"element {found.place}" if found.place else "the value"
    message = f"not equal: at random arrays {element} of yours is {yours}, of the derivative {right}"
    raise DerivError("E601", message, None, ":show prints the derivative")


def arrays_agreement(found: array_check.Comparison) -> str:
    """In words, that no arrays were found where the two differ."""
    return f"equal to 8 digits at {found.agreed} points, no proof found"


def agreement(found: Comparison) -> str:
    """In words, that no point was found where the two differ."""
    return f"equal to 30 digits at {counted(found.agreed, 'point')}, no proof found"


def _at(session: Session, found: Comparison) -> str:
    from derivrepl.numeric.decide import where

    place = where(session.store, found.point or {})
    return f"at {place} " if place else ""


def decide_same(session: Session, a: Node, b: Node, text: str) -> str:
    """Whether two expressions are equal, in words; what points they are compared at follows from the text."""
    if same(session.store, a, b, session.derivatives.facts()):
        return "equal: proved"
    if uses_arrays(session.store, a, b):
        found_arrays = compared_arrays(session.store, a, b)
        if found_arrays.point is None:
            return arrays_agreement(found_arrays)
        mine, other = told_apart(*found_arrays.values)
        element = f"element {found_arrays.place}" if found_arrays.place else "the value"
        return f"not equal: at random arrays {element} is {mine} against {other}"
    found = compared(session, a, b, text)
    if found.point is None:
        return agreement(found)
    mine, other = told_apart(*found.values)
    return f"not equal: {_at(session, found)}{mine} against {other}"


def told_apart(a: float, b: float) -> tuple[str, str]:
    """Two numbers in six digits, in as many as a double has where six do not tell them apart."""
    short = f"{a:.6g}", f"{b:.6g}"
    if short[0] != short[1]:
        return short
    return repr(a), repr(b) if a != b else f"{b!r} (apart beyond a double's digits)"


def _left_sides(session: Session, text: str, claim: Claim) -> tuple[str, str]:
    """The left side in normal form, in both notations; as typed where it names no function."""
    if not claim.name:
        typed = text.partition("=")[0].rstrip().removesuffix(":").rstrip()
        return typed, typed
    names = [session.store.name(n) for n in claim.wanted]
    return ascii_name(claim.name, names), unicode_name(claim.name, names)
