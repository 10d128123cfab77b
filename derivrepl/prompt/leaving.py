"""Why the prompt ends: EOFError says that the user leaves, one of its kind that something else ends it."""

from __future__ import annotations


class Ended(EOFError):
    """A signal told the program to end. code: what a shell says of that."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number
