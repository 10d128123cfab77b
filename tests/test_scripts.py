"""`scripts/run` makes its environment by itself, once, silently on stdout, and passes everything through.

Each test works on a checkout of its own, with a program that tells what it was given and needs no libraries.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import os, sys
import derivrepl
print(derivrepl.NAME, sys.argv[1:], os.getcwd(), repr(sys.stdin.read()))
sys.exit(3)
"""
PROJECT = "[project]\ndependencies = []\noptional-dependencies.dev = []\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scripts are for bash")


@pytest.fixture(scope="module")
def first_starts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str]]]:
    """A new checkout and the outputs of three first starts at the same time."""
    root = checkout(tmp_path_factory.mktemp("ready") / "a checkout")
    pipe, null, env = subprocess.PIPE, subprocess.DEVNULL, environment()
    starts = [
        subprocess.Popen(command(root), cwd=root, env=env, stdin=null, stdout=pipe, stderr=pipe, text=True)
        for _ in range(3)
    ]
    return root, [(stdout, stderr) for stdout, stderr in (process.communicate() for process in starts)]


@pytest.fixture
def ready(first_starts: tuple[Path, list[tuple[str, str]]]) -> Path:
    """A checkout whose environment is made."""
    return first_starts[0]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The user's own folder, with a module that must not come in the way."""
    (tmp_path / "random.py").write_text("raise RuntimeError")
    return tmp_path


def checkout(root: Path) -> Path:
    (root / "derivrepl").mkdir(parents=True)
    (root / "derivrepl" / "__init__.py").write_text("NAME = 'stub'\n")
    (root / "derivrepl" / "__main__.py").write_text(PROGRAM)
    (root / "pyproject.toml").write_text(PROJECT)
    shutil.copytree(ROOT / "scripts", root / "scripts")
    return root


def command(root: Path, *arguments: str) -> list[str]:
    return [str(root / "scripts" / "run"), *arguments]


def environment() -> dict[str, str]:
    """Without the checkout under test on the path: the scripts find their own."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def start(root: Path, *arguments: str, cwd: Path | None = None, stdin: str = "") -> tuple[str, str, int]:
    done = subprocess.run(
        command(root, *arguments),
        cwd=cwd or root,
        input=stdin,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout, done.stderr, done.returncode


def test_first_starts_at_the_same_time_make_one_environment_and_tell_so_on_stderr(
    first_starts: tuple[Path, list[tuple[str, str]]],
) -> None:
    root, outputs = first_starts
    assert [stdout for stdout, _ in outputs] == [f"stub [] {root} ''\n"] * 3
    assert sorted(stderr for _, stderr in outputs) == ["", "", "derivrepl: making its environment in .venv\n"]


def test_arguments_input_folder_and_exit_code_pass_through(ready: Path, elsewhere: Path) -> None:
    arguments = ["-q", "-e", "sin(x) * y", "", "*"]
    assert start(ready, *arguments, cwd=elsewhere, stdin="a\nb") == (f"stub {arguments} {elsewhere} 'a\\nb'\n", "", 3)


def test_it_starts_by_a_relative_path_and_through_a_link(ready: Path, elsewhere: Path) -> None:
    (elsewhere / "link").symlink_to(ready / "scripts" / "run")
    relative = os.path.relpath(ready / "scripts" / "run", elsewhere)
    for name in (relative, "./link"):
        done = subprocess.run([name], cwd=elsewhere, env=environment(), input=b"", capture_output=True, check=False)
        assert (done.stdout, done.stderr) == (f"stub [] {elsewhere} ''\n".encode(), b"")
    inside = subprocess.run(
        ["bash", "run"], cwd=ready / "scripts", env=environment(), input=b"", capture_output=True, check=False
    )
    assert inside.stdout.startswith(b"stub")


@pytest.fixture(params=["older", "newer"])
def changed(ready: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The checkout with another pyproject.toml, unpacked or edited, that asks for no other library."""
    project = ready / "pyproject.toml"
    project.write_text(f"{PROJECT}# {request.param}\n")
    if request.param == "older":
        os.utime(project, (0, 0))
    yield ready
    project.write_text(PROJECT)


def test_a_changed_project_file_is_noticed_and_nothing_installed_says_nothing(changed: Path) -> None:
    project, stamp = changed / "pyproject.toml", changed / ".venv" / "run.stamp"
    assert stamp.read_text() != project.read_text()
    assert start(changed)[1:] == ("", 3)
    assert stamp.read_text() == project.read_text()


def test_a_moved_checkout_still_starts(ready: Path) -> None:
    moved = ready.rename(ready.parent / "moved")
    try:
        assert start(moved) == (f"stub [] {moved} ''\n", "", 3)
    finally:
        moved.rename(ready)


def test_a_broken_environment_is_made_again(tmp_path: Path) -> None:
    root = checkout(tmp_path / "broken")
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").symlink_to("/nowhere/python")
    (root / ".venv" / "run.stamp").write_text(PROJECT)
    assert start(root)[0] == f"stub [] {root} ''\n"


def test_without_a_new_python_the_message_says_so(tmp_path: Path) -> None:
    root = checkout(tmp_path / "old")
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.18 && exit 0\nexit 1\n')
    old.chmod(0o755)
    run = subprocess.run(
        command(root), env=environment() | {"PYTHON": str(old)}, input=b"", capture_output=True, check=False
    )
    assert run.returncode == 2
    assert run.stdout == b""
    assert run.stderr.startswith(b"derivrepl: needs Python 3.11 or newer")
