"""What is printed depends on the line alone, not on what the session has seen before."""

from __future__ import annotations

import random
from pathlib import Path

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def lines() -> list[str]:
    """Every fifth plain expression of the corpus."""
    texts = [line for path in sorted(CORPUS.glob("*.deriv")) for line in path.read_text("utf-8").splitlines()]
    return [text for text in texts if text and text[0] != "#" and not {"=", ":"} & set(text)][::5]


def answered(session: Session, text: str) -> str:
    session.shows_tables = False
    return TextFormat(session.store, quiet=True).answer(session.step(text))


def test_a_line_gives_the_same_alone_and_after_others() -> None:
    texts = lines()
    assert len(texts) > 40
    alone = {text: answered(Session(), text) for text in texts}
    random.Random(7).shuffle(texts)
    session = Session()
    assert {text: answered(session, text) for text in texts} == alone
