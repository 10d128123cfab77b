"""The door of the simplifier: one call, one level, one result."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.shapes import uses_arrays
from derivrepl.simplify.arena import Arena
from derivrepl.simplify.cost import cost
from derivrepl.simplify.exact import NoValue, TooLarge
from derivrepl.simplify.facts import ANY, NO_FACTS, Facts
from derivrepl.simplify.hand import NO_HAND, Hand
from derivrepl.simplify.kinds import Id
from derivrepl.simplify.needs import lost_conditions
from derivrepl.simplify.present import Presenter
from derivrepl.simplify.read import Reading
from derivrepl.simplify.search import Effort, Search
from derivrepl.simplify.size import multiplied_size, shown_size
from derivrepl.simplify.traits import traits
from derivrepl.store import IF, NAMED, POW, SUB, Node, Store
from derivrepl.tables.rewrites import EXPONENTIAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.simplify.rewrite import Rewriter

LEVELS = ("off", "light", "full", "hard")
EFFORTS = {
    "full": Effort(budget=2_500, beam=3, rounds=3, deepest=2, width=(6, 3, 2), slack=5.0, hope=1.25),
    "hard": Effort(budget=60_000, beam=8, rounds=4, deepest=3, width=(20, 8, 5, 3), slack=12.0, hope=2.0),
}
LARGEST = 20_000
PASSES = 4
RELATED = "exponentials by one of them"
Step = tuple[str, Node, Node]


class Simplified:
    """What a simplification gives.

    node        the shorter equal node
    conditions  comparison nodes under which input and result are equal, where the result does not show it
    complete    False when the work budget ran out before every form was tried
    """

    __slots__ = ("_explain", "_steps", "complete", "conditions", "node")

    def __init__(
        self,
        node: Node,
        conditions: tuple[Node, ...] = (),
        complete: bool = True,
        explain: Callable[[], list[Step]] | None = None,
    ) -> None:
        self.node = node
        self.conditions = conditions
        self.complete = complete
        self._explain = explain
        self._steps: list[Step] | None = None

    @property
    def steps(self) -> list[Step]:
        """The named rewrites that were made, each with the part before and after; made when first read."""
        if self._steps is None:
            self._steps = self._explain() if self._explain else []
        return self._steps


class Pass:
    """One reading, search and presentation of a node."""

    def __init__(self, store: Store, node: Node, level: str, facts: Facts, hand: Hand = NO_HAND) -> None:
        self.store = store
        self.node = node
        self.arena = Arena(facts, traits(store))
        self.reading = Reading(store, self.arena, node, hand)
        self.canonical = self.reading.of(node)
        self.search: Search | None = None
        self.start = self.best = self.canonical
        """Where the search began that found the best form, and that form."""
        self.complete = True
        if level != "light" and len(self.reading.live) <= LARGEST:
            rewriter, other = (None, None) if is_rational(store, self.reading.live) else self._about_functions(level)
            if other is not None:
                self._look(other, Search(self.arena, rewriter, EFFORTS[level]))
            if other is None or cost(self.arena, self.best) >= cost(self.arena, self.canonical):
                self._look(self.canonical, Search(self.arena, rewriter, EFFORTS[level]))
        self.presenter = Presenter(store, self.arena, self.reading.origin)
        self.result = self.presenter.present(self.best)
        self.searched = self.best != self.canonical

    def _about_functions(self, level: str) -> tuple[Rewriter, Id | None]:
        """The rules for the functions that occur, and the form whose exponentials are written by each other."""
        from derivrepl.simplify.exponents import related  # rational expressions do without both
        from derivrepl.simplify.rewrite import Rewriter

        rewriter = Rewriter(self.arena, palette(self.store, self.reading.live), level == "hard")
        return rewriter, related(self.arena, self.canonical)

    def _look(self, start: Id, search: Search) -> None:
        """Search from one form; the result is kept where it is the first, or cheaper than the one before."""
        best = search.simplest(start)
        if self.search is None or cost(self.arena, best) < cost(self.arena, self.best):
            self.start, self.search, self.best, self.complete = start, search, best, search.complete

    def steps(self) -> list[Step]:
        """The rewrites of this pass, innermost first."""
        show = self.presenter.present
        found = []
        if self.search is not None:
            found = [(name, show(a), show(b)) for name, a, b in self.search.chosen(self.start)]
            if self.start != self.canonical:
                found.insert(0, (RELATED, show(self.canonical), show(self.start)))
        else:
            found = [("collect", self.node, self.result)]
        return [(name, a, b) for name, a, b in found if a != b]


def simplify(
    store: Store, node: Node, level: str = "full", facts: Facts | None = None, hand: Hand = NO_HAND
) -> Simplified:
    """A shorter equal node of the same store, in the user's hand; never one that displays longer.

    Levels: "off" gives the node back, "light" collects terms and factors in linear time, "full"
    searches for the shortest form within a budget of work, "hard" searches longer.
    """
    if level not in LEVELS:
        raise ValueError(level)
    if level == "off" or node < 0:
        return Simplified(node)
    facts = facts or NO_FACTS
    if uses_arrays(store, node):
        from derivrepl.simplify.arrays.door import simplify_arrays

        return simplify_arrays(store, node, level, facts, hand)
    return shorten(store, node, level, facts, hand)


def shorten(store: Store, node: Node, level: str, facts: Facts, hand: Hand = NO_HAND) -> Simplified:
    """The simplification of an expression of numbers."""
    if node < 0:
        return Simplified(node)
    settled = store.settled.setdefault((level, facts.key(), hand.key()), set())
    if node in settled:
        return Simplified(node)
    passes, complete = _passes(store, node, level, facts, hand)
    current = passes[-1].result if passes else node
    settled.add(current)
    if current == node:
        return Simplified(node, complete=complete)
    conditions = lost_conditions(store, passes[0].reading, node, current)
    passes.clear()  # their arenas are large, and few results are ever explained: then they are made again

    def explain() -> list[Step]:
        return [step for one in _passes(store, node, level, facts, hand)[0] for step in one.steps()]

    return Simplified(current, conditions, complete, explain)


def _passes(store: Store, node: Node, level: str, facts: Facts, hand: Hand) -> tuple[list[Pass], bool]:
    """The passes that each gave something new and no longer, and whether none ran out of work."""
    passes: list[Pass] = []
    complete = True
    for _ in range(1 if level == "light" else PASSES):
        try:
            one = Pass(store, node, level, facts, hand)
        except (NoValue, DerivError):  # a part without a value, such as log(0): nothing to be made shorter
            break
        except TooLarge:
            return passes, False
        if one.result == node or _outgrows(store, one.result, node):
            complete = complete and one.complete
            break
        passes.append(one)
        node, complete = one.result, one.complete
        if not one.searched:
            break
    return passes, complete


def _outgrows(store: Store, result: Node, node: Node) -> bool:
    """Whether a result displays longer than what it was made of, by more than it may."""
    size = shown_size(store, result)
    return size > shown_size(store, node) and size > multiplied_size(store, node)


def palette(store: Store, live: list[Node]) -> frozenset[str]:
    """The names of the functions that an expression uses."""
    return frozenset({store.operations[op].name for op in {store.keys[n][0] for n in live} if op >= IF})


def is_rational(store: Store, live: list[Node]) -> bool:
    """Whether an expression has no function, root or exponential, so that no row of the rewrite table is about it."""
    for n in live:
        key = store.keys[n]
        root = key[0] == POW and (key[2] >= 0 or not isinstance(store.value(key[2]), int))
        if key[0] >= IF or root or (key[0] == NAMED and store.name(n) == EXPONENTIAL[1]):
            return False
    return True


def same(store: Store, a: Node, b: Node, facts: Facts | None = None) -> bool:
    """Whether a and b are proved equal; False says that no proof was found."""
    if a == b:
        return True
    try:
        difference = store.node(SUB, a, b)
        if uses_arrays(store, difference):
            from derivrepl.simplify.arrays.door import is_zero
        else:
            is_zero = _is_zero
        return any(is_zero(store, difference, level, facts or NO_FACTS) for level in ("full", "hard"))
    except (TooLarge, DerivError):
        return False


def _is_zero(store: Store, node: Node, level: str, facts: Facts) -> bool:
    result = Pass(store, node, level, facts).result
    return result < 0 and numbers.sign(store.value(result)) == 0


def hidden_conditions(store: Store, before: Node, after: Node, facts: Facts | None = None) -> tuple[Node, ...]:
    """The conditions, as comparison nodes, that `before` needs and `after` does not show."""
    try:
        reading = Reading(store, Arena(facts or NO_FACTS, traits(store)), before)
    except (TooLarge, DerivError):
        return ()
    return lost_conditions(store, reading, before, after)


def possible_signs(store: Store, node: Node, facts: Facts | None = None) -> int:
    """The signs that a node can have at real points, as the bits of `facts.NEGATIVE`, `ZERO` and `POSITIVE`."""
    try:
        arena = Arena(facts or NO_FACTS, traits(store))
        return arena.signs[Reading(store, arena, node).of(node)]
    except (TooLarge, DerivError):
        return ANY
