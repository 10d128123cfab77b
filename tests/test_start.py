"""What a start loads: a one-shot or a pipe imports nothing that it does not need.

A name goes into `FORBIDDEN` when importing it costs more than a millisecond and the first answer can do without it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import run_cli

if TYPE_CHECKING:
    from tests.conftest import Cli

# fmt: off
FORBIDDEN = (
    "rich", "prompt_toolkit", "asyncio", "numpy", "flint", "mpmath",          # until something needs them
    "lark",                                                                  # its tables come from the cache
    "dataclasses", "inspect", "difflib", "typing", "fractions",              # dear, and never needed
    "importlib.metadata", "importlib.resources",
    "derivrepl.contraction", "derivrepl.indexing",                           # arrays
    "derivrepl.language.array_text", "derivrepl.language.arrays",
    "derivrepl.calculus.contracted", "derivrepl.calculus.tensors", "derivrepl.simplify.arrays",
    "derivrepl.language.complaints", "derivrepl.language.refusals", "derivrepl.language.suggest",   # mistakes
    "derivrepl.language.foreign", "derivrepl.tables.foreign",
    "derivrepl.calculus.forms", "derivrepl.session.claims", "derivrepl.session.called",             # other statements
    "derivrepl.session.saved", "derivrepl.tables.tour",
)
# fmt: on

PIPE = b"sin(x)+x*y\ng(t) = t^2\n2*g(x)\n"


def imported(*arguments: str, stdin: bytes = b"") -> set[str]:
    """The modules that a run imports, without those that the interpreter and its `-m` start with."""
    return modules("from derivrepl.cli import main; main()", *arguments, stdin=stdin) - modules("import runpy")


def modules(code: str, *arguments: str, stdin: bytes = b"") -> set[str]:
    """What is loaded when the code has run."""
    told = f"{code}; import sys; sys.stderr.write(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", told, *arguments], input=stdin, capture_output=True, check=True)
    return set(run.stderr.decode().split())


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


def test_a_command_loads_no_other_command() -> None:
    loaded = imported("-e", "x^2", ":grad")
    modules = {name for name in loaded if name.startswith("derivrepl.session.commands.")}
    assert modules == {
        f"derivrepl.session.commands.{name}" for name in ("derivatives", "redirect", "registry", "words")
    }


def test_argparse_is_loaded_for_options_only() -> None:
    assert "argparse" not in imported("-e", "x^2", ":grad")
    assert "argparse" in imported("-r", "-e", "x^2")


def test_what_a_start_loads_compiles_no_regular_expression_before_it_is_used() -> None:
    loaded = {name for name in imported("-e", "sin(x)*y", ":grad") if name.startswith("derivrepl.")}
    early = [
        name
        for name in loaded
        for node in ast.parse(Path(import_module(name).__file__ or "").read_text("utf-8")).body
        if isinstance(node, ast.Assign) and "re.compile(" in ast.unparse(node)
    ]
    assert early == []
