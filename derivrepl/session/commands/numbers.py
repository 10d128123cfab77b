"""Commands about numbers: `:eval`, `:point`."""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Lines, Result, Results
from derivrepl.session.commands.registry import command
from derivrepl.session.points import values_at
from derivrepl.store import LIST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Point, Rest, Target
    from derivrepl.session.session import Session


@command("eval", "e", "at", usage="[NAME] x=NUMBER …", examples=("sin(x) + x*y", ":eval x=4 y=0.5"))
def evaluate(session: Session, target: Target, point: Point) -> list[Block]:
    """Values of the expression and its derivatives at a point, which is kept."""
    whole = {**session.point, **point}
    vector = session.store.op(target.node) == LIST
    wanted = [] if vector else session.wanted(target)
    nodes = session.derivatives.gradient(target, wanted) if wanted else []
    roots = list(session.store.operands(target.node)) if vector else [target.node]
    values = values_at(session, roots + nodes, whole)
    names = [f"{target.name}{k}" for k in range(1, len(roots) + 1)] if vector else [target.name]
    results = [Result(name, (), node, value=v) for name, node, v in zip(names, roots, values, strict=False)]
    for leaf, node, value in zip(wanted, nodes, values[len(roots) :], strict=True):
        results.append(Result(target.name, (session.store.name(leaf),), node, value=value))
    session.point = whole
    words = " ".join(f"{name}={whole[name]:.6g}" for name in target.input_names())
    blocks: list[Block] = [Results(target.view if target.shown else None, results, values_only=True)]
    if words:
        blocks.append(Lines([f"point {words} kept; :table shows values"], comment=True))
    return blocks


@command("point", usage="[clear]", examples=(":point", ":point clear"))
def show_point(session: Session, words: Rest) -> list[Block]:
    """Point that :eval kept, or forget it."""
    if words == ["clear"]:
        session.point = {}
    elif words:
        raise DerivError("E502", f":point does not take {words[0]}", hint="usage: :point [clear]")
    shown = " ".join(f"{name}={value:.6g}" for name, value in session.point.items())
    return [Lines([shown or "no point is set; :eval x=1 sets one"], comment=True)]
