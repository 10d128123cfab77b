"""Commands that decide: `:is`, `:same`, `:domain`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name
from derivrepl.language.signs import typeset
from derivrepl.session.answer import Block, Lines, Page
from derivrepl.session.claims import Claim, decide_same, decided
from derivrepl.session.commands.registry import command
from derivrepl.session.validity import defined_where, kinks_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Formulas, Rest, Target, Text
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node


@command("is", "answer", usage="EXPR [x …]", examples=("x^2*sin(x)", ":is 2*x*sin(x) + x^2*cos(x)"))
def answer(session: Session, words: Text) -> list[Block]:
    """Whether an expression is the derivative of the current one; names the mistake where it is not.

    With several inputs the last words say by which one: :is 2*x*y x
    """
    text, place = words
    entry = session.current_entry()
    wanted, claimed = _asked(session, entry, text)
    if not claimed:
        raise DerivError("E502", ":is needs an expression", hint="usage: :is EXPR [x …]")
    try:
        node = session.parser.expression_node(claimed)
    except DerivError as error:
        raise error.shifted(place) from None
    derivative = session.derivatives.derivative(entry.node, wanted)
    claim = Claim(derivative, entry.node, wanted, (place, place + len(text)), entry.name)
    return [decided(session, claim, node, claimed)]


def _asked(session: Session, entry: Entry, text: str) -> tuple[list[Node], str]:
    """By which inputs, and the expression before them; raises E203 where it is not said by which."""
    names, rest = entry.input_names(), text.rstrip()
    chosen: list[str] = []
    while True:
        before, _, last = rest.rpartition(" ")
        ends = bool(before.strip()) and before.rstrip()[-1] not in "+-*/^@(,=<>·"
        if last not in names or not ends:
            break
        chosen.insert(0, last)
        rest = before.rstrip()
    if not chosen and len(names) != 1:
        raise DerivError("E203", f"by which input? {entry.name} has {' '.join(names) or 'none'}")
    return [session.store.input(name) for name in chosen or names], rest


@command("same", usage="EXPR[, EXPR]", examples=("1/(1 + exp(-x))", ":same exp(x)/(1 + exp(x))"))
def same(session: Session, given: Formulas) -> list[Block]:
    """Whether an expression equals the current one: a proof, a point where they differ, or agreement at points.

    An array where the current expression is a number is compared with its derivative of that shape. Two
    expressions are compared with each other.
    """
    *first, target = given
    if len(first) > 1:
        raise DerivError("E502", f":same compares two expressions, not {len(given)}")
    if first:
        return [Lines([decide_same(session, first[0], target, "")], comment=True)]
    current = session.current_entry()
    shape = session.shape(target)
    if shape != session.shape(current.node):
        for leaf in session.wanted(current):
            if session.shape(leaf) == shape and not session.shape(current.node):
                node = session.derivatives.gradient(current, [leaf])[0]
                name = ascii_name(current.name, [session.store.name(leaf)])
                return [Lines([f"{name}: {decide_same(session, node, target, current.text)}"], comment=True)]
    return [Lines([decide_same(session, current.node, target, current.text)], comment=True)]


@command("domain", usage="[NAME] [f | grad]", examples=("log(x) + abs(y)", ":domain"))
def domain(session: Session, target: Target, words: Rest) -> list[Block]:
    """Where the expression and its derivatives are defined, and where there is no derivative."""
    lines = []
    if words != ["grad"]:
        lines.append(f"{target.name} is defined {defined_where(session.derivatives, [target.node])}")
    if words != ["f"] and not target.is_list:
        nodes = session.derivatives.gradient(target, session.taken_by(target))
        shown = defined_where(session.derivatives, [target.node, *nodes])
        kinks = kinks_in(session.store, target.node)
        lines.append(f"its derivatives are defined {shown}" + (f", not where {kinks}" if kinks else ""))
    return [Page([(typeset(line),) for line in lines], [f"# {line}" for line in lines])]
