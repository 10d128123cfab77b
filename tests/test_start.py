"""What a start loads: a one-shot or a pipe imports nothing that it does not need.

A name goes into `FORBIDDEN` when importing it costs more than a millisecond and the first answer can do without it.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import run_cli

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

# fmt: off
FORBIDDEN = (
    "rich", "prompt_toolkit", "asyncio", "numpy", "flint", "mpmath",          # until something needs them
    "lark",                                                                  # its tables come from the cache
    "dataclasses", "inspect", "difflib", "typing", "fractions",              # dear, and never needed
    "importlib.metadata", "importlib.resources",
)
# fmt: on

PIPE = b"sin(x)+x*y\ng(t) = t^2\n2*g(x)\n"


def imported(*arguments: str, stdin: bytes = b"") -> set[str]:
    """The modules that a run imports, without those that the interpreter and its `-m` start with."""
    command = [sys.executable, "-P", "-X", "importtime"]
    bare = subprocess.run([*command, "-c", "import runpy"], capture_output=True, check=True)
    own = subprocess.run([*command, "-m", "derivrepl", *arguments], input=stdin, capture_output=True, check=False)
    assert own.returncode == 0, own.stderr.decode()
    return modules(own.stderr) - modules(bare.stderr)


def modules(trace: bytes) -> set[str]:
    """The names in the last column of an import trace."""
    lines = trace.decode().splitlines()
    return {line.rpartition("|")[2].strip() for line in lines if line.startswith("import time:")}


def offenders(loaded: set[str]) -> list[str]:
    return sorted(m for m in FORBIDDEN if m in loaded or any(name.startswith(m + ".") for name in loaded))


@pytest.fixture(scope="module", autouse=True)
def warm_cache() -> None:
    """The grammar's tables are in the cache, as at every start but the first."""
    run_cli("-e", "x^2")


# fmt: off
STARTS = (
    # arguments                                stdin
    (("-e", "x^2"),                            b""),
    (("-r", "-e", "x^2"),                      b""),
    (("-e", "sin(x)*y", ":grad", "x", "y"),    b""),
    (("-q",),                                  PIPE),
    ((),                                       PIPE),
    (("-",),                                   PIPE),
)
# fmt: on


@pytest.mark.parametrize(("arguments", "stdin"), STARTS)
def test_a_one_shot_or_a_pipe_loads_only_what_it_needs(arguments: tuple[str, ...], stdin: bytes) -> None:
    assert offenders(imported(*arguments, stdin=stdin)) == []


def test_a_short_run_never_stops_to_look_for_cycles() -> None:
    code = "import gc, sys; from derivrepl.cli import main; n = gc.get_stats(); main(); print(n == gc.get_stats())"
    run = subprocess.run([sys.executable, "-c", code, "-r", "-e", "x^2"], capture_output=True, check=True)
    assert run.stdout == b"2*x\nTrue\n"


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_neither_the_language_nor_the_session(option: str) -> None:
    loaded = imported(option)
    assert offenders(loaded) == []
    assert not {name for name in loaded if name.startswith(("derivrepl.language", "derivrepl.session"))}


def test_a_cache_that_cannot_be_written_is_no_failure(cli: Cli, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert cli("-r", "-e", "x^2", env={"XDG_CACHE_HOME": str(blocked)}) == (b"2*x\n", b"", 0)


def test_statements_alone_load_no_command() -> None:
    loaded = imported("-e", "sin(x)*y")
    assert {name for name in loaded if name.startswith("derivrepl.session.commands")} == set()
    assert "derivrepl.session.commands.derivatives" in imported("-e", "x^2", ":grad")
