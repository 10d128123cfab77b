"""Conditions about products and their factors, said once: `x*y > 0` for `x*y >= 0`, `x != 0`, `y != 0`."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.store import DIV, GREATER, GREATER_EQUAL, MUL, NOT_EQUAL, ZERO, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Factors = tuple[Node, ...]


def merged(store: Store, *groups: Sequence[Node]) -> list[list[Node]]:
    """The comparison nodes of each group, without what another one of any group says already."""
    conditions = [c for group in groups for c in group]
    strict = _strict(store, conditions)
    covered = {n for key in strict for n in key}
    seen: set[Node] = set()
    result: list[list[Node]] = []
    for group in groups:
        kept = []
        for c in group:
            left = _compared_with_zero(store, c, NOT_EQUAL)
            if left is not None and left in covered:
                continue
            left = _compared_with_zero(store, c, GREATER, GREATER_EQUAL)
            c = strict.get(factors(store, left)[2], c) if left is not None else c
            if c not in seen:
                seen.add(c)
                kept.append(c)
        result.append(kept)
    return result


def _strict(store: Store, conditions: list[Node]) -> dict[Factors, Node]:
    """By the factors of what is not negative: that it is positive, where no factor can be zero.

    A factor that is positive by itself is left out: `x > 0` for `x*y > 0` and `y > 0`.
    """
    positive = {left for left in (_compared_with_zero(store, c, GREATER) for c in conditions) if left is not None}
    apart = {left for left in (_compared_with_zero(store, c, NOT_EQUAL) for c in conditions) if left is not None}
    found: dict[Factors, Node] = {}
    for c in conditions:
        left = _compared_with_zero(store, c, GREATER, GREATER_EQUAL)
        if left is None:
            continue
        above, below, key = factors(store, left)
        if store.op(c) == GREATER or all(n in apart or n in positive for n in above):
            rest = [n for n in (*above, *below) if n not in positive]
            whole = rest[0] if len(rest) == 1 and len(key) > 1 else left
            found.setdefault(key, store.make(GREATER, (whole, ZERO)))
    return found


def _compared_with_zero(store: Store, condition: Node, *operations: int) -> Node | None:
    """The left side of a comparison with 0 that is one of these."""
    if store.op(condition) not in operations:
        return None
    left, right = store.operands(condition)
    return left if right == ZERO else None


def factors(store: Store, node: Node) -> tuple[list[Node], list[Node], Factors]:
    """The factors above the fraction bar, those below, and both as a key; a product with a minus is its only one."""
    above: list[Node] = []
    below: list[Node] = []
    stack = [(node, above, below)]
    while stack:
        n, over, under = stack.pop()
        if store.op(n) in (MUL, DIV):
            a, b = store.operands(n)
            stack += [(b, over, under) if store.op(n) == MUL else (b, under, over), (a, over, under)]
        elif n >= 0:
            over.append(n)
        elif numbers.sign(store.value(n)) < 0:
            return [node], [], (node,)
    return above, below, tuple(sorted(above)) + tuple(sorted(below))
