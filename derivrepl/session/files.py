"""The door to the user's files: whatever a statement reads or writes goes through a session's `Files`.

A command asks `session.files.path(NAME)` before it touches a file itself, or lets `read`, `write` and `add`
do it. `session.files.open = False` (`--safe`) shuts the door: every one of them then raises E705.
"""

from __future__ import annotations

import os

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LARGEST = 50_000_000
"""Bytes of a file that is read as statements."""


class Files:
    """What a session may do with files.

    open  whether it may do anything
    """

    def __init__(self) -> None:
        self.open = True

    def path(self, name: str) -> str:
        """The path that a name typed in a command stands for; raises E705 where files are not touched."""
        if not self.open:
            raise DerivError("E705", f"{name}: no file is read or written here", hint="the program was started --safe")
        return os.path.expanduser(name)

    def read(self, name: str) -> str:
        """The text of a file, bytes that are no UTF-8 as lone surrogates; raises E701, E705."""
        path = self.path(name)
        try:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise DerivError("E701", f"cannot read {name}: {reason(error)}") from None
        if len(data) > LARGEST:
            raise DerivError("E701", f"cannot read {name}: it has over {LARGEST:,} bytes")
        return data.decode("utf-8", "surrogateescape")

    def write(self, name: str, lines: Iterable[str]) -> int:
        """Put the lines into a file, which is replaced when all are written; how many; raises E702, E705."""
        from derivrepl.replacing import replacing

        path = self.path(name)
        count = 0
        try:
            with replacing(path) as file:
                for line in lines:
                    file.write(encoded(line))
                    count += 1
        except OSError as error:
            raise DerivError("E702", f"cannot write {name}: {reason(error)}") from None
        return count

    def add(self, name: str, lines: Iterable[str]) -> int:
        """Put the lines behind those of a file, all or none; how many; raises E702, E705."""
        from derivrepl.replacing import added

        path = self.path(name)
        made = [encoded(line) for line in lines]
        try:
            added(path, b"".join(made))
        except OSError as error:
            raise DerivError("E702", f"cannot write {name}: {reason(error)}") from None
        return len(made)


def encoded(line: str) -> bytes:
    """A line as the bytes of a file; what came as no UTF-8 goes out as it came."""
    return (line + "\n").encode("utf-8", "surrogateescape")


def reason(error: OSError) -> str:
    """Why the system refused, in lower case."""
    return (error.strerror or str(error)).lower()
