"""The history file: what is kept, how, and what becomes of a damaged one."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
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


def test_a_piece_that_a_crash_left_spoils_no_other_entry(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text("x^2\nsin(")
    EntryHistory(str(path)).append_string("y^3")
    assert entries(path) == ["x^2", "sin(", "y^3"]


TYPING = """
import sys
from derivrepl.prompt.history import EntryHistory
history = EntryHistory(sys.argv[1])
for k in range(int(sys.argv[2])):
    history.append_string(f"{sys.argv[3]}{k}" + "*x" * 200)
    print(flush=True)
"""


def typing(path: Path, count: int, name: str) -> subprocess.Popen[bytes]:
    """A run that types."""
    arguments = [sys.executable, "-c", TYPING, str(path), str(count), name]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE)


def test_several_sessions_write_into_one_history_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text("x\n" * (KEPT - 100))
    runs = [typing(path, 150, name) for name in "abc"]
    for run in runs:
        assert run.communicate(timeout=60)[0].count(b"\n") == 150
    EntryHistory(str(path))
    lines = path.read_text().splitlines()
    assert len(lines) == KEPT
    for name in "abc":
        assert [line for line in lines if line[0] == name] == [f"{name}{k}" + "*x" * 200 for k in range(150)]


def test_a_kill_loses_no_entry_that_was_entered(tmp_path: Path) -> None:
    path = tmp_path / "history"
    with typing(path, 100_000, "a") as run:
        assert run.stdout is not None
        for _ in range(40):
            run.stdout.readline()
        os.kill(run.pid, signal.SIGKILL)
    found = entries(path)
    assert len(found) >= 40
    assert found == [f"a{k}" + "*x" * 200 for k in range(len(found))]


def test_a_full_disk_is_told_once_and_typing_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "history"
    history = EntryHistory(str(path))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        for k in range(5):
            history.append_string("x" * 60 + str(k))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert history.notice == f"history is not kept: {path}: File too large"
    assert len(history.get_strings()) == 5


def test_history_is_off_and_cleared_when_told(tmp_path: Path) -> None:
    path = tmp_path / "history"
    on = True
    history = EntryHistory(str(path), lambda: on)
    history.append_string("x^2")
    on = False
    history.append_string("secret")
    assert history.entries() == ["x^2", "secret"]
    assert entries(path) == ["x^2"]
    assert history.clear() == 2
    assert history.entries() == entries(path) == []


def test_the_newest_entry_that_goes_on_from_a_text_is_found_also_where_there_was_none_before() -> None:
    history = EntryHistory("")
    for entry in ("sin(x)", "sin(x)*y", "sin(\n  x)"):
        history.append_string(entry)
    assert history.begun("sin(x") == "sin(x)*y"
    assert history.begun("sin(x)*y") is None
    assert history.begun("sin(x)*y^2") is None
    history.append_string("sin(x)*y^2+1")
    assert history.begun("sin(x)*y^2") == "sin(x)*y^2+1"
    assert history.begun("cos") is None
    history.clear()
    for entry in ("a", "b", "c", "cosh(x)"):
        history.append_string(entry)
    assert history.begun("cosh") == "cosh(x)"
