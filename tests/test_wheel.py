"""What users install: the wheel and the source archive hold the program and its grammar, and run from anywhere."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from derivrepl import __version__

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("derivrepl", "grammar", "scripts", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
"""With PYTHONPATH the checkout would be found."""
PURE = {"HATCH_BUILD_NO_HOOKS": "true"}
COMPILER = shutil.which(sysconfig.get_config_var("CC").split()[0]) if sysconfig.get_config_var("CC") else None
HAS_HEADERS = (Path(sysconfig.get_path("include")) / "Python.h").exists()
compiles = pytest.mark.skipif(not COMPILER or not HAS_HEADERS, reason="needs a C compiler and Python's headers")


def run(*command: str | Path, cwd: Path, **more: str) -> bytes:
    """The output of a command that must succeed, in an environment with some variables more."""
    done = subprocess.run(command, cwd=cwd, env=ENVIRONMENT | more, capture_output=True, timeout=900, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive, built from a copy of what is shipped."""
    source = copied(tmp_path_factory.mktemp("source"))
    build(source, "--sdist", "--wheel", **PURE)
    return source / "dist"


def copied(source: Path) -> Path:
    """The folder, with a copy of what is shipped."""
    for name in SHIPPED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, source)
    return source


def build(source: Path, *kinds: str, **more: str) -> bytes:
    """Build archives of these kinds into the source's `dist`."""
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        *kinds,
        "--outdir",
        source / "dist",
        source,
    ]
    done = subprocess.run(command, cwd=source, env=ENVIRONMENT | more, capture_output=True, timeout=900, check=False)
    told = done.stdout + done.stderr
    assert done.returncode == 0, told.decode()
    return told


@pytest.fixture(scope="module")
def installed(archives: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an empty environment with the wheel; libraries are the test environment's."""
    (wheel,) = archives.glob("*.whl")
    return install(wheel, tmp_path_factory.mktemp("installed"))


def install(wheel: Path, root: Path) -> Path:
    """The `bin` folder of a new environment below `root` with a wheel."""
    run(sys.executable, "-m", "venv", "--without-pip", "env", cwd=root)
    binaries = root / "env" / ("Scripts" if os.name == "nt" else "bin")
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
    assert {"grammar/derivrepl.lark", "derivrepl/__init__.py", "scripts/compiled.py", *SHIPPED[3:]} <= names


def test_the_installed_program_is_the_wheels(installed: Path, tmp_path: Path) -> None:
    found = run(installed / "python", "-c", "import derivrepl; print(derivrepl.__file__)", cwd=tmp_path)
    assert Path(found.decode().strip()).is_relative_to(installed.parent)


def test_the_installed_program_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    expected = b"f = sin(x) + x*y\ndf/dx = cos(x) + y\ndf/dy = x\n"
    assert run(installed / "derivrepl", "-q", "-e", "sin(x)+x*y", cwd=tmp_path) == expected
    assert run(installed / "python", "-m", "derivrepl", "-q", "-e", "sin(x)+x*y", cwd=tmp_path) == expected


# The compiled wheel


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment with the compiled wheel; the C compiler takes its time without optimising."""
    source = copied(tmp_path_factory.mktemp("compiled"))
    build(source, "--wheel", MYPYC_OPT_LEVEL="0")
    (wheel,) = (source / "dist").glob("*.whl")
    assert "-none-any" not in wheel.name
    return install(wheel, source)


@compiles
def test_the_compiled_program_says_so_and_answers_as_the_pure_one(compiled: Path, tmp_path: Path) -> None:
    assert run(compiled / "derivrepl", "--version", cwd=tmp_path) == f"derivrepl {__version__} (compiled)\n".encode()
    lines = [line.split("|")[0] for line in (ROOT / "tests/simplify/textbook.txt").read_text("utf-8").splitlines()]
    file = tmp_path / "lines.deriv"
    file.write_text("\n".join(line for line in lines if not line.startswith("#")) + "\n", "utf-8")
    pure = run(sys.executable, "-m", "derivrepl", "--check", file, cwd=ROOT)
    assert run(compiled / "derivrepl", "--check", file, cwd=tmp_path) == pure
    assert pure.count(b"\n") > len(lines)


@compiles
def test_compiled_loops_can_be_interrupted_and_stopped(compiled: Path, tmp_path: Path) -> None:
    program = compiled / "derivrepl"
    terms = "+".join(f"sin({k}*x)^3*cos(y+{k})/(1+exp(x*y-{k}))" for k in range(1, 1500)).encode() + b"\n"
    command: list[str | Path] = [program, "-r", "--timeout", "0.5"]
    stopped = subprocess.run(command, input=terms, env=ENVIRONMENT, capture_output=True, cwd=tmp_path, check=False)
    assert (stopped.returncode, b"[E404]" in stopped.stderr) == (1, True), stopped.stderr[:500]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [program, "-r"], env=ENVIRONMENT, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"x^2\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"2*x\n"
        process.stdin.write(terms)
        process.stdin.flush()
        time.sleep(0.5)  # in the middle of what has just taken longer than that
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (-signal.SIGINT, b"interrupted at stdin:2\n")


def test_without_a_compiler_the_wheel_is_pure_and_the_build_says_so(tmp_path: Path) -> None:
    source = copied(tmp_path)
    told = build(source, "--wheel", CC="/bin/false")
    assert b"not compiled, the wheel is pure Python" in told
    assert [path.name for path in (source / "dist").iterdir()] == [f"derivrepl-{__version__}-py3-none-any.whl"]
