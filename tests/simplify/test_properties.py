"""Random expressions: the value is kept to 30 digits, nothing grows, a result is a fixed point."""

from __future__ import annotations

import os
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from derivrepl.calculus.higher import derivative
from derivrepl.errors import DerivError
from derivrepl.simplify import Facts, simplify
from derivrepl.simplify.size import multiplied_size, shown_size
from derivrepl.store import Node, Store
from tests.simplify.values import DIGITS, Unreal, close, mp, new_store, points, read, value, write

LEAVES = st.sampled_from(["x", "y", "z", "1", "2", "3", "1/2", "0.5", "pi"])
CALLED = st.sampled_from(
    ["sin", "cos", "tan", "sec", "exp", "log", "sqrt", "abs", "sign", "sinh", "cosh", "tanh", "atan", "asin", "erf"]
)
EXPONENTS = st.sampled_from(["2", "3", "-1", "-2", "1/2", "-1/2", "3/2", "1/3", "2/3", "y"])
POSITIVE = Facts(positive={"x", "y", "z"})


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts one operation larger."""
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(inner, EXPONENTS).map(lambda t: f"({t[0]})^({t[1]})"),
        st.tuples(CALLED, inner).map(lambda t: f"{t[0]}({t[1]})"),
        st.tuples(inner, inner, inner).map(lambda t: f"if({t[0]} < {t[1]}, {t[1]}, {t[2]})"),
    )


TEXTS = st.recursive(LEAVES, grown, max_leaves=8)


def build(text: str, differentiate: bool) -> tuple[Store, Node] | None:
    """The node of a text or of its derivative, None where the language refuses it."""
    store = new_store()
    try:
        node = read(store, text)
        return store, derivative(store, node, [store.input("x")]) if differentiate else node
    except DerivError:
        return None


@given(TEXTS, st.booleans(), st.booleans())
def test_the_value_is_kept_to_thirty_digits(text: str, differentiate: bool, positive: bool) -> None:
    built = build(text, differentiate)
    if built is None:
        return
    store, node = built
    result = simplify(store, node, facts=POSITIVE if positive else None).node
    with mp.workdps(DIGITS):
        for point in points(["x", "y", "z"], 6, text):
            if positive and min(point.values()) < 0:
                continue
            try:
                wanted = value(store, node, point)
            except Unreal:
                continue
            assert close(wanted, value(store, result, point)), (write(store, node), write(store, result), point)


@given(TEXTS, st.booleans(), st.sampled_from(["light", "full"]))
def test_nothing_grows(text: str, differentiate: bool, level: str) -> None:
    built = build(text, differentiate)
    if built is not None:
        store, node = built
        assert shown_size(store, simplify(store, node, level).node) <= multiplied_size(store, node)


@given(TEXTS, st.booleans(), st.sampled_from(["light", "full"]))
def test_a_result_simplifies_to_itself(text: str, differentiate: bool, level: str) -> None:
    built = build(text, differentiate)
    if built is not None:
        store, node = built
        result = simplify(store, node, level).node
        assert simplify(store, result, level).node == result


@given(TEXTS, st.booleans())
def test_the_same_text_gives_the_same_result(text: str, differentiate: bool) -> None:
    one, other = build(text, differentiate), build(text, differentiate)
    if one is not None and other is not None:
        (a, m), (b, n) = one, other
        assert write(a, simplify(a, m).node) == write(b, simplify(b, n).node)


def test_the_seed_of_hashes_changes_nothing() -> None:
    program = (
        "from tests.simplify.values import *\n"
        "from derivrepl.simplify import simplify\n"
        "for text, names, _ in corpus()[::9]:\n"
        "    store = new_store()\n"
        "    print(write(store, simplify(store, raw_derivative(store, text, names)).node))\n"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1]
    assert answers[0].count("\n") > 40
