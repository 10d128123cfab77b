"""Differentiation rules of a user's own: the same row as in the function table, in the session's definitions.

A ruled function is an operation of its own in the store, so its calls stay calls: values come from its
formula, derivatives from its rule. What was built before keeps the rule that it was built with.
"""

from __future__ import annotations

from derivrepl.calculus.rules import compile_partial
from derivrepl.errors import DerivError
from derivrepl.language.counted import counted
from derivrepl.language.scope import FUNCTION_CODES, OPERATIONS, Definition
from derivrepl.language.text import Writer
from derivrepl.numeric.lower import Lowering
from derivrepl.operation import Operation
from derivrepl.store import LIST, PARAMETER, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.verify import Row
    from derivrepl.session.session import Session

POINTS = 5
LONGEST = 1_000_000
"""Characters of a formula or a partial derivative that a rule can have."""


class Ruled(Definition):
    """A function with a rule of the user's: its calls are nodes of the operation `row`.

    own     whether the function has no row in the table
    forced  whether the rule was taken though it is wrong
    """

    __slots__ = ("forced", "own", "row")

    def __init__(self, store: Store, row: Operation, params: tuple[str, ...], own: bool) -> None:
        leaves = [store.input(p) for p in params]
        super().__init__(row.name, store.node(len(store.operations) - 1, *leaves), params)
        self.row = row
        self.own = own
        self.forced = False

    def statements(self) -> list[str]:
        """What gives the function and its rule again, when typed."""
        head = f"{self.name}({', '.join(self.row.params)})"
        given = [f"{head} = {self.row.define}"] if self.own and self.row.define else []
        return [*given, f":rule{'!' if self.forced else ''} {head} = {', '.join(self.row.partials)}"]


def installed(session: Session, name: str, params: tuple[str, ...]) -> Ruled:
    """The function with a rule that is still empty, in the place of what its name meant; raises DerivError."""
    store, scope = session.store, session.scope
    known = scope.definitions.get(name)
    code = FUNCTION_CODES.get(name)
    if isinstance(known, Ruled):
        row, own = known.row.with_partials(()), known.own
    elif known is not None and known.params is not None:
        row, own = _of_definition(store, known, params), True
    elif known is not None:
        raise DerivError("E202", f"{name} is a value, not a function")
    elif code is not None and OPERATIONS[code].params:
        row, own = OPERATIONS[code].with_partials(()), False
    else:
        row, own = Operation(name, " ".join(params), (), help="a function without a formula"), True
    _fitting(name, len(row.params), len(params))
    store.operations.append(row)
    ruled = Ruled(store, row, params, own)
    scope.define(ruled)
    return ruled


def _fitting(name: str, wanted: int, given: int) -> None:
    """Raise E208 for a rule with another number of parameters."""
    if wanted != given:
        raise DerivError("E208", f"{name} takes {counted(wanted, 'argument')}, {given} given")


def _of_definition(store: Store, known: Definition, params: tuple[str, ...]) -> Operation:
    """The row of a function that is defined by a formula."""
    own = known.params or ()
    leaves = [store.input(p) for p in own]
    if store.op(known.node) == LIST:
        raise DerivError("E302", f"{known.name} is not a scalar", hint="give each component a rule")
    _fitting(known.name, len(own), len(params))
    others = [store.name(n) for n in store.inputs([known.node]) if n not in leaves]
    if others:
        hint = f"make it a parameter: {known.name}({', '.join([*own, *others])}) = …"
        raise DerivError("E203", f"{known.name} also depends on {' '.join(others)}, which no rule speaks of", hint=hint)
    written_out = Lowering(store, lambda row: row in OPERATIONS).of(known.node)
    named = store.replace(written_out, {leaf: store.leaf(PARAMETER, p) for leaf, p in zip(leaves, params)})
    define = _text(store, named)
    return Operation(known.name, " ".join(params), (), define=define, help=f"defined as {define[:60]}")


def _text(store: Store, node: Node) -> str:
    text = Writer(store, limit=LONGEST).text(node)
    if text is None:
        raise DerivError("E405", "the formula is too long for a rule")
    return text


def complete(store: Store, ruled: Ruled, partials: list[Node]) -> None:
    """Give the function its rule: one node for each parameter, in the parameters and `ans`."""
    row = ruled.row
    moved = {store.input(p): store.leaf(PARAMETER, own) for p, own in zip(ruled.params or (), row.params)}
    moved.setdefault(store.input("ans"), store.leaf(PARAMETER, "ans"))
    nodes = [store.replace(node, moved) for node in partials]
    row.partials = tuple(_text(store, node) for node in nodes)
    row.pulls = [compile_partial(store, node, row) for node in nodes]


def checked(session: Session, ruled: Ruled, partials: list[Node]) -> tuple[str, Row | None]:
    """What a check of the rule in numbers says, in words, and the worst disagreement where there is one."""
    from derivrepl.numeric.verify import Verification

    store, leaves = session.store, [session.store.input(p) for p in ruled.params or ()]
    instances = [store.replace(node, {store.input("ans"): ruled.node}) for node in partials]
    try:
        found = Verification(store, ruled.node, leaves, instances)
    except DerivError as lack:
        return f"not checked: {lack.message}", None
    found.at_samples(ruled.name, POINTS, dict(zip(leaves, ruled.row.sample)))
    if not found.rows:
        return f"not checked: no point was found where {ruled.name} and its rule are finite and smooth", None
    points = len(found.rows) // len(leaves)
    sure = ", certified by power series" if found.certified() == len(found.rows) else ""
    return f"agrees with differences at {counted(points, 'point')}{sure}", found.worst()


def following(store: Store, root: Node, ruled: Ruled) -> Node:
    """The node with the function's calls under the rule that it has now."""
    code, arity = store.op(ruled.node), len(ruled.params or ())
    made: dict[Node, Node] = {}
    for n in store.live([root]):
        op = store.op(n)
        operands = tuple(made.get(a, a) for a in store.operands(n))
        same = store.operations[op].name == ruled.name and len(operands) == arity
        if (same and op >= 0) or operands != store.operands(n):
            made[n] = store.make(code if same else op, operands)
    return made.get(root, root)
