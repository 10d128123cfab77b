"""How answers are written to files: a row for each ending of a name, any other gets the text of a pipe."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Format, Session


def text(session: Session, answers: list[Answer]) -> Iterator[str]:
    """As a pipe prints them."""
    from derivrepl.formats.text import TextFormat

    writer = TextFormat(session.store)
    for answer in answers:
        yield from writer.answer(answer).split("\n")[:-1]


FORMATS: dict[str, Format] = {"": text}
