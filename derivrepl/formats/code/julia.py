"""The target julia."""

from __future__ import annotations

from derivrepl.formats.code.routines import Routine, heading, routines
from derivrepl.formats.code.style import Style, Written, bracketed
from derivrepl.tables.operators import POSTFIX, POWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store

KEYWORDS = (
    "baremodule begin break catch const continue do else elseif end export false finally for function global if "
    "import let local macro module quote return struct true try using while pi"
)


class Signs(Style):
    """Julia's signs."""

    constants = {"pi": "pi", "inf": "Inf"}
    keywords = frozenset(KEYWORDS.split())
    raises = True

    def power(self, base: Written, exponent: Written) -> Written:
        return f"{bracketed(base, POSTFIX)}^{bracketed(exponent, POWER)}", POWER

    def choose(self, condition: str, a: str, b: str) -> Written:
        return f"({condition} ? {a} : {b})", 0


def write(code: Code, store: Store) -> list[str]:
    """The lines of the file."""
    style = Signs(code.target)
    made = routines(code, store, style)
    modules = sorted({s.split(".")[0] for s in style.used if "." in s})
    lines = [f"# {heading(code, store)}", *(f"import {module}" for module in modules)]
    for routine in made:
        lines += ["", *_function(routine)]
    return lines


def _function(routine: Routine) -> list[str]:
    lines = [f"function {routine.name}({', '.join(routine.params)})"]
    lines += [f"    {name} = {text}" for name, text in routine.lines]
    results = [routine.value]
    if routine.gradient is not None:
        results.append(f"[{', '.join(routine.gradient)}]")
    if routine.hessian is not None:
        results.append(f"[{'; '.join(' '.join(f'({t})' for t in row) for row in routine.hessian)}]")
    return [*lines, f"    return {', '.join(results)}", "end"]
