"""Digits without python-flint: mpmath at two precisions, and only what both agree on."""

from __future__ import annotations

from derivrepl import numbers
from derivrepl.errors import DerivError
from derivrepl.language.formula import formula
from derivrepl.language.scope import OPERATIONS
from derivrepl.numeric.lower import Lowering
from derivrepl.numeric.namespaces import SIGNS
from derivrepl.numeric.special import mpmath_function
from derivrepl.store import IF, NAMED, Node, Store
from derivrepl.tables.constants import CONSTANTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def agreed_digits(store: Store, node: Node, digits: int) -> str:
    """The value of a node without inputs to so many significant digits; raises DerivError where two runs differ."""
    import mpmath

    lowered = Lowering(store, lambda row: bool(row.mpmath)).of(node)
    texts: list[str] = []
    for extra in (15, 15 + digits, 30 + 3 * digits, 60 + 7 * digits):
        with mpmath.workdps(digits + extra):
            value = evaluate(store, lowered)
            if isinstance(value, mpmath.mpc) and value.imag == 0:
                value = value.real
            if not isinstance(value, mpmath.mpf) or not mpmath.isfinite(value):
                raise DerivError("E401", "the value is not a finite real number")
            texts.append(mpmath.nstr(value, digits, strip_zeros=True, min_fixed=-6, max_fixed=max(digits, 16)))
        if texts[-1:] == texts[-2:-1]:
            return texts[-1].removesuffix(".0")
    raise DerivError("E404", f"{digits} digits cannot be had: two precisions give {texts[-2]} and {texts[-1]}")


def evaluate(store: Store, node: Node) -> Any:
    """The value of a node at mpmath's working precision."""
    import mpmath

    values: dict[Node, Any] = {}

    def of(n: Node) -> Any:
        if n >= 0:
            return values[n]
        p, q, _ = numbers.parts(store.value(n))
        return mpmath.mpf(p) / q

    for n in store.live([node]):
        op = store.op(n)
        operands = [of(a) for a in store.operands(n)]
        if op == NAMED:
            values[n] = _constant(store.name(n))
        elif op == IF:
            values[n] = operands[1] if operands[0] else operands[2]
        elif op in SIGNS:
            values[n] = SIGNS[op](*operands)
        else:
            function = mpmath_function(store.operations[op])
            if function is None:
                raise DerivError("E403", f"{store.operations[op].name} has no values to many digits")
            values[n] = function(*operands)
    return of(node)


def _constant(name: str) -> Any:
    import mpmath

    row = next(row for row in CONSTANTS if row.name == name)
    if row.mpmath:
        return +getattr(mpmath, row.mpmath)
    scratch = Store(OPERATIONS)
    return evaluate(scratch, formula(scratch, row.define))
