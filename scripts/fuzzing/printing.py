"""What is printed parses back: nodes in every notation, and the output of whole files."""

from __future__ import annotations

from random import Random

from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.formats.text import TextFormat
from derivrepl.language.statements import split
from derivrepl.language.text import ASCII, UNICODE, Writer, with_parts
from derivrepl.session.session import Session
from scripts.fuzzing import texts
from scripts.fuzzing.driver import Driver

OTHERS = ("g : function", "x : positive", "y : real", "n : integer", "g(x)*y", "f(2*x)", "a*x")


def one(random: Random) -> str:
    """An expression."""
    return texts.mutated(random) if random.random() < 0.3 else texts.expression(random, random.randint(1, 4))


def check_nodes(text: str) -> None:
    """An expression, its raw and its simplified derivative read back as the same nodes."""
    session = Session()
    answer = session.step(text)
    if answer.error is not None or answer.kind != "expression":
        return
    store, node = session.store, session.current_entry().node
    nodes = [node]
    for leaf in session.current_entry().inputs[:2]:
        try:
            nodes += [higher.derivative(store, node, [leaf]), session.derivatives.derivative(node, [leaf])]
        except DerivError:
            continue
    for n in nodes:
        for notation in (ASCII, UNICODE):
            written = Writer(store, notation, 10**6).text(n)
            assert written is not None
            assert session.parser.expression_node(written) == n, written
            parts = with_parts(store, n, notation, 10**6, {store.name(i) for i in store.inputs([n])})
            assert parts is None or session.parser.expression_node(parts) == n, parts


def some(random: Random) -> str:
    """A file of expressions, definitions and declarations."""
    lines = []
    for _ in range(random.randint(1, 5)):
        kind = random.random()
        text = texts.expression(random, random.randint(1, 3))
        if kind < 0.5:
            lines.append(text)
        elif kind < 0.6:
            lines.append(f"{random.choice('abfyv')}{random.choice(('', '1', '2'))} = {text}")
        elif kind < 0.7:
            lines.append(f"{random.choice('fgh')}(x) = {text}")
        elif kind < 0.8:
            lines.append(random.choice(OTHERS))
        else:
            lines.append(texts.soup(random, texts.WORDS[:60], 6))
    return "\n".join(lines)


def check_file(text: str) -> None:
    """The output of a file, fed back, has no failure, and printed again it says the same."""
    output = _output(text, strict=False)
    _output(output, strict=True)


def _output(text: str, strict: bool) -> str:
    session = Session(keep=100)
    writer = TextFormat(session.store)
    said = []
    for source in split(text.splitlines(keepends=True)):
        answer = session.step(source.text)
        if strict and answer.error is not None:
            raise AssertionError(f"{source.text!r} was printed: {answer.error.message} [{answer.error.code}]\n{text}")
        if answer.error is None:
            said.append(writer.answer(answer, "text", source))
    return "".join(said)


NODES = Driver("nodes", one, check_nodes)
FILES = Driver("files", some, check_file)
