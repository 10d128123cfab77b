"""Commands that take derivatives: `:grad`, `:d`, `:hessian`, `:jacobian`, `:jvp`, `:vjp`."""

from __future__ import annotations

from derivrepl import calculus
from derivrepl.calculus import higher
from derivrepl.errors import LEFT_OUT, DerivError
from derivrepl.language.counted import counted
from derivrepl.session.answer import Block, Grid, Lines, Result, Results
from derivrepl.session.commands.registry import command
from derivrepl.session.directions import differentials, fitted, shaped
from derivrepl.shapes import uses_arrays, written
from derivrepl.store import LIST, ONE, ZERO, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Expressions, Inputs, Orders, Point, Seeds, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

MOST_CELLS = 250_000
"""A Hessian or Jacobian with more entries is refused."""


@command("grad", "g", usage="[NAME] [x …] [x=NUMBER …]", examples=("sin(x) + x*y", ":grad x y", ":grad x=4 y=0.5"))
def grad(session: Session, target: Target, wanted: Inputs, point: Point) -> list[Block]:
    """Gradient: the derivative by each input.

    Without names by all inputs. With values the derivatives are evaluated there as well.
    """
    _scalar(session, target)
    if not wanted:
        return [Lines([f"{target.name} has no inputs"], comment=True)]
    nodes = session.derivatives.gradient(target, wanted)
    return _shown(session, target, [[n] for n in wanted], nodes, point)


@command("d", "diff", usage="[NAME] x [n] | x y … [x=NUMBER …]", examples=("x^2*y", ":d x 2", ":d x y"))
def d(session: Session, target: Target, wanted: Orders, point: Point) -> list[Block]:
    """One derivative, of any order: :d x, :d x 3, :d x y."""
    _scalar(session, target)
    node = session.derivatives.derivative(target.node, wanted)
    return _shown(session, target, [wanted], [node], point)


@command("hessian", "hess", usage="[NAME] [x …] [x=NUMBER …]", examples=("x^2*y + sin(y)", ":hessian"))
def hessian(session: Session, target: Target, wanted: Inputs, point: Point) -> list[Block]:
    """Matrix of second derivatives, from one forward sweep over the gradient for each input."""
    _scalar(session, target)
    if not wanted:
        raise DerivError("E203", f"{target.name} has no inputs")
    _bounded(len(wanted) ** 2)
    if target.has_arrays or uses_arrays(session.store, target.node, *wanted):
        return _second_derivatives(session, target, wanted, point)
    nodes = _simplified(session, higher.hessian(session.store, target.node, wanted))
    by = [[[a, b] for b in wanted] for a in wanted]
    names = [session.store.name(n) for n in wanted]
    zeros = sum(n == ZERO for row in nodes for n in row)
    different = len({n for row in nodes for n in row if n != ZERO})
    entries = counted(different, "different entry", "different entries")
    facts = [f"symmetric ✓   {entries}   {zeros} of {len(wanted) ** 2} are zero"]
    cells = _cells(session, target, by, nodes, point)
    if point:
        facts = [_definiteness(cells)]
    _number(session, target, [n for row in nodes for n in row])
    return [Grid(target.view if target.shown else None, "hessian", names, names, cells, facts)]


@command("jacobian", "jac", usage="[NAME] [x …] [x=NUMBER …]", examples=("[r*cos(t), r*sin(t)]", ":jacobian r t"))
def jacobian(session: Session, target: Target, wanted: Inputs, point: Point) -> list[Block]:
    """Matrix of first derivatives of a vector [f1, f2, …]: a row for each component."""
    store = session.store
    if not target.is_list and (target.has_arrays or uses_arrays(store, target.node, *wanted)):
        return _shown(session, target, [[n] for n in wanted], session.derivatives.gradient(target, wanted), point)
    parts = higher.components(store, target.node)
    _bounded(len(parts) * max(len(wanted), 1))
    if not wanted:
        raise DerivError("E203", f"{target.name} has no inputs")
    nodes = _simplified(session, higher.jacobian(store, target.node, wanted))
    single = store.op(target.node) != LIST
    rows = [target.name] if single else [f"{target.name}{k}" for k in range(1, len(parts) + 1)]
    by = [[[n] for n in wanted] for _ in parts]
    cells = _cells(session, target, by, nodes, point, rows)
    facts = []
    if len(parts) == len(wanted) and len(parts) in (2, 3) and not point:
        facts.append(("det", _determinant(session, nodes)))
    _number(session, target, [n for row in nodes for n in row])
    grid = Grid(target.view if target.shown else None, "jacobian", rows, [store.name(n) for n in wanted], cells, [])
    blocks: list[Block] = [grid]
    if facts:
        blocks.append(Results(None, [Result("det", (), node) for _, node in facts]))
    return blocks


