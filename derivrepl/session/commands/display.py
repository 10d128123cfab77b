"""Commands that show things again: `:table`, `:show`, `:wrt`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Graph, Lines, Result, Results
from derivrepl.session.chosen import chosen, node_called
from derivrepl.session.commands.registry import command
from derivrepl.session.points import fill_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.session import Session


@command(
    "table", "t", usage="[NAME] [v3 | v3..v9 | last n | uses v3 | all | full]",
    examples=("sin(x) + x*y", ":table", ":table v3..v5", ":table uses v1"),
)  # fmt: skip
def table(session: Session, target: Target, words: Rest) -> list[Block]:
    """Node table, or a part of it.

    all     without a cut, however long
    full    with every derivative that the columns speak of numbered
    uses    the nodes that read a node
    """
    full = words[:1] == ["full"]
    session.derivatives.number_gradient(target)
    if full:
        session.derivatives.number_columns(target)
    fill_table(session, target)
    whole = full or words[:1] == ["all"]
    view = target.view
    labels = [view.labels[n] for n in chosen(view, words)] if words and not whole else None
    return [Graph(view, 0 if whole else None, labels)]


@command("show", usage="[NAME] [f | grad | v3]", examples=("sin(x) + x*y", ":show"))
def show(session: Session, target: Target, words: Rest) -> list[Block]:
    """Results again: the expression and its derivatives, one of both, or one node."""
    view = target.view if target.shown else None
    if words and words[0] not in ("f", "grad", target.name):
        session.derivatives.number_gradient(target)
        node = node_called(target.view, words[0])
        return [Results(view, [Result(words[0], (), node)])]
    results = [] if words[:1] == ["grad"] else [Result(target.name, (), target.node)]
    if words[:1] in ([], ["grad"]):
        wanted = session.taken_by(target)
        nodes = session.derivatives.gradient(target, wanted)
        session.derivatives.number(target, nodes, wanted)
        results += session.derivatives.results(target, [[n] for n in wanted], nodes)
    return [Results(view, results)]


@command("wrt", usage="[x … | auto | none]", examples=("sin(x) + x*y", ":wrt x"))
def wrt(session: Session, words: Rest) -> list[Block]:
    """Inputs that results are differentiated by: a list, auto (all) or none."""
    if words:
        names = " ".join(words).replace(",", " ").split()
        if names not in (["auto"], ["none"]):
            _known(session, names)
        session.settings.set("wrt", " ".join(names))
    return [Lines([f"wrt {session.settings.get('wrt')}"], comment=True)]


def _known(session: Session, names: list[str]) -> None:
    inputs = list(session.scope.inputs)
    for name in names:
        if session.scope.is_reserved(name) or not name.isidentifier():
            raise DerivError("E203", f"{name} is not an input (inputs: {' '.join(inputs) or 'none'})")
