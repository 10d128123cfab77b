"""Contractions by matrix products give what `np.einsum` gives."""

from __future__ import annotations

import random

import numpy as np
import pytest

from derivrepl.numeric.contract import Contraction

SIZES = dict(zip("ijklmn", (2, 3, 4, 5, 3, 2)))


@pytest.mark.parametrize("seed", range(200))
def test_a_contraction_is_what_einsum_gives(seed: int) -> None:
    source = random.Random(seed)
    axes = ["".join(source.choices("ijklmn", k=source.randint(0, 3))) for _ in range(source.randint(1, 5))]
    present = sorted(set("".join(axes)))
    out = "".join(source.sample(present, source.randint(0, min(len(present), 4))))
    signature = f"{','.join(axes)}->{out}"
    numbers = np.random.default_rng(seed)
    operands = [numbers.uniform(-1, 1, [SIZES[c] for c in names]) for names in axes]
    contraction = Contraction(signature)
    expected = np.einsum(signature, *operands)
    for _ in range(2):  # the second time with the order that was found
        assert np.allclose(contraction(*operands), expected, rtol=1e-12, atol=1e-12)


def test_a_repeated_axis_of_the_result_is_a_diagonal() -> None:
    assert np.array_equal(Contraction("i->ii")(np.array([1.0, 2.0])), np.diag([1.0, 2.0]))
    cube = Contraction("i,j->iji")(np.array([1.0, 2.0]), np.array([3.0, 5.0]))
    assert cube[1, 0, 1] == 6.0
    assert cube[1, 0, 0] == 0.0
