"""`:graph`: the numbered graph as a picture, in text or for other programs."""

from __future__ import annotations

from derivrepl.calculus.rules import local_partials
from derivrepl.errors import DerivError
from derivrepl.session.answer import Block, Drawing, Lines
from derivrepl.session.chosen import chosen, node_called
from derivrepl.session.commands.registry import command
from derivrepl.session.pictures.notations import dot, mermaid
from derivrepl.session.pictures.part import Part
from derivrepl.session.pictures.rails import Rails
from derivrepl.session.pictures.tree import tree
from derivrepl.session.points import kept_point

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Output, Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST_RAILS = 24
MOST = {"rails": 500, "tree": 10_000_000, "dot": 100_000, "mermaid": 500, "svg": 500}
"""Kind → how many nodes such a picture has at most."""
ENDINGS = {".svg": "svg", ".dot": "dot", ".gv": "dot", ".mmd": "mermaid"}
PIPED_WIDTH = 120
LABELLED = 300
"""Nodes up to which edges are labelled with the values of local partials."""


@command(
    "graph", usage="[NAME] [rails | tree | dot | mermaid | svg] [f] [v3..v9] [> FILE]",
    examples=("sin(x) + x*y", ":graph", ":graph f", ":graph tree v7", ":graph dot", ":graph svg > f.svg"),
)  # fmt: skip
def graph(session: Session, target: Target, output: Output, words: Rest) -> list[Block]:
    """Picture of the numbered graph.

    rails          one row a node, a rail for each value that is still needed:
                   ● made here, ├ ┼ ┤ read, ╰ ┴ ╯ read for the last time
    tree           operations under each other; :graph tree v7 draws one node
    dot, mermaid   for other programs; svg is a finished drawing

    f leaves the derivatives out. At a point, edges of dot, mermaid and svg
    carry the value of the local partial derivative.
    """
    kind, only, words = _asked(words, output, target)
    if not only and (kind != "tree" or words):
        session.derivatives.number_gradient(target)
    target.shown = True
    view = target.view
    scope = view.nodes if only else view.numbered()
    nodes = [n for n in chosen(view, words) if n in view.labels] if words and kind != "tree" else scope
    _bounded(len(nodes), kind, view.letter)
    partials = _partials(session, target, nodes) if kind in ("dot", "mermaid", "svg") else {}
    part = Part(view, nodes, scope, partials)
    if kind == "rails":
        drawn = _rails(part)
    elif kind == "tree":
        root = node_called(view, words[0]) if words else target.node
        drawn = Drawing(lambda width, _: tree(part, root, width), tree(part, root, PIPED_WIDTH))
    else:
        from derivrepl.session.pictures.svg import Drawn

        lines = Drawn(part).lines() if kind == "svg" else dot(part) if kind == "dot" else mermaid(part)
        drawn = Drawing(lambda *_: lines, lines, flush=True)
    if output:
        session.files.write(output, drawn.piped)
        return [Lines([f"wrote {output}"], comment=True)]
    return [drawn]


def _asked(words: list[str], output: str, target: Entry) -> tuple[str, bool, list[str]]:
    """The kind of picture, whether derivatives are left out, and which nodes are asked for."""
    ending = next((end for end in ENDINGS if output.endswith(end)), "")
    kind = ENDINGS.get(ending, "rails")
    only = False
    rest = []
    for word in words:
        if word in MOST:
            kind = word
        elif word in ("f", target.name):
            only = True
        else:
            rest.append(word)
    return kind, only, rest


def _bounded(count: int, kind: str, letter: str) -> None:
    """Raise E506 for a picture that nobody could read."""
    if count > MOST[kind]:
        hint = f"a part: :graph {kind} {letter}1..{letter}40; without derivatives: :graph {kind} f; a walk: :browse"
        raise DerivError("E506", f"{count:,} nodes are too many for a picture (at most {MOST[kind]:,})", hint=hint)


def _rails(part: Part) -> Drawing:
    rails = Rails(part)
    if rails.width > MOST_RAILS:
        letter = part.view.letter
        hint = f":graph {letter}1..{letter}20 draws a part, :graph svg > FILE.svg all of it, :browse walks"
        raise DerivError("E506", f"{rails.width} values are alive at once: too many rails", hint=hint)
    lines = rails.lines()
    return Drawing(lambda *_: lines, lines)


def _partials(session: Session, target: Entry, nodes: list[Node]) -> dict[tuple[Node, int], str]:
    """The values of the local partial derivatives, which are numbers, where the kept point covers the inputs."""
    point = kept_point(session, target)
    if point is None or target.has_arrays or len(nodes) > LABELLED:
        return {}
    from derivrepl.numeric.evaluate import Program

    made = local_partials(session.store, nodes)
    values = Program(session.store, list(made.values())).run(point)
    return {edge: f"{values[p] + 0.0:.4g}" for edge, p in made.items()}
