"""The scratch arena of one pass: canonical sums, products, powers and calls, interned.

    number      value
    symbol      the store node of an input, a named constant or a parameter
    sum         two or more coef*term, equal terms collected; a constant is coef*ONE
    product     coef * base^exp * …, equal bases combined where that is sound
    call        operation code and operands

Coefficients are exact numbers, exponents are arena nodes. Operands have smaller ids than their users,
so every walk is a loop. The order in which a sum or product was first written is remembered beside its
key, for display only.
"""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.interrupts import checkpoint
from derivrepl.numbers import Number
from derivrepl.simplify import facts as f
from derivrepl.simplify.exact import NoValue, TooLarge, integer, is_integer, plus, times
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.hand import Hand
from derivrepl.simplify.kinds import (
    CALL,
    NUMBER,
    ONE,
    PRODUCT,
    SUM,
    SYMBOL,
    ZERO,
    Factor,
    Id,
    Pair,
)
from derivrepl.simplify.powers import opened, reducible
from derivrepl.simplify.traits import Traits
from derivrepl.store import IF, INPUT, NAMED, SIZE
from derivrepl.tables.rewrites import CONSTANT_SIGNS, EXPONENTIAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Key = tuple[Any, ...]


MOST_HELD = 1_000_000
"""Terms of all sums together, besides what the reading of a large graph needs; some 100 MB."""


