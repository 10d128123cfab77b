"""The program among others: limits, signals, files that are replaced whole, encodings, closed and full streams."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from derivrepl.batch.progress import Progress, count_lines
from derivrepl.batch.reading import lines_of
from derivrepl.language.statements import LONGEST
from tests.conftest import COMMAND, ROOT, run_cli, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Cli

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and signals of POSIX")

ENDLESS = b"diff(tan(tan(tan(tan(tan(x))))), x, 40)"
"""A statement that nobody waits for."""


def shell(line: str, cwd: Path | None = None) -> tuple[bytes, bytes, int]:
    """What a shell's pipeline leaves; `derivrepl` in it is the program."""
    line = line.replace("derivrepl", " ".join(COMMAND))
    done = subprocess.run(
        ["bash", "-c", line], cwd=cwd, capture_output=True, timeout=120, check=False, start_new_session=True
    )
    return done.stdout, done.stderr, done.returncode


# Limits


def test_a_statement_that_takes_too_long_is_an_error_and_the_others_run(cli: Cli) -> None:
    text = b"a = x^2\n%s\na = %s\na\n" % (ENDLESS, ENDLESS)
    done = cli("-r", "--timeout", "0.3", stdin=text)
    assert done.stdout == b"\n\n\n"
    assert done.stderr.count(b"error: stopped after 0.3 seconds [E404]") == 2
    assert b"[E206]" in done.stderr  # the definition failed, and what uses it says so
    assert done.code == 1


def test_after_a_timeout_the_session_is_as_before(cli: Cli) -> None:
    text = b"x^2\n%s\n:grad\n_ + 1\n:vars\n" % ENDLESS
    done = cli("-q", "--timeout", "1", stdin=text)
    assert done.stdout == (
        b"f = x^2\ndf/dx = 2*x\ndf/dx = 2*x\nf = x^2 + 1\ndf/dx = 2*x\n# inputs x\n# current f is entry 2\n"
    )


def test_a_timeout_is_an_object_among_the_others(cli: Cli) -> None:
    done = cli("--json", "-s", "--timeout", "1", stdin=b"x\n%s\ny\n" % ENDLESS)
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [m["ok"] for m in made] == [True, False, True]
    assert made[1]["error"]["code"] == "E404"


@pytest.mark.parametrize("command", [":hessian", ":check", ":taylor x 60", ":domain", ":code c hessian", ":steps"])
def test_commands_are_stopped_as_well(cli: Cli, command: str) -> None:
    text = b"a = tan(tan(tan(x*y)))^x/(1 + tan(tan(x^y)))\n" + b"a = tan(a)*sin(a + x)\n" * 4 + b"a\n"
    text += command.encode() + b"\n" + b"z\n"
    done = cli("-r", "--timeout", "0.4", stdin=text)
    assert done.stdout.endswith(b"1\n")
    assert b"Traceback" not in done.stderr


# Signals


SIGNALS = [(signal.SIGINT, b"interrupted"), (signal.SIGTERM, b"terminated"), (signal.SIGHUP, b"hung up")]


@pytest.mark.parametrize(("number", "word"), SIGNALS, ids=["int", "term", "hup"])
def test_a_signal_leaves_whole_lines_and_ends_the_process(number: int, word: bytes) -> None:
    with start("-q") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"x^2\n%s\n" % ENDLESS)
        process.stdin.flush()
        assert process.stdout.readline() == b"f = x^2\n"
        assert process.stdout.readline() == b"df/dx = 2*x\n"
        time.sleep(0.3)  # now it works on the second statement
        process.send_signal(number)
        assert process.wait(30) == -number
        assert process.stdout.read() == b""
        assert process.stderr.read() == word + b" at stdin:2\n"


@pytest.mark.parametrize("number", [number for number, _ in SIGNALS], ids=["int", "term", "hup"])
def test_what_a_file_has_given_is_written_when_a_signal_ends_the_run(tmp_path: Path, number: int) -> None:
    """The output of a file is gathered in blocks, unlike that of a pipe."""
    path = tmp_path / "long.deriv"
    path.write_bytes(b"x^2\n%s\n" % ENDLESS)
    with start("-q", "--progress", "always", str(path)) as process:
        assert process.stdout
        time.sleep(1.5)
        process.send_signal(number)
        assert process.wait(30) == -number
        assert process.stdout.read() == b"f = x^2\ndf/dx = 2*x\n"


