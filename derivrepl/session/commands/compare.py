"""Commands that decide: `:same`, `:domain`."""

from __future__ import annotations

from derivrepl.language.derivative_names import ascii_name
from derivrepl.session.answer import Block, Lines
from derivrepl.session.claims import decide_same
from derivrepl.session.commands.registry import command
from derivrepl.session.validity import defined_where, kinks_in
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Formula, Rest, Target
    from derivrepl.session.session import Session


@command("same", usage="EXPR", examples=("1/(1 + exp(-x))", ":same exp(x)/(1 + exp(x))"))
def same(session: Session, target: Formula) -> list[Block]:
    """Whether an expression equals the current one: a proof, a point where they differ, or agreement at points.

    An array where the current expression is a number is compared with its derivative of that shape.
    """
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
    if words != ["f"] and session.store.op(target.node) != LIST:
        nodes = session.derivatives.gradient(target, session.wanted(target))
        shown = defined_where(session.derivatives, [target.node, *nodes])
        kinks = kinks_in(session.store, target.node)
        lines.append(f"its derivatives are defined {shown}" + (f", not where {kinks}" if kinks else ""))
    return [Lines(lines, comment=True)]
