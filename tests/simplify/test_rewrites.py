"""One loop over the rewrite table: both sides of every row have the same value over its domain."""

from __future__ import annotations

import random
import re

import pytest

from derivrepl.language.formula import formula
from derivrepl.simplify import simplify
from derivrepl.simplify.patterns import CALLED, rule_of
from derivrepl.store import PARAMETER
from derivrepl.tables.functions import FUNCTIONS
from derivrepl.tables.rewrites import EVEN, ODD, POWERS, REWRITES, SIGNS, VALUES, ZEROS, Rewrite
from tests.simplify.values import DIGITS, Unreal, close, mp, new_store, read, value

TRIES = 60
NAMES = {row.name for row in FUNCTIONS} | {"if"}


def holds(where: str, point: dict[str, object]) -> bool:
    """Whether the guard's signs are those of the point."""
    signs = {"> 0": lambda v: v > 0, ">= 0": lambda v: v >= 0, "< 0": lambda v: v < 0, "<= 0": lambda v: v <= 0}
    guards = [guard.partition(" ") for guard in where.split(" and ")]
    return all(rest == "integer" or signs[rest](point[name]) for name, _, rest in guards)


@pytest.mark.parametrize("row", REWRITES, ids=lambda row: row.name)
def test_both_sides_of_a_row_are_equal(row: Rewrite) -> None:
    store = new_store()
    left, right = formula(store, row.left), formula(store, row.right)
    names = [store.name(n) for n in store.live([left, right]) if n >= 0 and store.keys[n][0] == PARAMETER]
    source = random.Random(row.name)
    met = 0
    with mp.workdps(DIGITS):
        for _ in range(TRIES):
            point = {name: mp.mpf(repr(source.uniform(*row.sample))) for name in names}
            if "integer" in row.where:
                point = {name: mp.nint(number) for name, number in point.items()}
            if row.where and not holds(row.where, point):
                continue
            try:
                wanted = value(store, left, point)
            except Unreal:
                continue
            assert close(wanted, value(store, right, point)), (row.left, row.right, point)
            met += 1
    assert met >= min(5, TRIES if names else 1)


def test_names_of_rows_are_different() -> None:
    names = [row.name for row in REWRITES]
    assert len(names) == len(set(names))


def test_rows_speak_of_functions_that_exist() -> None:
    for row in REWRITES:
        assert set(re.findall(CALLED, row.left + " " + row.right)) <= NAMES, row.name
    for table in (ODD, EVEN, tuple(SIGNS), tuple(ZEROS), tuple(POWERS)):
        assert set(table) - NAMES <= {"norm"}


def test_every_row_can_be_read_as_a_pattern() -> None:
    for row in REWRITES:
        assert rule_of(row).left
        assert rule_of(row).right


@pytest.mark.parametrize("name", sorted(SIGNS.keys() & NAMES))
def test_signs_of_functions_hold(name: str) -> None:
    store = new_store()
    row = next(row for row in FUNCTIONS if row.name == name)
    node = formula(store, f"{name}({', '.join(row.params)})")
    source = random.Random(name)
    with mp.workdps(20):
        for _ in range(TRIES):
            point = {p: mp.mpf(source.uniform(*interval)) for p, interval in zip(row.params, row.sample, strict=True)}
            found = value(store, node, point)
            assert found > 0 or (SIGNS[name] == ">= 0" and found == 0)


@pytest.mark.parametrize(("left", "right"), VALUES)
def test_a_value_is_put_in_where_it_stands(left: str, right: str) -> None:
    store = new_store()
    made = simplify(store, read(store, left)).node
    assert made == simplify(store, read(store, right)).node
