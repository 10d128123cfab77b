"""What goes into files: a row for each ending of a name that has a form of its own."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Format, Session, Transcript


def text(session: Session, answers: list[Answer]) -> Iterator[str]:
    """As a pipe prints them."""
    from derivrepl.formats.text import TextFormat

    writer = TextFormat(session.store)
    for answer in answers:
        yield from writer.answer(answer).split("\n")[:-1]


def markdown(session: Session, answers: Iterable[Answer]) -> Iterable[str]:
    """As at a prompt, in Markdown."""
    from derivrepl.formats import transcript

    return transcript.markdown(session, answers)


def page(session: Session, answers: Iterable[Answer]) -> Iterable[str]:
    """As at a prompt, in a page for a browser."""
    from derivrepl.formats import transcript

    return transcript.page(session, answers)


def json_lines(session: Session, answers: Iterable[Answer]) -> Iterator[str]:
    """As `--json` prints them, one object a line."""
    from derivrepl.formats.json_lines import written
    from derivrepl.formats.objects import Objects
    from derivrepl.language.statements import Source

    objects = Objects(session.store, nodes=True)
    for line, answer in enumerate(answers, 1):
        yield written(objects.answer(answer, "session", Source(answer.text, line)))


def json_list(session: Session, answers: Iterable[Answer]) -> Iterator[str]:
    """The same as one list."""
    start = "["
    for line in json_lines(session, answers):
        yield start + line
        start = ","
    yield "]" if start == "," else "[]"


FORMATS: dict[str, Format] = {"": text, ".json": json_lines}
"""Answers of one command, `:grad > FILE`."""
TRANSCRIPTS: dict[str, Transcript] = {".md": markdown, ".html": page, ".json": json_list}
"""A whole session, `:save FILE.md`."""


def equip(session: Session, options: Namespace) -> None:
    """Let a session write these forms, and give it the bounds that the command line sets."""
    session.formats, session.transcripts = FORMATS, TRANSCRIPTS
    session.files.open = not options.safe
    session.max_nodes = options.max_nodes
