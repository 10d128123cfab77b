"""Keys that come faster than they are drawn: typed ahead, or pasted by a terminal that sends a paste as keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.prompt.in_process import EDITING, InProcess

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def prompt(monkeypatch: pytest.MonkeyPatch) -> Iterator[InProcess]:
    monkeypatch.setenv("DERIVREPL_HISTORY", "")
    with InProcess() as running:
        yield running


def definitions(count: int) -> str:
    return "".join(f"a{k} = {k}*x\r" for k in range(count))


def test_many_lines_pasted_as_keys_run_as_one_paste(prompt: InProcess) -> None:
    prompt.send(definitions(1_000) + "2*a")
    prompt.wait("  a999 = 999·x")
    assert " of 1,000   Ctrl-C stops" in prompt.file.sent
    prompt.wait_line("∂1001> 2*a")
    assert prompt.file.sent.count(EDITING) == 2
    prompt.send("999\r")
    prompt.wait("∂f/∂x = 1998")


def test_more_lines_than_an_editor_could_show_run_at_once(
    prompt: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr("derivrepl.prompt.entering.MOST_DRAWN", 200)
    prompt.send(definitions(40) + "2*a")
    prompt.wait_line("∂41> 2*a")
    prompt.send("39\r")
    prompt.wait("∂f/∂x = 78")
    assert list(tmp_path.rglob("crash-*")) == []


def test_an_error_in_them_costs_its_own_line_only(prompt: InProcess) -> None:
    prompt.send(definitions(20) + "2*)\r" + definitions(12))
    prompt.wait("∂33>")
    assert "unexpected `)`" in prompt.text() or "E101" in prompt.file.sent


def test_a_few_lines_typed_ahead_have_their_own_prompts(prompt: InProcess) -> None:
    prompt.send(definitions(4))
    prompt.wait_line("∂5>")
    assert [line for line in prompt.text().split("\n") if line.startswith("∂")][:4] == [
        f"∂{k + 1}> a{k} = {k}*x" for k in range(4)
    ]


def test_a_long_line_pasted_as_keys_is_put_in_at_once(prompt: InProcess) -> None:
    prompt.send("+".join(["x"] * 30_000) + "\r")
    prompt.wait("∂f/∂x = 30000")
    assert prompt.file.sent.count("\x1b[?25l") < 20


def test_keys_that_come_together_do_what_they_do_alone(prompt: InProcess) -> None:
    prompt.send("exp(\x18(x+yz\x7f\x18)\x18e\x18e)\x01\x1b3-")
    prompt.wait_line("∂1> ---exp(x+yx+yx+y)")
