"""`:code`: the expression and its derivatives as a program in another language."""

from __future__ import annotations

from derivrepl.calculus import higher
from derivrepl.errors import DerivError
from derivrepl.language.suggest import Misspelt
from derivrepl.numeric.lower import Lowering
from derivrepl.session.answer import Block, Code
from derivrepl.session.commands.registry import command
from derivrepl.session.entry import components
from derivrepl.store import FIRST_FUNCTION, LIST, Node
from derivrepl.tables import targets
from derivrepl.tables.targets import TARGETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

ORDERS = {"f": (0,), "grad": (0, 1), "hessian": (0, 1, 2)}
"""What is asked for → which functions are written."""
USAGE = "usage: :code TARGET [f | grad | hessian] [name=NAME]"


@command(
    "code", usage="[NAME] TARGET [f | grad | hessian] [name=NAME]",
    examples=("sin(x) + x*y", ":code numpy", ":code c hessian", ":code julia f name=energy"),
)  # fmt: skip
def code(session: Session, target: Target, words: Rest) -> list[Block]:
    """Source code of f and its gradient, in one of nine languages.

    Targets: python numpy c jax torch julia rust fortran latex. Shared parts
    are computed once, constants are exact to the last digit. f leaves the
    derivatives out, hessian adds the second ones.
    """
    row, orders, name = _asked(words, target.name)
    parts = components(target)
    names = [name] if len(parts) == 1 else [f"{name}{k}" for k in range(1, len(parts) + 1)]
    return [_code(session, part, row, orders, own) for part, own in zip(parts, names)]


def _code(session: Session, target: Entry, row: targets.Target, orders: tuple[int, ...], name: str) -> Block:
    """The program of one function; raises E505 for a function that the language does not have."""
    store = session.store
    wanted = target.inputs
    gradient = session.derivatives.gradient(target, wanted) if 1 in orders else []
    session.derivatives.number(target, gradient, wanted if gradient else [])
    hessian: list[list[Node]] = []
    if 2 in orders:
        short = session.derivatives.simplify
        if target.has_arrays:
            hessian = [[session.derivatives.derivative(target.node, [a, b]) for b in wanted] for a in wanted]
        else:
            hessian = [[short(n).node for n in line] for line in higher.hessian(store, target.node, wanted)]
    lowering = Lowering(store, lambda operation: bool(row.spelling(operation)), row.products)
    keep = row.name == "latex"
    of = (lambda n: n) if keep else lowering.of
    made = Code(
        row, name, target.node, list(wanted), of(target.node), [of(n) for n in gradient],
        [[of(n) for n in line] for line in hessian], orders, dict(target.view.labels), target.view.letter,
    )  # fmt: skip
    if not keep:
        _complete(session, row, [made.value, *made.gradient, *(n for line in made.hessian for n in line)])
    return made


def _asked(words: list[str], name: str) -> tuple[targets.Target, tuple[int, ...], str]:
    """The target, the functions and their name; raises DerivError."""
    chosen: targets.Target | None = None
    orders = ORDERS["grad"]
    names = {alias: row for row in TARGETS.values() for alias in (row.name, *row.aliases)}
    for word in words:
        key, equals, value = word.partition("=")
        if equals and key == "name" and value.isidentifier() and value.isascii():
            name = value
        elif word in ORDERS and chosen is not None:
            orders = ORDERS[word]
        elif word in names and chosen is None:
            chosen = names[word]
        elif chosen is None:
            raise Misspelt("E505", f"unknown target {word}", word, names, f"targets: {' '.join(TARGETS)}")
        else:
            raise DerivError("E502", f":code does not take {word}", hint=USAGE)
    if chosen is None:
        raise DerivError("E502", ":code needs a target", hint=f"targets: {' '.join(TARGETS)}")
    return chosen, orders, name


def _complete(session: Session, row: targets.Target, roots: list[Node]) -> None:
    """Raise E505 for a function that the language does not have."""
    store = session.store
    for n in store.live(roots):
        operation = store.operations[store.op(n)]
        if (operation.signature or store.op(n) == LIST) and row.column != "numpy":
            hint = "numpy, jax and torch have arrays"
            raise DerivError("E505", f"arrays are not written for {row.name}", hint=hint)
        if store.op(n) >= FIRST_FUNCTION and not row.spelling(operation):
            raise DerivError("E505", f"{operation.name} has no counterpart in {row.name}")
