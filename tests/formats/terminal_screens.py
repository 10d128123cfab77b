"""Short sessions whose screens are tested, and what shows them at a width."""

from __future__ import annotations

import io

from derivrepl.formats.terminal import Terminal, make_console
from derivrepl.session.answer import Answer
from derivrepl.session.session import Session

LONG = "log(x1)*x2 + exp(x1*x2^2)*cos(x1/x2)*tanh(x1 + x2)"

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
    "errors":      ["x + y", ":grad x q", ":hesian", "sni(x)", "x +\n  sni(y)", "x^2 + 3..4"],
    "long":        ["sin(x)*" * 20 + "sni(x)", ":set simplify off", LONG, ":hessian"],
    "constants":   ["sqrt(2)*x + x/log(3) - 1/(-2*x)", "2^(1/2)", "x^-2", "max(x, y, 3)", "if(x > 0, x^2, -x)"],
}
# fmt: on


def shown(session: Session, answer: Answer, width: int, unicode: bool = True, prompt: int | None = None) -> str:
    """What the answer looks like without colour."""
    file = io.StringIO()
    terminal = Terminal(width, 24, unicode, False, session.settings, session.store)
    terminal.show(answer, make_console(file, width, 24, color=False, styled=False), prompt, "Tab: fix")
    return file.getvalue()


def screen(lines: list[str], width: int, unicode: bool = True) -> str:
    """The screen of a session at a prompt."""
    session = Session(checks=True)
    text = ""
    for line in lines:
        prompt = f"{'∂' if unicode else 'd'}{session.number}> "
        answer = session.step(line)
        text += prompt + line.replace("\n", "\n  … ") + "\n" + shown(session, answer, width, unicode, len(prompt))
    return text