@command("jvp", usage="[NAME] dx=v dy=w … [x=NUMBER …]", examples=("x^2*y", ":jvp dx=1 dy=0"))
def jvp(session: Session, target: Target, seeds: Seeds, point: Point) -> list[Block]:
    """Derivative along a direction: one forward sweep with the given seeds.

    The direction of an array is an array of its shape. With values the derivative is evaluated there as well.
    """
    _scalar(session, target)
    if not seeds:
        words = " ".join(f"d{name}=1" for name in target.input_names())
        raise DerivError("E402", "no direction given", hint=f":jvp {words}")
    directions, point = fitted(session, target, seeds, {**session.point, **point} if point else {})
    return _along(session, {"jvp": calculus.tensors.directional(session.store, target.node, directions)}, point)


@command("differential", usage="[NAME] [X …]", examples=("X : matrix(2,2)", "logdet(X)", ":differential"))
def differential(session: Session, target: Target, wanted: Inputs) -> list[Block]:
    """The differential df, a linear form in dX, for every input or those that are named."""
    store = session.store
    if not wanted:
        return [Lines([f"{target.name} has no inputs"], comment=True)]
    node = calculus.tensors.directional(store, target.node, differentials(session, target, wanted))
    return [Results(None, [Result(f"d{target.name}", (), session.derivatives.simplify(node).node)])]


@command("vjp", usage="[NAME] [w1 …] [x=NUMBER …]", examples=("[r*cos(t), r*sin(t)]", ":vjp 1 2"))
def vjp(session: Session, target: Target, weights: Expressions, point: Point) -> list[Block]:
    """Weighted sum of gradients: one reverse sweep with the given seeds, one for each component.

    An array takes one weight, an array of its shape. With values the derivatives are evaluated there as well.
    """
    store = session.store
    parts = higher.components(store, target.node)
    weights = weights or [ONE] * len(parts)
    if len(weights) != len(parts):
        hint = f"an array takes one weight of its shape, {written(session.shape(parts[0]))}" if len(parts) == 1 else ""
        raise DerivError("E208", f":vjp takes {counted(len(parts), 'weight')}, {len(weights)} given", hint=hint)
    names = [target.name] if len(parts) == 1 else [f"{target.name}{k}" for k in range(1, len(parts) + 1)]
    point = {**session.point, **point} if point else {}
    fitting = []
    for part, weight, name in zip(parts, weights, names):
        node, point = shaped(session, target, part, weight, (name, "w"), point)
        fitting.append(node)
    nodes = higher.vector_jacobian(store, target.node, fitting, target.inputs)
    return _along(session, {f"vjp_{name}": node for name, node in zip(target.input_names(), nodes)}, point)


def _along(session: Session, found: dict[str, Node], point: dict[str, float]) -> list[Block]:
    """Derivatives under their names, simplified, with values at a point that has one for every input; or without."""
    results = [Result(name, (), session.derivatives.simplify(node).node) for name, node in found.items()]
    if point:
        session.derivatives.fill(results, point)
    return [Results(None, results)]


def _second_derivatives(session: Session, target: Entry, wanted: list[Node], point: dict[str, float]) -> list[Block]:
    """Every second derivative of an expression with arrays, a line each: one of a vector is a matrix."""
    pairs = [[a, b] for k, a in enumerate(wanted) for b in wanted[k:]]
    nodes = [session.derivatives.derivative(target.node, pair) for pair in pairs]
    return _shown(session, target, pairs, nodes, point)


