"""Commands that explain: `:steps`, `:rules`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Lines, Results, Steps
from derivrepl.session.commands.registry import command
from derivrepl.session.rulebook import lines
from derivrepl.session.steps import Account
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Explained, Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST_INPUTS = 3


@command(
    "steps", usage="[NAME] [x …] [STEP]",
    examples=("exp(-x^2)*sin(3*x)", ":steps", ":steps x 2", ":steps x x"),
)  # fmt: skip
def steps(session: Session, target: Target, chosen: Explained) -> list[Block]:
    """A derivative explained as a person writes it, rule by rule.

    Parts get names (u = …), u′ is the derivative of u. A number at the end
    opens that step; an input twice explains the second derivative.
    """
    wanted, number = chosen
    store = session.store
    if store.op(target.node) == LIST:
        raise DerivError("E302", f"{target.name} is not a scalar", hint="explain one component")
    if not target.inputs:
        raise DerivError("E203", f"{target.name} has no inputs")
    if wanted or number:
        return _explained(session, target, wanted or target.inputs[:1], number)
    blocks: list[Block] = []
    for leaf in target.inputs[:MOST_INPUTS]:
        blocks += _explained(session, target, [leaf], 0)
    return blocks


def _explained(session: Session, target: Entry, wanted: list[Node], number: int) -> list[Block]:
    """The steps of one derivative and its result line."""
    derivatives = session.derivatives
    result = derivatives.derivative(target.node, wanted)
    below = derivatives.derivative(target.node, wanted[:-1]) if len(wanted) > 1 else target.node
    account = Account(session, target, below, wanted, result)
    rows = account.opened(number) if number else account.whole()
    block = Steps(rows, account.explanation.symbols, account.values())
    if number:
        return [block]
    results = derivatives.results(target, [wanted], [result])
    return [block, Results(target.view if target.shown else None, results), *derivatives.notes(target, [result])]


@command(
    "rules", usage="[NAME | operators | functions | rewrites]", examples=(":rules", ":rules sin", ":rules product rule")
)
def rules(session: Session, words: Rest) -> list[Block]:
    """The differentiation rules and rewrites: all, or those of one name.

    NAME is a function, an operator's rule, or a rewrite, or words of its name.
    """
    return [Lines(lines(session, " ".join(words)), comment=True)]
