"""What a session answers, as a pipe shows it."""

from __future__ import annotations

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session


def said(*lines: str) -> str:
    """What a new session answers to the last of the lines, without tables; none of them may fail."""
    session = Session()
    session.shows_tables = False
    answer = None
    for line in lines:
        answer = session.step(line)
        assert answer.error is None, answer.error
    assert answer is not None
    return TextFormat(session.store, quiet=True).answer(answer).strip()
