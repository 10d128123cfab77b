"""Commands that make functions: `:fn`, and `:pp`, which prints derivatives as raw, simplified or shared.

A compiled function is an ordinary definition besides: in an expression its call is exact. A statement
that is nothing but its call on numbers or lists of numbers shows values.
"""

from __future__ import annotations

from derivrepl.calculus.reverse import gradient
from derivrepl.errors import DerivError
from derivrepl.language.scope import Definition
from derivrepl.language.text import ASCII, UNICODE, Notation
from derivrepl.session.answer import Block, Drawing, Equation, Result, Results
from derivrepl.session.commands.registry import command
from derivrepl.store import LIST, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from derivrepl.session.commands.words import Rest, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

WAYS = ("raw", "simplified", "opt")


class Compiled(Definition):
    """A definition that is called as compiled code where its arguments are numbers."""

    __slots__ = ("_function", "_made_for", "session")

    def __init__(self, session: Session, name: str, node: Node, params: tuple[str, ...]) -> None:
        super().__init__(name, node, params)
        self.session = session
        self._function: Any = None
        self._made_for: object = None

    def __call__(self, *arguments: Any) -> Any:
        """The value for numbers, an array for arrays; nan and infinities where it is not finite."""
        made_for = (self.node, self.session.cleared_at, self.session.settings.get("backend"))
        if self._made_for != made_for:
            from derivrepl.numeric.compile import Function

            store = self.session.store
            leaves = [store.input(name) for name in self.params or ()]
            self._made_for = made_for
            self._function = Function(store, leaves, [self.node], self.session.settings.get("backend"))
        return self._function(*arguments)[0]


@command(
    "fn", usage="NAME [x …] | NAME EXPR", examples=("x^2", ":fn df d/dx f", "df(4)", "df([1, 2, 3])", "df(4) + x"),
)  # fmt: skip
def fn(session: Session, words: Rest) -> list[Block]:
    """Compile the current expression, or another one, under a name.

    NAME(4) and NAME([1, 2, 3]) then show values; inside an expression the call
    stays exact. The parameters are the inputs, in the order given or met.
    """
    if not words:
        raise DerivError("E502", ":fn needs a name", hint="usage: :fn NAME [x …] | NAME EXPR")
    name, *rest = words
    if not name.isidentifier() or session.scope.is_reserved(name):
        raise DerivError("E205", f"{name} is {session.scope.is_reserved(name) or 'no name'} and cannot be assigned")
    params = [w for word in rest for w in word.strip("[](),").replace(",", " ").split()]
    current = session.current
    if current is not None and set(params) <= set(current.input_names()) and len(set(params)) == len(params):
        node = current.node
    else:
        node, params = _expression(session, " ".join(rest)), []
    if session.store.op(node) == LIST:
        raise DerivError("E302", "a compiled function has one value", hint="compile each component")
    compiled = Compiled(session, name, node, _parameters(session, node, params))
    scope = session.scope
    scope.abstract.discard(name)
    scope.arrays.pop(name, None)
    scope.inputs.pop(name, None)
    scope.definitions[name] = compiled
    return [Equation(f"{name}({', '.join(compiled.params or ())})", node)]


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


def _parameters(session: Session, node: Node, params: list[str]) -> tuple[str, ...]:
    """The names in order; raises DerivError when an input of the node is not among them."""
    from derivrepl.store import INPUT

    store = session.store
    names = [store.name(n) for n in store.post_order([node]) if store.op(n) == INPUT]
    missing = [n for n in names if params and n not in params]
    if missing:
        raise DerivError("E203", f"{' '.join(missing)} is no parameter", hint=f"name all inputs: {' '.join(names)}")
    return tuple(params or names or ["x"])


# Calls


