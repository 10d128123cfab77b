"""Roots with the parts they share named: every operation that is used twice is written once.

The code targets and `:pp opt` print what comes out.
"""

from __future__ import annotations

from derivrepl.language.text import Notation, Writer
from derivrepl.store import PARAMETER, Node, Store

LETTERS = "tuwzsabcdghkmnpqrv"


def shared_nodes(store: Store, roots: list[Node]) -> list[Node]:
    """The operations under the roots that are used more than once, operands before their users."""
    uses: dict[Node, int] = {}
    nodes = [n for n in store.live(roots) if store.op(n) > PARAMETER]
    for n in nodes:
        for a in store.operands(n):
            uses[a] = uses.get(a, 0) + 1
    for root in roots:
        uses[root] = uses.get(root, 0) + 1
    return [n for n in nodes if uses.get(n, 0) > 1]


def free_prefix(taken: set[str]) -> str:
    """A letter that no name in use begins with, followed by a digit."""
    used = {name[0] for name in taken if name[1:2].isdecimal()}
    return next((letter for letter in LETTERS if letter not in used), "part")


def shared_lines(
    store: Store, roots: list[Node], notation: Notation, taken: set[str], limit: int = 10**7
) -> tuple[list[tuple[str, str]], list[str]]:
    """The named parts as (name, text), in order, and the text of each root."""
    letter = free_prefix(taken)
    writer = Writer(store, notation, limit)
    parts = []
    for k, n in enumerate(shared_nodes(store, roots), 1):
        name = f"{letter}{k}"
        parts.append((name, writer.shown(n)))
        writer.written[n] = (name, 0)
    return parts, [writer.shown(root) for root in roots]
