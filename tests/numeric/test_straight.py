"""A program that runs often gives what it gives the first time, for every shape, and refuses the same."""

from __future__ import annotations

import numpy as np
import pytest

from derivrepl.errors import DerivError
from derivrepl.numeric.arrays import ArrayProgram
from derivrepl.session.session import Session
from derivrepl.store import Node

DECLARED = ("A : matrix(m,n)", "X : matrix(n,n)", "S : symmetric(n)", "x : vector(n)")
FUNCTIONS = (
    "sum((A@x)^2) - 2*t/n",
    "x@inv(X)@x + pi*n",
    "logdet(X)*exp(-x) + x",
    "x@S@x",
    "if(x > t, x, 2)",
    "A",
    "3",
)


def program_of(function: str) -> tuple[ArrayProgram, dict[str, Node], Node]:
    session = Session()
    session.settings.set("output", "none")
    for line in (*DECLARED, function):
        assert session.step(line).error is None, line
    entry = session.current_entry()
    leaves = {session.store.name(n): n for n in entry.inputs}
    return ArrayProgram(session.store, [entry.node]), leaves, entry.node


def point(leaves: dict[str, Node], m: int, n: int, seed: int) -> dict[Node, object]:
    source = np.random.default_rng(seed)
    X = source.uniform(0.5, 1, (n, n)) + n * np.eye(n)
    values = {"A": source.uniform(-1, 1, (m, n)), "X": X, "S": X + X.T, "x": source.uniform(-1, 1, n), "t": 0.25}
    return {leaf: values[name] for name, leaf in leaves.items()}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_run_gives_what_a_first_run_gives(function: str) -> None:
    often, leaves, node = program_of(function)
    for seed, (m, n) in enumerate([(2, 3), (2, 3), (4, 2), (2, 3), (4, 2), (1, 1), (4, 2)]):
        given = point(leaves, m, n, seed)
        once, others, root = program_of(function)
        expected = once.run({others[name]: given[leaf] for name, leaf in leaves.items()})[root]
        assert np.array_equal(often.run(given)[node], expected)


def test_a_singular_matrix_gives_no_numbers_in_a_later_run_either() -> None:
    program, leaves, node = program_of("x@inv(X)@x")
    for _ in range(3):
        assert np.isfinite(program.run({leaves["X"]: np.eye(2), leaves["x"]: [1, 2]})[node])
        assert np.isnan(program.run({leaves["X"]: np.zeros((2, 2)), leaves["x"]: [1, 2]})[node])


def test_what_does_not_fit_is_refused_in_a_later_run_too() -> None:
    program, leaves, _ = program_of("sum(A@x)")
    for _ in range(3):
        program.run({leaves["A"]: np.ones((2, 3)), leaves["x"]: np.ones(3)})
        with pytest.raises(DerivError) as refused:
            program.run({leaves["A"]: np.ones((2, 3)), leaves["x"]: np.ones(2)})
        assert refused.value.code == "E301"
        with pytest.raises(DerivError) as missing:
            program.run({leaves["A"]: np.ones((2, 3))})
        assert missing.value.code == "E402"


def test_a_matrix_that_is_declared_symmetric_is_looked_at_each_time() -> None:
    program, leaves, _ = program_of("x@S@x")
    program.run({leaves["S"]: np.eye(2), leaves["x"]: [1, 2]})
    program.run({leaves["S"]: np.eye(2), leaves["x"]: [1, 2]})
    with pytest.raises(DerivError):
        program.run({leaves["S"]: [[0, 1], [2, 0]], leaves["x"]: [1, 2]})
