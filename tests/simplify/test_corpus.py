"""Every derivative of the corpus keeps its value, is as short as a person writes it, and is itself when typed again."""

from __future__ import annotations

import re

import pytest

from derivrepl.simplify import simplify
from tests.simplify.values import agree, corpus, new_store, raw_derivative, read, write

CASES = corpus()


def operations(text: str) -> int:
    """The displayed operations of a text: operators, unary minus, function names."""
    return len(re.findall(r"[-+*/^]|[^\W\d]\w*(?=\()", re.sub(r"(\d\.?\d*)e[-+]?\d+", r"\1", text)))


def test_the_corpus_is_large() -> None:
    assert len(CASES) >= 400
    assert sum(bool(expected) for _, _, expected in CASES) >= 200


@pytest.mark.parametrize(("text", "variables", "expected"), CASES, ids=lambda part: str(part)[:60])
def test_a_derivative_keeps_its_value_and_is_as_short_as_a_person_writes_it(
    text: str, variables: str, expected: str
) -> None:
    store = new_store()
    raw = raw_derivative(store, text, variables)
    result = simplify(store, raw)
    agree(store, raw, result.node, text)
    shown = write(store, result.node)
    assert operations(shown) <= max(operations(write(store, raw)), 1)
    if expected:
        agree(store, raw, read(store, expected), text)
        assert operations(shown) <= operations(expected), shown


@pytest.mark.parametrize(("text", "variables", "expected"), CASES, ids=lambda part: str(part)[:60])
def test_a_result_typed_again_is_itself(text: str, variables: str, expected: str) -> None:
    store = new_store()
    shown = write(store, simplify(store, raw_derivative(store, text, variables)).node)
    again = new_store()
    assert write(again, simplify(again, read(again, shown)).node) == shown
