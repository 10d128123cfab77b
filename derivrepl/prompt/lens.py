"""The lens: what the part under the cursor is, how the whole depends on it, and it on the inputs."""

from __future__ import annotations

import math

from derivrepl.calculus.higher import first_derivatives
from derivrepl.calculus.reverse import gradient
from derivrepl.formats.terminal_expression import number
from derivrepl.prompt.panel import lens_panel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from derivrepl.formats.terminal_expression import Expressions
    from derivrepl.formats.terminal_style import Line
    from derivrepl.prompt.panel import Paper
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session
    from derivrepl.store import Node

MOST_PARTIALS = 3
PART = "part"
"""What a part is called that is no node of the graph, such as what a derivative is taken of."""


def look_through(
    session: Session, entry: Entry, part: Node, expressions: Expressions, paper: Paper, rows_left: int
) -> list[Line]:
    """At most so many lines about one part of the current entry: `v2 = x²   ∂f/∂v2 = …   ∂v2/∂x = …`.

    An array is told without its derivative by the part, as that has not the part's shape. With values where a
    point is set.
    """
    store = session.store
    label = entry.view.labels.get(part)
    within = [n for n in store.inputs([part]) if n != part]
    wanted = [n for n in session.wanted(entry) if n in within][:MOST_PARTIALS]
    raw = first_derivatives(store, part, wanted)
    whole = label is not None and not session.shape(entry.node)
    if whole:
        raw = [*gradient(store, entry.node, [part]), *raw]
    nodes = [part, *session.derivatives.simplified_all(raw)]
    sign = "∂" if paper.unicode else "d"
    own = label or PART
    names = [own, *([f"{sign}{entry.name}/{sign}{label}"] if whole else [])]
    names += [f"{sign}{own}/{sign}{store.name(n)}" for n in wanted]
    values = values_of(session, entry, nodes)
    told = [told_value(session, value) for value in values]
    texts = [(expressions.text(n) or f"({expressions.told_size(n)})") for n in nodes]
    rows = [(name, text, value if value != text else "") for name, text, value in zip(names, texts, told)]
    return lens_panel(paper, rows, point_facts(session, entry) if any(told) else "", rows_left)


def values_of(session: Session, entry: Entry, nodes: Sequence[Node]) -> list[float | None]:
    """The nodes' values where a point is set for all inputs of the entry, else None for each."""
    nothing: list[float | None] = [None] * len(nodes)
    names = entry.input_names()
    if entry.is_list or not names or any(name not in session.point for name in names):
        return nothing
    from derivrepl.numeric.evaluate import Program

    program = Program(session.store, list(nodes))
    found = program.run({leaf: session.point[session.store.name(leaf)] for leaf in entry.inputs})
    values = [program.value(n, found) for n in nodes]
    return [value if math.isfinite(value) else None for value in values]


def told_value(session: Session, value: float | None) -> str:
    """A value at the session's digits; nothing for None."""
    return "" if value is None else number(value, min(int(session.settings.get("digits")), 17))


def point_facts(session: Session, entry: Entry) -> str:
    """`at x=4 y=0.5`."""
    return "at " + " ".join(f"{name}={told_value(session, session.point[name])}" for name in entry.input_names())
