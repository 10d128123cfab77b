"""The choice: from the leaves up, every sum, product and call takes the cheapest of its forms.

The search spends units of work, not time. When they are used up the remaining nodes keep their
canonical form, which the linear passes have already built.
"""

from __future__ import annotations

from derivrepl.simplify.arena import Arena
from derivrepl.simplify.collect import collected, expanded_product, has_shared_base, numeric_content
from derivrepl.simplify.cost import cost, reachable
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.kinds import BASE_E, CALL, NUMBER, PRODUCT, SUM, SYMBOL, Id
from derivrepl.tables.rewrites import ABSOLUTE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.simplify.rewrite import Candidate, Rewriter

COLLECTED, MULTIPLIED, NORMAL = "factor out", "multiply out", "combine and cancel"
SAME_VALUE_FORMS = (COLLECTED, MULTIPLIED, NORMAL)


class Effort:
    """How far a search goes.

    budget        sums and products that may be made
    beam          forms that a round hands to the next
    rounds        rounds for one node; one less for each level of parts within forms
    deepest       levels of parts within forms
    width         candidates that a round looks at closely, by level
    slack, hope   a candidate that costs more than slack + hope * the best so far is not looked at closely
    """

    __slots__ = ("beam", "budget", "deepest", "hope", "rounds", "slack", "width")

    def __init__(
        self, budget: int, beam: int, rounds: int, deepest: int, width: tuple[int, ...], slack: float, hope: float
    ) -> None:
        self.budget = budget
        self.beam = beam
        self.rounds = rounds
        self.deepest = deepest
        self.width = width
        self.slack = slack
        self.hope = hope


