"""The target rust: f64 methods, arrays for derivatives."""

from __future__ import annotations

from derivrepl.formats.code.routines import Routine, heading, routines
from derivrepl.formats.code.style import Style, Written, bracketed
from derivrepl.tables.operators import POSTFIX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store

KEYWORDS = (
    "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move "
    "mut pub ref return self Self static struct super trait true type unsafe use where while abstract become box do "
    "final macro override priv try typeof unsized virtual yield"
)


class Signs(Style):
    """Rust's signs: functions are methods of the first operand."""

    constants = {"pi": "std::f64::consts::PI", "e": "std::f64::consts::E", "inf": "f64::INFINITY"}
    keywords = frozenset(KEYWORDS.split())

    def whole(self, value: int) -> str:
        return f"{value}.0_f64"

    def real(self, value: float) -> str:
        return f"{value!r}_f64"

    def power(self, base: Written, exponent: Written) -> Written:
        return f"{bracketed(base, POSTFIX)}.powf({exponent[0]})", POSTFIX

    def choose(self, condition: str, a: str, b: str) -> Written:
        return f"(if {condition} {{ {a} }} else {{ {b} }})", 0

    def call(self, name: str, operands: list[Written]) -> Written:
        first, *rest = operands
        return f"{bracketed(first, POSTFIX)}.{name}({', '.join(text for text, _ in rest)})", POSTFIX


def write(code: Code, store: Store) -> list[str]:
    """The lines of the file."""
    made = routines(code, store, Signs(code.target))
    lines = [f"// {heading(code, store)}"]
    for k, routine in enumerate(made):
        lines += [""] * bool(k) + _function(routine)
    return lines


def _function(routine: Routine) -> list[str]:
    params = ", ".join(f"{p}: f64" for p in routine.params)
    size = len(routine.gradient or [])
    kinds, results = ["f64"], [routine.value]
    if routine.gradient is not None:
        kinds.append(f"[f64; {size}]")
        results.append(f"[{', '.join(routine.gradient)}]")
    if routine.hessian is not None:
        kinds.append(f"[[f64; {size}]; {size}]")
        results.append("[" + ", ".join(f"[{', '.join(row)}]" for row in routine.hessian) + "]")
    joined, made = ", ".join(kinds), ", ".join(results)
    single = len(kinds) == 1
    lines = [f"pub fn {routine.name}({params}) -> {joined if single else f'({joined})'} {{"]
    lines += [f"    let {name} = {text};" for name, text in routine.lines]
    return [*lines, f"    {made if single else f'({made})'}", "}"]
