"""What stands under the line while it is typed, as a screen: at each width, in Unicode, in ASCII, without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl import __version__
from derivrepl.formats.charset import to_ascii
from tests.formats.snapshot import check
from tests.prompt.in_process import InProcess

if TYPE_CHECKING:
    from pathlib import Path

LEFT, TAB, ENTER, CLEARED = "\x1b[D", "\t", "\r", "\x05\x15\x0c"

PROMPTS = ("∂1>", "d1>", "∂2>", "d2>")
PAPERS: dict[str, dict[str, object]] = {"unicode": {}, "ascii": {"ascii": True}, "mono": {"color": "never"}}

# What is typed, and what is on the screen once all of it is drawn.
TYPED = (
    ("sin(x)+x*",                       "an operand is expected"),
    ("sin(x)+x*y",                      "5 nodes"),
    ("ln(x1)+x1*x2-sin(x2)",            "7 nodes"),
    ("a/b*c",                           "(a/b)·c"),
    ("2*(3 + sin(x)",                   ") is expected"),
    ("sni(x)+2",                        "did you mean sin?"),
    ("exp(-x^2)*sin(3*x)" + LEFT * 12,  "v2 = x²"),
    ("x*sin" + TAB,                     "d sinh(u)"),
    ("x^2*y" + ENTER,                   "∂f/∂y = x²"),
    (":grad ",                          "inputs of f: x y"),
    (":eval x=4 y=0.5",                 "∂f/∂x = 4"),
    (":eval x=4 y=0.5" + ENTER,         "point x=4 y=0.5 kept"),
    ("sin(x)+x*y",                      "at x=4 y=0.5"),
)  # fmt: skip


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_lines_under_the_prompt_look_as_they_did(
    width: int, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERIVREPL_HISTORY", str(tmp_path / "history"))
    with InProcess(width, 30, settings=[("menu", "tab")], no_history=True, **PAPERS[paper]) as prompt:
        screens = [prompt.text()]
        for keys, told in TYPED:
            prompt.send(CLEARED)
            prompt.wait_for(
                lambda: prompt.line() in PROMPTS and prompt.text().startswith(PROMPTS), "the screen is not clear"
            )
            prompt.send(keys)
            prompt.wait(to_ascii(told) if paper == "ascii" else told)
            if keys.endswith(ENTER):
                prompt.wait_for(lambda: prompt.line() in PROMPTS, "no prompt follows")
            screens.append(prompt.text())
    check(f"{width}-{paper}/prompt.txt", f"\n{'=' * width}\n".join(screens).replace(__version__, "VERSION") + "\n")
