"""What the tests stand on: one pinned environment, repeatable random examples, the program as a process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-P", "-m", "derivrepl")

# fmt: off
PINNED = {
    "LANG":       "C.UTF-8",
    "TERM":       "xterm-256color",
    "PYTHONPATH": str(ROOT),
}
FOLDERS = {
    "HOME":            "home",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_STATE_HOME":  "home/.local/state",
    "XDG_CACHE_HOME":  "home/.cache",
    "XDG_DATA_HOME":   "home/.local/share",
}
UNSET = (
    "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PAGER", "VISUAL", "EDITOR", "LC_ALL", "LC_CTYPE",
    "DERIVREPL_CONFIG", "DERIVREPL_HISTORY", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS",
)
# fmt: on

# A job in the background of a shell ignores Ctrl-C, and what it starts inherits that; the tests press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "bounded",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("bounded"), max_examples=5_000)
settings.load_profile("bounded")


class Run(NamedTuple):
    """What a process left: its two outputs and its exit code (negative: the signal that ended it)."""

    stdout: bytes
    stderr: bytes
    code: int


class Cli(Protocol):
    """Runs the program to its end."""

    def __call__(
        self,
        *args: str,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
        timeout: float = 60,
    ) -> Run: ...


def run_cli(
    *args: str,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    timeout: float = 60,
) -> Run:
    """Run `derivrepl` with these arguments and this input; `env` adds to the pinned environment."""
    done = subprocess.run(
        [*COMMAND, *args],
        input=stdin,
        capture_output=True,
        cwd=cwd or os.environ["HOME"],
        env=os.environ | (env or {}),
        timeout=timeout,
        check=False,
    )
    return Run(done.stdout, done.stderr, done.returncode)


def start(*arguments: str, **options: object) -> subprocess.Popen[bytes]:
    """The program as a process that runs, with pipes to all its streams; `options` are those of `Popen`."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*COMMAND, *arguments], **(pipes | options))  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="session", autouse=True)
def pinned_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same environment whoever runs the tests; one cache folder for the whole run."""
    root = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in PINNED.items():
            patch.setenv(name, value)
        for name, folder in FOLDERS.items():
            (root / folder).mkdir(parents=True, exist_ok=True)
            patch.setenv(name, str(root / folder))
        for name in UNSET:
            patch.delenv(name, raising=False)
        yield


@pytest.fixture
def cli() -> Cli:
    """The program as a process: `cli("-q", "-e", "x^2").stdout`."""
    return run_cli
