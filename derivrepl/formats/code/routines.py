"""The functions that a Code block asks for, with names and texts: what every target lays out in its own way."""

from __future__ import annotations

from derivrepl.formats.code.style import Body, safe_names
from derivrepl.language.text import Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.code.style import Style
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Routine:
    """One function of the output.

    lines     temporaries, as (name, text)
    value     text of f
    gradient  text of each derivative; None where only f is computed
    hessian   texts, row by row; None where it is not computed
    """

    def __init__(self, name: str, params: list[str], body: Body, size: int, order: int) -> None:
        self.name = name
        self.params = params
        self.lines = body.lines
        self.value, *rest = body.results
        self.gradient = rest[:size] if order else None
        rest = rest[size:]
        self.hessian = [rest[k * size : (k + 1) * size] for k in range(size)] if order == 2 else None


SUFFIXES = ("", "_and_grad", "_grad_hessian")


def routines(code: Code, store: Store, style: Style) -> list[Routine]:
    """The functions, the smallest first."""
    params = safe_names([store.name(n) for n in code.leaves], style)
    names = dict(zip(code.leaves, params))
    letter = code.letter
    while any(p[0] == letter and p[1:].isdecimal() for p in params):
        letter += "_"
    labels = code.labels if letter == code.letter else {}
    made = []
    for order in code.orders:
        roots = [code.value]
        roots += code.gradient if order else []
        roots += [n for row in code.hessian for n in row] if order == 2 else []
        body = Body(style, store, roots, names, labels, letter)
        made.append(Routine(code.name + SUFFIXES[order], params, body, len(code.gradient), order))
    return made


def heading(code: Code, store: Store) -> str:
    """The comment that says what the code computes."""
    text = Writer(store).text(code.typed)
    return f"{code.name} = {text}" if text else f"{code.name} of {' '.join(store.name(n) for n in code.leaves)}"
