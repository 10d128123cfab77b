"""How large a node of the store is on paper: its tokens without brackets, as a tree."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.store import DIV, FIRST_FUNCTION, MUL, NEG, PARAMETER, POW, Node, Store
from derivrepl.tables.rewrites import POWERS

ENDLESS = 1e300
MOST_FACTORS = 1_000


def shown_size(store: Store, root: Node) -> float:
    """Operators, function names and leaves of the written form; a shared part counts wherever it shows."""
    if root < 0:
        return _constant(store, root)
    sizes: dict[Node, float] = {}
    for n in store.live([root]):
        key = store.keys[n]
        if key[0] <= PARAMETER:
            sizes[n] = 1.0
            continue
        parts = sum(sizes[a] if a >= 0 else _constant(store, a) for a in key[1:])
        shown = 1 if key[0] == NEG or len(key) <= 3 else len(key) - 2
        sizes[n] = min(parts + shown, ENDLESS)
    return sizes[root]


def multiplied_size(store: Store, root: Node) -> float:
    """The same with powers of products multiplied out, and room for the values of functions of numbers.

    Results show `(a*b)^2` as `a^2*b^2` and `sigmoid(0)` as `1/2`, though that is longer.
    """
    more = 0.0
    counts: dict[Node, int] = {}
    for n in store.live([root]) if root >= 0 else ():
        key = store.keys[n]
        if key[0] in (MUL, DIV, NEG):
            counts[n] = min(sum(counts.get(a, 1) for a in key[1:]), MOST_FACTORS)
        elif key[0] == POW and key[2] < 0:
            more += 2 * (counts.get(key[1], 1) - 1)
        elif key[0] >= FIRST_FUNCTION and all(a < 0 for a in key[1:]):
            more += 0 if store.operations[key[0]].name in POWERS else 2
    return shown_size(store, root) + more


def _constant(store: Store, node: Node) -> float:
    p, q, decimal = numbers.parts(store.value(node))
    return 1.0 + (p < 0) + (2 if q != 1 and not decimal else 0)
