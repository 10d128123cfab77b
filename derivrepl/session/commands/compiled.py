"""Commands that make functions: `:fn`, and `:pp`, which prints derivatives as raw, simplified or shared."""

from __future__ import annotations

import re

from derivrepl.calculus.higher import first_derivatives
from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.scope import Definition
from derivrepl.language.text import ASCII, UNICODE, Notation
from derivrepl.session.answer import Block, Page, Result, Results
from derivrepl.session.called import compiled
from derivrepl.session.commands.registry import command
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

_signature = re.compile(r"(\w+)\s*\(([^()]*)\)\s*:?=(?!=)\s*(.+)$")
"""`NAME(x, y) = EXPR`, as `:fn` prints it in a pipe."""
WAYS = ("raw", "simplified", "opt")


@command(
    "fn", usage="NAME [x …] | NAME EXPR | NAME(x, …) = EXPR",
    examples=("x^2", ":fn df d/dx f", "df(4)", "df([1, 2, 3])", "df(4) + x"),
)  # fmt: skip
def fn(session: Session, words: Rest) -> list[Block]:
    """Compile the current expression, or another one, under a name.

    NAME(4) and NAME([1, 2, 3]) then show values; inside an expression the call
    stays exact. The parameters are the inputs, in the order given or met.
    """
    if not words:
        raise DerivError("E502", ":fn needs a name", hint="usage: :fn NAME [x …] | NAME EXPR")
    name, *rest = words
    typed = _signature.match(" ".join(words))
    if typed:
        name = typed[1]
    session.scope.refuse_reserved(name)
    params = [w for word in rest for w in word.strip("[](),").replace(",", " ").split()]
    current = session.current
    if typed:
        node, params = _expression(session, typed[3]), typed[2].replace(",", " ").split()
    elif current is not None and set(params) <= set(current.input_names()) and len(set(params)) == len(params):
        node = current.node
    else:
        node, params = _expression(session, " ".join(rest)), []
    return compiled(session, name, node, params)


def _expression(session: Session, text: str) -> Node:
    """The text's node; the current expression may be called by its display name."""
    if not text:
        raise DerivError("E204", "there is no expression yet", hint="type one first, or :fn NAME EXPR")
    scope, current = session.scope, session.current
    lent = current is not None and current.name not in scope.definitions and current.name not in scope.inputs
    if lent and current is not None:
        scope.definitions[current.name] = Definition(current.name, current.node)
    try:
        return session.parser.expression_node(text)
    except DerivError as error:
        error.span = error.fix = None
        raise
    finally:
        if lent and current is not None:
            scope.definitions.pop(current.name, None)


@command("pp", usage="[NAME] [raw | simplified | opt]", examples=("x^2", ":pp raw", ":pp simplified", ":pp opt"))
def pp(session: Session, target: Target, words: Rest) -> list[Block]:
    """Derivatives as the sweep made them, simplified, or with shared parts named.

    raw         as the rules multiply out, unsimplified
    simplified  in the shortest form found
    opt         f and its derivatives, what they share computed once
    """
    way = words[0] if words else "simplified"
    if way not in WAYS or len(words) > 1:
        raise DerivError("E502", f":pp does not take {' '.join(words)}", hint=f"usage: :pp {' | '.join(WAYS)}")
    if target.is_list:
        raise DerivError("E302", f"{target.name} is not a scalar", hint=":jacobian takes vectors")
    wanted = session.wanted(target)
    nodes = first_derivatives(session.store, target.node, wanted)
    if way != "raw":
        nodes = [session.derivatives.simplify(n).node for n in nodes]
    names = [session.store.name(n) for n in wanted]
    if way == "opt":
        return [_shared(session, target, names, nodes)]
    return [Results(None, [Result(target.name, (name,), node) for name, node in zip(names, nodes)])]


def _shared(session: Session, target: Entry, names: list[str], nodes: list[Node]) -> Block:
    """The expression and its derivatives as lines of a program: shared parts first."""
    heads = [(target.name, target.name)]
    heads += [(ascii_name(target.name, [n]), unicode_name(target.name, [n])) for n in names]
    roots = [target.node, *nodes]
    taken = {*session.scope.definitions} | {session.store.name(n) for n in target.inputs}

    def lines(notation: Notation, column: int) -> list[str]:
        from derivrepl.numeric.sharing import shared_lines

        parts, texts = shared_lines(session.store, roots, notation, taken)
        return [f"{name} = {text}" for name, text in [*parts, *zip([h[column] for h in heads], texts)]]

    return Page([(line,) for line in lines(UNICODE, 1)], lines(ASCII, 0))
