"""Short sessions whose screens are tested, and what shows them at a width on a kind of terminal."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple

from derivrepl.formats.terminal import Terminal, make_console
from derivrepl.session.session import Session

if TYPE_CHECKING:
    from derivrepl.session.answer import Answer

STYLE = re.compile(r"\x1b\[([\d;]*)m")


class Paper(NamedTuple):
    """A kind of terminal: its characters, its colours, whether it knows of bold and underlined text at all."""

    unicode: bool
    color: bool
    styled: bool


PAPERS = {
    "unicode": Paper(unicode=True, color=True, styled=True),
    "mono":    Paper(unicode=True, color=False, styled=True),
    "ascii":   Paper(unicode=False, color=False, styled=False),
}  # fmt: skip

LONG = "log(x1)*x2 + exp(x1*x2^2)*cos(x1/x2)*tanh(x1 + x2)"
TRACED = "ln(x1) + x1*x2 - sin(x2)"

# fmt: off
SESSIONS = {
    "entry":       ["sin(x) + x*y"],
    "point":       ["log(x1) + x1*x2 - sin(x2)", ":eval x1=2 x2=5", ":table"],
    "gradient":    ["sin(x) + x*y", ":grad x y", ":d x 3", ":grad x=4 y=0.5"],
    "hessian":     ["x^2*y + sin(y)", ":hessian", ":hessian x=1 y=2"],
    "jacobian":    ["[r*cos(t), r*sin(t)]", ":jacobian r t"],
    "definitions": ["f(x, y) = x^2*y + sin(y)", "a = 3*b", "a : positive", "f(2, t) + 1", ":grad f"],
    "steps":       ["exp(-x^2)*sin(3*x)", ":steps x", ":steps x 4", "sin(x)/(1 + cos(x)) + y", ":steps x"],
    "graph":       ["sin(x) + x*y", ":graph", ":graph f", ":graph v4..v6", ":graph tree", ":graph tree v7"],
    "plot":        ["exp(-x^2)*sin(3*x)", ":plot x=-3..3"],
    "latex":       ["sin(x) + x*y", ":latex", ":latex grad"],
    "many":        ["*".join(f"(x{k} + {k})" for k in range(1, 12)), ":table last 3", ":table uses v1", ":d x1"],
    "errors":      ["x + y", ":grad x q", ":hesian", "sni(x)", "x +\n  sni(y)", "x^2 + 3..4",
                    ":set output results", "xy + 1/2x", "xy"],
    "long":        ["sin(x)*" * 20 + "sni(x)", ":set simplify off", LONG, ":hessian"],
    "more":        [":set output results", ":set simplify off", LONG, ":d x1 x2", ":more"],
    "constants":   ["sqrt(2)*x + x/log(3) - 1/(-2*x)", "2^(1/2)", "x^-2", "max(x, y, 3)", "if(x > 0, x^2, -x)"],
    "trace":       [TRACED, ":trace reverse x1=2 x2=5", ":trace forward x1", ":trace both", ":point clear", ":trace"],
    "eval":        ["sin(x) + x*y", ":eval x=4 y=0.5", ":eval", ":point", ":eval x=1..3 n=3", ":point clear",
                    ":eval x=1"],
    "check":       ["sin(x) + x*y", ":check"],
    "code":        ["sin(x) + x*y", ":code numpy", ":code python", ":code c"],
    "mistakes":    ["sin(3*x)", "df/dx = 3*cos(3*x)", "df/dx = cos(3*x)", ":show", "x*exp(x)", "df/dx = exp(x)"],
    "matrices":    ["A : matrix(2,2)", "X : matrix(2,2)", "trace(A@X) + log(det(X))", ":eval A=[1,2;3,4] X=[2,0;0,1]",
                    "b : vector(3)", "A*b"],
    "help":        [":help", ":help grad", ":help sin", ":help E202", ":tour"],
    "refused":     [TRACED, ":grad x1 q", ":eval x1=-2 x2=5", ":eval x1=1", ":table v99"],
    "undo":        ["sin(x) + x*y", "a = 3*b", "f(x, y) = x^2*y + sin(y)", ":undo", ":redo", ":undo", ":eval x=4 y=0.5",
                    ":vars", ":save homework.deriv", ":save homework.deriv", ":reset", ":load homework.deriv",
                    ":undo 99"],
    "why":         ["exp(-x^2)*sin(3*x)", ":why v9", ":rules sin"],
    "cost":        [TRACED, ":cost"],
}
# fmt: on


def sent(session: Session, answer: Answer, width: int, paper: str = "unicode", prompt: int | None = None) -> str:
    """What a terminal is sent to show the answer."""
    unicode, color, styled = PAPERS[paper]
    file = io.StringIO()
    terminal = Terminal(width, 24, unicode, color, session.settings, session.store)
    terminal.show(answer, make_console(file, width, 24, color, styled), prompt, "Tab: fix")
    return file.getvalue()


def shown(session: Session, answer: Answer, width: int, paper: str = "unicode", prompt: int | None = None) -> str:
    """What the answer looks like: what is sent without its styles."""
    return STYLE.sub("", sent(session, answer, width, paper, prompt))


def asked(session: Session, line: str, paper: str = "unicode") -> tuple[str, int]:
    """A line as it stands on the screen when it is typed next, and how wide its prompt is."""
    prompt = f"{'∂' if PAPERS[paper].unicode else 'd'}{session.number}> "
    return prompt + line.replace("\n", "\n  … " if PAPERS[paper].unicode else "\n  ... ") + "\n", len(prompt)


def screen(lines: list[str], width: int, paper: str = "unicode") -> str:
    """The screen of a session at a prompt."""
    session = Session(checks=True)
    text = ""
    for line in lines:
        typed, prompt = asked(session, line, paper)
        text += typed + shown(session, session.step(line), width, paper, prompt)
    return text
