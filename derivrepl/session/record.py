"""What was said in a session, in order: the statements that `:save` writes and `:history` lists."""

from __future__ import annotations

MOST = 10_000
"""How many statements are recorded where nobody types: a longer run has a file of its own already."""

MOST_CHARACTERS = 20_000_000
"""How much text, there."""


class Recorded:
    """One statement.

    text     as typed, a command under its full name
    kind     of its answer: expression, definition, declaration, check, command; `error` for one that failed
    changed  whether it changed the session, or what is current
    claims   whether it showed derivatives
    """

    __slots__ = ("changed", "claims", "kind", "text")

    def __init__(self, text: str, kind: str, changed: bool, claims: bool) -> None:
        self.text = text
        self.kind = kind
        self.changed = changed
        self.claims = claims

    @property
    def lasts(self) -> bool:
        """Whether it is part of the session as a program."""
        return self.kind == "check" or (self.changed and self.kind != "error")


class Record:
    """The statements of a session that stand, in order.

    most  how many are kept; None for all
    full  whether there were more, so that the record is not the whole session
    """

    def __init__(self, most: int | None) -> None:
        self.said: list[Recorded] = []
        self.most = most
        self.characters = 0
        """How much text has been recorded, whether or not it still stands."""
        self.full = False

    def __len__(self) -> int:
        return len(self.said)

    def add(self, said: Recorded) -> None:
        """Record a statement."""
        self.characters += len(said.text)
        if self.most is not None and (len(self.said) >= self.most or self.characters > MOST_CHARACTERS):
            self.full = True
            return
        self.said.append(said)

    def cut(self, place: int) -> list[Recorded]:
        """Forget what was recorded behind a place; what it was."""
        tail = self.said[place:]
        del self.said[place:]
        return tail

    def extend(self, tail: list[Recorded]) -> list[Recorded]:
        """Record again what was cut off; nothing is left of the tail."""
        self.said += tail
        return []
