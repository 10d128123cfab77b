"""Which rows of the rewrite table can apply in an expression: those whose functions it uses, or may come to use."""

from __future__ import annotations

from derivrepl.simplify.patterns import Rule, functions_in, rule_of
from derivrepl.tables.rewrites import REWRITES


class Choice:
    """The rules that can apply where certain functions occur, by the kind of their left side and a function in it."""

    def __init__(self, palette: frozenset[str], free: bool) -> None:
        self.sums: dict[str, list[Rule]] = {}
        self.products: dict[str, list[Rule]] = {}
        self.calls: dict[str, list[Rule]] = {}
        self.roots: list[Rule] = []
        by_kind = {"sum": self.sums, "product": self.products, "call": self.calls}
        reach = _within_reach(palette)
        for row in REWRITES:
            if functions_in(row.left) <= reach and (free or row.fresh or functions_in(row.right) <= palette):
                rule = rule_of(row)
                if rule.kind == "root":
                    self.roots.append(rule)
                else:
                    by_kind[rule.kind].setdefault(rule.anchor, []).append(rule)


_choices: dict[tuple[frozenset[str], bool], Choice] = {}
KEPT = 256


def choice(palette: frozenset[str], free: bool) -> Choice:
    """The rules for a set of functions, sorted once. free: any rule may bring in other functions."""
    key = palette, free
    if key not in _choices:
        if len(_choices) >= KEPT:
            _choices.clear()
        _choices[key] = Choice(palette, free)
    return _choices[key]


def _within_reach(palette: frozenset[str]) -> set[str]:
    """The functions used, and those that a rule may bring in."""
    reach = set(palette)
    size = -1
    while size != len(reach):
        size = len(reach)
        for row in REWRITES:
            if row.fresh and functions_in(row.left) <= reach:
                reach |= functions_in(row.right)
    return reach
