"""What the prompt itself draws, as a screen: at each width, in colour, without it, and in ASCII.

The line being typed with what stands under it, and the browser, which has the screen to itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from derivrepl import __version__
from derivrepl.formats.charset import to_ascii
from tests.formats.snapshot import check_screen
from tests.formats.terminal_screens import TRACED
from tests.prompt.in_process import InProcess

if TYPE_CHECKING:
    from pathlib import Path

LEFT, TAB, ENTER, CLEARED = "\x1b[D", "\t", "\r", "\x05\x15\x0c"

PROMPTS = ("∂1>", "d1>", "∂2>", "d2>")
PAPERS: dict[str, dict[str, object]] = {"unicode": {}, "mono": {"color": "never"}, "ascii": {"ascii": True}}
WIDTHS = (60, 80, 120)

# What is typed, and what is on the screen once all of it is drawn.
TYPED = (
    ("sin(x)+x*",                       "an operand is expected"),
    ("sin(x)+x*y",                      "5 nodes"),
    ("ln(x1)+x1*x2-sin(x2)",            "7 nodes"),
    ("a/b*c",                           "(a/b)·c"),
    ("-x^2/2y",                         "reads two ways"),
    ("2*(3 + sin(x)",                   ") is expected"),
    ("sni(x)+2",                        "did you mean sin?"),
    ("exp(-x^2)*sin(3*x)" + LEFT * 12,  "v2 = x²"),
    ("x*s" + TAB,                       "d sign(u)"),
    ("x*sin" + TAB,                     "d sinh(u)"),
    ("x^2*y" + ENTER,                   "∂f/∂y = x²"),
    (":grad ",                          "inputs of f: x y"),
    (":eval x=4 y=0.5",                 "∂f/∂x = 4"),
    (":eval x=4 y=0.5" + ENTER,         "point x=4 y=0.5 kept"),
    ("sin(x)+x*y",                      "at x=4 y=0.5"),
    (":copy latex" + ENTER,             "copied 3 lines (OSC 52)"),
    (":grad x q" + ENTER,               "hint: did you mean y?"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A history of one's own, and no clipboard but the terminal's."""
    monkeypatch.setenv("DERIVREPL_HISTORY", str(tmp_path / "history"))
    for name in ("WAYLAND_DISPLAY", "DISPLAY", "TMUX", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)


def without_colour(prompt: InProcess) -> bool:
    """Whether every cell of the screen has the terminal's own colours."""
    cells = [cell for row in range(prompt.rows) for cell in prompt.cells(row, 0, prompt.cols)]
    return {(cell.fg, cell.bg) for cell in cells} == {("default", "default")}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_lines_under_the_prompt_look_as_they_did(width: int, paper: str) -> None:
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
            assert without_colour(prompt) or paper != "mono"
            screens.append(prompt.text())
    check_screen("prompt", width, paper, f"\n{'=' * width}\n".join(screens).replace(__version__, "VERSION") + "\n")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_browser_looks_as_it_did(width: int, paper: str) -> None:
    with InProcess(width, 18, no_history=True, **PAPERS[paper]) as prompt:
        for keys, told in ((TRACED, "2>"), (":eval x1=2 x2=5", "x2=5 kept"), (":browse v5", "v5 = v3 + v4")):
            prompt.send(keys + ENTER)
            prompt.wait(told)
        assert without_colour(prompt) == (paper == "mono")
        check_screen("browse", width, paper, prompt.text() + "\n")
        prompt.send("q")


COLOURED = (
    ("2*sin(x)^2 + pi - y   # note",  "7 nodes"),
    ("f(u) = u^2" + ENTER,            "f(u) = u²"),
    ("f(π/v1) + sni(x)",              "did you mean sin?"),
    (":grad u=3",                     "2·u = 6"),
    ("∂f/∂u = 2*u",                   "2*u"),
)  # fmt: skip
LETTERS = {"default": ".", "brown": "y", "brightblack": "d"}
"""Colours, as pyte calls them, whose letter is not their first."""


def painted(prompt: InProcess) -> str:
    """The rows that hold something, each with its colours' letters below; capitals are bold or underlined."""
    told = []
    for row, text in enumerate(prompt.text().split("\n")):
        cells = prompt.cells(row, 0, len(text))
        letters = [LETTERS.get(c.fg, c.fg[0]) for c in cells]
        marked = [x.upper() if c.bold or c.underscore else x for x, c in zip(letters, cells, strict=True)]
        told += [text, "".join(marked).replace(".", " ")]
    return "\n".join(told)


def test_what_is_typed_has_the_colours_that_it_had() -> None:
    with InProcess(80, 30, settings=[("menu", "tab")], no_history=True) as prompt:
        screens = []
        for keys, told in COLOURED:
            prompt.send(CLEARED)
            prompt.wait_for(lambda: prompt.text().startswith(PROMPTS) and prompt.line() in PROMPTS)
            prompt.send(keys)
            prompt.wait(told)
            prompt.wait_for(lambda keys=keys: not keys.endswith(ENTER) or prompt.line() in PROMPTS)  # type: ignore[misc]
            screens.append(painted(prompt))
    check_screen("prompt-colours", 80, "unicode", "\n\n".join(screens) + "\n")
