"""Each rule of an operator, as it is taught, gives what the operator's partial derivatives give."""

from __future__ import annotations

import pytest

from derivrepl.calculus.reverse import gradient
from derivrepl.language.formula import formula
from derivrepl.language.scope import OPERATIONS
from derivrepl.numeric.decide import compare
from derivrepl.store import PARAMETER, Store
from derivrepl.tables.taught import BY_OPERANDS, TAUGHT, Taught


@pytest.mark.parametrize("row", TAUGHT, ids=[f"{row.name} {'|'.join(row.moving)} {row.operation}" for row in TAUGHT])
def test_a_taught_rule_gives_what_the_partials_give(row: Taught) -> None:
    store = Store(OPERATIONS)
    code = next(k for k, operation in enumerate(OPERATIONS) if operation.name == row.operation)
    params = OPERATIONS[code].params
    operands = [store.input(p) for p in params]
    moving = [store.input(p) for p in row.moving]
    partials = gradient(store, store.make(code, tuple(operands)), moving)
    total = store.constant(0)
    for name, partial in zip(row.moving, partials, strict=True):
        total = store.add(total, store.mul(partial, store.input(f"d{name}")))
    names = [*params, *(f"d{p}" for p in params)]
    taught = store.replace(formula(store, row.text), {store.leaf(PARAMETER, n): store.input(n) for n in names})
    found = compare(store, total, taught, row.text)
    assert found.point is None
    assert found.agreed >= 4


def test_no_two_rules_are_for_the_same_operands() -> None:
    assert len(BY_OPERANDS) == len(TAUGHT)