def _simplified(session: Session, rows: list[list[Node]]) -> list[list[Node]]:
    """The entries of a matrix in their shortest form; equal entries stay the same node."""
    flat = list(dict.fromkeys(node for row in rows for node in row))
    short = dict(zip(flat, session.derivatives.simplified_all(flat), strict=True))
    return [[short[node] for node in row] for row in rows]


def _scalar(session: Session, target: Entry) -> None:
    if target.is_list:
        size = len(session.store.operands(target.node))
        raise DerivError("E302", f"{target.name} is not a scalar (a vector of {size})", hint=":jacobian takes vectors")


def _bounded(cells: int) -> None:
    if cells > MOST_CELLS:
        raise DerivError("E405", f"stopped: the matrix would have {cells:,} entries", hint="name the inputs you need")


def _shown(
    session: Session, target: Entry, by: list[list[Node]], nodes: list[Node], point: dict[str, float]
) -> list[Block]:
    """Result lines with their nodes numbered, and what limits them."""
    _number(session, target, nodes, by)
    results = session.derivatives.results(target, by, nodes, {**session.point, **point} if point else None)
    blocks: list[Block] = [Results(target.view if target.shown else None, results)]
    return blocks + session.derivatives.notes(target, nodes)


def _number(session: Session, target: Entry, nodes: list[Node], by: list[list[Node]] | None = None) -> None:
    """Give numbers to new nodes, where the reader has seen the table."""
    if target.shown:
        first = [(w[0], n) for w, n in zip(by or [], nodes, strict=False) if len(w) == 1]
        session.derivatives.number(target, nodes, [w for w, _ in first] if len(first) == len(nodes) else [])


def _cells(
    session: Session, target: Entry, by: list[list[list[Node]]], nodes: list[list[Node]], point: dict[str, float],
    rows: list[str] | None = None,
) -> list[list[Result]]:  # fmt: skip
    store = session.store
    cells = [
        [
            Result(rows[i] if rows else target.name, tuple(store.name(n) for n in names), node)
            for names, node in zip(row_names, row, strict=True)
        ]
        for i, (row_names, row) in enumerate(zip(by, nodes, strict=True))
    ]
    if point:
        from derivrepl.session.points import values_at

        flat = [cell for row in cells for cell in row]
        values = values_at(session, [cell.node for cell in flat], {**session.point, **point})
        for cell, value in zip(flat, values, strict=True):
            cell.value = value
    return cells


def _determinant(session: Session, rows: list[list[Node]]) -> Node:
    """The determinant of a 2×2 or 3×3 matrix, simplified."""
    store = session.store

    def two(a: Node, b: Node, c: Node, d: Node) -> Node:
        return store.sub(store.mul(a, d), store.mul(b, c))

    if len(rows) == 2:
        return session.derivatives.simplify(two(*rows[0], *rows[1])).node
    a, b, c = rows
    first = store.mul(a[0], two(b[1], b[2], c[1], c[2]))
    second = store.mul(a[1], two(b[0], b[2], c[0], c[2]))
    third = store.mul(a[2], two(b[0], b[1], c[0], c[1]))
    return session.derivatives.simplify(store.add(store.sub(first, second), third)).node


def _definiteness(cells: list[list[Result]]) -> str:
    """The eigenvalues of a numeric Hessian and what they say."""
    import numpy

    matrix = [[cell.value or 0.0 for cell in row] for row in cells]
    values = sorted((float(v) for v in numpy.linalg.eigvalsh(matrix)), reverse=True)
    shape = "indefinite (saddle-shaped here)"
    if values[-1] > 0:
        shape = "positive definite (bowl-shaped here)"
    elif values[0] < 0:
        shape = "negative definite (dome-shaped here)"
    elif values[-1] == 0 or values[0] == 0:
        shape = "semidefinite"
    shown = ", ".join(f"{v:.6g}" for v in values[:8]) + (f", {LEFT_OUT}" if len(values) > 8 else "")
    return f"eigenvalues {shown} → {shape}"
