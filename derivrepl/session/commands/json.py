"""`:json`: the expression and its derivatives as an object for other programs."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Graph, Json, Result, Results
from derivrepl.session.commands.registry import command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.session import Session


@command("json", usage="[NAME] [nodes]", examples=("sin(x) + x*y", ":json", ":json nodes"))
def as_json(session: Session, target: Target, words: Rest) -> list[Block]:
    """Expression and derivatives as one JSON object; nodes adds the numbered table.

    --json-schema prints what its fields mean.
    """
    if words not in ([], ["nodes"]):
        raise DerivError("E502", f":json does not take {' '.join(words)}", hint="usage: :json [NAME] [nodes]")
    wanted = session.taken_by(target)
    found = session.derivatives.gradient(target, wanted)
    results = [Result(target.name, (), target.node)]
    results += session.derivatives.results(target, [[n] for n in wanted], found)
    blocks: list[Block] = []
    if words:
        session.derivatives.number(target, found, wanted)
        target.shown = True
        blocks.append(Graph(target.view))
    blocks += [Results(target.view if target.shown else None, results), *session.derivatives.notes(target, found)]
    return [Json(target.text, blocks)]