def test_a_run_whose_terminal_may_go_goes_on() -> None:
    """A shell's `trap '' HUP`, like `nohup`, has the program ignore that signal."""
    out, _, code = shell("trap '' HUP; (echo 'x^2'; sleep 1; kill -HUP 0; sleep 0.5; echo 'y^3') | derivrepl -r")
    assert (out, code) == (b"2*x\n3*y^2\n", 0)


@pytest.mark.parametrize("delay", [0.05, 0.08, 0.12, 0.2, 0.3])
def test_an_interrupt_at_any_time_of_the_start_ends_without_a_traceback(delay: float) -> None:
    with start("-q", "-e", "x^2", "-e", ENDLESS.decode()) as process:
        assert process.stderr
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        process.wait(30)
        # Before the program is there, Python itself may have its say.
        assert b"derivrepl/cli.py" not in process.stderr.read()
        assert process.returncode != 0


def test_an_interrupted_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old\n")
    with start("-q", "-o", str(target)) as process:
        assert process.stdin
        process.stdin.write(b"x^2\n%s\n" % ENDLESS)
        process.stdin.flush()
        while not process.poll() and not list(tmp_path.glob("*.part")) and not _opened(process.pid, tmp_path):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert target.read_text() == "old\n"


def _opened(pid: int, folder: Path) -> bool:
    """Whether the process has a file of the folder open, perhaps one without a name."""
    try:
        links = [os.readlink(f"/proc/{pid}/fd/{n}") for n in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        return False
    return any(link.startswith(str(folder)) for link in links)


# Output


def test_a_file_is_written_whole_also_when_statements_fail(cli: Cli, tmp_path: Path) -> None:
    target, link = tmp_path / "out", tmp_path / "link"
    target.write_text("old\n")
    target.chmod(0o640)
    link.symlink_to(target)
    done = cli("-q", "-o", str(link), "-e", "x^2", "-e", "sni(x)")
    assert done.code == 1
    assert target.read_text() == "f = x^2\ndf/dx = 2*x\n"
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("path", ["/nosuch/out", "/dev/full", "/"])
def test_output_that_cannot_be_written_is_told_once(cli: Cli, path: str) -> None:
    done = cli("-q", "-o", path, "-e", "x")
    assert (done.stdout, done.code) == (b"", 1)
    assert done.stderr.startswith(b"derivrepl: cannot write")
    assert done.stderr.count(b"\n") == 1


# fmt: off
STREAMS = [
    # line                                              stdout                      stderr                 code
    ("derivrepl -q -e x > /dev/full",                   b"",  b"cannot write output: no space left on device", 1),
    ("derivrepl --help > /dev/full",                    b"",  b"cannot write output: no space left on device", 1),
    ("derivrepl -q -e x >&-",                           b"",  b"cannot write output: stdout is closed",       1),
    ("derivrepl -q <&-",                                b"",  b"cannot read stdin: it is closed",             2),
    ("derivrepl -q -e 'sni(x)' 2>&-",                   b"",  b"",                                            1),
    ("derivrepl -q -e x -e 'sni(x)' 2> /dev/full",      None, b"",                                            None),
    ("yes x | derivrepl -q | head -1",                  b"f = x\n", b"",                                      0),
    ("yes x | derivrepl --json | head -c 9",            b'{"schema"', b"",                                    0),
    ("derivrepl < /dev/null",                           b"",  b"",                                            0),
    ("derivrepl --json < /dev/null",                    b"",  b"",                                            0),
    ("mkfifo p; (echo x > p &); derivrepl -q p",        b"f = x\ndf/dx = 1\n", b"",                           0),
    ("derivrepl -q <(echo x) <(echo y)",                b"f = x\ndf/dx = 1\nf = y\ndf/dy = 1\n", b"",         0),
    ("derivrepl -r . ",                                 b"",  b"cannot read .: is a directory",               2),
]
# fmt: on


@pytest.mark.parametrize(("line", "stdout", "stderr", "code"), STREAMS, ids=[row[0] for row in STREAMS])
def test_streams_that_are_closed_full_or_special(
    line: str, stdout: bytes | None, stderr: bytes, code: int | None, tmp_path: Path
) -> None:
    out, err, status = shell(line, tmp_path)
    assert stdout is None or out == stdout
    assert err == (b"derivrepl: " + stderr + b"\n" if stderr else b"")
    assert code is None or status == code


def test_the_output_of_the_corpora_typed_back_proves_itself() -> None:
    for name in ("exercises", "losses", "functions", "feynman"):
        path = ROOT / "tests" / "corpus" / f"{name}.deriv"
        out, err, code = shell(f"set -o pipefail; derivrepl {path} | derivrepl -q | grep -c '# ok'")
        assert (err, code) == (b"", 0), name
        assert int(out) > 0


# Input

# fmt: off
ENCODED = [
    # bytes                                             statements
    (b"x\ny",                                           ["x\n", "y"]),
    (b"\xef\xbb\xbfx\r\n",                              ["\ufeffx\r\n"]),
    ("x²\ny".encode("utf-16"),                          ["x²\n", "y"]),
    (b"\xfe\xff" + "x²\r\ny\n".encode("utf-16-be"),     ["x²\r\n", "y\n"]),
    (b"\xff\xfe" + "a\U0001d465\u0a0a\n".encode("utf-16-le"), ["a\U0001d465\u0a0a\n"]),
    (b"\xff\xfe",                                       []),
    (b"caf\xe9\n",                                      ["caf\udce9\n"]),
    (b"",                                               []),
]
# fmt: on


@pytest.mark.parametrize(("raw", "lines"), ENCODED)
def test_lines_are_read_from_utf_8_and_utf_16(raw: bytes, lines: list[str]) -> None:
    assert list(lines_of(io.BytesIO(raw))) == lines


def test_bytes_in_latin_1_are_an_error_in_their_place(cli: Cli) -> None:
    done = cli("-q", stdin=b"x\n\xe9 + caf\xe9\ny\n")
    assert done.stdout == b"f = x\ndf/dx = 1\nf = y\ndf/dy = 1\n"
    assert done.stderr.startswith(
        b"stdin:2:1: error: character cannot be read (byte 0xe9) [E106]\n  \\xe9 + caf\\xe9\n"
    )


def test_a_utf_16_co_process_is_answered_line_by_line() -> None:
    with start("-q") as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("x²\n".encode("utf-16"))
        process.stdin.flush()
        assert process.stdout.readline() == b"f = x^2\n"
        process.stdin.close()


def test_a_line_that_is_too_long_is_refused_and_the_next_one_read(cli: Cli) -> None:
    done = cli("-q", stdin=b"x+" * (LONGEST // 2) + b"x\n(x +\n" + b" y+\n" * 20 + b" y)\n")
    assert done.stderr.startswith(b"stdin:1:1: error: the statement has over 10,000,000 characters [E109]\n")
    assert done.stdout == b"f = x + " + b"y + " * 20 + b"y\ndf/dx = 1\ndf/dy = 21\n"


def test_random_bytes_are_errors_and_nothing_else(cli: Cli) -> None:
    import random

    done = cli("-q", "--errors", "short", stdin=random.Random(1).randbytes(20_000))
    assert done.code == 1
    assert b"Traceback" not in done.stderr
    assert b"E901" not in done.stderr


# Progress


def test_progress_counts_the_lines_of_a_file_and_takes_itself_away(tmp_path: Path) -> None:
    path = tmp_path / "big"
    path.write_text("x\n" * 9_999 + "y")
    err = io.StringIO()
    line = Progress(err)
    line.next = 0
    with path.open("rb") as file:
        file.readline()
        assert count_lines(file) == 10_000
        assert file.readline() == b"x\n"
        line.over(file)
        line.at(4_812, 2)
    assert err.getvalue() == "\r  4,812 of 10,000 lines  48 %  2 errors  00:00\x1b[K"
    line.at(4_813, 2)  # too soon for another
    line.clear()
    line.clear()
    assert err.getvalue().endswith("00:00\x1b[K\r\x1b[K")


def test_no_progress_without_a_terminal_and_none_in_the_first_second(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_text("x\n")
    assert cli("-q", str(path)).stderr == b""
    assert cli("-q", "--progress", "always", str(path)).stderr == b""


def test_running_twice_in_one_process_is_like_running_in_two() -> None:
    code = "from derivrepl.cli import main; main(['-q', '-e', 'x^2']); main(['-r', '-e', 'y^3'])"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=True)
    assert done.stdout == b"f = x^2\ndf/dx = 2*x\n3*y^2\n"
    assert run_cli("-q", "-e", "x^2").stdout + run_cli("-r", "-e", "y^3").stdout == done.stdout
