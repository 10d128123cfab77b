"""Transcripts: each file in `tests/sessions` is one session, its inputs behind `> `, then what was answered.

`UPDATE_TRANSCRIPTS=1` writes the answers anew; what changed is then read in the diff before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session

FOLDER = Path(__file__).resolve().parent.parent / "sessions"
FILES = sorted(FOLDER.glob("*.txt"))


def replayed(text: str) -> str:
    """The transcript of the inputs in the text, as the program answers now."""
    session = Session(checks=True)
    session.shows_tables = "tables" in text.split("\n")[0]
    heading, *rest = text.split("\n")
    lines = [heading]
    for line in rest:
        if not line.startswith("> "):
            continue
        lines.append(line)
        answer = session.step(line[2:])
        lines += [f"{c.code} {c.message} | {c.hint}".rstrip(" |") for c in answer.cautions]
        if answer.error is not None:
            error = answer.error
            lines.append(f"{error.code} {error.message} | {error.hint}".rstrip(" |"))
        lines += TextFormat(session.store).answer(answer).rstrip("\n").split("\n") if answer.blocks else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_a_transcript_comes_out_as_written(path: Path) -> None:
    text = path.read_text("utf-8")
    now = replayed(text)
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.write_text(now, "utf-8")
    assert now == text


def test_there_are_transcripts() -> None:
    assert len(FILES) >= 8
