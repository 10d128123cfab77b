"""`:save` and `:load`: a saved session is a program, a record and a test."""

from __future__ import annotations

import json
import random
import signal
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from derivrepl.errors import DerivError
from derivrepl.formats.files import FORMATS, TRANSCRIPTS
from derivrepl.formats.text import TextFormat
from derivrepl.session.session import Session
from tests.conftest import COMMAND

if TYPE_CHECKING:
    from tests.conftest import Cli

SAID = (
    "sin(x) + x*y",
    ":grad x=1 y=2",
    "df/dx = cos(x) + y",
    "df/dx = cos(x)",
    "a = 3*b",
    "f(x, y) = x^2*y + sin(y)",
    "h : function",
    "k : integer",
    "f(2, t) + 1",
    "1 +",
    ":eval t=4",
    ":d t 3",
    ":table",
    ":hessian f",
    ":set theme mono",
    ":set digits 9",
    "h(x)^2",
    "[x*y,\n  x + y]",
    ":jacobian",
    "c = 7",
    ":undo",
    ":help",
)

# fmt: off
WRITTEN = """\
# A derivrepl session: what was typed, and the results as checks.

sin(x) + x*y
df/dx = cos(x) + y
df/dy = x
a = 3*b
f(x, y) = x^2*y + sin(y)
h : function
k : integer

f(2, t) + 1
dout/dt = 4 + cos(t)
:eval t=4
d3out/dt3 = -cos(t)
:hessian f
d2f/dx2 = 2*y
d2f/dxdy = 2*x
d2f/dy2 = -sin(y)
:set digits 9

h(x)^2
dout/dx = 2*h'(x)*h(x)

[x*y, x + y]
"""
# fmt: on


def spoken(*said: str) -> Session:
    """A session in which this was said."""
    session = Session()
    session.formats, session.transcripts = FORMATS, TRANSCRIPTS
    session.shows_tables = False
    for text in said:
        session.step(text)
    return session


def done(session: Session, text: str) -> list[str]:
    """What a statement prints in a pipe; raises its error."""
    answer = session.step(text)
    if answer.error is not None:
        raise answer.error
    return TextFormat(session.store, quiet=True).answer(answer).splitlines()


def code(path: Path) -> list[str]:
    """The lines of a file that are no comments."""
    return [line for line in path.read_text().splitlines() if line[:1] != "#"]


