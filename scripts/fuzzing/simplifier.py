"""Simplified derivatives have the value of what the sweep made, in ball arithmetic, at every level of effort."""

from __future__ import annotations

from random import Random

from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.numeric.decide import compare
from derivrepl.session.session import Session
from derivrepl.simplify import Facts, simplify
from derivrepl.simplify.size import multiplied_size, shown_size
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver

LEVELS = ("light", "full", "full", "hard")
WANTED = ("x", "y", "x x", "x y")


def question(random: Random) -> str:
    """`LEVEL | inputs | expression`; with a + behind the level all inputs are positive."""
    level = random.choice(LEVELS) + random.choice(("", "", "+"))
    text = texts.expression(random, random.choice((2, 3, 3, 4)))
    return f"{level} | {random.choice(WANTED)} | {text}"


def check(case: str) -> None:
    """The simplified derivative and the raw one agree wherever both have values; nothing grows."""
    level, names, text = [part.strip() for part in case.split("|", 2)]
    session = Session()
    if session.step(text).error is not None:
        return
    store, node = session.store, session.current_entry().node
    try:
        raw = higher.derivative(store, node, [store.input(name) for name in names.split()])
    except DerivError:
        return
    positive = level.endswith("+")
    facts = Facts(positive=frozenset("xyz")) if positive else Facts()
    found = simplify(store, raw, level.rstrip("+"), facts)
    assert shown_size(store, found.node) <= multiplied_size(store, raw), "the result is longer"
    short, long = found.node, raw
    try:
        if positive:
            values = {store.input(name): session.parser.expression_node(f"exp({name})") for name in "xyz"}
            short, long = store.replace(short, values), store.replace(long, values)
        compared = compare(store, short, long, text, wanted=3, tries=28)
    except DerivError:
        return
    assert compared.point is None, (compared.point, compared.values)
    again = simplify(store, found.node, level.rstrip("+"), facts)
    assert again.node == found.node, "a result simplifies further"


SIMPLIFIER = Driver("simplifier", question, check)
