"""True claims are proved and wrong ones refuted; programs in Python give the values that the session gives."""

from __future__ import annotations

import math
from random import Random

from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.formats.text import TextFormat
from derivrepl.language.statements import Source
from derivrepl.language.text import ASCII, Writer
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points
from derivrepl.session.session import Session
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver

UNDECIDED = ("E403",)


def make(random: Random) -> str:
    """An expression."""
    return texts.expression(random, random.choice((2, 3, 3, 4)))


def check_claims(text: str) -> None:
    """The raw derivative, claimed, is never refuted; the same plus something that is never zero always is."""
    session = Session()
    if session.step(text).error is not None:
        return
    name, store = session.current_entry().name, session.store
    node = session.current_entry().node
    raw = higher.derivative(store, node, [store.input("x")])
    written = Writer(store, ASCII, 5_000).text(raw)
    if written is None or "x" not in session.current_entry().input_names():
        return
    answer = session.step(f"d{name}/dx = {written}")
    assert answer.error is None or answer.error.code in UNDECIDED, answer.error.message
    if answer.error is None:
        answer = session.step(f"d{name}/dx = {written} + 1 + x^2")
        assert answer.error is not None, "a wrong claim was accepted"


def check_programs(text: str) -> None:
    """A program in Python gives the value and the derivative that the session computes."""
    session = Session()
    if session.step(text).error is not None:
        return
    entry = session.current_entry()
    answer = session.step(":code python")
    if answer.error is not None or not entry.inputs:
        return
    source = TextFormat(session.store).answer(answer, "text", Source(":code python"))
    space: dict[str, object] = {}
    exec(compile(source, "code", "exec"), space)
    call = space[f"{entry.name}_and_grad"]
    nodes = [entry.node, *session.derivatives.gradient(entry, entry.inputs)]
    try:
        program = Program(session.store, nodes)
    except DerivError:
        return
    for point in points(text, entry.inputs, 7):
        values = program.run(point)
        wanted = [program.value(n, values) for n in nodes]
        if not all(map(math.isfinite, wanted)) or max(map(abs, wanted)) > 1e100:
            continue
        if not all(math.isfinite(values[n]) for n in session.store.unconditional(nodes)):
            continue  # a comparison with a nan decides, where Python raises
        value, gradient = call(*point.values())  # type: ignore[operator]
        found = [value, *(gradient if isinstance(gradient, tuple) else [gradient])]
        for a, b in zip(wanted, found, strict=True):
            assert math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9), (point, wanted, found)


CLAIMS = Driver("claims", make, check_claims)
PROGRAMS = Driver("programs", make, check_programs)