def test_a_saved_session_is_a_program_with_its_results_as_checks(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    told = done(spoken(*SAID), f":save {path}")
    lines = path.read_text().splitlines()
    assert "\n".join(line for line in lines if not line.startswith("# d")) + "\n" == WRITTEN
    checks = sum(1 for line in lines if " = " in line and line.startswith("d"))
    statements = sum(1 for line in lines if line and line[0] != "#") - checks
    assert told == [f"# saved {statements} statements and {checks} checks to {path}   (derivrepl {path})"]


def test_what_was_saved_comes_out_again(tmp_path: Path, cli: Cli) -> None:
    path, again = tmp_path / "s.deriv", tmp_path / "again.deriv"
    session = spoken(*SAID)
    done(session, f":save {path}")
    fresh = spoken()
    assert done(fresh, f":load {path}")[-1].endswith("checks ok")
    assert done(fresh, ":vars") == done(session, ":vars")
    assert (fresh.number, fresh.point, fresh.settings.get("digits")) == (session.number, {"t": 4.0}, "9")
    done(fresh, f":save {again}")
    assert code(again) == code(path)
    run = cli("-q", str(path))
    assert (run.code, run.stderr) == (0, b"")


def test_a_changed_result_is_found(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "s.deriv"
    done(spoken(*SAID), f":save {path}")
    path.write_text(path.read_text().replace("df/dx = cos(x) + y", "df/dx = cos(x) - y"))
    run = cli("-q", str(path))
    assert run.code == 1
    assert run.stderr.decode().startswith(f"{path}:4:1: error: not equal")
    session = spoken("z = 2")
    answer = session.step(f":load {path}")
    assert answer.error is not None
    assert answer.error.code == "E601"
    assert answer.error.message.startswith(f"{path}:4:1: not equal")
    assert answer.error.span == (6, 6 + len(str(path)))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_loading_is_all_or_nothing_and_one_step(tmp_path: Path, end: str) -> None:
    path = tmp_path / "s.deriv"
    path.write_bytes(end.join(("# c", "a = 2", "sin(a*x)", ":set digits 3", "b = sni(x)", "")).encode())
    session = spoken("a = 1")
    with pytest.raises(DerivError, match=r"s\.deriv:5:5: unknown function sni"):
        done(session, f":load {path}")
    assert done(session, ":vars") == ["a = 1"]
    assert session.settings.get("digits") == "6"
    assert done(session, f":load? {path}") == [
        f"# {path}:5:5: unknown function sni [E201]",
        "# 1 of 4 statements would fail",
    ]
    assert done(session, ":vars") == ["a = 1"]
    path.write_text(path.read_text().replace("sni", "sin"))
    assert done(session, f":load? {path}") == ["# 4 statements, nothing is wrong"]
    assert done(session, f":load {path}")[-1] == "# 4 statements"
    assert done(session, "a + 0*b") == ["f = 2"]
    done(session, ":undo")
    done(session, ":undo")
    assert done(session, ":vars") == ["a = 1"]


def test_at_a_prompt_the_last_expression_of_a_file_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    path.write_text("x^3\nx^2\n")
    session = spoken()
    session.at_prompt = True
    assert done(session, f":load {path}") == ["f = x^2", "df/dx = 2*x", "# 2 statements"]
    assert session.at_prompt


def test_an_interrupted_load_leaves_the_session_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "s.deriv"
    path.write_text("a = 1\nb = 2\nsin(x)\n")
    session = spoken("z = 1")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    session.at_prompt = True
    monkeypatch.setattr("derivrepl.session.derivatives.simplify", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.step(f":load {path}")
    assert session.at_prompt
    assert done(session, ":vars") == ["z = 1"]


def test_files_that_load_themselves_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    path.write_text(f"a = 1\n:load {path}\n")
    with pytest.raises(DerivError, match="load one another"):
        done(spoken(), f":load {path}")


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (":save",               "E502", ":save needs a file"),
        (":load",               "E502", ":load needs a file"),
        (":save {}/none/f",     "E702", "no such file or directory"),
        (":save {}",            "E703", "exists"),
        (":save! {}",           "E702", "is a directory"),
        (":load {}/none",       "E701", "no such file or directory"),
        (":load {}",            "E701", "is a directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(text: str, code: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(DerivError, match=message) as raised:
        done(spoken("x^2"), text.format(tmp_path))
    assert raised.value.code == code


def test_values_of_compiled_functions_are_claims_too(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    done(spoken("x^3", ":fn df d/dx f", "df(4)", "df([1, 2])"), f":save {path}")
    assert path.read_text().splitlines()[-4:] == [":fn df d/dx f", "", "df(4)", "df(4) = 48"]
    assert done(spoken(), f":load {path}")[-1] == "# 5 statements, 2 checks ok"


def test_random_bytes_are_no_session(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    source = random.Random(3)
    for size in (1, 10, 1000):
        path.write_bytes(source.randbytes(size))
        session = spoken("a = 1")
        answer = session.step(f":load {path}")
        assert answer.error is not None
        assert done(session, ":vars") == ["a = 1"]


def test_a_reset_begins_a_session_that_keeps_its_settings(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    session = spoken(":set digits 12", "x^2", "a = 4", ":reset", "x^3")
    done(session, f":save {path}")
    assert path.read_text().splitlines()[1:] == [":set digits 12", "", "x^3", "df/dx = 3*x^2"]
    session.step(":undo 2")
    done(session, f":save! {path}")
    assert path.read_text().splitlines()[1:] == [":set digits 12", "", "x^2", "df/dx = 2*x", "a = 4"]


def test_a_run_that_is_too_long_is_not_saved(tmp_path: Path) -> None:
    session = Session(keep=3)
    session.record.most = 5
    for k in range(6):
        session.step(f"a{k} = {k}")
    with pytest.raises(DerivError, match="came from a file already"):
        done(session, f":save {tmp_path}/s")


def test_a_transcript_tells_what_was_typed_and_answered(tmp_path: Path) -> None:
    session = spoken(*SAID[:5], ":set digits 3", ":eval x=1/3 y=pi", ":grad x > /dev/null")
    done(session, f":save {tmp_path}/s.md")
    text = (tmp_path / "s.md").read_text()
    assert "∂1> sin(x) + x*y\n  f     = sin(x) + x·y\n  ∂f/∂x = cos(x) + y\n  ∂f/∂y = x\n```\n" in text
    assert "error E601: not equal" in text
    assert "∂f/∂x = 4.09" in text
    assert text.count("```") == 2 * 8


def test_a_page_is_well_formed_and_escaped(tmp_path: Path) -> None:
    session = spoken("if(x < 1, x, x^2)", "sni(x) & <b>")
    done(session, f":save {tmp_path}/s.html")
    text = (tmp_path / "s.html").read_text()
    opened: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Reader().feed(text)
    assert opened == []
    assert "if(x &lt; 1, x, x^2)" in text
    assert "<b>∂" in text
    assert "&lt;b&gt;" in text


def test_a_transcript_as_json_has_an_object_for_each_statement(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    done(spoken(), f":save {path}")
    assert json.loads(path.read_text()) == []
    done(spoken("x^2", "sni(x)", ":grad x=3"), f":save! {path}")
    objects = json.loads(path.read_text())
    assert [(o["kind"], o["ok"]) for o in objects] == [("expression", True), ("error", False), ("command", True)]
    assert objects[0]["derivatives"][0]["text"] == "2*x"


def test_a_kill_in_the_middle_of_saving_leaves_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "s.deriv"
    statements = "".join(f"sin({k}*x)*y\n" for k in range(4))
    whole = set()
    source = random.Random(5)
    for _ in range(6):
        with subprocess.Popen([*COMMAND, "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path) as run:
            assert run.stdin is not None
            assert run.stdout is not None
            text = statements + ":save! s.deriv\n" + "x^2\n:save! s.deriv\n" * 40
            run.stdin.write(text.encode())
            run.stdin.flush()
            for _ in range(source.randrange(13, 60)):
                run.stdout.readline()
            run.send_signal(signal.SIGKILL)
        assert [p.name for p in tmp_path.iterdir()] == ["s.deriv"]
        lines = path.read_text().splitlines()
        assert lines[0].startswith("# A derivrepl session")
        assert lines[-1] in ("df/dy = sin(3*x)", "df/dx = 2*x")
        whole.add(len(lines))
    assert len(whole) > 1


def test_a_transcript_is_loaded_by_what_was_typed_in_it(tmp_path: Path) -> None:
    path = tmp_path / "s.md"
    done(spoken("sin(x) + x*y", "a = 3*b", ":eval x=1 y=2", "[a,\n  b]"), f":save {path}")
    session = spoken()
    assert done(session, f":load {path}")[-1] == "# 4 statements"
    assert list(session.scope.definitions) == ["a"]
    assert session.point == {"x": 1.0, "y": 2.0}


PIECES = ("", "(", "]", "=", ":", "undef ", "\x00", "\udcff", "9" * 40, "^", "#", ";", "\n")


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_file_is_loaded_whole_or_not_at_all(data: st.DataObject) -> None:
    lines = WRITTEN.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        k = data.draw(st.integers(0, len(lines) - 1))
        at = data.draw(st.integers(0, len(lines[k])))
        piece = data.draw(st.sampled_from(PIECES))
        lines[k] = lines[k][:at] + piece + lines[k][at + data.draw(st.integers(0, 3)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "s.deriv"
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
        session = spoken("a = 1", "x : positive", "sin(a*x)")
        before = done(session, ":vars"), session.number, session.current
        error = session.step(f":load {path}").error
        if error is not None:
            assert error.code != "E901"
            assert error.message.startswith(f"{path}:")
        else:
            session.step(":undo")
        assert (done(session, ":vars"), session.number, session.current) == before
