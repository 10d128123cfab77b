"""Derivatives as they come out when a rule is misremembered: the forward sweep with one row altered."""

from __future__ import annotations

from derivrepl.calculus.rules import contribution, plus
from derivrepl.errors import DerivError
from derivrepl.language.formula import formula
from derivrepl.store import FIRST_FUNCTION, ONE, PARAMETER, POW, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.tables.mistakes import Mistake


def mistaken_derivative(store: Store, root: Node, leaf: Node, mistake: Mistake) -> Node | None:
    """The derivative of the root by a leaf under the mistake; None where the mistake cannot be made."""
    tangents: dict[Node, Node] = {leaf: ONE}
    used = False
    for n in store.live([root]):
        if store.op(n) <= PARAMETER:
            continue
        rule = mistake.rules.get(store.operations[store.op(n)].name)
        moving = [tangents.get(a, ZERO) for a in store.operands(n)]
        try:
            if rule is not None and any(d != ZERO for d in moving):
                made, slipped = _misremembered(store, n, rule, moving), True
            else:
                made, slipped = _remembered(store, n, moving, mistake.inner)
        except DerivError:
            return None
        used = used or slipped
        if made != ZERO:
            tangents[n] = made
    return tangents.get(root, ZERO) if used else None


def _misremembered(store: Store, node: Node, rule: str, moving: list[Node]) -> Node:
    """The altered rule with operands and their derivatives put in."""
    params = store.operations[store.op(node)].params
    replaced: dict[Node, Node] = {}
    for name, operand, derivative in zip(params, store.operands(node), moving, strict=True):
        replaced[store.leaf(PARAMETER, name)] = operand
        replaced[store.leaf(PARAMETER, f"d{name}")] = derivative
    return store.replace(formula(store, rule), replaced)


def _remembered(store: Store, node: Node, moving: list[Node], forgets_inner: bool) -> tuple[Node, bool]:
    """The true rule, perhaps with the inner derivative forgotten; whether that made a difference."""
    outer = store.op(node) >= FIRST_FUNCTION or store.op(node) == POW
    total, slipped = ZERO, False
    for index, derivative in enumerate(moving):
        if derivative == ZERO:
            continue
        if forgets_inner and outer and derivative != ONE:
            derivative, slipped = ONE, True
        piece = contribution(store, node, index, derivative)
        if piece != ZERO:
            total = piece if total == ZERO else plus(store, total, piece)
    return total, slipped
