"""The program in a pipe, as a command and as a co-process: bytes, places, exit codes, signals."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import run_cli, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

CLASSIC = b"""\
# stdin:1: sin(x)+x*y
v1 = x  # input
v2 = y  # input
v3 = sin(v1)  # sin(x)
v4 = v1*v2  # x*y
v5 = v3 + v4  # sin(x) + x*y
v6 = cos(v1)  # cos(x); dv3/dv1, sin rule
v7 = v6 + v2  # cos(x) + y; dv5/dx, sum rule
f = sin(x) + x*y  # v5
df/dx = cos(x) + y  # v7
df/dy = x  # v1

"""


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_the_classic_comes_out_byte_for_byte(cli: Cli, seed: str) -> None:
    assert cli(stdin=b"sin(x)+x*y\n", env={"PYTHONHASHSEED": seed}) == (CLASSIC, b"", 0)


# fmt: off
AGAIN = (
    b"sin(x)+x*y\n", b"ln(x1)+x1*x2-sin(x2)\n", b"exp(-x^2/2)/sqrt(2*pi)\nx^3\n", b"a = 3*b\nf(x) = a*x^2\nf(2*t)\n",
    b"g : function\ng(x^2)\n", b"x*y\ndf/dx = y\nd2f/dxdy = 1\n", b"if(x > 0, x^2, -x)\n", b"max(x, y)*0.1\n[x, y]\n",
    b"v1*v2 + w1\n", b"x*x1*x2\n", b"(x + 1)^(x + 2)*e\n", b"f + y\n", b"u(t) = t^2\nu(3*x)\n:d x 2\n",
    b"exp(sin(x)*x)\n:d x 8\n",
)
# fmt: on


@pytest.mark.parametrize("text", AGAIN)
@pytest.mark.parametrize("option", ["-q", None])
def test_the_output_typed_back_proves_itself(cli: Cli, text: bytes, option: str | None) -> None:
    first = cli(*([option] if option else []), stdin=text)
    assert (first.stderr, first.code) == (b"", 0)
    assert cli("-q", stdin=first.stdout)[1:] == (b"", 0)


# fmt: off
COMMANDS = [
    # arguments                              stdout
    (("-e", "sin(x)*y", ":grad", "x", "y"),  b"df/dx = cos(x)*y\ndf/dy = sin(x)\n"),
    (("-r", "-e", "x^3"),                    b"3*x^2\n"),
    (("-r", "-e", "x^3*y"),                  b"3*x^2*y\tx^3\n"),
    (("-q", "-e", "x^3"),                    b"f = x^3\ndf/dx = 3*x^2\n"),
    (("-e", "x^3", ":d", "x", "2"),          b"d2f/dx2 = 6*x\n"),
    (("-e", "x^3", ":d", "x", ":d", "x", "2"), b"df/dx = 3*x^2\nd2f/dx2 = 6*x\n"),
    (("-e", "a = 2", "-e", "a*x", ":grad"),  b"a = 2\ndf/dx = 2\n"),
    (("-q", "-e", "x\ny"),                   b"f = x\ndf/dx = 1\nf = y\ndf/dy = 1\n"),
    (("-q", "-e", ""),                       b""),
]
# fmt: on


@pytest.mark.parametrize(("arguments", "stdout"), COMMANDS)
def test_a_command_line_is_answered(cli: Cli, arguments: tuple[str, ...], stdout: bytes) -> None:
    assert cli(*arguments) == (stdout, b"", 0)


def test_the_pipe_of_the_manual_prints_results_then_the_error(cli: Cli) -> None:
    done = cli("-q", stdin=b"sin(x)+x*y\nsni(x)\n")
    assert done.stdout == b"f = sin(x) + x*y\ndf/dx = cos(x) + y\ndf/dy = x\n"
    assert done.stderr.decode() == (
        "stdin:2:1: error: unknown function sni [E201]\n"
        "  sni(x)\n"
        "  ^~~\n"
        "  hint: did you mean sin?\n"
        "derivrepl: 1 of 2 statements failed\n"
    )
    assert done.code == 1


# fmt: off
STUBBORN = (  # each once ended in a traceback
    "(3*z - pi)**x*e",
    "((z)*3 - pi)**x*(e)",
    "relu(log(x1^z/x1^e**2*e, 2))",
    "diff(sin(x^2), x, 10)",
    "gamma(diff(cos(z)^atan2(2, z), z))",
    "[x, y]\n_",
    "if(x > y, x, y)\n%3*0 + x",
)
# fmt: on


@pytest.mark.parametrize("text", STUBBORN)
def test_what_once_ended_in_a_traceback_is_answered(cli: Cli, text: str) -> None:
    done = cli(stdin=text.encode() + b"\n")
    assert b"Traceback" not in done.stderr
    assert done.code in (0, 1)


# Files


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    path = tmp_path / "homework.deriv"
    path.write_text("x^2\nx y\nx^3\ny = 2*sni(x)\nx^4\n", "utf-8")
    return path


def test_a_file_goes_on_after_its_errors(cli: Cli, homework: Path) -> None:
    done = cli("-q", homework.name, cwd=homework.parent)
    assert done.stdout == b"f = x^2\ndf/dx = 2*x\nf = x^3\ndf/dx = 3*x^2\nf = x^4\ndf/dx = 4*x^3\n"
    assert done.stderr.decode() == (
        "homework.deriv:2:2: error: missing operator between x and y [E103]\n"
        "  x y\n"
        "   ^\n"
        "  hint: write x*y\n"
        "homework.deriv:4:7: error: unknown function sni [E201]\n"
        "  y = 2*sni(x)\n"
        "        ^~~\n"
        "  hint: did you mean sin?\n"
        "derivrepl: 2 of 5 statements failed\n"
    )
    assert done.code == 1


def test_blocks_carry_label_and_line(cli: Cli, homework: Path) -> None:
    done = cli(homework.name, "-", stdin=b"\n\nz\n", cwd=homework.parent)
    heads = [line for line in done.stdout.decode().splitlines() if line.startswith("# ") and "note" not in line]
    assert heads == ["# homework.deriv:1: x^2", "# homework.deriv:3: x^3", "# homework.deriv:5: x^4", "# stdin:3: z"]


def test_fail_fast_stops_at_the_first_error(cli: Cli, homework: Path) -> None:
    done = cli("-x", "-q", str(homework))
    assert (done.stdout, done.code) == (b"f = x^2\ndf/dx = 2*x\n", 1)
    assert done.stderr.count(b" error: ") == 1


def test_results_alone_keep_step_with_the_lines(cli: Cli, homework: Path) -> None:
    done = cli("-r", str(homework))
    assert (done.stdout, done.code) == (b"2*x\n\n3*x^2\n\n4*x^3\n", 1)


def test_short_errors_take_one_line_and_silence_none(cli: Cli, homework: Path) -> None:
    short = cli("-q", "--errors", "short", homework.name, cwd=homework.parent)
    assert short.stderr.decode().splitlines() == [
        "homework.deriv:2:2: error: missing operator between x and y [E103]",
        "homework.deriv:4:7: error: unknown function sni [E201]",
        "derivrepl: 2 of 5 statements failed",
    ]
    silent = cli("-q", "-s", str(homework))
    assert (silent.stderr, silent.stdout, silent.code) == (b"", short.stdout, 1)


def test_wrong_usage_runs_nothing(cli: Cli, homework: Path) -> None:
    missing = cli(str(homework), "nosuch.deriv")
    assert (missing.stdout, missing.code) == (b"", 2)
    assert missing.stderr == b"derivrepl: cannot read nosuch.deriv: no such file or directory\n"
    unknown = cli("--jsno")
    assert (unknown.stdout, unknown.code) == (b"", 2)
    assert unknown.stderr.startswith(b"derivrepl: unknown option --jsno")
    assert unknown.stderr.count(b"\n") == 1


def test_output_goes_to_a_file_where_asked(cli: Cli, tmp_path: Path) -> None:
    assert cli("-q", "-o", str(tmp_path / "out"), "-e", "x^2") == (b"", b"", 0)
    assert (tmp_path / "out").read_bytes() == b"f = x^2\ndf/dx = 2*x\n"


# Reading

# fmt: off
READ = [
    # stdin                                   results                                  errors
    (b"x^2\r\ny^2\r\n",                       [b"f = x^2", b"f = y^2"],                []),
    (b"\xef\xbb\xbfx^2\n",                    [b"f = x^2"],                            []),
    (b"x^2",                                  [b"f = x^2"],                            []),
    (b"",                                     [],                                      []),
    (b"\n# only\n  # x\n\n",                  [],                                      []),
    (b"#!/usr/bin/env derivrepl\nx^2\n",      [b"f = x^2"],                            []),
    (b"x^2; y^2 # z\n",                       [b"f = x^2", b"f = y^2"],                []),
    (b"x^2 + \\\ny\n",                        [b"f = x^2 + y"],                        []),
    (b"sin(\n  x\n  + y)\nz\n",               [b"f = sin(x + y)", b"f = z"],           []),
    (b"x^2\nsin(x\ny^2\nz\n",                 [b"f = x^2", b"f = y^2", b"f = z"],      [b"2:4 E102"]),
    (b"a\x00b\nz\n",                          [b"f = z"],                              [b"1:2 E106"]),
    (b"x + \xff\xfe\nz\n",                    [b"f = z"],                              [b"1:5 E106"]),
    (b"x; sni(x); z\n",                       [b"f = x", b"f = z"],                    [b"1:4 E201"]),
    (b"sin(x,\n  y)\nz\n",                    [b"f = z"],                              [b"1:1 E208"]),
    (b"(x +\n   sni(y))\n",                   [],                                      [b"2:4 E201"]),
    (b"x + \\\n  sni(y)\n",                   [],                                      [b"2:3 E201"]),
    ("é²·sni(x)\n".encode(),                  [],                                      [b"1:4 E201"]),
    (b"a = sni(x)\na + 1\n",                  [],                                      [b"1:5 E201", b"2:1 E206"]),
    (b"a = sni(x)\nb = a\n",                  [],                                      [b"1:5 E201", b"2:5 E206"]),
    (b"x^2\ndf/dx = 3*x\nx\n",                [b"f = x^2", b"f = x"],                  [b"2:1 E601"]),
    (b"x\n:quit\ny\n",                        [b"f = x"],                              []),
    (b":grad\n",                              [],                                      [b"1:1 E204"]),
    (b":grda\nx\n",                           [b"f = x"],                              [b"1:1 E501"]),
    (b"x^2\n:grad q\n",                       [b"f = x^2"],                            [b"2:7 E203"]),
]
# fmt: on


@pytest.mark.parametrize(("stdin", "results", "errors"), READ)
def test_lines_are_read_and_errors_placed(cli: Cli, stdin: bytes, results: list[bytes], errors: list[bytes]) -> None:
    done = cli("-q", stdin=stdin)
    assert [line for line in done.stdout.splitlines() if line[:4] in (b"f = ", b"y = ")] == results
    found = []
    for line in done.stderr.splitlines():
        if line.startswith(b"stdin:") and b" error: " in line:
            _, row, column, rest = line.split(b":", 3)
            found.append(row + b":" + column + b" " + rest[-5:-1])
    assert found == errors
    assert done.code == bool(errors)


# fmt: off
CARETS = [
    # statement               the line shown            the caret
    ("変数 + sni(x)",          "変数 + sni(x)",           "       ^~~"),
    ("é + sni(x)",            "é + sni(x)",             "    ^~~"),
    ("(x +\n   sni(y))",      "   sni(y))",             "   ^~~"),
    ("a = 1; x + sni(x)",     "x + sni(x)",             "    ^~~"),
    ("a\x01 + x",             "a^A + x",                " ^~"),
    ("x +",                   "x +",                    "   ^"),
    ("x y " + "+ z" * 60,     None,                     " ^"),
    ("z + " * 40 + "sni(x)" + " + z" * 40, None,        " " * 38 + "^~~"),
]
# fmt: on


@pytest.mark.parametrize(("text", "shown", "caret"), CARETS)
def test_the_caret_stands_under_its_character(cli: Cli, text: str, shown: str | None, caret: str) -> None:
    lines = cli("-q", stdin=text.encode() + b"\n").stderr.decode().splitlines()
    at = next(k for k, line in enumerate(lines) if " error: " in line)
    if shown is not None:
        assert lines[at + 1] == "  " + shown
    assert lines[at + 2] == "  " + caret
    assert len(lines[at + 1]) <= 78


def test_warnings_are_told_and_do_not_fail_unless_strict(cli: Cli) -> None:
    text = b"x*y\nxy\n"
    done = cli("-q", stdin=text)
    assert done.code == 0
    assert done.stderr.decode() == (
        "stdin:2:1: warning: xy is read as an input [W101]\n  xy\n  ^~\n  hint: did you mean x*y?\n"
    )
    assert cli("-q", "--strict", stdin=text).code == 1


def test_ascii_keeps_other_signs_out_of_what_is_told(cli: Cli) -> None:
    text = "A : matrix(2,3)\nA@A\nα*y\n:eval α=1\n".encode()
    told = cli("-q", "--ascii", stdin=text).stderr.decode()
    assert "A is 2x3" in told
    assert "hint: give it a value: y=...\n" in told
    assert "  :eval α=1\n" in told, "what was typed is shown as it was typed"
    assert "A is 2×3" in cli("-q", stdin=text).stderr.decode()


def test_a_limit_on_nodes_costs_one_statement(cli: Cli) -> None:
    done = cli("-q", "--max-nodes", "8", stdin=b"x^2\nsin(x*y)*exp(x/y)*cos(z + w)*log(u)\nx^2\n")
    assert b"[E405]" in done.stderr
    assert done.code == 1


# Processes


def test_a_co_process_answers_each_line_before_the_next() -> None:
    with start("-q") as process:
        assert process.stdin
        assert process.stdout
        for power in range(2, 6):
            process.stdin.write(b"x^%d\n" % power)
            process.stdin.flush()
            assert process.stdout.readline() == b"f = x^%d\n" % power
            assert process.stdout.readline().startswith(b"df/dx = %d*x" % power)
        process.stdin.close()
        assert process.wait(30) == 0


def test_a_closed_pipe_ends_the_program_silently() -> None:
    with start("-q") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"x^2\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        try:
            process.stdin.write(b"x^3\n" * 2000)
            process.stdin.close()
        except BrokenPipeError:
            pass
        assert process.stderr.read() == b""
        assert process.wait(30) == -signal.SIGPIPE


def test_an_interrupt_leaves_whole_lines_and_ends_by_its_signal() -> None:
    with start("-q") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"x^2\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"f = x^2\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT
        assert process.stdout.read() == b"df/dx = 2*x\n"
        assert process.stderr.read() == b"interrupted at stdin:1\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_device_is_told_once() -> None:
    with open("/dev/full", "wb") as full, start("-e", "x^2", stdout=full) as process:
        assert process.stderr
        assert process.stderr.read() == b"derivrepl: cannot write output: no space left on device\n"
        assert process.wait(30) == 1


@pytest.mark.skipif(os.name == "nt", reason="scripts start so on POSIX only")
def test_a_script_runs_from_the_shell_and_no_config_touches_it(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "derivrepl"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nimport sys\nfrom derivrepl.cli import main\nsys.exit(main())\n", "utf-8")
    script = tmp_path / "script"
    script.write_text("#!/usr/bin/env -S derivrepl -q\nx^2\n", "utf-8")
    for path in (program, script):
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
    config = tmp_path / "config" / "derivrepl"
    config.mkdir(parents=True)
    (config / "config.toml").write_text("output = 'none'\nnonsense", "utf-8")
    (config / "init.deriv").write_text("x = 3\n", "utf-8")
    env = os.environ | {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "XDG_CONFIG_HOME": str(config.parent)
    }  # fmt: skip
    done = subprocess.run(
        [str(script)], env=env, capture_output=True, check=False, timeout=60, stdin=subprocess.DEVNULL
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"f = x^2\ndf/dx = 2*x\n", b"", 0)


def test_a_run_leaves_no_file_outside_the_cache(cli: Cli, tmp_path: Path) -> None:
    cli("-e", "x^2", cwd=tmp_path, env={"HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")})
    assert list(tmp_path.iterdir()) == []


def test_a_regular_file_and_a_pipe_give_the_same_bytes(tmp_path: Path) -> None:
    text = b"sin(x)+x*y\nsni(x)\na = 2\na*x\n"
    path = tmp_path / "input"
    path.write_bytes(text)
    with path.open("rb") as file, start(stdin=file) as process:
        out, err = process.communicate(timeout=30)
        assert (out, err, process.returncode) == run_cli(stdin=text)
