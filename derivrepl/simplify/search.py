"""The choice: from the leaves up, every sum, product and call takes the cheapest of its forms.

The search spends units of work, not time. When they are used up the remaining nodes keep their
canonical form, which the linear passes have already built.
"""

from __future__ import annotations

from derivrepl.simplify.arena import CALL, NUMBER, ONE, PRODUCT, SUM, SYMBOL, Arena, Id
from derivrepl.simplify.cost import cost, parts
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.forms import collected, expanded_product, shown_forms
from derivrepl.simplify.normal import Ring

BEAM = 3
ROUNDS = 3
DEEPEST = 3


class Search:
    """One bottom-up search over an arena."""

    def __init__(self, arena: Arena, budget: int) -> None:
        self.arena = arena
        self.budget = budget
        self.best: dict[Id, Id] = {}
        self.complete = True

    def simplest(self, root: Id) -> Id:
        """The cheapest form found for a node."""
        for n in _reachable(self.arena, root):
            if n not in self.best:
                self.best[n] = self.improved(self.rebuilt(n), 0)
        return self.best[root]

    def rebuilt(self, n: Id) -> Id:
        """The node with its operands replaced by their best forms."""
        arena, best = self.arena, self.best
        key = arena.keys[n]
        if key[0] == SUM:
            if all(best.get(t, t) == t for _, t in arena.order[n]):
                return n
            return arena.sum([pair for c, t in arena.order[n] for pair in self._scaled(c, best.get(t, t))])
        if key[0] == PRODUCT:
            pairs = [(best.get(b, b), best.get(e, e)) for b, e in arena.written[n]]
            return n if tuple(pairs) == arena.written[n] else arena.product(key[1], pairs)
        if key[0] == CALL:
            args = tuple([best.get(a, a) for a in key[2:]])
            return n if args == key[2:] else arena.call(key[1], args)
        return n

    def _scaled(self, coef: object, node: Id) -> list[tuple[object, Id]]:
        arena = self.arena
        inner, term = arena.split(node)
        from derivrepl.simplify.exact import times

        return [(times(coef, inner), term)]

    def improved(self, node: Id, depth: int) -> Id:
        """The cheapest of a node's forms; ties go to the form found first."""
        arena = self.arena
        known = self.best.get(node)
        if known is not None:
            return known
        kind = arena.keys[node][0]
        if kind == NUMBER or kind == SYMBOL or depth > DEEPEST:
            return node
        self.best[node] = node
        pool = {node: cost(arena, node)}
        frontier = [node]
        for _ in range(ROUNDS):
            new: list[Id] = []
            for form in frontier:
                for candidate in self._candidates(form):
                    candidate = self._polished(candidate, depth)
                    if candidate not in pool:
                        pool[candidate] = cost(arena, candidate)
                        new.append(candidate)
            frontier = sorted(new, key=pool.__getitem__)[:BEAM]
            if not frontier:
                break
        result = min(pool, key=pool.__getitem__)
        self.best[node] = result
        self.best[result] = result
        return result

    def _candidates(self, node: Id) -> list[Id]:
        arena = self.arena
        if self.budget <= 0:
            self.complete = False
            return []
        key = arena.keys[node]
        self.budget -= 5 + len(key)
        found: list[Id] = []
        try:
            if key[0] == SUM:
                found.extend(collected(arena, node))
                found.extend(self._normal_forms(node))
            elif key[0] == PRODUCT and any(arena.keys[b][0] == SUM for b, _ in arena.written[node]):
                found.extend(expanded_product(arena, node))
                found.extend(self._normal_forms(node))
        except TooLarge:
            pass
        return found

    def _normal_forms(self, node: Id) -> list[Id]:
        ring = Ring(self.arena)
        form = ring.normal(node)
        found = shown_forms(self.arena, ring, form)
        self.budget -= 10 + 2 * len(form.poly) * len(found)
        return found

    def _polished(self, node: Id, depth: int) -> Id:
        """A candidate whose own sums have taken their cheapest form."""
        arena = self.arena
        key = arena.keys[node]
        if key[0] == PRODUCT:
            pairs = [(self._polished_sum(b, depth), e) for b, e in arena.written[node]]
            return node if tuple(pairs) == arena.written[node] else arena.product(key[1], pairs)
        if key[0] == SUM and any(arena.keys[t][0] == PRODUCT and t not in self.best for _, t in arena.order[node]):
            new = [(c, self._polished(t, depth) if arena.keys[t][0] == PRODUCT else t) for c, t in arena.order[node]]
            if tuple(new) != arena.order[node]:
                return arena.sum([pair for c, t in new for pair in self._scaled(c, t)])
        return node

    def _polished_sum(self, base: Id, depth: int) -> Id:
        return self.improved(base, depth + 1) if self.arena.keys[base][0] == SUM else base


def _reachable(arena: Arena, root: Id) -> list[Id]:
    """The nodes below a root, operands first."""
    seen = {root}
    stack = [root]
    while stack:
        for part in parts(arena, stack.pop()):
            if part not in seen:
                seen.add(part)
                stack.append(part)
    return sorted(seen)


__all__ = ["ONE", "Search"]
