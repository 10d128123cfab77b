"""`:trace step` at the prompt: rows come one by one, in place."""

from __future__ import annotations

from tests.prompt.in_process import InProcess


def began(prompt: InProcess, command: str) -> None:
    prompt.send("x*sin(y)\r")
    prompt.wait("2>")
    prompt.send(f"{command}\r")
    prompt.wait("Space next")


def test_a_trace_is_walked_through_forward_and_back() -> None:
    with InProcess() as prompt:
        began(prompt, ":trace step x=2 y=0")
        prompt.wait("1 of 10")
        assert "▌v1 = x" in prompt.text()
        assert "v2 =" not in prompt.text().split("∂2>")[1]
        prompt.send("   ")
        prompt.wait("v4 is v1·v3: 0")
        row = prompt.row("▌v4 = v1·v3")
        marked = [c.data for c in prompt.cells(row, 0, 40) if c.underscore]
        assert "".join(marked) == "v1v3"
        prompt.send(" ")
        prompt.wait("a4 is the seed: 1")
        prompt.send("\x1b[D")
        prompt.wait("4 of 10")
        prompt.send("q")
        prompt.wait_gone("Space next")
        prompt.wait("a1 += a4·v3")


def test_beyond_the_last_row_the_whole_table_stays() -> None:
    with InProcess() as prompt:
        began(prompt, ":trace forward y step")
        prompt.send(" " * 8)
        prompt.wait_gone("Space next")
        prompt.wait("t4 = t1·v3 + v1·t3")


def test_a_walk_runs_by_itself_and_ends() -> None:
    with InProcess() as prompt:
        began(prompt, ":trace forward x step")
        prompt.send("r")
        prompt.wait_gone("Space next")


def test_a_long_trace_keeps_the_row_in_force_on_the_screen() -> None:
    with InProcess(rows=12) as prompt:
        prompt.send("sin(sin(sin(sin(sin(sin(sin(sin(sin(x)))))))))\r")
        prompt.wait("2>")
        prompt.send(":trace step x=1\r")
        prompt.wait("Space next")
        prompt.send(" " * 9)
        prompt.wait("10 of")
        assert "▌v10 = sin v9" in prompt.text()


def test_on_a_narrow_screen_the_note_says_what_stands_elsewhere_and_loses_nothing() -> None:
    with InProcess(cols=36) as prompt:
        began(prompt, ":trace step x=2 y=0")
        prompt.send("     ")
        prompt.wait("because v4 = v1·v3")
        text = " ".join(prompt.text().split("∂2>")[-1].split())
        assert "because v4 = v1·v3, with v1 = 2" in text
        assert "Space next" in text
        assert "6 of 10" in text
