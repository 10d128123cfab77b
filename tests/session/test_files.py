"""Files that commands write and read: the door they go through, and that nothing is left half-written."""

from __future__ import annotations

import ast
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from derivrepl.errors import DerivError
from derivrepl.formats.files import FORMATS
from derivrepl.replacing import added, replacing
from derivrepl.session.session import Session
from tests.conftest import COMMAND

if TYPE_CHECKING:
    from tests.conftest import Cli

PACKAGE = Path(__file__).resolve().parent.parent.parent / "derivrepl"


def opened() -> Session:
    """A session that can write files."""
    session = Session()
    session.formats = FORMATS
    session.shows_tables = False
    return session


def answered(session: Session, text: str) -> str:
    """The code of the error, or the first line of what is said."""
    answer = session.step(text)
    if answer.error is not None:
        return answer.error.code
    return next(iter(FORMATS[""](session, [answer]))) if answer.blocks else ""


def test_what_any_command_prints_goes_into_a_file(tmp_path: Path) -> None:
    session, path = opened(), tmp_path / "g.txt"
    session.step("sin(x)*y")
    assert answered(session, f":grad x > {path}") == f"# wrote 1 line to {path}"
    assert path.read_text() == "df/dx = cos(x)*y\n"
    assert answered(session, f":hessian >> {path}") == f"# added 3 lines to {path}"
    assert path.read_text().splitlines()[1:] == ["d2f/dx2 = -sin(x)*y", "d2f/dxdy = cos(x)", "d2f/dy2 = 0"]
    assert answered(session, f":grad y >{path}") == f"# wrote 1 line to {path}"
    assert path.read_text() == "df/dy = sin(x)\n"


def test_a_name_with_blanks_is_quoted(tmp_path: Path) -> None:
    session, path = opened(), tmp_path / "my file.txt"
    session.step("x^2")
    assert answered(session, f':grad > "{path}"').startswith("# wrote")
    assert path.read_text() == "df/dx = 2*x\n"


def test_inside_of_brackets_a_sign_compares() -> None:
    session = opened()
    session.step("abs(x)")
    assert answered(session, ":same if(x > 0, x, -x)").startswith("# ")


def test_a_statement_that_cannot_write_changes_nothing(tmp_path: Path) -> None:
    session = opened()
    session.step("x^2")
    error = session.step(f":eval x=3 > {tmp_path}/none/f").error
    assert error is not None
    assert (error.code, error.span) == ("E702", (10, 10 + len(f"> {tmp_path}/none/f")))


@pytest.mark.parametrize(
    "text",
    [
        ":grad > {}",
        ":grad >> {}",
        ":plot x=0..1 > {}.svg",
        ":data {}.csv",
        ":data x.csv > {}.csv",
        ":save {}",
        ":save! {}.md",
        ":load {}",
        ":load? {}",
        ":source {}",
    ],
)
def test_a_shut_door_keeps_every_file_as_it_is(text: str, tmp_path: Path) -> None:
    session = opened()
    session.files.open = False
    session.step("x^2")
    assert answered(session, text.format(tmp_path / "f")) == "E705"
    assert list(tmp_path.iterdir()) == []


def test_only_the_door_and_what_it_hands_paths_to_open_files() -> None:
    openers = {"session/files.py", "numeric/data.py", "numeric/parquet.py", "numeric/native.py"}
    found = set()
    for folder in ("session", "numeric", "calculus", "simplify"):
        for path in (PACKAGE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                named = isinstance(node, ast.Name) and node.id in ("open", "replacing")
                if named or (isinstance(node, ast.Attribute) and node.attr in ("read_text", "write_text")):
                    found.add(str(path.relative_to(PACKAGE)))
    assert found <= openers


# What is left of a file


def test_a_file_is_the_old_one_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(str(path)) as file:
        file.write(b"half" + bytes(1 // 0))
    assert path.read_text() == "old"
    with replacing(str(path)) as file:
        file.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_a_link_and_a_mode_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "f", tmp_path / "link"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    with replacing(str(link)) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_device_is_written_to_and_stays_a_device() -> None:
    with replacing("/dev/null") as file:
        file.write(b"text")
    assert Path("/dev/null").is_char_device()
    session = opened()
    session.step("x^2")
    assert answered(session, ":grad > /dev/full") == "E702"
    assert Path("/dev/full").is_char_device()


def test_the_standard_output_is_no_file_to_replace(cli: Cli, tmp_path: Path) -> None:
    run = cli("-q", "-e", "x^2", ":grad > /dev/stdout", ":save! /dev/stdout")
    lines = run.stdout.decode().splitlines()
    assert (lines[:2], lines[-2]) == (["df/dx = 2*x", "# wrote 1 line to /dev/stdout"], "df/dx = 2*x")
    assert (run.code, run.stderr) == (0, b"")
    with (tmp_path / "out").open("wb") as file:
        subprocess.run([*COMMAND, "-q", "-e", "x^2", ":grad > /dev/stdout", ":d x 2"], stdout=file, check=True)
    assert (tmp_path / "out").read_text().splitlines()[-1] == "d2f/dx2 = 2"


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old\n")
    session = opened()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        for work in (session.files.write, session.files.add):
            with pytest.raises(DerivError, match="file too large"):
                work(str(path), ["x" * 100] * 100)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_text() == "old\n"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


WRITING = """
import sys
from derivrepl.replacing import replacing
with replacing(sys.argv[1]) as file:
    while True:
        file.write(b"x" * 65536)
        print(flush=True)
"""


def test_a_kill_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("old")
    with subprocess.Popen([sys.executable, "-c", WRITING, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for _ in range(5):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["f"]


def test_what_is_added_is_added_whole(tmp_path: Path) -> None:
    path = tmp_path / "f"
    added(str(path), b"one\n")
    added(str(path), b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
