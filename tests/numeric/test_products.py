"""Products inside of products are evaluated as one, and give what NumPy gives for the formula as it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derivrepl.numeric.array_check import sample
from derivrepl.numeric.arrays import ArrayProgram, power
from derivrepl.session.session import Session

DECLARED = ("A : matrix(5,4)", "B : matrix(4,4)", "d : vector(5)", "u : vector(4)", "S : symmetric(4)")

# fmt: off
FORMULAS: tuple[tuple[str, Callable[..., Any], int], ...] = (
    ("A.T@diag(d)@A",                      lambda A, B, d, u, S: A.T @ np.diag(d) @ A,               1),
    ("2*A.T@diag(d)@A@B",                  lambda A, B, d, u, S: 2 * A.T @ np.diag(d) @ A @ B,       1),
    ("A@B@B.T@u",                          lambda A, B, d, u, S: A @ B @ B.T @ u,                    1),
    ("trace(B@S@B.T)",                     lambda A, B, d, u, S: np.trace(B @ S @ B.T),              1),
    ("diag(u)@B@diag(u)",                  lambda A, B, d, u, S: u[:, None] * B * u,                 1),
    ("diag(diag(B)*u)",                    lambda A, B, d, u, S: np.diag(np.diag(B) * u),            3),
    ("einsum(eye(4)[i,k]*B[j,l], i, j, k, l)", lambda A, B, d, u, S: np.einsum("ik,jl->ijkl", np.eye(4), B), 2),
    ("B@eye(4)@S",                         lambda A, B, d, u, S: B @ S,                              1),
    ("sum(A@B, 1)*(u@(A.T@d))",            lambda A, B, d, u, S: (A @ B).sum(0) * (u @ (A.T @ d)),   3),
    ("exp(B@S) + B@S@B",                   lambda A, B, d, u, S: np.exp(B @ S) + B @ S @ B,          4),
    ("outer(A@u, u)@(u[1]*B)",             lambda A, B, d, u, S: np.outer(A @ u, u) @ (u[0] * B),    3),
    ("trace(eye(4))*B",                    lambda A, B, d, u, S: 4 * B,                              3),
)
# fmt: on


@pytest.mark.parametrize(("text", "plain", "most"), FORMULAS, ids=[text for text, _, _ in FORMULAS])
def test_a_product_of_products_is_one_step(text: str, plain: Callable[..., Any], most: int) -> None:
    session = Session()
    for line in (*DECLARED, ":set wrt none", text):
        assert session.step(line).error is None
    node, store = session.current_entry().node, session.store
    program = ArrayProgram(store, [node])
    assert len(program.steps) <= most
    leaves = [store.input(line.split()[0]) for line in DECLARED]
    for seed in range(3):
        point = sample(store, leaves, seed)
        assert np.allclose(program.run(point)[node], plain(*point.values()), rtol=1e-12)


@pytest.mark.parametrize("exponent", [*range(-3, 9), 64, 65, 0.5])
def test_a_small_whole_power_is_numpys(exponent: float) -> None:
    base = np.array([-1.5, -1.0, 0.0, 0.5, 1.25, np.inf, np.nan])
    with np.errstate(all="ignore"):
        assert np.allclose(power(base, exponent), np.power(base, float(exponent)), rtol=1e-13, equal_nan=True)