def compiled_call(session: Session, text: str) -> list[Block] | None:
    """What a statement shows that is a compiled function's call on numbers; None for any other statement."""
    name, _, rest = text.strip().partition("(")
    compiled = session.scope.definitions.get(name.strip())
    if not isinstance(compiled, Compiled) or not rest.endswith(")"):
        return None
    try:
        values = [_numbers(session, piece) for piece in split_arguments(rest[:-1])]
    except (DerivError, ValueError):
        return None
    if len(values) != len(compiled.params or ()):
        return None
    result = compiled(*values)
    shown = text.strip()
    if isinstance(result, float):
        node = session.parser.expression_node(shown)
        session.remember(node)
        return [Results(None, [Result(shown, (), node, value=result)], values_only=True)]
    return [_array(session, shown, result)]


def _array(session: Session, head: str, result: Any) -> Block:
    """`df([1, 2, 3]) = [2, 4, 6]`, rounded on a screen, exact in a pipe."""
    from derivrepl.numeric.digits import rounded, shortest

    digits = int(session.settings.get("digits"))
    values = result.tolist()
    screen = f"{head} = {_nested(values, lambda v: rounded(v, digits))}"
    return Drawing(lambda _: [screen], [f"{head} = {_nested(values, shortest)}"])


def _nested(values: Any, write: Callable[[float], str]) -> str:
    if isinstance(values, float):
        return write(values)
    return f"[{', '.join(_nested(v, write) for v in values)}]"


def split_arguments(text: str) -> list[str]:
    """The pieces between the commas outside of brackets; raises ValueError where brackets do not match."""
    pieces, depth = [""], 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            raise ValueError
        if sign == "," and not depth:
            pieces.append("")
        else:
            pieces[-1] += sign
    if depth:
        raise ValueError
    return pieces


def _numbers(session: Session, text: str) -> Any:
    """A number, or a list of them (of lists …) as an array; raises DerivError or ValueError for anything else."""
    from derivrepl.session.points import number_of

    text = text.strip()
    if not text.startswith("["):
        if session.store.inputs([session.parser.expression_node(text)]):
            raise ValueError
        return number_of(session, text)
    import numpy as np

    if not text.endswith("]"):
        raise ValueError
    return np.array([_numbers(session, piece) for piece in split_arguments(text[1:-1])], float)


# Printing


@command("pp", usage="[NAME] [raw | simplified | opt]", examples=("x^2", ":pp raw", ":pp simplified", ":pp opt"))
def pp(session: Session, target: Target, words: Rest) -> list[Block]:
    """Print the derivatives as the sweep made them, simplified, or with shared parts named.

    raw         as the rules multiply out, unsimplified
    simplified  in the shortest form found
    opt         the expression and its derivatives with what they share computed once
    """
    way = words[0] if words else "simplified"
    if way not in WAYS or len(words) > 1:
        raise DerivError("E502", f":pp does not take {' '.join(words)}", hint=f"usage: :pp {' | '.join(WAYS)}")
    if session.store.op(target.node) == LIST:
        raise DerivError("E302", f"{target.name} is not a scalar", hint=":jacobian takes vectors")
    wanted = session.wanted(target)
    nodes = gradient(session.store, target.node, wanted)
    if way != "raw":
        nodes = [session.derivatives.simplify(n).node for n in nodes]
    names = [session.store.name(n) for n in wanted]
    if way == "opt":
        return [_shared(session, target, names, nodes)]
    return [Results(None, [Result(target.name, (name,), node) for name, node in zip(names, nodes)])]


def _shared(session: Session, target: Entry, names: list[str], nodes: list[Node]) -> Block:
    """The expression and its derivatives as lines of a program: shared parts first."""
    from derivrepl.language.derivative_names import ascii_name, unicode_name

    heads = [(target.name, target.name)]
    heads += [(ascii_name(target.name, [n]), unicode_name(target.name, [n])) for n in names]
    roots = [target.node, *nodes]
    taken = set(target.taken) | {session.store.name(n) for n in target.inputs}

    def lines(notation: Notation, column: int) -> list[str]:
        from derivrepl.numeric.sharing import shared_lines

        parts, texts = shared_lines(session.store, roots, notation, taken)
        return [f"{name} = {text}" for name, text in [*parts, *zip([h[column] for h in heads], texts)]]

    return Drawing(lambda _: lines(UNICODE, 1), lines(ASCII, 0))
