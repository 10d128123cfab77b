"""Brings the checkout's `.venv` up to date: `environment.py run` for the program, `dev` for its tests as well.

`bench` makes another one, `.venv-bench`, with the programs that scripts/bench compares with: they and the program
cannot all have the newest of what they share.

Silent unless something has to be installed. Copies of pyproject.toml in it (`.venv/run.stamp`,
`.venv/dev.stamp`), of the same modification time, tell the scripts that nothing is to be done.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / (".venv-bench" if sys.argv[1:] == ["bench"] else ".venv")
PYTHON = VENV / "bin" / "python"
LOCK = VENV / ".lock"
OLDEST = (3, 11)
PIP = (str(PYTHON), "-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check")


def requirements(kind: str) -> list[str]:
    """What pyproject.toml asks for: the program's libraries, and for `dev` and `bench` what their extra adds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    libraries: list[str] = project["dependencies"]
    tools: list[str] = [] if kind == "run" else project["optional-dependencies"][kind]
    return libraries + tools


def usable() -> bool:
    """Whether the environment's interpreter is there, new enough and has pip."""
    if not PYTHON.exists():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info < {OLDEST})"
    return subprocess.run([str(PYTHON), "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode == 0


def run(*command: str) -> None:
    """Run a command whose words all go to stderr; raises CalledProcessError when it fails."""
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=True)


def create() -> None:
    """Make the environment anew, around the lock that this process holds.

    The interpreter's real path is used: `python3` may become another version, whose libraries are elsewhere.
    """
    print(f"derivrepl: making its environment in {VENV.name}", file=sys.stderr, flush=True)
    for path in VENV.iterdir():
        if path == LOCK:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    run(os.path.realpath(sys.executable), "-I", "-m", "venv", str(VENV))


def link_checkout() -> None:
    """Let the environment import the checkout, by a relative path so that both can be moved together."""
    for packages in VENV.glob("lib/python3.*/site-packages"):
        (packages / "derivrepl.pth").write_text("../../../..\n", encoding="utf-8")


def refresh(kind: str) -> None:
    """Install what is missing and write the stamps; what is there for another kind serves `run` too."""
    kinds = ["run"] if kind == "run" else ["run", kind]
    if not usable():
        create()
    wanted = {VENV / f"{kind}.installed": "\n".join(requirements(kind)) for kind in kinds}
    missing = [file for file, names in wanted.items() if not file.exists() or file.read_text("utf-8") != names]
    if missing and requirements(kind):
        print(f"derivrepl: installing libraries into {VENV.name}", file=sys.stderr, flush=True)
        install(kind)
    for file in missing:
        file.write_text(wanted[file], "utf-8")
    link_checkout()
    for kind in kinds:
        shutil.copy2(ROOT / "pyproject.toml", VENV / f"{kind}.stamp")


def install(kind: str) -> None:
    """Install all at once; a program to compare with that this machine cannot have is done without."""
    try:
        run(*PIP, *requirements(kind))
    except subprocess.CalledProcessError:
        if kind != "bench":
            raise
        run(*PIP, *requirements("run"))
        for peer in requirements(kind)[len(requirements("run")) :]:
            subprocess.run([*PIP, peer], stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)


def main(kind: str) -> int:
    """Refresh the environment while no other process does; 0, or 2 when it cannot be made."""
    try:
        VENV.mkdir(exist_ok=True)
        with LOCK.open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            refresh(kind)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"derivrepl: the environment in {VENV.name} could not be made: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
