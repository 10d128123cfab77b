"""The clipboard and the pager: which way is taken, and what is said when there is none."""

from __future__ import annotations

import io
import stat
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from derivrepl.errors import DerivError
from derivrepl.formats.files import FORMATS
from derivrepl.prompt.clipboard import copy
from derivrepl.prompt.pager import page
from derivrepl.session.answer import Clip, More
from derivrepl.session.session import Session
from tests.formats.terminal_screens import shown

if TYPE_CHECKING:
    from pathlib import Path


def program(folder: Path, name: str, code: int = 0) -> Path:
    """A program that keeps what it is given in the file `taken`."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n/bin/cat > {folder}/taken\nexit {code}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def session(*lines: str) -> Session:
    made = Session()
    made.formats = FORMATS
    made.at_prompt = True
    for line in lines:
        assert made.step(line).error is None
    return made


def clip(made: Session, line: str) -> str:
    (block,) = made.step(line).blocks
    assert isinstance(block, Clip)
    return block.text


def test_the_terminal_is_asked_where_there_is_no_program() -> None:
    out = io.StringIO()
    assert copy("∂f = 2·x\n", out, {}) == "OSC 52"
    sent = out.getvalue()
    assert sent.startswith("\x1b]52;c;")
    assert sent.endswith("\x07")
    assert b64decode(sent[7:-1]).decode() == "∂f = 2·x\n"


def test_a_program_of_the_desktop_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "wl-copy")
    monkeypatch.setenv("PATH", str(tmp_path))
    out = io.StringIO()
    assert copy("x", out, {"WAYLAND_DISPLAY": "w"}) == "wl-copy"
    assert (tmp_path / "taken").read_text() == "x"
    assert out.getvalue() == ""
    assert copy("x", out, {"WAYLAND_DISPLAY": "w", "SSH_TTY": "t"}) == "OSC 52"


def test_a_program_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "xclip", code=1)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copy("x", io.StringIO(), {"DISPLAY": ":0"}) == "OSC 52"


def test_what_is_too_long_for_the_terminal_is_refused() -> None:
    with pytest.raises(DerivError, match="no clipboard reached") as refused:
        copy("x" * 74_000, io.StringIO(), {})
    assert refused.value.code == "E704"


def test_a_terminal_without_control_sequences_is_sent_none() -> None:
    with pytest.raises(DerivError, match="no clipboard reached: this terminal has none") as refused:
        copy("x", None, {})
    assert refused.value.code == "E704"


def test_each_kind_of_copy_is_what_a_pipe_prints() -> None:
    made = session("sin(x) + x*y", ":grad x")
    assert clip(made, ":copy") == "df/dx = cos(x) + y  # v7\n"
    assert clip(made, ":copy f") == "f = sin(x) + x*y  # v5\n"
    assert clip(made, ":copy grad").count("\n") == 2
    assert clip(made, ":copy latex").startswith("f = \\sin\\left(x\\right) + x\\,y\n")
    assert "#include <math.h>" in clip(made, ":copy code c")
    assert clip(made, ":copy table").startswith("v1 = x  # input\n")
    assert "sin(x) + x*y\n" in clip(made, ":copy session")


def test_copying_needs_a_prompt_and_a_known_kind() -> None:
    made = session("x^2")
    error = made.step(":copy garad").error
    assert error is not None
    assert error.hint == "did you mean grad?"
    made.at_prompt = False
    error = made.step(":copy").error
    assert error is not None
    assert error.code == "E503"


def test_more_writes_what_was_cut() -> None:
    made = session("log(x1)*x2 + exp(x1*x2^2)*cos(x1/x2)*tanh(x1 + x2)", ":set simplify off", ":d x1 x2")
    assert made.last is not None
    cut = shown(made, made.last[0], 80)
    assert ":more writes it in full" in cut
    answer = made.step(":more")
    assert isinstance(answer.blocks[0], More)
    whole = shown(made, answer, 80)
    assert len(whole) > 2 * len(cut)
    assert "more nodes" not in whole
    assert made.step(":more").error is None
    assert len("".join(FORMATS[""](made, [answer]))) > 400


def test_there_is_nothing_to_show_again_at_first() -> None:
    error = session().step(":more").error
    assert error is not None
    assert error.code == "E204"


def test_only_what_is_taller_than_the_screen_goes_through_the_pager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGER", str(program(tmp_path, "pager")))
    out = io.StringIO()
    page("a\nb\n", 24, out)
    assert out.getvalue() == "a\nb\n"
    page("a\n" * 30, 24, out)
    assert (tmp_path / "taken").read_text() == "a\n" * 30
    assert out.getvalue() == "a\nb\n"
    monkeypatch.setenv("PAGER", str(tmp_path / "missing"))
    page("c\n" * 30, 24, out)
    assert out.getvalue().endswith("c\n" * 30)
