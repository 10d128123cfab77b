"""A session for the text of strangers touches no file, whatever is typed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from derivrepl.formats.files import FORMATS
from derivrepl.session.commands import COMMANDS
from derivrepl.session.session import Session
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# fmt: off
REFUSED = (
    ":data points.csv", ":data points.csv > out.csv", ":data /etc/passwd", ":plot x=0..1 > f.svg",
    ":plot x=0..1 > f.tsv", ":plot > f.svg", ":set backend c", ":set backend=c",
)
# fmt: on
MINE = ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "subprocess.Popen", "os.system")
"""What Python tells of a program that touches files or starts others."""

touched: list[str] | None = None


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if touched is not None and event in MINE:
        path = str(arguments[0])
        modules = path.startswith((sys.prefix, sys.base_prefix, str(ROOT / "derivrepl"))) or path.endswith(
            (".py", ".pyc", ".so")
        )
        if not modules and "__pycache__" not in path and not any(path == p for p in sys.path):
            touched.append(f"{event} {path}")


sys.addaudithook(listen)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was touched, in an empty folder with one table."""
    global touched
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text("x\n1\n2\n")
    touched = []
    yield touched
    touched = None


@pytest.fixture
def session() -> Session:
    made = Session()
    made.formats = FORMATS
    made.step("x^2")
    made.files.open = False
    return made


@pytest.mark.parametrize("text", REFUSED)
def test_what_reads_or_writes_files_is_refused(session: Session, text: str, files: list[str], tmp_path: Path) -> None:
    files.clear()
    error = session.step(text).error
    assert error is not None
    assert error.code == "E705"
    assert files == []
    assert [path.name for path in tmp_path.iterdir()] == ["points.csv"]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_touches_a_file(session: Session, name: str, files: list[str]) -> None:
    session.step("x^2*y")
    for line in COMMANDS[name].examples or (f":{name}",):
        session.step(line)
    files.clear()  # what was imported on the way
    for line in COMMANDS[name].examples or (f":{name}",):
        session.step(line)
        session.step(f"{line} > out")
        session.step(f"{line} /etc/hostname")
    assert files == []


def test_a_session_of_ones_own_may(session: Session, files: list[str], tmp_path: Path) -> None:
    session.files.open = True
    assert session.step(":data points.csv > out.csv").error is None
    assert (tmp_path / "out.csv").exists()
    assert any("points.csv" in told for told in files)
