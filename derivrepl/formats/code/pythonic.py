"""What the targets on Python share: functions that return f, or f with its gradient and Hessian as tuples."""

from __future__ import annotations

import keyword
import re

from derivrepl.formats.code.routines import Routine, heading, routines
from derivrepl.formats.code.style import Style, Written, bracketed
from derivrepl.store import LIST, Node
from derivrepl.tables.operators import ATOM, COMPARISON, POSTFIX, PRODUCT, SUM, UNARY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Pythonic(Style):
    """Python's own signs."""

    keywords = frozenset([*keyword.kwlist, "math", "np", "jnp", "jax", "torch", "scipy", "max", "min"])
    raises = True


class Arrays(Pythonic):
    """Signs for arrays: conditions choose element by element."""

    raises = False
    stack = "stack"
    """What makes an array of its rows."""

    def choose(self, condition: str, a: str, b: str) -> tuple[str, int]:
        return f"{self.target.prefix}where({condition}, {a}, {b})", 0

    def array(self, text: str, operands: dict[str, Written]) -> Written:
        """A function of arrays: its text with the operands put in."""
        tight = " @ " in text or text.endswith(".T")
        names = "|".join(operands)
        written = re.sub(
            rf"(?<![\w.\"])({names})(?![\w\"])",
            lambda m: bracketed(operands[m[1]], UNARY if tight else COMPARISON),
            text,
        )
        if text.endswith(".T"):
            return written, POSTFIX
        single = re.fullmatch(r"[\w.]+\([^()]*(?:\([^()]*\)[^()]*)*\)", text)
        return written, PRODUCT if " @ " in text else ATOM if single else SUM

    def operation(self, store: Store, node: Node, operands: list[Written]) -> Written:
        if store.op(node) == LIST:
            return self.call(f"{self.target.prefix}{self.stack}", [(f"[{', '.join(t for t, _ in operands)}]", ATOM)])
        return super().operation(store, node, operands)

    def power(self, base: tuple[str, int], exponent: tuple[str, int]) -> tuple[str, int]:
        text, level = exponent
        if text.lstrip("-").isdecimal() and text.startswith("-"):
            exponent = text + ".0", level  # a whole negative power of whole numbers would be refused
        return super().power(base, exponent)


def write_python(code: Code, store: Store, style: Style, *libraries: str) -> list[str]:
    """The lines of the module; libraries: the import lines that the target may need."""
    made = routines(code, store, style)
    text = "\n".join(line for routine in made for line in _function(routine))
    imports = [line for line in libraries if re.search(rf"(?<!\w){line.split()[-1]}\.", text)]
    modules = {s.rsplit(".", 1)[0].split("(")[0] for s in style.used if s.count(".") > 1}
    imports += sorted(f"import {module}" for module in modules)
    lines = [f"# {heading(code, store)}", *imports]
    for routine in made:
        lines += ["", *_function(routine)]
    return lines


def _function(routine: Routine) -> list[str]:
    lines = [f"def {routine.name}({', '.join(routine.params)}):"]
    lines += [f"    {name} = {text}" for name, text in routine.lines]
    results = [routine.value]
    if routine.gradient is not None:
        results.append(_tuple(routine.gradient))
    if routine.hessian is not None:
        results.append(_tuple([_tuple(row) for row in routine.hessian]))
    lines.append(f"    return {', '.join(results)}")
    return lines


def _tuple(texts: list[str]) -> str:
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"
