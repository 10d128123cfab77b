"""What users install: the wheel and the source archive hold the program and its grammar, and run from anywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from derivrepl import __version__

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("derivrepl", "grammar", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")


def run(*command: str | Path, cwd: Path) -> bytes:
    """The output of a command that must succeed; PYTHONPATH would let the checkout in."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built from a copy of what is shipped."""
    source = tmp_path_factory.mktemp("source")
    for name in SHIPPED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source)
    built = source / "dist"
    run(sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", built, cwd=source)
    return built


@pytest.fixture(scope="module")
def installed(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment with the wheel; libraries are the test environment's."""
    root = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", "env", cwd=root)
    binaries = root / "env" / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = archives.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "--python", str(binaries / "python"), "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=root)
    packages = run(binaries / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=root)
    libraries = Path(packages.decode().strip()) / "libraries.pth"
    libraries.write_text(f"{sysconfig.get_path('purelib')}\n{sysconfig.get_path('platlib')}\n", "utf-8")
    return binaries


def test_the_wheel_holds_the_package_the_grammar_and_nothing_else(archives: Path) -> None:
    (wheel,) = archives.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name == f"derivrepl-{__version__}-py3-none-any.whl"
    assert "derivrepl/grammar/derivrepl.lark" in names
    assert {name.split("/")[0] for name in names} == {"derivrepl", f"derivrepl-{__version__}.dist-info"}
    found = [path for path in (ROOT / "derivrepl").rglob("*") if path.is_file() and path.suffix != ".pyc"]
    in_package = {path.relative_to(ROOT).as_posix() for path in found}
    assert {"derivrepl/py.typed", "derivrepl/formats/schema.json"} <= in_package
    assert in_package <= set(names)


def test_the_source_archive_holds_what_the_wheel_is_built_from(archives: Path) -> None:
    (archive,) = archives.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.partition("/")[2] for name in tar.getnames()}
    assert {"grammar/derivrepl.lark", "derivrepl/__init__.py", *SHIPPED[2:]} <= names


def test_the_installed_program_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    found = run(installed / "python", "-c", "import derivrepl; print(derivrepl.__file__)", cwd=tmp_path)
    assert Path(found.decode().strip()).is_relative_to(installed.parent)


def test_the_installed_program_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    expected = b"f = sin(x) + x*y\ndf/dx = cos(x) + y\ndf/dy = x\n"
    assert run(installed / "derivrepl", "-q", "-e", "sin(x)+x*y", cwd=tmp_path) == expected
    assert run(installed / "python", "-m", "derivrepl", "-q", "-e", "sin(x)+x*y", cwd=tmp_path) == expected
