"""The README's examples are run: every `console` block shows what the program really prints."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SESSIONS = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Each command line with what it is said to print."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize(("command", "output"), examples(), ids=[c for c, _ in examples()])
def test_the_readme_shows_what_is_printed(command: str, output: str) -> None:
    if "| jq" in command and not shutil.which("jq"):
        pytest.skip("no jq here")
    program = f"{sys.executable} -m derivrepl"
    line = re.sub(r"(^|\| )derivrepl\b", lambda m: m.group(1) + program, command)
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.stdout + done.stderr == output


@pytest.mark.parametrize("text", SESSIONS)
def test_the_readme_shows_what_python_prints(text: str) -> None:
    example = doctest.DocTestParser().get_doctest(text, {}, "README.md", "README.md", 0)
    assert example.examples
    assert doctest.DocTestRunner().run(example).failed == 0


def test_the_readme_has_both_classics() -> None:
    commands = [command for command, _ in examples()]
    assert any("sin(x)+x*y" in command for command in commands)
    assert any("x^2" in command and "df(4)" in command for command in commands)
