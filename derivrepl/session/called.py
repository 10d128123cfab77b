"""Compiled functions as definitions: exact inside an expression, values where a statement is just a call.

`df(4)` shows a number and `df([1, 2, 3])` numbers; printed values can be typed as claims: `df(4) = 8`.
"""

from __future__ import annotations

import math

from derivrepl.errors import DerivError
from derivrepl.language.pieces import pieces
from derivrepl.language.scope import Definition
from derivrepl.language.text import ASCII, UNICODE, Writer
from derivrepl.numeric.digits import rounded, shortest
from derivrepl.session.answer import Block, Page, Result, Results
from derivrepl.shapes import is_plain_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session
    from derivrepl.store import Node

TOLERANCE = 1e-9


class Compiled(Definition):
    """A definition that is called as compiled code where its arguments are numbers."""

    compiled = True

    __slots__ = ("_function", "_made_for", "session")

    def __init__(self, session: Session, name: str, node: Node, params: tuple[str, ...]) -> None:
        super().__init__(name, node, params)
        self.session = session
        self._function: Any = None
        self._made_for: object = None

    def __call__(self, *arguments: Any) -> Any:
        """The value for numbers, an array for arrays; nan and infinities where it is not finite.

        For a list of functions, a list of these.
        """
        made_for = (self.node, self.session.cleared_at, self.session.settings.get("backend"))
        if self._made_for != made_for:
            from derivrepl.numeric.compile import Function

            store = self.session.store
            leaves = [store.input(name) for name in self.params or ()]
            self._made_for = made_for
            several = is_plain_list(store, self.node)
            roots = list(store.operands(self.node)) if several else [self.node]
            self._function = Function(store, leaves, roots, self.session.settings.get("backend")), several
        function, several = self._function
        values = function(*arguments)
        return values if several else values[0]


def compiled(session: Session, name: str, node: Node, params: list[str]) -> list[Block]:
    """Define a compiled function; raises DerivError when an input is no parameter."""
    made = Compiled(session, name, node, _parameters(session, node, params))
    session.scope.define(made)
    head = f"{name}({', '.join(made.params or ())})"
    piped, screen = (Writer(session.store, notation).shown(node) for notation in (ASCII, UNICODE))
    return [Page([(f"{head} = {screen}",)], [f":fn {head} = {piped}"])]


def _parameters(session: Session, node: Node, params: list[str]) -> tuple[str, ...]:
    """The names in order; raises DerivError when an input of the node is not among them."""
    store = session.store
    names = [store.name(n) for n in store.inputs_met(node)]
    missing = [n for n in names if params and n not in params]
    if missing:
        raise DerivError("E203", f"{' '.join(missing)} is no parameter", hint=f"name all inputs: {' '.join(names)}")
    return tuple(params or names or ["x"])


def compiled_call(session: Session, answer: Answer) -> bool:
    """Whether the statement is a compiled function's call on numbers, or a claim about one; then it is answered.

    Raises DerivError E601 for a claim that is wrong.
    """
    name, _, rest = answer.text.strip().partition("(")
    compiled = session.scope.definitions.get(name.strip())
    if not isinstance(compiled, Compiled):
        return False
    call, equals, claimed = rest.partition("=")
    if not call.rstrip().endswith(")"):
        return False
    try:
        values = [_numbers(session, piece) for piece in pieces(call.rstrip()[:-1])]
        wanted = _numbers(session, claimed) if equals else None
    except (DerivError, ValueError):
        return False
    if len(values) != len(compiled.params or ()):
        return False
    result = compiled(*values)
    head = answer.text.strip() if not equals else f"{name}({call.rstrip()}"
    if equals:
        answer.kind, answer.blocks = "check", [_claim(head, result, wanted)]
    elif isinstance(result, float):
        answer.kind, answer.blocks = "expression", [_value(session, answer, head, result)]
    else:
        answer.kind, answer.blocks = "expression", [_array(session, head, result)]
    return True


def _value(session: Session, answer: Answer, head: str, value: float) -> Block:
    """`df(4) = 8`; the exact value becomes an entry."""
    from derivrepl.session.points import add_digits

    node = session.parser.expression_node(head)
    result = Result(head, (), node, value=value)
    if math.isfinite(value):
        add_digits(session, [result], {})
    answer.entry = session.number
    session.remember(node)
    return Results(None, [result], values_only=True)


def _claim(head: str, result: Any, wanted: Any) -> Block:
    """A claimed value that holds to the digits of a double; raises E601 for one that does not."""
    if isinstance(result, float) and isinstance(wanted, float):
        holds, values = math.isclose(result, wanted, rel_tol=TOLERANCE) or result != result != wanted, result
    else:
        import numpy as np

        same = np.shape(result) == np.shape(wanted)
        holds = same and bool(np.allclose(result, wanted, rtol=TOLERANCE, atol=0, equal_nan=True))
        values = np.asarray(result).tolist()
    told = _nested(values, shortest)
    if not holds:
        raise DerivError("E601", f"not equal: the value is {told}")
    return Page([(f"ok   {head} = {told}",)], [f"{head} = {told}  # ok"])


def _array(session: Session, head: str, result: Any) -> Block:
    """`df([1, 2, 3]) = [2, 4, 6]`, rounded on a screen, exact in a pipe."""
    digits = int(session.settings.get("digits"))
    values: Any = [_plain(part) for part in result] if isinstance(result, list) else _plain(result)
    screen = f"{head} = {_nested(values, lambda v: rounded(v, digits))}"
    return Page([(screen,)], [f"{head} = {_nested(values, shortest)}"])


def _plain(result: Any) -> Any:
    """A number, or an array as nested lists."""
    return result if isinstance(result, float) else result.tolist()


def _nested(values: Any, write: Callable[[float], str]) -> str:
    if isinstance(values, float):
        return write(values)
    return f"[{', '.join(_nested(v, write) for v in values)}]"


def _numbers(session: Session, text: str) -> Any:
    """A number, or a list of them (of lists …) as an array; raises DerivError or ValueError for anything else."""
    from derivrepl.session.points import array_or_number, number_of

    text = text.strip()
    if not text.startswith("["):
        if session.store.inputs([session.parser.expression_node(text)]):
            raise ValueError
        return number_of(session, text)
    import numpy as np

    if not text.endswith("]"):
        raise ValueError
    if ";" in text:
        return array_or_number(number_of(session, text))
    return np.array([_numbers(session, piece) for piece in pieces(text[1:-1])], float)
