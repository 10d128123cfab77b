"""Points: values for inputs, given as words `x=pi/3`, and the values of nodes there."""

from __future__ import annotations

import math

from derivrepl.errors import DerivError, NoValue
from derivrepl.language.text import Writer
from derivrepl.numbers import ratio
from derivrepl.numeric.evaluate import Program, first_failure
from derivrepl.session.validity import domain_of
from derivrepl.shapes import uses_arrays
from derivrepl.store import INPUT, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from derivrepl.session.answer import Result
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

    Values = list[float]


class Given(float):
    """A value of an input that remembers exactly what was given for it, as text of the language."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, value: float, text: str) -> Given:
        """The float with its text."""
        made = super().__new__(cls, value)
        made.text = text
        return made


def number_of(session: Session, text: str) -> float:
    """The value of a constant expression; raises DerivError where it has inputs or no value."""
    node = session.parser.expression_node(text)
    store = session.store
    if uses_arrays(store, node):
        point = {n: session.point[store.name(n)] for n in store.inputs([node]) if store.name(n) in session.point}
        return array_values(store, [node], point)[node]
    names = [store.name(n) for n in store.live([node]) if store.op(n) == INPUT]
    unknown = [name for name in names if name not in session.point]
    if unknown:
        raise NoValue(unknown, (0, len(text)))
    point = {store.input(name): session.point[name] for name in names}
    value = Program(store, [node]).run(point)[node]
    return value if names else Given(value, Writer(store).text(node) or text)


def array_values(store: Store, nodes: list[Node], point: Mapping[Node, float]) -> dict[Node, float]:
    """The values of nodes, where some are arrays; raises DerivError E402 for an input or a size without a value."""
    from derivrepl.numeric.array_value import plain
    from derivrepl.numeric.arrays import ArrayProgram

    values = ArrayProgram(store, nodes).run({n: array_or_number(v) for n, v in point.items()})
    return {n: plain(values[n]) for n in nodes}


def evaluator(store: Store, nodes: list[Node], sizing: Sequence[Node] = ()) -> Callable[[Mapping[str, float]], Values]:
    """The nodes' values at points, given as name → value, made once for many of them; nan where there are none.

    sizing: inputs that need not be among the nodes', but say how large others are. Raises DerivError where a node
    has no values.
    """
    if not uses_arrays(store, *nodes):
        from derivrepl.numeric.scalars import scalar_program

        leaves = store.inputs(nodes)
        run, names = scalar_program(store, leaves, nodes), [store.name(n) for n in leaves]
        return lambda point: list(run(*[point[name] for name in names]))
    from derivrepl.numeric.array_value import plain
    from derivrepl.numeric.arrays import ArrayProgram

    program = ArrayProgram(store, nodes)
    known = {n: store.name(n) for n in (*store.inputs(nodes), *sizing)}

    def at(point: Mapping[str, float]) -> Values:
        values = program.run({n: array_or_number(point[name]) for n, name in known.items() if name in point})
        return [plain(values[n]) for n in nodes]

    return at


def array_or_number(value: float) -> Any:
    """What NumPy takes for a value that was given."""
    return getattr(value, "array", value)


def told(value: float) -> str:
    """A value in few digits."""
    from derivrepl.numeric.array_value import literal

    array = getattr(value, "array", None)
    return f"{value:.6g}" if array is None else literal(array, 6)


def exact_node(session: Session, value: float) -> Node:
    """The node of an input's value: what was given for it, else exactly the double."""
    if isinstance(value, Given):
        return session.parser.expression_node(value.text)
    return session.store.constant(ratio(*value.as_integer_ratio()))


