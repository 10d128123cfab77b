"""The command line: every word is taken or refused with a reason, and help, completions and manual name them all."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from derivrepl.options.completions import script
from derivrepl.options.manual import manual
from derivrepl.options.read import UsageError, read
from derivrepl.options.rows import OPTIONS, SHELLS
from derivrepl.options.usage import usage
from derivrepl.session.commands import COMMANDS
from tests.conftest import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

# fmt: off
SOURCES = [
    # words                                          sources
    ("a b",                                          ["file a", "file b"]),
    ("-o a a",                                       ["file a"]),
    ("-xo a b",                                      ["file b"]),
    ("-xoa b",                                       ["file b"]),
    ("--output=a b",                                 ["file b"]),
    ("--wrt x y -q z",                               ["file y", "file z"]),
    ("-",                                            ["file -"]),
    ("-- -q -",                                      ["file -q", "file -"]),
    ("-e x",                                         ["x"]),
    ("-qe x a",                                      ["x", "file a"]),
    ("-qre x :grad",                                 ["x :grad"]),
    ("-e x :grad x y -q f",                          ["x :grad x y", "file f"]),
    ("-e x :grad -e y :d x 2 :hessian",              ["x :grad", "y :d x 2|:hessian"]),
    ("--expr=x=2 -q :grad",                          ["x=2 :grad"]),
    ("f -e x - -e y",                                ["file f", "x", "file -", "y"]),
]
REFUSED = [
    # words                  what is said
    ("--jsno",               "unknown option --jsno; did you mean --json?"),
    ("--completion bash",    "unknown option --completion; did you mean --completions?"),
    ("-Z",                   "unknown option -Z"),
    ("--frobnicate=3",       "unknown option --frobnicate"),
    ("--digits 0",           "--digits is a number 1 to 10000, not 0"),
    ("--digits x",           "--digits is a number 1 to 10000, not x"),
    ("--digits",             "--digits needs a number 1 to 10000"),
    ("--timeout -1",         "--timeout is a number 0.001 to 1000000, not -1"),
    ("--timeout nan",        "--timeout is a number 0.001 to 1000000, not nan"),
    ("--width 3",            "--width is a number 24 to 10000, not 3"),
    ("--format xml",         "--format is text, table, tsv, program or json, not xml"),
    ("--color blue",         "--color is auto, always or never, not blue"),
    ("--completions tcsh",   "--completions is bash, zsh or fish, not tcsh"),
    ("-o",                   "--output needs FILE"),
    ("-e",                   "-e needs an expression"),
    ("-r --json",            "-r and --json ask for two forms of output"),
    ("--json --format tsv",  "--json and --format tsv ask for two forms of output"),
    ("-q --format program",  "--format program and -q ask for two forms of output"),
    ("f :grad",              "the command :grad stands behind no -e EXPR"),
]
# fmt: on


def told(words: str) -> list[str]:
    """The sources that words name, each on one line."""
    return [
        f"file {content}" if kind == "file" else f"{content[0]} {'|'.join(content[1])}".rstrip()
        for kind, _, content in read(words.split()).sources
    ]


@pytest.mark.parametrize(("words", "sources"), SOURCES)
def test_files_and_expressions_are_found_in_order(words: str, sources: list[str]) -> None:
    assert told(words) == sources


@pytest.mark.parametrize(("words", "message"), REFUSED)
def test_a_word_that_cannot_be_taken_is_told_why(words: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(words.split())
    assert str(caught.value) == message


def test_expressions_are_labelled_in_their_order() -> None:
    assert [label for _, label, _ in read(["-e", "x", "f", "-e", "y"]).sources] == ["-e", "f", "-e2"]


def test_wrong_usage_is_one_line_on_stderr_and_exit_code_2(cli: Cli) -> None:
    assert cli("--jsno") == (b"", b"derivrepl: unknown option --jsno; did you mean --json?\n", 2)


def test_the_help_names_every_option_within_80_columns(cli: Cli) -> None:
    done = cli("--help")
    assert done == (usage().encode(), b"", 0)
    lines = usage().splitlines()
    assert max(map(len, lines)) < 80
    for row in OPTIONS:
        assert any(re.search(rf"{row.names[-1]}\b.* {re.escape(row.help)}$", line) for line in lines), row.names


def test_the_version_is_one_line_and_twice_tells_the_libraries(cli: Cli) -> None:
    assert re.fullmatch(rb"derivrepl \d+\.\d+\.\d+\n", cli("--version").stdout)
    detailed = cli("-VV").stdout.decode()
    assert detailed == cli("-V", "--version").stdout.decode()
    assert re.search(r"^Python 3\.", detailed, re.MULTILINE)
    assert re.search(r"^lark \d", detailed, re.MULTILINE)


# The manual


def test_the_manual_names_every_option_command_and_code() -> None:
    page = manual().replace("\\-", "-")
    for row in OPTIONS:
        assert all(name in page for name in row.names)
    for command in COMMANDS.values():
        assert f"\\fB:{command.name}" in page
    assert ".SH EXIT STATUS" in page


@pytest.mark.skipif(not shutil.which("groff"), reason="no groff here")
def test_the_manual_is_set_without_a_warning(cli: Cli) -> None:
    page = cli("--man")
    assert (page.stderr, page.code) == (b"", 0)
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-Kutf8"], input=page.stdout, capture_output=True, check=True
    )
    assert done.stderr == b""
    text = re.sub(r"\x1b\[\d*m|.\x08", "", done.stdout.decode())
    assert "-e, --expr EXPR" in text
    assert "2x^2 + 3sin(x)" in text


# Completions


def test_completions_name_every_option_and_command(cli: Cli) -> None:
    for shell in SHELLS:
        text = cli("--completions", shell).stdout.decode()
        assert text == script(shell)
        for row in OPTIONS:
            assert all(name in text or name.lstrip("-") in text for name in row.names)
        assert all(re.search(rf"\b{command}\b", text) for command in COMMANDS)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_is_a_script_of_its_shell(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    path = tmp_path / "script"
    path.write_text(script(shell), "utf-8")
    done = subprocess.run([shell, "-n", str(path)], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# fmt: off
BASH = [
    # words, as bash cuts them          what is offered
    (["--jso"],                         ["--json", "--json-schema"]),
    (["--simplify", ""],                ["off", "light", "full", "hard"]),
    (["--format", "=", "j"],            ["json"]),
    (["-e", "x", ":", "hes"],           ["hessian"]),
    (["-e", "x", ":hes"],               [":hessian"]),
    (["-e", ""],                        []),
    ([""],                              ["sample.deriv"]),
    (["-o", ""],                        ["sample.deriv", "other.txt"]),
]
FISH = [
    ("derivrepl --jso",                 ["--json", "--json-schema"]),
    ("derivrepl --simplify ",           ["full", "hard", "light", "off"]),
    ("derivrepl -e x :hes",             [":hessian"]),
]
# fmt: on


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(("words", "offered"), BASH)
def test_bash_offers_what_fits(words: list[str], offered: list[str], tmp_path: Path) -> None:
    (tmp_path / "sample.deriv").touch()
    (tmp_path / "other.txt").touch()
    test = f"{script('bash')}\ncompopt() {{ :; }}\n" + 'COMP_WORDS=(derivrepl "$@"); COMP_CWORD=$#; _derivrepl\n'
    test += "printf '%s\\n' \"${COMPREPLY[@]}\""
    done = subprocess.run(["bash", "-c", test, "bash", *words], cwd=tmp_path, capture_output=True, check=True)
    assert sorted(done.stdout.decode().split()) == sorted(offered)
    assert done.stderr == b""


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish here")
@pytest.mark.parametrize(("line", "offered"), FISH)
def test_fish_offers_what_fits(line: str, offered: list[str]) -> None:
    test = f"{script('fish')}\ncomplete -C '{line}'"
    done = subprocess.run(["fish", "--no-config", "-c", test], capture_output=True, check=True)
    assert [row.split("\t")[0] for row in done.stdout.decode().splitlines()] == offered


def test_a_closed_output_is_told_and_is_no_crash() -> None:
    for arguments in (["-e", "x"], ["--help"]):
        line = " ".join([*COMMAND, *arguments, ">&-"])
        done = subprocess.run(["bash", "-c", line], stderr=subprocess.PIPE, check=False)
        assert (done.returncode, done.stderr) == (1, b"derivrepl: cannot write output: stdout is closed\n")
