"""Contractions by matrix products give what `np.einsum` gives."""

from __future__ import annotations

import random

import numpy as np
import pytest

from derivrepl.numeric.contract import Contraction
from derivrepl.numeric.mirror import mirrored

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
    contraction = Contraction.of(signature)
    expected = np.einsum(signature, *operands)
    for _ in range(2):  # the second time with the order that was found
        assert np.allclose(contraction(*operands), expected, rtol=1e-12, atol=1e-12)


def test_a_repeated_axis_of_the_result_is_a_diagonal() -> None:
    assert np.array_equal(Contraction.of("i->ii")(np.array([1.0, 2.0])), np.diag([1.0, 2.0]))
    cube = Contraction.of("i,j->iji")(np.array([1.0, 2.0]), np.array([3.0, 5.0]))
    assert cube[1, 0, 1] == 6.0
    assert cube[1, 0, 0] == 0.0


def halves(source: random.Random, numbers: np.random.Generator) -> tuple[str, list[np.ndarray]]:
    """A product of two halves that are each other's mirror image, perhaps with weights between them."""
    count = source.randint(1, 3)
    parts = [
        ("".join(source.sample("mn", source.randint(1, 2))), "".join(source.sample("ij", source.randint(0, 1))))
        for _ in range(count - 1)
    ]
    parts.append((source.choice(("m", "mn")), "ij"))
    axes, operands = [], []
    for inner, outer in parts:
        array = numbers.normal(size=[SIZES[c] * 8 for c in inner + outer])
        for image in (outer, outer.translate(str.maketrans("ij", "kl"))):
            axes.append(inner + image)
            operands.append(array)
    if source.random() < 0.7:
        inside = sorted(set("".join(inner for inner, _ in parts)))
        axes.append("".join(source.sample(inside, source.randint(1, len(inside)))))
        sign = source.choice((-1, 0, 1))
        weights = numbers.normal(size=[SIZES[c] * 8 for c in axes[-1]])
        operands.append(weights if not sign else sign * np.abs(weights))
    out = "".join(source.sample("ijkl", 4))
    return f"{','.join(axes)}->{out}", operands


SIZES |= {"k": SIZES["i"], "l": SIZES["j"]}


@pytest.mark.parametrize("seed", range(40))
def test_a_product_with_its_mirror_image_is_what_einsum_gives(seed: int) -> None:
    signature, operands = halves(random.Random(seed), np.random.default_rng(seed))
    axes, out = signature.split("->")
    places = {id(a): k for k, a in enumerate(operands)}
    factors = [(places[id(a)], tuple(names)) for a, names in zip(operands, axes.split(","))]
    assert mirrored([f for f in factors if f[1]], tuple(out)) is not None
    found = Contraction(factors, tuple(out))(*operands)
    assert np.allclose(found, np.einsum(signature, *operands, optimize=True), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_weights_that_are_no_numbers_spoil_the_product_as_they_do_in_any_order(odd: float) -> None:
    rows, weights = np.random.default_rng(0).normal(size=(300, 40)), np.ones(300)
    weights[[3, 7]] = odd, -2.0
    with np.errstate(all="ignore"):
        plain = (rows.T * weights) @ rows
        found = Contraction([(0, ("m", "i")), (1, ("m",)), (0, ("m", "j"))], ("i", "j"))(rows, weights)
    assert np.array_equal(np.isfinite(found), np.isfinite(plain))


def test_a_product_with_its_mirror_image_is_symmetric_to_the_last_digit() -> None:
    rows, weights = np.random.default_rng(1).normal(size=(300, 40)), np.random.default_rng(2).normal(size=300)
    found = Contraction([(0, ("m", "i")), (1, ("m",)), (0, ("m", "j"))], ("i", "j"))(rows, weights)
    assert np.array_equal(found, found.T)
