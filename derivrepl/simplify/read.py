"""From the session's store into the scratch arena: one linear pass, whole clusters at their root.

A chain of additions (or of multiplications) is collected once, where it ends; collecting it link by
link would be quadratic. A shared link is opened into its users only while it is small. On the way the
pass finds which literal trees already are what the canonical form would print: those are kept.
"""

from __future__ import annotations

from derivrepl.numbers import Number, Ratio
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.exact import times
from derivrepl.simplify.hand import NO_HAND, Hand
from derivrepl.simplify.kinds import BASE_E, ONE, PRODUCT, SUM, Factor, Id, Pair
from derivrepl.store import ADD, DIV, INPUT, MUL, NEG, PARAMETER, POW, SUB, Node, Store

ADDITIVE = (ADD, SUB, NEG)
OPEN_SUM, OPEN_PRODUCT, LONGEST_CHAIN = 40, 8, 64
PLAIN, FUNCTION, EXPONENTIAL, BEHIND = 1, 2, 3, 4
"""Classes of factors, in the order in which a product shows them."""


class Reading:
    """What one pass knows of the live store nodes below its root."""

    def __init__(self, store: Store, arena: Arena, root: Node, hand: Hand = NO_HAND) -> None:
        self.store = store
        self.arena = arena
        self.root = root
        self.canonical: dict[Node, Id] = {}
        self.origin: dict[Id, Node] = {}
        """Arena node → the literal tree that shows it best, where there is one."""
        self.stable: dict[Node, bool] = {}
        self.rank: dict[Node, int] = {}
        """Class of a node as a factor."""
        self.live = store.post_order([root])
        arena.most_held += 4 * len(self.live)
        self.hand = hand
        arena.take(hand, [store.name(n) for n in self.live if store.op(n) == INPUT])
        self.count: dict[Node, int] = {}
        self.user: dict[Node, int] = {}
        self._count_users()
        for n in self.live:
            if not self._inner(n):
                self._read(n)

    def _count_users(self) -> None:
        count, user, keys = self.count, self.user, self.store.keys
        for n in self.live:
            key = keys[n]
            if key[0] > PARAMETER:
                for a in key[1:]:
                    if a >= 0:
                        count[a] = count.get(a, 0) + 1
                        user[a] = key[0]

    def _inner(self, n: Node) -> bool:
        """Whether n is a link of its only user's chain."""
        if self.count.get(n, 0) != 1 or n == self.root:
            return False
        op, user = self.store.keys[n][0], self.user[n]
        return (op in ADDITIVE and user in ADDITIVE) or (op in (MUL, DIV) and user in (MUL, DIV))

    def of(self, n: Node) -> Id:
        """The canonical node of an operand."""
        return self.arena.number(self.store.value(n)) if n < 0 else self.canonical[n]

    def _read(self, n: Node) -> None:
        op = self.store.keys[n][0]
        if op <= PARAMETER:
            symbol = self.arena.symbol(op, self.store.name(n))
            self._keep(n, symbol, True, BEHIND if symbol in self.arena.behind else PLAIN)
        elif op in ADDITIVE:
            self._read_sum(n)
        elif op == MUL or op == DIV:
            self._read_product(n)
        else:
            self._read_power_or_call(n, op)

    def _keep(self, n: Node, node: Id, stable: bool, rank: int) -> None:
        self.canonical[n] = node
        self.stable[n] = stable
        self.rank[n] = rank
        if stable and node not in self.origin:
            self.origin[node] = n

    def _steady(self, n: Node) -> bool:
        return n < 0 or self.stable[n]

    # Sums

    def _read_sum(self, root: Node) -> None:
        keys, arena = self.store.keys, self.arena
        pairs: list[Pair] = []
        shown = 0
        stable = True
        rank = PLAIN
        begins: bool | None = None  # with a number; `x/x + log(x)` does not
        stack = [(root, 1, True)]
        while stack:
            n, sign, leftmost = stack.pop()
            if n >= 0 and (n == root or (keys[n][0] in ADDITIVE and self._inner(n))):
                key = keys[n]
                if key[0] == NEG:
                    stack.append((key[1], -sign, False))
                    stable = stable and n == root and arena.kind(self.of_leaf(key[1])) != SUM
                    stable = stable and not self._starts_with_number(key[1])
                else:
                    stack.append((key[2], -sign if key[0] == SUB else sign, False))
                    stack.append((key[1], sign, leftmost))
                    stable = stable and leftmost
                continue
            node = self.of(n)
            begins = n < 0 if begins is None else begins
            coef, term = arena.split(node)
            opened = self._opened_terms(node)
            rank = max(rank, self.rank.get(n, PLAIN))
            pairs.extend([(times(sign, c), t) for c, t in opened] if opened else [(times(sign, coef), term)])
            shown += len(opened) if opened else 1
            stable = stable and self._steady(n) and (leftmost or not opened)
        node = arena.sum(pairs)
        stable = stable and len(arena.terms(node)) == shown and self._starts_well(node)
        self._keep(root, node, stable, FUNCTION if rank in (FUNCTION, EXPONENTIAL) else PLAIN)
        if begins or not arena.terms(node) or arena.terms(node)[0][1] != ONE:
            arena.familiar.add(node)

    def _starts_with_number(self, n: Node) -> bool:
        """Whether a product's first factor is a number, which then carries the sign."""
        for _ in range(LONGEST_CHAIN):
            if n < 0 or self.store.keys[n][0] not in (MUL, DIV):
                break
            n = self.store.keys[n][1]
        return n < 0

    def of_leaf(self, n: Node) -> Id:
        """The canonical node below a minus, or 0 where it is a link of the same chain."""
        return self.of(n) if n < 0 or n in self.canonical else 0

    def _opened_terms(self, node: Id) -> tuple[Pair, ...]:
        if self.arena.kind(node) == SUM and len(self.arena.order[node]) <= OPEN_SUM:
            return self.arena.order[node]
        return ()

    def _starts_well(self, node: Id) -> bool:
        """Whether a sum starts with a positive term, or has none."""
        signs = [_negative(c) for c, _ in self.arena.terms(node)]
        return not signs[:1] or not signs[0] or all(signs)

    # Products

    def _read_product(self, root: Node) -> None:
        keys, arena = self.store.keys, self.arena
        coef: Number = 1
        pairs: list[Factor] = []
        shown = 0
        steady = True
        rank = PLAIN
        stack = [(root, 1)]
        while stack:
            n, sign = stack.pop()
            if n >= 0 and (n == root or (keys[n][0] in (MUL, DIV) and self._inner(n))):
                key = keys[n]
                stack.append((key[2], -sign if key[0] == DIV else sign))
                stack.append((key[1], sign))
                continue
            node = self.of(n)
            if n < 0:
                coef = times(coef, self.arena.coefficient(arena.power(node, arena.number(sign))))
                continue
            steady = steady and self.stable[n]
            rank = max(rank, min(self.rank[n], EXPONENTIAL))
            if arena.kind(node) == PRODUCT and len(arena.written[node]) > OPEN_PRODUCT:
                pairs.append((node, arena.number(sign)))
                shown += 1
                continue
            shown += len(arena.factors(node))
            pairs.append((node, arena.number(sign)))
        node = arena.product(coef, pairs)
        stable = steady and shown == len(arena.factors(node)) and self._tidy_product(root)
        self._keep(root, node, stable, rank)

    def _tidy_product(self, root: Node) -> bool:
        """Whether a literal product has one bar, its number first, its functions last, its symbols in order."""
        key = self.store.keys[root]
        if key[0] == DIV:
            return not (key[1] < 0 and key[2] < 0) and self._tidy_chain(key[1]) and self._tidy_chain(key[2])
        return self._tidy_chain(root)

    def _tidy_chain(self, n: Node) -> bool:
        last, symbol = BEHIND, len(self.arena)
        own = n in self.hand.own
        for _ in range(LONGEST_CHAIN):
            if n < 0:
                value = self.store.value(n)
                return not isinstance(value, Ratio) or value.decimal
            op = self.store.keys[n][0]
            if op == DIV or op == NEG:
                return False
            if op != MUL:
                return self.rank[n] <= last and (own or self._before(n, last, symbol))
            n, right = self.store.keys[n][1:]
            if right < 0 or self.store.keys[right][0] in (MUL, DIV, NEG) or self.rank[right] > last:
                return False
            if not own and not self._before(right, last, symbol):
                return False
            last = self.rank[right]
            symbol = self._symbol(right) or symbol
        return False

    def _symbol(self, n: Node) -> Id | None:
        """The symbol of the arena that a factor is, or is a power of; None where no hand orders symbols."""
        if not self.hand.order:
            return None
        if self.store.op(n) == POW and self.store.keys[n][1] >= 0:
            n = self.store.keys[n][1]
        return self.canonical[n] if self.store.op(n) == INPUT else None

    def _before(self, n: Node, last: int, symbol: Id) -> bool:
        """Whether a symbol stands where the user's order wants it, in front of `symbol` of the same class."""
        own = self._symbol(n)
        return own is None or self.rank[n] < last or own <= symbol

    # Powers and calls

    def _read_power_or_call(self, n: Node, op: int) -> None:
        arena, key = self.arena, self.store.keys[n]
        args = [self.of(a) for a in key[1:]]
        steady = all(self._steady(a) for a in key[1:])
        traits = arena.traits
        if op == POW:
            node = arena.power(args[0], args[1])
            written = (args[0], args[1])
            steady = steady and not (key[2] < 0 and _negative(self.store.value(key[2])))
            steady = steady and args[1] not in self._root_exponents()
            if n in self.hand.own and self._gather(*written, node):
                self._keep(n, node, steady and arena.coefficient(args[0]) == 1, PLAIN)
                return
        elif op in traits.powers:
            written = (args[0], arena.number(traits.powers[op]))
            node = arena.power(*written)
        elif op == traits.exponential:
            written = (BASE_E, args[0])
            node = arena.power(*written)
        else:
            arena.familiar_calls.add(op)
            node = arena.call(op, tuple(args))
            self._keep(n, node, steady and arena.keys[node][2:] == tuple(args), FUNCTION)
            return
        factors = arena.factors(node)
        same = len(factors) == 1 and arena.coefficient(node) == 1 and self._as_written(factors[0], written)
        self._keep(n, node, steady and same, self._rank(n, written))

    def _gather(self, base: Id, exp: Id, node: Id) -> bool:
        """Whether a literal power is one of a product, `(a*b)^2`; then it is shown so wherever it stands alone."""
        arena, whole = self.arena, self.arena.whole(exp)
        if arena.kind(base) != PRODUCT or whole is None or whole < 2 or arena.coefficient(base) not in (1, -1):
            return False
        if len(arena.factors(base)) < 2:
            return False
        arena.gathered[arena.factors(node)] = arena.unit(base), exp
        return True

    def _as_written(self, factor: Factor, written: Factor) -> bool:
        """Whether a literal power is its canonical factor; an even power of a sum may show either sign."""
        if factor == written:
            return True
        base, exp = written
        whole = self.arena.whole(exp)
        if whole is None or whole % 2 or self.arena.kind(base) != SUM:
            return False
        return factor == (self.arena.oriented(base)[0], exp)

    def _rank(self, n: Node, written: Factor) -> int:
        base, exp = written
        if base == BASE_E or (self.arena.value(base) is not None and self.arena.value(exp) is None):
            return PLAIN if base == BASE_E and self.arena.leading else EXPONENTIAL
        operand = self.store.keys[n][1]
        return self.rank[operand] if operand >= 0 else PLAIN

    def _root_exponents(self) -> list[Id]:
        return [self.arena.number(value) for value in self.arena.traits.roots]


def _negative(value: Number) -> bool:
    return (value if isinstance(value, int) else value.p) < 0
