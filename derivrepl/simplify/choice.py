"""Which rows of the rewrite table can apply in an expression: those whose functions it uses, or may come to use."""

from __future__ import annotations

from derivrepl.simplify.match import called, names_in
from derivrepl.simplify.patterns import Rule, rules


class Choice:
    """The rules that can apply where certain functions occur, by the kind of their left side."""

    def __init__(self, palette: frozenset[str], free: bool) -> None:
        self.sums: list[Rule] = []
        self.products: list[Rule] = []
        self.calls: dict[str, list[Rule]] = {}
        self.roots: list[Rule] = []
        reach = _within_reach(palette)
        for rule in rules():
            if rule.needs <= reach and (free or rule.row.fresh or rule.brings <= palette):
                self._sort_in(rule)
        self.quick_sums = [rule for rule in self.sums if len(set(names_in(rule.patterns[0]))) < 2]

    def _sort_in(self, rule: Rule) -> None:
        left = rule.patterns[0]
        if left[0] == "sum":
            self.sums.append(rule)
        elif left[0] == "call":
            self.calls.setdefault(left[1], []).append(rule)
        elif left[0] == "product":
            lone = len(left) == 3 and left[1] == 1 and not called(left[2][0])
            (self.roots if lone else self.products).append(rule)


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
        for rule in rules():
            if rule.row.fresh and rule.needs <= reach:
                reach |= rule.brings
    return reach
