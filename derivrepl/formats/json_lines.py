"""One JSON object per statement, on one line."""

from __future__ import annotations

from json import dumps

from derivrepl.formats.objects import Objects
from derivrepl.formats.text import FULL_LIMIT, NOTE_LIMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session


def make(session: Session, options: Namespace, out: TextIO) -> JsonLines:
    """This form, as the options say."""
    limit = FULL_LIMIT if options.full else NOTE_LIMIT
    return JsonLines(Objects(session.store, not (options.no_nodes or options.quiet), limit))


class JsonLines:
    """Writes answers as objects of the schema, failed ones too."""

    has_columns = True

    def __init__(self, objects: Objects) -> None:
        self.objects = objects

    def answer(self, answer: Answer, label: str, source: Source) -> str:
        """The line of an answer."""
        return written(self.objects.answer(answer, label, source)) + "\n"


def written(value: object, indent: int | None = None) -> str:
    """JSON as a strict reader takes it: UTF-8, no nan; on one line, or indented for a screen."""
    separators = (",", ":") if indent is None else None
    return dumps(value, ensure_ascii=False, allow_nan=False, separators=separators, indent=indent)
