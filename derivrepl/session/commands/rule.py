"""`:rule`: a differentiation rule of the user's own."""

from __future__ import annotations

import re

from derivrepl.errors import DerivError
from derivrepl.language.counted import counted
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.pieces import pieces
from derivrepl.language.scope import FUNCTION_CODES, OPERATIONS
from derivrepl.language.text import UNICODE, Writer
from derivrepl.numeric.decide import where
from derivrepl.session.answer import Block, Lines, Page
from derivrepl.session.commands.registry import command
from derivrepl.session.rules import Ruled, checked, complete, following, installed
from derivrepl.shapes import uses_arrays
from derivrepl.store import LIST, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.verify import Row
    from derivrepl.session.commands.words import Forced, Text
    from derivrepl.session.session import Session

USAGE = "usage: :rule g(u, v) = PARTIAL, PARTIAL"
_form = re.compile(r"\s*([^\W\d]\w*)\s*\(([^()]*)\)\s*:?=(?!=)\s*")


@command(
    "rule", "rule!", usage="NAME(u, …) = PARTIAL, …",
    examples=("g : function", ":rule g(u) = 1 - g(u)^2", "g(x^2)", "round(x)", ":rule! round(u) = 1"),
)  # fmt: skip
def rule(session: Session, forced: Forced, text: Text) -> list[Block]:
    """Give a function a differentiation rule of your own.

    One partial derivative for each parameter; ans stands for the function's
    value. The function may be declared, defined, of the table, or new. A rule
    that disagrees with the function's values is refused; :rule! takes it all
    the same, and :check finds it. :undef NAME forgets rule and definition.
    """
    name, params, pieces = _read(session, *text)
    ruled = installed(session, name, params)
    nodes = [_partial(session, ruled, piece, start) for piece, start in pieces]
    complete(session.store, ruled, nodes)
    told, worst = checked(session, ruled, nodes)
    if worst is not None and not forced:
        raise _refused(session, ruled, worst, text[0])
    ruled.forced = worst is not None
    if worst is not None:
        told = f"taken though it is wrong: {_numbers(session, ruled, worst)}"
    blocks: list[Block] = [_shown(session, ruled, nodes, told)]
    current = session.current
    moved = following(session.store, current.node, ruled) if current is not None else 0
    if current is not None and moved != current.node:
        session.select(session.make_entry(moved, current.text, current.name, current.number))
        blocks.append(Lines([f"{current.name} follows the rule; :grad shows it"], comment=True))
    return blocks


def _read(session: Session, text: str, start: int) -> tuple[str, tuple[str, ...], list[tuple[str, int]]]:
    """Name, parameters and partial derivatives with their places; raises DerivError."""
    read = _form.match(text)
    if read is None:
        raise DerivError("E502", ":rule needs a function and its partial derivatives", hint=USAGE)
    name, params = read[1], tuple(p.strip() for p in read[2].split(","))
    if name in FUNCTION_CODES:
        name = OPERATIONS[FUNCTION_CODES[name]].name
    span = (start + read.start(2), start + read.end(2))
    if name == "if" or session.scope.is_reserved(name) not in ("", "a function") or name in session.scope.forms:
        raise DerivError("E205", f"{name} cannot have a rule", (start + read.start(1), start + read.end(1)))
    for param in params:
        if not param.isidentifier() or session.scope.is_reserved(param) == "a constant" or params.count(param) > 1:
            raise DerivError("E110", "the parameters of a rule are different names", span, USAGE)
    return name, params, _pieces(name, params, text[read.end() :], start + read.end())


def _pieces(name: str, params: tuple[str, ...], text: str, start: int) -> list[tuple[str, int]]:
    """The partial derivatives, one for each parameter, with their places; raises DerivError."""
    span = (start, start + len(text))
    try:
        partials = pieces(text)
    except ValueError:
        raise DerivError("E102", "the brackets of the rule do not match", span) from None
    given = sum(1 for piece in partials if piece.strip())
    if not given == len(partials) == len(params):
        needed = f"{counted(len(params), 'partial derivative')} needed, {given} given"
        raise DerivError("E208", f"{name} has {counted(len(params), 'parameter')}: {needed}", span, USAGE)
    places, at = [], start
    for piece in partials:
        places.append((piece, at))
        at += len(piece) + 1
    return places


def _partial(session: Session, ruled: Ruled, text: str, start: int) -> Node:
    """The node of one partial derivative; raises DerivError with its place."""
    head = f"{ruled.name}({', '.join(ruled.params or ())}) = "
    parser, store = session.parser, session.store
    try:
        right = parser.statement(head + text).right
        if right is None:
            raise DerivError("E108", "an expression is expected here")
        node = parser.usable(right).node
        if store.op(node) == LIST or uses_arrays(store, node):
            raise DerivError("E302", "a partial derivative is a number, not an array", right.span)
        allowed = {*(ruled.params or ()), "ans"}
        for name in (store.name(n) for n in store.inputs([node])):
            if name not in allowed:
                hint = f"parameters: {' '.join(ruled.params or ())}, ans"
                raise DerivError("E203", f"{name} is no parameter of {ruled.name}", parser.met.get(name), hint)
        return node
    except DerivError as error:
        raise error.shifted(start - len(head)) from None


def _refused(session: Session, ruled: Ruled, worst: Row, typed: str) -> DerivError:
    hint = f":rule! {' '.join(typed.split())} takes it all the same"
    return DerivError("E602", f"the rule is wrong: {_numbers(session, ruled, worst)}", hint=hint)


def _numbers(session: Session, ruled: Ruled, worst: Row) -> str:
    name = ascii_name(ruled.name, [session.store.name(worst.leaf)])
    place = where(session.store, worst.point)
    return f"it gives {name} = {worst.exact:.6g}, differences give {worst.numeric:.6g}, at {place}"


def _shown(session: Session, ruled: Ruled, nodes: list[Node], told: str) -> Block:
    """The rule as it reads in the program's notation, and what the check says."""
    writer = Writer(session.store, UNICODE)
    params = ruled.params or ()
    screen = [f"{unicode_name(ruled.name, [p])} = {writer.shown(n)}" for p, n in zip(params, nodes)]
    piped = ruled.statements()[-1]
    return Page([*((line,) for line in screen), told], [f"{piped}  # {told}"])
