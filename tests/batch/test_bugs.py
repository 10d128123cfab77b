"""What a bug of the program costs: one statement, a file for whoever mends it, and exit code 70."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = """
import sys
from derivrepl.cli import main
from derivrepl.session.session import Session

step = Session.step

def broken(session, text, place=""):
    if text == "x^5":
        raise RuntimeError("the bottom fell out")
    return step(session, text, place)

Session.step = broken
sys.exit(main(sys.argv[1:]))
"""
"""The program with a bug in fifth powers."""

WRONG = """
import sys
from derivrepl.cli import main
from derivrepl.numeric.check import MISMATCH
from derivrepl.session.derivatives import Derivatives

def disagrees(derivatives, entry, by, result):
    result.badge, result.detail = MISMATCH, "5 by differences, not 6"

Derivatives._check = disagrees
sys.exit(main(sys.argv[1:]))
"""
"""The program with derivatives that their numeric checks speak against."""


class Run(NamedTuple):
    """What such a program left."""

    out: str
    err: str
    code: int


def run(*arguments: str, program: str = BROKEN) -> Run:
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False, timeout=60)
    return Run(done.stdout.decode(), done.stderr.decode(), done.returncode)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of crash files."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return tmp_path / "derivrepl"


def test_a_bug_costs_one_statement_and_tells_so(folder: Path) -> None:
    out, err, code = run("-q", "-e", "x^5", "-e", "x^2", "-e", "sni(x)")
    assert (out, code) == ("f = x^2\ndf/dx = 2*x\n", 70)
    first, *_, last = err.splitlines()
    assert first == "-e:1:1: error: internal error: RuntimeError: the bottom fell out [E901]"
    assert last == "derivrepl: 2 of 3 statements failed"
    (file,) = folder.iterdir()
    assert f"details are in {file}" in err
    assert file.stat().st_mode & 0o777 == 0o600
    told = file.read_text("utf-8")
    assert "\nx^5\n" in told
    assert told.endswith("RuntimeError: the bottom fell out\n")


def test_the_last_five_crashes_are_kept(folder: Path) -> None:
    assert run("-s", *["-e", "x^5"] * 8) == ("", "", 70)
    assert len(list(folder.glob("crash-*.txt"))) == 5


def test_a_crash_that_cannot_be_kept_is_told_all_the_same(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    done = run("-q", "-e", "x^5")
    assert done.code == 70
    assert "hint: please report it, with the line as typed\n" in done.err


def test_a_derivative_that_is_found_wrong_is_told_as_any_error_and_fails() -> None:
    asked = ("--check", "-q", "-e", "x^5")
    first = "-e:1:1: error: the check of df/dx disagrees: 5 by differences, not 6 [E602]\n"
    out, err, code = run(*asked, program=WRONG)
    assert (out, code) == ("f = x^5\ndf/dx = 5*x^4  # MISMATCH: 5 by differences, not 6\n", 1)
    assert err == first + "  x^5\n  ^~~\n"
    assert run(*asked, "--errors", "short", program=WRONG) == (out, first, 1)
