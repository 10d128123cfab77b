"""How the user writes: the order of his symbols, and those that he puts behind a function.

Results follow it, so that `sin(x)*y` gives `cos(x)*y` and `y*sin(x)` gives `y*cos(x)`, whatever else the
session has seen before.
"""

from __future__ import annotations

from derivrepl.store import FIRST_FUNCTION, INPUT, MUL, POW, Node, Store

LONGEST = 20_000
"""In larger expressions nobody looks at the order of factors."""


class Hand:
    """order: names of inputs as they first appear; trailing: those that stand only behind functions in products."""

    __slots__ = ("index", "order", "trailing")

    def __init__(self, order: tuple[str, ...] = (), trailing: frozenset[str] = frozenset()) -> None:
        self.order = order
        self.index = {name: k for k, name in enumerate(order)}
        self.trailing = trailing

    def key(self) -> tuple[object, ...]:
        """What two equal hands have in common, for use as a key."""
        return self.order, self.trailing


NO_HAND = Hand()


def hand_of(store: Store, root: Node) -> Hand:
    """The hand in which an expression is written."""
    nodes = store.post_order([root])
    order = tuple(store.name(n) for n in nodes if store.op(n) == INPUT)
    if len(nodes) > LONGEST:
        return Hand(order)
    behind: set[Node] = set()
    before: set[Node] = set()
    for n in nodes:
        if store.op(n) == MUL:
            left, right = store.operands(n)
            _place(store, left, right, behind, before)
    return Hand(order, frozenset(store.name(n) for n in behind - before))


def _place(store: Store, left: Node, right: Node, behind: set[Node], before: set[Node]) -> None:
    """Whether the right factor is a symbol behind a function, or a function behind symbols."""
    functions, symbols = _ends(store, left)
    if _symbol(store, right) is not None:
        (behind if functions else before).add(_symbol(store, right) or right)
    elif _is_function(store, right):
        before.update(symbols)


def _ends(store: Store, chain: Node) -> tuple[bool, set[Node]]:
    """Whether a chain of factors holds a function, and its symbols; only the last few are looked at."""
    functions, symbols = False, set()
    for _ in range(16):
        last = chain
        if store.op(chain) == MUL:
            chain, last = store.operands(chain)
        symbol = _symbol(store, last)
        functions = functions or _is_function(store, last)
        if symbol is not None:
            symbols.add(symbol)
        if last == chain:
            break
    return functions, symbols


def _symbol(store: Store, node: Node) -> Node | None:
    """The input that a factor is, or is a power of."""
    if store.op(node) == POW:
        node = store.operands(node)[0]
    return node if store.op(node) == INPUT else None


def _is_function(store: Store, node: Node) -> bool:
    if store.op(node) == POW:
        node = store.operands(node)[0]
    return store.op(node) >= FIRST_FUNCTION
