"""Whatever is pressed, the prompt lives."""

from __future__ import annotations

import random

import pytest

from tests.prompt.in_process import InProcess

KEYS = (
    *"x2y(+*)^[]=:;,. '\"\\#%_∂πé力", "sin", "sni(", "f(u) = ", ":grad ", ":he", "\\al", "exp", "1/2x", "%3", "_1",
    "\t", "\x1b[Z", "\r", "\x1b\r", "\x0f", "\x0c", "\x12", "\x13", "\x07", "\x03", "\x7f", "\x17", "\x15", "\x19",
    "\x1f", "\x01", "\x05", "\x0b", "\x14", "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[3~", "\x1bf", "\x1bb",
    "\x1b\x7f", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[200~a = 1\nb(\n  a)\x1b[201~", "\x00", "\x1b[1;5C",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("editmode", ["emacs", "vi"])
def test_any_keys_leave_a_living_prompt(seed: int, editmode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DERIVREPL_HISTORY", "")
    chosen = random.Random(seed)
    with InProcess(cols=chosen.choice([20, 40, 80]), settings=[("editmode", editmode)]) as prompt:
        for _ in range(25):
            prompt.send("".join(chosen.choices(KEYS, k=chosen.randint(1, 12))))
        prompt.send("\x1b")
        prompt.wait_for(lambda: prompt.thread.is_alive())
        prompt.send("\x07\x03\x03")
        prompt.send("i\x15" if editmode == "vi" else "")
        prompt.wait_for(lambda: prompt.line().endswith(">"))
        prompt.send("\x03:clear\r")
        prompt.wait_gone("clear")
        prompt.send("17*3\r")
        prompt.wait("= 51")
