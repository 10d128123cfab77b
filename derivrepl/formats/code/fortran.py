"""The target fortran: a module of Fortran 2008 in double precision."""

from __future__ import annotations

from derivrepl.formats.code.routines import Routine, heading, routines
from derivrepl.formats.code.style import Style, Written, bracketed
from derivrepl.tables.operators import ATOM, POSTFIX, POWER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store

KEYWORDS = "if do end function dp grad hessian result_ sin cos exp log sqrt merge real max min"


class Signs(Style):
    """Fortran's signs."""

    constants = {"inf": "huge(1.0_dp)"}
    keywords = frozenset(KEYWORDS.split())
    folds_case = True

    def whole(self, value: int) -> str:
        return f"{value}.0_dp"

    def real(self, value: float) -> str:
        return f"{value!r}_dp"

    def power(self, base: Written, exponent: Written) -> Written:
        text = exponent[0].removesuffix(".0_dp")
        power = text if text.isdecimal() else bracketed(exponent, ATOM)
        return f"{bracketed(base, POSTFIX)}**{power}", POWER

    def choose(self, condition: str, a: str, b: str) -> Written:
        return f"merge({a}, {b}, {condition.replace('!=', '/=')})", ATOM


def write(code: Code, store: Store) -> list[str]:
    """The lines of the file."""
    made = routines(code, store, Signs(code.target))
    lines = [f"! {line}" for line in [heading(code, store)]]
    lines += [f"module {code.name}_module", "  implicit none", "  integer, parameter :: dp = kind(1.0d0)", "contains"]
    for routine in made:
        lines += ["", *_function(routine)]
    return [*lines, f"end module {code.name}_module"]


def _function(routine: Routine) -> list[str]:
    size = len(routine.gradient or [])
    stores = []
    extra = []
    if routine.gradient is not None:
        extra.append(("grad", f"({size})"))
        stores += [f"grad({k}) = {text}" for k, text in enumerate(routine.gradient, 1)]
    if routine.hessian is not None:
        extra.append(("hessian", f"({size}, {size})"))
        for i, row in enumerate(routine.hessian, 1):
            stores += [f"hessian({i}, {j}) = {text}" for j, text in enumerate(row, 1)]
    names = [*routine.params, *(name for name, _ in extra)]
    kind = "subroutine" if extra else "function"
    result = "result_"
    lines = [f"  {kind} {routine.name}({', '.join([*names, result] if extra else names)})"]
    lines[0] += "" if extra else f" result({result})"
    if routine.params:
        lines.append(f"    real(dp), intent(in) :: {', '.join(routine.params)}")
    lines += [f"    real(dp), intent(out) :: {name}{shape}" for name, shape in extra]
    lines.append(f"    real(dp){', intent(out)' if extra else ''} :: {result}")
    if routine.lines:
        lines.append(f"    real(dp) :: {', '.join(name for name, _ in routine.lines)}")
    body = [f"{name} = {text}" for name, text in routine.lines] + stores + [f"{result} = {routine.value}"]
    return [*lines, *(f"    {_folded(line)}" for line in body), f"  end {kind} {routine.name}"]


def _folded(line: str) -> str:
    """The line broken where the standard asks for it."""
    pieces = []
    while len(line) > 110:
        cut = line.rfind(" ", 0, 110)
        cut = cut if cut > 0 else 110
        pieces.append(line[:cut] + " &")
        line = line[cut:]
    return "\n".join([*pieces, line]).replace("\n", "\n      &")
