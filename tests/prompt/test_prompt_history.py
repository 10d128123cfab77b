"""The history file: what is kept, how, and what becomes of a damaged one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from derivrepl.prompt.history import KEPT, EntryHistory

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def entries(path: Path) -> list[str]:
    """What a new run reads, oldest first."""
    return list(EntryHistory(str(path)).load_history_strings())[::-1]


def test_entries_come_back(tmp_path: Path) -> None:
    history = EntryHistory(str(tmp_path / "history"))
    for text in ("x^2", "sin(\n  x)", r"a\nb", "  hidden", "x^2", "x^2", ""):
        history.append_string(text)
    assert entries(tmp_path / "history") == ["sin(\n  x)", r"a\nb", "x^2"]


@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=20), max_size=5))
def test_whatever_is_typed_harms_nothing(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.mktemp("history") / "history"
    history = EntryHistory(str(path))
    for text in texts:
        history.append_string(text)
    assert set(entries(path)) <= set(texts)


def test_lines_that_are_no_text_are_dropped(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_bytes(b"x^2\n\xff\xfe\x00\ny^3\n\x07\n\n")
    assert entries(path) == ["x^2", "y^3"]


def test_a_long_history_is_cut_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text("".join(f"x^{k}\n" for k in range(KEPT + 500)))
    assert len(entries(path)) == KEPT
    assert path.read_text().startswith("x^500\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_in_its_place_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "history").mkdir()
    history = EntryHistory(str(tmp_path / "history"))
    history.append_string("x^2")
    assert "history is not kept" in history.notice
    assert history.get_strings() == ["x^2"]
