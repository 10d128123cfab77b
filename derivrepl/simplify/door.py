"""The door of the simplifier: one call, one level, one result."""

from __future__ import annotations

from dataclasses import dataclass, field

from derivrepl.errors import DerivError
from derivrepl.simplify.arena import ZERO, Arena
from derivrepl.simplify.exact import TooLarge
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.present import Presenter
from derivrepl.simplify.read import Reading
from derivrepl.simplify.rewrite import Rewriter
from derivrepl.simplify.search import Search
from derivrepl.simplify.traits import traits
from derivrepl.store import IF, SUB, Node, Store

LEVELS = ("off", "light", "full", "hard")
BUDGETS = {"full": 2_500, "hard": 60_000}
LARGEST = 20_000


@dataclass
class Simplified:
    """What a simplification gives.

    conditions  comparison nodes under which input and result are equal, where the result does not show it
    steps       the named rewrites that were made, each with the part before and after
    complete    False when the work budget ran out before every form was tried
    """

    node: Node
    conditions: tuple[Node, ...] = ()
    steps: list[tuple[str, Node, Node]] = field(default_factory=list)
    complete: bool = True


def simplify(store: Store, node: Node, level: str = "full", facts: Facts | None = None) -> Simplified:
    """A shorter equal node of the same store; never one that displays longer.

    Levels: "off" gives the node back, "light" collects terms and factors in linear time, "full"
    searches for the shortest form within a budget of work, "hard" searches longer.
    """
    if level not in LEVELS:
        raise ValueError(level)
    if level == "off" or node < 0:
        return Simplified(node)
    try:
        arena = Arena(facts or Facts(), traits(store))
        reading = Reading(store, arena, node)
        best, complete = reading.of(node), True
        if level != "light" and len(reading.live) <= LARGEST:
            search = Search(arena, Rewriter(arena, palette(store, reading.live)), BUDGETS[level])
            best = search.simplest(best)
            complete = search.complete
        result = Presenter(store, arena, reading.origin).present(best)
    except (TooLarge, DerivError):
        return Simplified(node, complete=False)
    return Simplified(result, complete=complete)


def palette(store: Store, live: list[Node]) -> set[str]:
    """The names of the functions that an expression uses."""
    return {store.operations[op].name for op in {store.keys[n][0] for n in live} if op >= IF}


def same(store: Store, a: Node, b: Node, facts: Facts | None = None) -> bool:
    """Whether a and b are proved equal; False says that no proof was found."""
    if a == b:
        return True
    try:
        arena = Arena(facts or Facts(), traits(store))
        difference = Reading(store, arena, store.node(SUB, a, b))
        return difference.of(difference.root) == ZERO
    except (TooLarge, DerivError):
        return False
