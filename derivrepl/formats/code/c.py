"""The target c: C99 with math.h; derivatives are stored through pointers."""

from __future__ import annotations

from derivrepl.formats.code.routines import Routine, heading, routines
from derivrepl.formats.code.style import Style, Written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store

KEYWORDS = (
    "auto break case char const continue default do double else enum extern float for goto if inline int long "
    "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
    "grad hessian y0 y1 yn j0 j1 jn gamma main"
)


class Signs(Style):
    """C's signs: every number is a double, powers are calls."""

    constants = {"inf": "INFINITY"}
    keywords = frozenset(KEYWORDS.split())

    def whole(self, value: int) -> str:
        return f"{value}.0"

    def power(self, base: Written, exponent: Written) -> Written:
        return f"pow({base[0]}, {exponent[0]})", 0

    def choose(self, condition: str, a: str, b: str) -> Written:
        return f"({condition} ? {a} : {b})", 0


def write(code: Code, store: Store) -> list[str]:
    """The lines of the file."""
    made = routines(code, store, Signs(code.target))
    lines = [f"/* {heading(code, store)} */", "#include <math.h>"]
    for routine in made:
        lines += ["", *_function(routine)]
    return lines


def _function(routine: Routine) -> list[str]:
    params = [f"double {p}" for p in routine.params]
    size = len(routine.gradient or [])
    stores = []
    if routine.gradient is not None:
        params.append(f"double grad[{size}]")
        stores += [f"grad[{k}] = {text};" for k, text in enumerate(routine.gradient)]
    if routine.hessian is not None:
        params.append(f"double hessian[{size * size}]")
        texts = [text for row in routine.hessian for text in row]
        stores += [f"hessian[{k}] = {text};" for k, text in enumerate(texts)]
    lines = [f"double {routine.name}({', '.join(params) or 'void'}) {{"]
    lines += [f"    const double {name} = {text};" for name, text in routine.lines]
    return [*lines, *(f"    {line}" for line in stores), f"    return {routine.value};", "}"]