def add_digits(session: Session, results: list[Result], point: Mapping[str, float]) -> None:
    """Give the results as many certain digits as the setting asks for, where a double has fewer; arrays have no more.

    Raises DerivError E404 where they cannot be had.
    """
    from derivrepl.numeric.digits import DOUBLE_DIGITS, certain_digits

    digits = int(session.settings.get("digits"))
    store, nodes = session.store, [result.node for result in results]
    if digits <= DOUBLE_DIGITS or uses_arrays(store, *nodes):
        return
    given = {n: exact_node(session, point[store.name(n)]) for n in store.inputs(nodes) if store.name(n) in point}
    for result in results:
        result.digits = certain_digits(store, store.replace(result.node, given), digits)


def values_at(session: Session, nodes: list[Node], point: dict[str, float]) -> list[float]:
    """The values of nodes at a point; raises DerivError E402 for a missing input, E401 for no finite value."""
    store = session.store
    wanted = [store.name(n) for n in store.inputs(nodes)]
    missing = [name for name in wanted if name not in point]
    if missing:
        raise NoValue(missing)
    if uses_arrays(store, *nodes):
        return _array_values(session, nodes, point)
    program = Program(store, nodes)
    values = program.run({store.input(name): point[name] for name in wanted})
    for node in nodes:
        if not math.isfinite(values[node]):
            raise not_finite(session, node, values)
    return [values[node] for node in nodes]


def _array_values(session: Session, nodes: list[Node], point: Mapping[str, float]) -> list[float]:
    """The values of nodes with arrays; inputs that only give sizes count too."""
    import numpy

    from derivrepl.numeric.array_value import plain
    from derivrepl.numeric.arrays import ArrayProgram

    store = session.store
    inputs = dict.fromkeys([*store.inputs(nodes), *(session.current.inputs if session.current else [])])
    known = {n: array_or_number(point[store.name(n)]) for n in inputs if store.name(n) in point}
    values = ArrayProgram(store, nodes).run(known)
    for node in nodes:
        if not numpy.isfinite(values[node]).all():
            text = Writer(store).text(node) or "a value"
            raise DerivError("E401", f"{text} is not finite", hint=_array_hint(session, node, values))
    return [plain(values[node]) for node in nodes]


def _array_hint(session: Session, root: Node, values: Mapping[Node, Any]) -> str:
    """The first part that is not finite."""
    import numpy

    for n in session.store.live([root]):
        if n in values and not numpy.isfinite(values[n]).all():
            return f"first in {Writer(session.store).text(n) or 'a part'}"
    return ""


def not_finite(session: Session, root: Node, values: dict[Node, float]) -> DerivError:
    """E401, naming the node where it happened."""
    store = session.store
    node = first_failure(store, root, values)
    labels = session.current.view.labels if session.current else {}
    row = Writer(store).row(node, labels) if node >= 0 else "a number beyond 1.8e308"
    known = [a for a in store.operands(node) if a in labels]
    given = ", ".join(f"{labels[a]} = {values[a]:.6g}" for a in known)
    place = f", at {labels[node]}" if node in labels else ""
    message = f"{row}{' with ' + given if given else ''} is not finite{place}"
    return DerivError("E401", message, hint=_domain_hint(session, node))


def _domain_hint(session: Session, node: Node) -> str:
    conditions = domain_of(session.store, node)
    return f"it is defined for {', '.join(conditions)}" if conditions else ""


def kept_point(session: Session, target: Entry) -> dict[Node, float] | None:
    """The kept values of the target's inputs; None where the kept point does not cover them."""
    names = target.input_names()
    if not session.point or any(name not in session.point for name in names):
        return None
    return {session.store.input(name): session.point[name] for name in names}


def fill_table(session: Session, target: Entry) -> None:
    """Fill the value and adjoint columns of the target's table where the kept point covers the inputs."""
    view = target.view
    view.values.clear()
    view.adjoints.clear()
    point = kept_point(session, target)
    if point is None:
        return
    from derivrepl.numeric.adjoint import adjoints

    store = session.store
    if target.has_arrays:
        view.values.update(array_values(store, view.numbered(), point))
        return
    view.values.update(Program(store, view.numbered()).run(point))
    view.adjoints.update(adjoints(store, target.node, view.values))
