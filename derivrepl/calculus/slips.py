"""Derivatives as they come out when a rule is misremembered: the forward sweep with one row altered."""

from __future__ import annotations

from derivrepl.calculus.rules import contribution, plus
from derivrepl.errors import DerivError
from derivrepl.language.formula import formula
from derivrepl.store import FIRST_FUNCTION, ONE, PARAMETER, POW, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.tables.mistakes import Mistake


def mistaken_derivative(
    store: Store, root: Node, leaf: Node, mistake: Mistake, only: Node | None = None
) -> tuple[Node, list[Node]] | None:
    """The derivative of the root by a leaf under the mistake, and the nodes at which it was made; None for no node.

    only: the node at which it is made; everywhere that it can be where this is None
    """
    tangents: dict[Node, Node] = {leaf: ONE}
    places: list[Node] = []
    for n in store.live([root]):
        if store.op(n) <= PARAMETER:
            continue
        moving = [tangents.get(a, ZERO) for a in store.operands(n)]
        rule = _rule(store, n, mistake, moving) if only in (None, n) else None
        inner = mistake.inner if only in (None, n) else ""
        try:
            if rule is not None:
                made, slipped = _misremembered(store, n, rule, moving), True
            else:
                made, slipped = _remembered(store, n, moving, inner)
        except DerivError:
            return None
        if slipped:
            places.append(n)
        if made != ZERO:
            tangents[n] = made
    return (tangents.get(root, ZERO), places) if places else None


def _rule(store: Store, node: Node, mistake: Mistake, moving: list[Node]) -> str | None:
    """The misremembered rule of a node, where its operands move as the mistake asks."""
    operation = store.operations[store.op(node)]
    rule = mistake.rules.get(operation.name)
    found = tuple(p for p, d in zip(operation.params, moving, strict=True) if d != ZERO) if rule is not None else ()
    return rule if found and (not mistake.moving or found == mistake.moving) else None


def _misremembered(store: Store, node: Node, rule: str, moving: list[Node]) -> Node:
    """The altered rule with operands and their derivatives put in."""
    params = store.operations[store.op(node)].params
    replaced: dict[Node, Node] = {}
    for name, operand, derivative in zip(params, store.operands(node), moving, strict=True):
        replaced[store.leaf(PARAMETER, name)] = operand
        replaced[store.leaf(PARAMETER, f"d{name}")] = derivative
    return store.replace(formula(store, rule), replaced)


def _remembered(store: Store, node: Node, moving: list[Node], inner: str) -> tuple[Node, bool]:
    """The true rule, perhaps with the inner derivative treated wrongly; whether that made a difference."""
    outer = store.op(node) >= FIRST_FUNCTION or store.op(node) == POW
    total, slipped = ZERO, False
    for index, derivative in enumerate(moving):
        if derivative == ZERO:
            continue
        here = node
        if inner and outer and derivative != ONE:
            slipped = True
            if inner == "inside":
                operands = store.operands(node)
                here = store.node(store.op(node), *operands[:index], derivative, *operands[index + 1 :])
            derivative = ONE
        piece = contribution(store, here, index, derivative)
        if piece != ZERO:
            total = piece if total == ZERO else plus(store, total, piece)
    return total, slipped
