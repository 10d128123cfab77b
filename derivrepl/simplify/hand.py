"""How the user writes: the order of his symbols, and those that he puts behind a function.

Results follow it, so that `sin(x)*y` gives `cos(x)*y` and `y*sin(x)` gives `y*cos(x)`, whatever else the
session has seen before.
"""

from __future__ import annotations

from derivrepl.simplify.traits import traits
from derivrepl.store import FIRST_FUNCTION, INPUT, MUL, NAMED, POW, Node, Store
from derivrepl.tables.rewrites import EXPONENTIAL

LONGEST = 20_000
"""In larger expressions nobody looks at the order of factors."""


class Hand:
    """How one expression is written.

    order     names of inputs as they stand in products, else as they first appear
    trailing  those that stand only behind functions in products
    own       the nodes of the expression itself: what is written there stays so
    leading   whether exponentials stand in front of sums and other functions, and never behind
    raised    whether exponentials are all written `e^u`
    """

    __slots__ = ("index", "leading", "order", "own", "raised", "trailing")

    def __init__(
        self,
        order: tuple[str, ...] = (),
        trailing: frozenset[str] = frozenset(),
        leading: bool = False,
        own: frozenset[Node] = frozenset(),
        raised: bool = False,
    ) -> None:
        self.own = own
        self.leading = leading
        self.raised = raised
        self.order = order
        self.index = {name: k for k, name in enumerate(order)}
        self.trailing = trailing

    def key(self) -> tuple[object, ...]:
        """What two equal hands have in common, for use as a key."""
        return self.order, self.trailing, self.leading, self.raised


NO_HAND = Hand()


def hand_of(store: Store, root: Node) -> Hand:
    """The hand in which an expression is written."""
    nodes = store.post_order([root])
    inputs = [n for n in nodes if store.op(n) == INPUT]
    if len(nodes) > LONGEST:
        return Hand(tuple(map(store.name, inputs)), own=frozenset(nodes))
    behind: set[Node] = set()
    before: set[Node] = set()
    pairs: dict[Node, set[Node]] = {}
    leads: set[bool] = set()
    exponential = traits(store).exponential
    exponentials = {n for n in nodes if store.op(n) == exponential}
    raised = {n for n in nodes if _is_power_of_e(store, n)}
    for n in nodes:
        if store.op(n) == MUL:
            left, right = store.operands(n)
            functions, symbols = _ends(store, left)
            symbol = _symbol(store, right)
            if symbol is not None:
                pairs.setdefault(symbol, set()).update(symbols)
            if symbol is not None and functions:
                behind.add(symbol)
            elif symbol is not None:
                before.update(symbols, (symbol,))
            elif _is_function(store, right):
                before.update(symbols)
            leads |= _leads(store, left, right, exponentials | raised)
    order = tuple(map(store.name, _ordered(inputs, pairs)))
    trailing = frozenset(store.name(n) for n in behind - before)
    return Hand(order, trailing, leads == {True}, frozenset(nodes), bool(raised) and not exponentials)


def _ordered(inputs: list[Node], pairs: dict[Node, set[Node]]) -> list[Node]:
    """The inputs with each behind those that stand in front of it in a product: a, b, c, x of `a + b*x + c*x^2`.

    Of those that stand both ways, `x*y + y*x`, the first keeps behind the other.
    """
    found: dict[Node, None] = {}
    entered: set[Node] = set()
    for first in inputs:
        stack = [] if first in entered else [(first, iter(sorted(pairs.get(first, ()))))]
        entered.add(first)
        while stack:
            symbol, in_front = stack[-1]
            other = next((n for n in in_front if n not in entered), None)
            if other is None:
                found[symbol] = None
                stack.pop()
            else:
                entered.add(other)
                stack.append((other, iter(sorted(pairs.get(other, ())))))
    return list(found)


def _is_power_of_e(store: Store, node: Node) -> bool:
    if store.op(node) != POW:
        return False
    base, _ = store.operands(node)
    return store.op(base) == NAMED and store.name(base) == EXPONENTIAL[1]


def _leads(store: Store, left: Node, right: Node, exponentials: set[Node]) -> set[bool]:
    """Whether an exponential stands in front of (True) or behind (False) a factor that is no symbol or number."""
    last = store.operands(left)[1] if store.op(left) == MUL else left
    pair = last in exponentials, right in exponentials
    other = right if pair[0] else last
    plain = other < 0 or _symbol(store, other) is not None
    return set() if pair[0] == pair[1] or plain else {pair[0]}


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