class Search:
    """One bottom-up search over an arena.

    rewriter: None for a rational expression, about which the table has no rules and which has no roots
    """

    def __init__(self, arena: Arena, rewriter: Rewriter | None, effort: Effort) -> None:
        self.arena = arena
        self.rewriter = rewriter
        self.effort = effort
        self.budget = arena.work + effort.budget
        self.best: dict[Id, Id] = {}
        self.reasons: dict[Id, tuple[str, Id]] = {}
        """Chosen node → what made it, and from which node."""
        self.plain: dict[Id, Id] = {}
        self.settled: set[Id] = set()
        """Forms made from a normal form: theirs is the same, so it is not sought again."""
        self.complete = True
        self.absolute = arena.traits.codes.get(ABSOLUTE)

    def simplest(self, root: Id) -> Id:
        """The cheapest form found for a node."""
        for n in reachable(self.arena, root):
            plain = self._skeleton(n)
            self.plain[n] = plain
            if n not in self.best:
                self.best[n] = self.improved(self.rebuilt(n), 0, plain)
        return self.best[root]

    def _skeleton(self, n: Id) -> Id:
        """The node with its calls improved and its sums and products as they were."""
        return self.best.get(n, n) if self.arena.keys[n][0] == CALL else self.arena.rebuilt(n, self.plain)

    def chosen(self, root: Id) -> list[tuple[str, Id, Id]]:
        """What was chosen below a node and why, innermost first: name, before, after."""
        found: list[tuple[str, Id, Id]] = []
        for n in reachable(self.arena, root):
            chain: list[tuple[str, Id, Id]] = []
            node = self.best.get(n, n)
            while node in self.reasons and len(chain) < 20:
                name, before = self.reasons[node]
                chain.append((name, before, node))
                node = before
            found.extend(reversed(chain))
        return list(dict.fromkeys(reversed(found)))[::-1]  # of equal ones the last, which leads to the result

    def rebuilt(self, n: Id) -> Id:
        """The node with its operands replaced by their best forms; a sum that the user wrote counts as his still."""
        new = self.arena.rebuilt(n, self.best)
        if n in self.arena.familiar:
            self.arena.familiar.add(new)
        return new

    def improved(self, node: Id, depth: int, other: Id | None = None) -> Id:
        """The cheapest of a node's forms; ties go to the form found first."""
        arena = self.arena
        known = self.best.get(node)
        if known is not None:
            return known
        kind = arena.keys[node][0]
        if kind == NUMBER or kind == SYMBOL or depth > self.effort.deepest:
            return node
        self.best[node] = node
        pool = {node: cost(arena, node)}
        frontier = [node]
        if depth:
            other = self._polished(node, depth)
        if other is not None and other != node:
            pool[other] = cost(arena, other)
            frontier.append(other)
        for count in range(max(self.effort.rounds - depth, 1)):
            frontier = self._round(frontier, pool, depth, count == 0)
            if not frontier:
                break
        result = min(pool, key=pool.__getitem__)
        self.best[node] = result
        self.best[result] = result
        return result

    def _round(self, frontier: list[Id], pool: dict[Id, float], depth: int, first: bool) -> list[Id]:
        """The most promising new forms of the forms on the frontier."""
        arena = self.arena
        raw: dict[Id, float] = {}
        for form in frontier:
            for candidate, name in self._candidates(form, first):
                if candidate not in pool and candidate not in raw:
                    raw[candidate] = cost(arena, candidate)
                    self.reasons.setdefault(candidate, (name, form))
        new = []
        limit = self.effort.slack + self.effort.hope * min(pool.values())
        for candidate in sorted(raw, key=raw.__getitem__)[: self.effort.width[depth]]:
            if raw[candidate] > limit:
                break
            shown = self._polished(candidate, depth)
            if shown == candidate and self.reasons[candidate][0] in SAME_VALUE_FORMS:
                self.settled.add(shown)
            if shown not in pool:
                pool[shown] = cost(arena, shown)
                self.reasons.setdefault(shown, self.reasons[candidate])
                new.append(shown)
        return sorted(new, key=pool.__getitem__)[: self.effort.beam]

    def _candidates(self, node: Id, first: bool) -> list[Candidate]:
        arena = self.arena
        if arena.work > self.budget:
            self.complete = False
            return []
        key = arena.keys[node]
        found: list[Candidate] = []
        try:
            if self.rewriter is not None:
                found.extend(self.rewriter.candidates(node, first))
            if key[0] == SUM:
                if has_shared_base(arena, node):
                    found.extend((form, COLLECTED) for form in collected(arena, node))
                    found.extend(self._normal_forms(node))
                else:
                    found.extend((form, COLLECTED) for form in numeric_content(arena, node))
            elif key[0] == PRODUCT:
                if self.rewriter is not None:
                    from derivrepl.simplify.roots import root_forms

                    found.extend((form, "roots") for form in root_forms(arena, node, self.absolute))
                if any(arena.keys[b][0] in (SUM, PRODUCT) for b, _ in arena.written[node]):
                    found.extend((form, MULTIPLIED) for form in expanded_product(arena, node))
                    found.extend(self._normal_forms(node))
        except TooLarge:
            pass
        return found

    def _normal_forms(self, node: Id) -> list[Candidate]:
        if node in self.settled:
            return []
        from derivrepl.simplify.forms import shown_forms  # what has no sum in it does without normal forms
        from derivrepl.simplify.normal import Ring

        arena = self.arena
        found: list[Id] = []
        for flipped in (False, True):
            ring = Ring(arena, flipped)
            form = ring.normal(node)
            found.extend(shown_forms(arena, ring, form))
            if not any(base == BASE_E for base, _ in ring.generators):
                break
        for shown in found:  # their sums are polynomials without a common factor: nothing is left to cancel
            self.settled.update(base for base, _ in arena.factors(shown) if arena.keys[base][0] == SUM)
        return [(shown, NORMAL) for shown in found]

    def _polished(self, node: Id, depth: int) -> Id:
        """A candidate whose own sums and calls have taken their cheapest form."""
        arena = self.arena
        key = arena.keys[node]
        if key[0] == CALL:
            return self.improved(node, depth + 1) if node not in self.best else self.best[node]
        if key[0] == PRODUCT:
            pairs = tuple(
                [(self._polished_base(b, depth), self._polished_base(e, depth)) for b, e in arena.written[node]]
            )
            return node if pairs == arena.written[node] else arena.product(key[1], pairs)
        if key[0] == SUM:
            new = [
                (c, self._polished(t, depth) if arena.keys[t][0] in (PRODUCT, CALL) else t)
                for c, t in arena.order[node]
            ]
            if tuple(new) != arena.order[node]:
                return arena.sum([arena.pair(c, t) for c, t in new])
        return node

    def _polished_base(self, base: Id, depth: int) -> Id:
        return self.improved(base, depth + 1) if self.arena.keys[base][0] in (SUM, CALL) else base
