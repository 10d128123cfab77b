"""Formulas as people write them: each runs, and each of its partial derivatives is right by two other ways.

A formula is a line of `tests/corpus/*.deriv`; inputs are drawn positive, where all of them are defined.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import mpmath
import pytest

from derivrepl.calculus import forward
from derivrepl.session.session import Session
from derivrepl.store import ONE, Node, Store
from tests.conftest import run_cli
from tests.exact import Undefined, mp, value

FOLDER = Path(__file__).parent / "corpus"
FILES = {"feynman": 99, "exercises": 60, "functions": 30, "losses": 15}
"""Name of a file → how many formulas it has at least."""
POINTS = 2
RANGES = ((1.0, 3.0), (0.2, 0.9), (0.5, 1.2), (3.0, 8.0), (1.0, 1.5))


def formulas(name: str) -> list[str]:
    lines = (FOLDER / f"{name}.deriv").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


every_formula = pytest.mark.parametrize(
    ("name", "text"), [pytest.param(name, text, id=f"{name}: {text[:60]}") for name in FILES for text in formulas(name)]
)


def points(text: str, leaves: list[Node], tries: int = 60) -> Any:
    """Points for the inputs, the same for the same text; ranges are tried in turn."""
    draw = random.Random(text).uniform
    for k in range(tries):
        low, high = RANGES[k % len(RANGES)]
        yield {leaf: mp.mpf(draw(low, high)) for leaf in leaves}


def central(store: Store, node: Node, leaf: Node, point: dict[Node, Any]) -> Any:
    """The central difference of second order; in 50 digits its error is far below what is compared."""
    step = point[leaf] * mp.mpf(10) ** -15
    up, down = (value(store, node, point | {leaf: point[leaf] + h}) for h in (step, -step))
    return (up - down) / (2 * step)


@every_formula
def test_every_partial_derivative_agrees_with_differences_and_with_the_forward_sweep(name: str, text: str) -> None:
    session = Session()
    answer = session.step(text)
    assert answer.error is None
    assert answer.cautions == []
    assert session.current is not None
    entry, store = session.current, session.store
    found = session.derivatives.gradient(entry, entry.inputs)
    along = [forward.directional(store, entry.node, {leaf: ONE}) for leaf in entry.inputs]
    compared = 0
    with mpmath.workdps(50):
        for point in points(text, entry.inputs):
            try:
                for leaf, simplified, tangent in zip(entry.inputs, found, along, strict=True):
                    wanted = central(store, entry.node, leaf, point)
                    allowed = mp.mpf(10) ** -18 * (abs(wanted) + 1)
                    assert abs(value(store, tangent, point) - wanted) <= allowed, (store.name(leaf), point)
                    assert abs(value(store, simplified, point) - wanted) <= allowed, (store.name(leaf), point)
            except Undefined:
                continue
            compared += 1
            if compared == POINTS:
                break
    assert compared == POINTS, "no point of its domain was found"


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_formulas_runs_through_the_pipe(name: str) -> None:
    text = (FOLDER / f"{name}.deriv").read_bytes()
    done = run_cli("-q", stdin=text)
    assert (done.stderr, done.code) == (b"", 0)
    assert len(formulas(name)) >= FILES[name]
    assert len([line for line in done.stdout.splitlines() if b" = " in line]) > len(formulas(name))
