"""What the parser's callbacks hand to each other: a node with its place and how it was written."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from derivrepl.errors import DerivError, Span
    from derivrepl.store import Node

PLAIN, NAME, CALL, DERIVED, JUXTAPOSED, ROOTED, TRANSPOSED, FUNCTION, ARRAY, NORM = range(10)
"""How a usable value was written: a name alone, a call, a derivative, `2x`, `√x`, `u.T` of a vector,
`function([x], e)`, `[a, b]`, the inner bars of `||x||`."""

CONDITION, PENDING = range(10, 12)
"""No operand of arithmetic: a comparison, something wrong unless a statement's left side."""


class Value:
    """A piece of the text that has been read.

    detail: for NAME the name; for CALL (name, arguments); for DERIVED (base node, inputs);
    for FUNCTION the names of the parameters; for JUXTAPOSED (number's text, operand's start);
    for CONDITION the sign, or the name that stands for it.
    """

    __slots__ = ("detail", "end", "error", "form", "node", "start")

    def __init__(
        self, node: Node, start: int, end: int, form: int = PLAIN, detail: Any = None,
        error: DerivError | Callable[[], DerivError] | None = None,
    ) -> None:  # fmt: skip
        self.node = node
        self.start = start
        self.end = end
        self.form = form
        self.detail = detail
        self.error = error
        """What is wrong with a PENDING value when it is used, or what finds it out where that takes time."""

    @property
    def span(self) -> Span:
        return self.start, self.end