class Arena:
    """Interned canonical expressions; see the module's text for their kinds."""

    def __init__(self, facts: Facts, traits: Traits) -> None:
        self.facts = facts
        self.traits = traits
        self.keys: list[Key] = []
        self.index: dict[Key, Id] = {}
        self.signs: list[int] = []
        self.fixed: list[bool] = []
        """Whether the node contains no input."""
        self.order: dict[Id, tuple[Pair, ...]] = {}
        self.written: dict[Id, tuple[Factor, ...]] = {}
        self.costs: dict[Id, float] = {}
        self.fractions: dict[Id, bool] = {}
        self.familiar: set[Id] = set()
        """The sums that the user wrote."""
        self.familiar_calls: set[int] = set()
        """The functions that the user wrote."""
        self.gathered: dict[tuple[Factor, ...], Factor] = {}
        """The factors of a product that the user wrote as one power, and that power: `(a*b)^2`, not `a^2*b^2`."""
        self.leading = False
        """Whether the user puts exponentials in front of sums and functions."""
        self.raised = False
        """Whether the user writes exponentials as `e^u`."""
        self.behind: set[Id] = set()
        """The symbols that the user puts behind functions."""
        self._sums: dict[tuple[Pair, ...], Id] = {}
        self._products: dict[tuple[Number, tuple[Factor, ...]], Id] = {}
        """Sums and products as asked for → the node: a search asks for most of them several times."""
        self._oriented: dict[Id, tuple[Id, int]] = {}
        self._units: dict[Id, Id] = {}
        self.work = 0
        """Sums and products made so far: the unit of the budget."""
        self.held = 0
        self.most_held = MOST_HELD
        """How many terms all sums together may have. A sum of a sum of … holds every term of each."""
        for value in (0, 1, -1, 2):
            self.number(value)
        self.symbol(NAMED, EXPONENTIAL[1])

    def __len__(self) -> int:
        return len(self.keys)

    # Leaves

    def number(self, value: Number) -> Id:
        """The node of an exact number."""
        known = self.index.get((NUMBER, value))
        if known is not None:
            return known
        return self._intern((NUMBER, value), f.number_sign(numbers.sign(value)), True)

    def take(self, hand: Hand, names: list[str]) -> None:
        """Make the symbols of these inputs in the user's order, which products then follow."""
        self.leading = hand.leading
        self.raised = hand.raised
        for name in sorted(names, key=lambda name: hand.index.get(name, len(hand.index))):
            symbol = self.symbol(INPUT, name)
            if name in hand.trailing:
                self.behind.add(symbol)

    def symbol(self, op: int, name: str) -> Id:
        """The node of a leaf of the store."""
        sign = f.ANY
        if op == NAMED:
            sign = f.POSITIVE if name in CONSTANT_SIGNS else f.ANY
        elif op == SIZE:
            sign = f.POSITIVE
        else:
            sign = self.facts.sign(name)
        return self._intern((SYMBOL, op, name), sign, op == NAMED)

    def call(self, op: int, args: tuple[Id, ...]) -> Id:
        """The node of any other operation; `f(y - x)` as `±f(x - y)` for odd and even f, whichever came first."""
        if len(args) == 1 and self.keys[args[0]][0] == SUM and (op in self.traits.odd or op in self.traits.even):
            arg, sign = self.oriented(args[0])
            if sign < 0:
                node = self.call(op, (arg,))
                return node if op in self.traits.even else self.scale(-1, node)
        sign = self.traits.signs.get(op, f.ANY)
        if op in self.traits.zeros and not self.signs[args[0]] & f.ZERO:
            sign &= ~f.ZERO
        if op == IF:
            sign = self.signs[args[1]] | self.signs[args[2]]
        elif op in self.traits.extremes:
            a, b = self.signs[args[0]], self.signs[args[1]]
            larger = self.traits.extremes[op]
            sign = f.larger_sign(a, b) if larger else f.negated(f.larger_sign(f.negated(a), f.negated(b)))
        return self._intern((CALL, op, *args), sign, all(self.fixed[a] for a in args))

    def _intern(self, key: Key, sign: int, fixed: bool) -> Id:
        checkpoint()
        node = self.index.setdefault(key, len(self.keys))
        if node == len(self.keys):
            self.keys.append(key)
            self.signs.append(sign)
            self.fixed.append(fixed)
        return node

    # Reading

    def kind(self, node: Id) -> int:
        """NUMBER, SYMBOL, SUM, PRODUCT or CALL."""
        return self.keys[node][0]  # type: ignore[no-any-return]

    def value(self, node: Id) -> Number | None:
        """The number that the node is, or None."""
        key = self.keys[node]
        return key[1] if key[0] == NUMBER else None

    def whole(self, node: Id) -> int | None:
        """The integer that the node is, or None."""
        key = self.keys[node]
        return integer(key[1]) if key[0] == NUMBER and is_integer(key[1]) else None

    def split(self, node: Id) -> Pair:
        """The node as coef, term."""
        key = self.keys[node]
        if key[0] == NUMBER:
            return key[1], ONE
        if key[0] == PRODUCT and key[1] != 1:
            return key[1], self.unit(node)
        return 1, node

    def unit(self, node: Id) -> Id:
        """A product without its coefficient."""
        known = self._units.get(node)
        if known is None:
            factors = self.written[node]
            alone = len(factors) == 1 and factors[0][1] == ONE
            known = self._units[node] = factors[0][0] if alone else self._product(1, factors)
        return known

    def terms(self, node: Id) -> tuple[Pair, ...]:
        """The coef, term pairs of any node, in the order of display."""
        if self.keys[node][0] == SUM:
            return self.order[node]
        if node == ZERO:
            return ()
        return (self.split(node),)

    def factors(self, node: Id) -> tuple[Factor, ...]:
        """The base, exponent pairs of any node but a number, in the order of display."""
        if self.keys[node][0] == PRODUCT:
            return self.written[node]
        return () if self.keys[node][0] == NUMBER else ((node, ONE),)

    def coefficient(self, node: Id) -> Number:
        """The numeric factor of any node."""
        key = self.keys[node]
        return key[1] if key[0] in (PRODUCT, NUMBER) else 1

    # Sums

    def sum(self, pairs: Iterable[Pair]) -> Id:
        """The sum of coef*term, equal terms collected."""
        self.work += 1
        asked = tuple(pairs)
        node = self._sums.get(asked, -1)
        if node < 0:
            node = self._sums[asked] = self._collected(asked)
        return node

    def _collected(self, pairs: tuple[Pair, ...]) -> Id:
        collected: dict[Id, Number] = {}
        for coef, term in pairs:
            if self.keys[term][0] == SUM and coef in (1, -1):
                for inner, t in self.order[term]:
                    value = times(coef, inner)
                    collected[t] = plus(collected[t], value) if t in collected else value
            elif term in collected:
                collected[term] = plus(collected[term], coef)
            else:
                collected[term] = coef
        shown = tuple([(c, t) for t, c in collected.items() if c != 0])
        if not shown:
            return ZERO
        if len(shown) == 1:
            return self.scale(*shown[0])
        node = self._intern((SUM, *sorted(shown, key=_second)), 0, False)
        if node not in self.order:
            self.held += len(shown)
            if self.held > self.most_held:
                raise TooLarge
            self.order[node] = shown
            self.fixed[node] = all(self.fixed[t] for _, t in shown)
            self.signs[node] = f.sum_sign([self._pair_sign(pair) for pair in shown])
        return node

    def _pair_sign(self, pair: Pair) -> int:
        sign = self.signs[pair[1]]
        return sign if numbers.sign(pair[0]) > 0 else f.negated(sign)

    def add(self, *nodes: Id) -> Id:
        """The sum of nodes."""
        return self.sum([pair for node in nodes for pair in self.terms(node)])

    def scale(self, coef: Number, node: Id) -> Id:
        """coef*node."""
        if coef == 1:
            return node
        if coef == 0:
            return ZERO
        key = self.keys[node]
        if key[0] == NUMBER:
            return self.number(times(coef, key[1]))
        if key[0] == PRODUCT:
            return self.product(coef, [(node, ONE)])
        if key[0] == SUM and coef == -1:
            return self.negated(node)
        return self._product(coef, ((node, ONE),))

    def negated(self, node: Id) -> Id:
        """-node, for a sum term by term."""
        if self.keys[node][0] != SUM:
            return self.scale(-1, node)
        return self.sum([(numbers.negate(c), t) for c, t in self.order[node]])

    # Products

    def product(self, coef: Number, pairs: Iterable[Factor]) -> Id:
        """coef times the powers base^exp, combined."""
        self.work += 1
        asked = coef, tuple(pairs)
        node = self._products.get(asked, -1)
        if node < 0:
            node = self._products[asked] = self._combined(*asked)
        return node

    def _combined(self, coef: Number, pairs: tuple[Factor, ...]) -> Id:
        keys = self.keys
        work = list(pairs)
        work.reverse()
        powers: dict[Id, Id] = {}
        may_open = False
        while work:
            while work:
                base, exp = work.pop()
                kind = keys[base][0]
                if kind == PRODUCT and exp == ONE:
                    coef = times(coef, keys[base][1])
                    work.extend(reversed(self.written[base]))
                    continue
                if kind == SUM or kind == NUMBER or kind == PRODUCT:
                    coef, base, exp = opened(self, coef, base, exp, work)
                    if base == ONE:
                        continue
                    may_open = may_open or keys[base][0] != SUM
                old = powers.get(base)
                powers[base] = exp if old is None else self.plus(old, exp)
            if may_open:
                self._reopen(coef, powers, work)
        if coef == 0:
            return ZERO
        return self._product(coef, tuple([(b, e) for b, e in powers.items() if e != ZERO]))

    def _reopen(self, coef: Number, powers: dict[Id, Id], work: list[Factor]) -> None:
        """Move what combined into a whole power, or into another radical, back to the work list."""
        for base, exp in list(powers.items()):
            kind = self.keys[base][0]
            whole = kind in (NUMBER, PRODUCT) and self.whole(exp) is not None
            if whole or (kind == NUMBER and reducible(self, coef, base, exp)):
                del powers[base]
                work.append((base, exp))

    def oriented(self, node: Id) -> tuple[Id, int]:
        """A sum or its negative, whichever was written first, and the sign between them."""
        known = self._oriented.get(node)
        if known is None:
            other = self.index.get((SUM, *[(numbers.negate(c), t) for c, t in self.keys[node][1:]]))
            known = (node, 1) if other is None or other > node else (other, -1)
            self._oriented[node] = known
        return known

    def _product(self, coef: Number, factors: tuple[Factor, ...]) -> Id:
        if not factors:
            return self.number(coef)
        if len(factors) == 1 and factors[0][1] == ONE:
            base = factors[0][0]
            if coef == 1:
                return base
            if coef == -1 and self.keys[base][0] == SUM:
                return self.negated(base)
        node = self._intern((PRODUCT, coef, *sorted(factors)), 0, False)
        if node not in self.written:
            self.written[node] = factors
            self.fixed[node] = all(self.fixed[b] and self.fixed[e] for b, e in factors)
            sign = f.number_sign(numbers.sign(coef))
            for base, exp in factors:
                sign = f.product_sign(sign, self._power_sign(base, exp))
            self.signs[node] = sign
        return node

    def _power_sign(self, base: Id, exp: Id) -> int:
        sign = self.signs[base]
        if exp == ONE or sign == f.POSITIVE:
            return sign
        value = self.value(exp)
        if value is None:
            return f.ANY
        if numbers.sign(value) < 0:
            sign &= ~f.ZERO
        if not is_integer(value):
            return sign & ~f.NEGATIVE
        if integer(value) % 2 == 0:
            return (sign & f.ZERO) | f.POSITIVE if sign != f.ZERO else sign
        return sign

    # Shorthands

    def plus(self, a: Id, b: Id) -> Id:
        """a + b."""
        x, y = self.keys[a], self.keys[b]
        if x[0] == NUMBER and y[0] == NUMBER:
            return self.number(plus(x[1], y[1]))
        return self.add(a, b)

    def times(self, *nodes: Id) -> Id:
        """The product of nodes."""
        if len(nodes) == 2:
            x, y = self.keys[nodes[0]], self.keys[nodes[1]]
            if x[0] == NUMBER and y[0] == NUMBER:
                return self.number(times(x[1], y[1]))
        return self.product(1, [(node, ONE) for node in nodes])

    def multiple(self, count: int, node: Id) -> Id:
        """count*node, for exponents; a sum is multiplied out."""
        key = self.keys[node]
        if key[0] == NUMBER:
            return self.number(times(count, key[1]))
        if key[0] == SUM:
            return self.sum([(times(count, c), t) for c, t in self.order[node]])
        return self.scale(count, node)

    def power(self, base: Id, exp: Id) -> Id:
        """base^exp."""
        if exp == ONE or base == ONE:
            return base
        if exp == ZERO:
            return ONE
        if base == ZERO:
            if self.signs[exp] == f.POSITIVE:
                return ZERO
            raise NoValue
        return self.product(1, ((base, exp),))

    def rebuilt(self, node: Id, new: dict[Id, Id]) -> Id:
        """The node with others put in the place of its operands, of those that have one."""
        key = self.keys[node]
        if key[0] == SUM:
            if all(new.get(t, t) == t for _, t in self.order[node]):
                return node
            return self.sum([self.pair(c, new.get(t, t)) for c, t in self.order[node]])
        if key[0] == PRODUCT:
            pairs = tuple([(new.get(b, b), new.get(e, e)) for b, e in self.written[node]])
            return node if pairs == self.written[node] else self.product(key[1], pairs)
        if key[0] == CALL:
            operands: tuple[Id, ...] = key[2:]
            args = tuple([new.get(a, a) for a in operands])
            return node if args == operands else self.call(key[1], args)
        return node

    def pair(self, coef: Number, node: Id) -> Pair:
        """coef*node as a coefficient and a term."""
        inner, term = self.split(node)
        return times(coef, inner), term


def _second(pair: Pair) -> Id:
    return pair[1]
