"""A derivative with arrays explained, node by node: the reverse sweep of a number, the forward sweep of an array.

Every line is a derivative in its shortest form, with the rule that brought it; the last one is the result.
"""

from __future__ import annotations

from derivrepl.calculus.higher import first_derivatives
from derivrepl.calculus.reverse import active, adjoint_part
from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import ASCII, UNICODE, Notation, Writer
from derivrepl.session.answer import Block, Page
from derivrepl.store import INPUT, ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

MOST = 40
"""Operations on the way to the input beyond which nobody reads the steps."""


def array_steps(session: Session, target: Entry, node: Node, leaf: Node) -> Block:
    """The steps from a node to its derivative by an input; raises DerivError E405 where there are too many."""
    nodes = active(session.store, node, [leaf])
    if len(nodes) > MOST:
        raise DerivError("E405", f"{len(nodes)} operations are too many to explain", hint=":table and :why show them")
    labels = dict(target.view.labels)
    for n in nodes:
        labels.setdefault(n, f"{target.view.letter}{len(labels) + 1}")
    found = _adjoints(session, nodes, node) if not session.shape(node) else _tangents(session, nodes, leaf)

    def lines(notation: Notation) -> list[str]:
        return _lines(session, target, nodes, leaf, labels, found, notation)

    return Page([(line,) for line in lines(UNICODE)], [f"# {line}" for line in lines(ASCII)])


def _adjoints(session: Session, nodes: list[Node], root: Node) -> list[tuple[Node, Node, str]]:
    """The derivative of the root by each node, from the root down, with the rules of the node's users."""
    store, short = session.store, session.derivatives.simplify
    known: dict[Node, Node] = {root: ONE}
    rules: dict[Node, dict[str, None]] = {}
    found = []
    for n in reversed(nodes):
        adjoint = known.get(n, ZERO)
        if store.shapes is not None:
            adjoint = short(store.shapes.filled(adjoint, session.shape(n))).node
        if n != root:
            found.append((n, adjoint, " + ".join(rules.get(n, {}))))
        for index, operand in enumerate(store.operands(n)):
            if operand in nodes:
                piece = adjoint_part(store, n, index, adjoint)
                known[operand] = store.add(piece, known[operand]) if operand in known else piece
                rules.setdefault(operand, {})[store.operations[store.op(n)].rule] = None
    return found


def _tangents(session: Session, nodes: list[Node], leaf: Node) -> list[tuple[Node, Node, str]]:
    """The derivative of each node by the input, from the input up, with the node's own rule."""
    store, short = session.store, session.derivatives.simplify
    return [
        (n, short(first_derivatives(store, n, [leaf])[0]).node, store.operations[store.op(n)].rule)
        for n in nodes
        if n != leaf
    ]


def _lines(
    session: Session, target: Entry, nodes: list[Node], leaf: Node, labels: dict[Node, str],
    found: list[tuple[Node, Node, str]], notation: Notation,
) -> list[str]:  # fmt: skip
    store = session.store
    pretty = notation is UNICODE
    writer = Writer(store, notation)
    names = {n: store.name(n) if store.op(n) == INPUT else labels[n] for n in target.view.nodes}
    inner = [n for n in nodes if store.op(n) != INPUT]
    parts = [f"{labels[n]} = {writer.row(n, {**labels, **names})}" for n in inner]
    lines = [f"{target.name} = {labels[nodes[-1]]}  with  {', '.join(parts)}"]
    for number, (n, derivative, rule) in enumerate(found, 1):
        up = bool(session.shape(nodes[-1]))
        what = [labels[n], store.name(leaf)] if up else [target.name, names.get(n, labels[n])]
        head = (unicode_name if pretty else ascii_name)(what[0], [what[1]])
        lines.append(f"{number} {rule}: {head} = {writer.shown(derivative)}")
    return lines
