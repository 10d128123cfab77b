"""Where the parts of an expression stand in the text: what the lens looks through."""

from __future__ import annotations

from derivrepl.language.parse import Parser
from derivrepl.language.value import CONDITION, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from derivrepl.errors import Span
    from derivrepl.language.scope import Scope
    from derivrepl.store import Node


class PlacedParser(Parser):
    """A parser that remembers the place of every value that it read, also of repeated parts.

    places: start, end and node of each, in the order in which they were complete
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.callbacks = [
            (self._noting(callback) if callback is not None else None, size, made)
            for callback, size, made in self.callbacks
        ]

    def begin(self, text: str) -> None:
        super().begin(text)
        self.places: list[tuple[int, int, Node]] = []

    def _noting(self, callback: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
        def note(parts: list[Any]) -> Any:
            made = callback(parts)
            if isinstance(made, Value) and made.form < CONDITION:
                self.places.append((made.start, made.end, made.node))
            return made

        return note

    def part(self, offset: int, within: Span) -> tuple[Span, Node] | None:
        """The smallest part, within this place, that holds the character at the offset."""
        found = [
            (end - start, start, end, node)
            for start, end, node in self.places
            if start <= offset < end and within[0] <= start and end <= within[1]
        ]
        if not found:
            return None
        _, start, end, node = min(found)
        return (start, end), node
