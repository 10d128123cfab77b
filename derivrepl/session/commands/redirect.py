"""`> FILE` and `>> FILE` behind a command: what it would print goes into the file."""

from __future__ import annotations

import os
import re

from derivrepl.errors import DerivError
from derivrepl.language.counted import counted
from derivrepl.session.answer import Block, Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session

_behind = r"(?:(?<=\s)|(?<=^))(>>?)\s*(\"[^\"]+\"|'[^']+'|[^\s>\"']+)\s*$"


class Redirect:
    """A file that a command's answer goes into.

    name   as typed, without quotes
    adds   `>>`: behind what the file holds; else in its place
    span   where it stands in the statement
    """

    __slots__ = ("adds", "name", "span")

    def __init__(self, name: str, adds: bool, span: Span) -> None:
        self.name = name
        self.adds = adds
        self.span = span


def redirected(text: str, offset: int) -> tuple[str, Redirect | None]:
    """A command without `> FILE` at its end, and the file.

    One name stands behind the sign, in quotes where it has blanks; inside of brackets the sign compares.
    """
    found = re.search(_behind, text) if ">" in text else None
    if found is None or any(text.count(a, 0, found.start()) > text.count(b, 0, found.start()) for a, b in ("()", "[]")):
        return text, None
    name = found[2].strip("\"'")
    return text[: found.start()].rstrip(), Redirect(
        name, found[1] == ">>", (found.start() + offset, found.end() + offset)
    )


def written(session: Session, answer: Answer, redirect: Redirect) -> Block:
    """Put the answer into the file; what is said instead. Raises E702, E705."""
    formats = session.formats
    write = formats.get(os.path.splitext(redirect.name)[1].lower()) or formats.get("")
    if write is None:
        raise DerivError("E702", f"cannot write {redirect.name}: this session has no formats", redirect.span)
    lines = write(session, [answer])
    save = session.files.add if redirect.adds else session.files.write
    try:
        count = save(redirect.name, lines)
    except DerivError as error:
        raise error.at(redirect.span) from None
    verb = "added" if redirect.adds else "wrote"
    return Lines([f"{verb} {counted(count, 'line')} to {redirect.name}"], comment=True)
