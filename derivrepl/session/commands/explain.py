"""Commands that explain: `:steps`, `:why`, `:rules`, `:cost`."""

from __future__ import annotations

from derivrepl.calculus.reverse import active
from derivrepl.errors import DerivError
from derivrepl.numeric.cost import Cost
from derivrepl.session.answer import Block, Lines, Note, Page, Result, Results, Steps
from derivrepl.session.array_steps import array_steps
from derivrepl.session.bill import cost_piped, cost_rows
from derivrepl.session.chosen import node_called
from derivrepl.session.commands.registry import command
from derivrepl.session.rulebook import lines
from derivrepl.session.steps import Account
from derivrepl.session.traced import shortener
from derivrepl.session.why import Reasons

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Explained, Inputs, Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST_SHOWN = 3
"""Derivatives that are explained at once."""


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
    if not target.inputs:
        raise DerivError("E203", f"{target.name} has no inputs")
    if target.is_list:
        return _each_component(session, target, wanted or target.inputs[:1], number)
    if wanted or number:
        return _explained(session, target, target.node, wanted or target.inputs[:1], number)
    blocks: list[Block] = []
    for leaf in target.inputs[:MOST_SHOWN]:
        blocks += _explained(session, target, target.node, [leaf], 0)
    return blocks


def _each_component(session: Session, target: Entry, wanted: list[Node], number: int) -> list[Block]:
    """The steps of a vector's components, one after the other."""
    parts = session.store.operands(target.node)
    if number:
        raise DerivError("E302", f"{target.name} is a vector", hint="enter one component to open its steps")
    blocks: list[Block] = []
    for k, part in enumerate(parts[:MOST_SHOWN], 1):
        blocks += _explained(session, target, part, wanted, 0, str(k))
    if len(parts) > MOST_SHOWN:
        blocks.append(Note(f"{len(parts) - MOST_SHOWN} more components"))
    return blocks


def _explained(
    session: Session, target: Entry, node: Node, wanted: list[Node], number: int, component: str = ""
) -> list[Block]:
    """The steps of one derivative and its result line."""
    derivatives = session.derivatives
    result = derivatives.derivative(node, wanted)
    below = derivatives.derivative(node, wanted[:-1]) if len(wanted) > 1 else node
    if any(session.shape(n) for n in active(session.store, below, wanted[-1:])):
        shown = Results(target.view if target.shown else None, derivatives.results(target, [wanted], [result]))
        return [array_steps(session, target, below, wanted[-1]), shown, *derivatives.notes(target, [result])]
    account = Account(session, target, target.name + component, below, wanted, result)
    rows = account.opened(number) if number else account.whole()
    block = Steps(rows, account.explanation.symbols, account.values())
    if number:
        return [block]
    results = derivatives.results(target, [wanted], [result]) if not component else []
    if component:
        results = [Result(target.name + component, tuple(session.store.name(n) for n in wanted), result)]
    return [block, Results(target.view if target.shown else None, results), *derivatives.notes(target, [result])]


@command(
    "rules", usage="[NAME | operators | functions | arrays | rewrites]",
    examples=(":rules", ":rules sin", ":rules product rule"),
)  # fmt: skip
def rules(session: Session, words: Rest) -> list[Block]:
    """The differentiation rules and rewrites: all, or those of one name.

    NAME is a function, an operator's rule, or a rewrite, or words of its name.
    """
    return [Lines(lines(session, " ".join(words)), comment=True)]


@command("why", usage="[NAME] v3", examples=("sin(x) + x*y", ":why v6"))
def why(session: Session, target: Target, words: Rest) -> list[Block]:
    """Why a node of the table is there: its rule, where it came from, what it sums."""
    if len(words) != 1:
        last = f"{target.view.letter}{len(target.view.labels)}"
        raise DerivError("E502", ":why explains one node", hint=f"usage: :why {last}")
    wanted = session.taken_by(target)
    session.derivatives.number(target, session.derivatives.gradient(target, wanted), wanted)
    node = node_called(target.view, words[0])
    target.shown = True
    return [Lines(Reasons(session, target, node).lines(), comment=True)]


@command("cost", usage="[NAME] [x …]", examples=("ln(x1) + x1*x2 - sin(x2)", ":cost"))
def cost(session: Session, target: Target, wanted: Inputs) -> list[Block]:
    """How many operations the function and its derivatives take, forward and in reverse.

    Of arrays, operations of numbers: sizes that are names give polynomials in them.
    """
    if target.is_list:
        raise DerivError("E302", f"{target.name} is a list of functions", hint="enter one of them")
    found = Cost(session.store, target.node, target.view.nodes, wanted, shortener(session, target))
    return [Page(cost_rows(target.name, found, len(wanted)), cost_piped(found))]
