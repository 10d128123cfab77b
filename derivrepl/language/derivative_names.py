"""How derivatives are named: `d/dx`, `∂²/∂x∂y`, `df/dx`, `d2f/dxdy`, `∂³f/∂x³` and their writing."""

from __future__ import annotations

import re

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.errors import Span

MAX_ORDER = 1000
"""Derivatives of a higher order are refused; long before, the graph of most meets its limit."""
DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_head = r"[d∂](?:\^?(\d+)|([²³⁴-⁹]))?(\w*)$"
_count = r"\^?(\d+)|([²³⁴-⁹])"


def split(text: str) -> tuple[int, str, str] | None:
    """Order, name (empty for an operator) and denominator of a derivative's name, or None."""
    top, slash, bottom = text.partition("/")
    found = re.match(_head, top)
    if found is None or not slash or bottom[:1] not in ("d", "∂"):
        return None
    raised = found.group(1) or (found.group(2) or "1").translate(DIGITS)
    return _order(raised), found.group(3), bottom


def _order(digits: str) -> int:
    """The number that the digits write; one that is too large where there are many."""
    return int(digits) if len(digits) < 9 else MAX_ORDER + 1


def bounded(order: int, span: Span | None = None) -> int:
    """The order of a derivative, if it is one that may be asked for; raises DerivError E203."""
    if not 0 <= order <= MAX_ORDER:
        raise DerivError("E203", f"the order of a derivative is a whole number up to {MAX_ORDER}", span)
    return order


def variables_of(text: str, known: list[str]) -> list[str] | None:
    """The inputs that a derivative's name differentiates by, in order, or None.

    The denominator is cut into `d` and a known input, with a count where it is repeated; when not
    exactly one way of cutting gives the order of the numerator, the name says nothing. Raises DerivError
    for an order beyond `MAX_ORDER`.
    """
    parts = split(text)
    if parts is None:
        return None
    order, _, bottom = parts
    bounded(order)
    names = sorted(set(known), key=len, reverse=True)
    readings: list[list[str]] = []
    stack: list[tuple[int, list[str]]] = [(0, [])]
    while stack and len(readings) < 2:
        place, chosen = stack.pop()
        if place == len(bottom):
            if len(chosen) == order and chosen not in readings:
                readings.append(chosen)
            continue
        if bottom[place] not in "d∂":
            continue
        for name in names:
            if bottom.startswith(name, place + 1):
                stack.extend(_counted(bottom, place + 1 + len(name), chosen, name, order))
    return readings[0] if len(readings) == 1 else None


def _counted(bottom: str, end: int, chosen: list[str], name: str, order: int) -> list[tuple[int, list[str]]]:
    """The ways on after a name: once, or as often as the count behind it says."""
    ways = [(end, [*chosen, name])]
    count = re.compile(_count).match(bottom, end)
    if count is not None:
        times = _order(count.group(1) or count.group(2).translate(DIGITS))
        if 1 < times <= order:
            ways.append((count.end(), chosen + [name] * times))
    return [(place, names) for place, names in ways if len(names) <= order]


def grouped(variables: list[str]) -> list[tuple[str, int]]:
    """Neighbouring equal variables as (name, how often)."""
    groups: list[tuple[str, int]] = []
    for name in variables:
        if groups and groups[-1][0] == name:
            groups[-1] = (name, groups[-1][1] + 1)
        else:
            groups.append((name, 1))
    return groups


def ascii_name(function: str, variables: list[str]) -> str:
    """`df/dx`, `d2f/dxdy`, `d3f/dx3`."""
    order = len(variables)
    bottom = "".join(f"d{name}" + (str(n) if n > 1 else "") for name, n in grouped(variables))
    return f"d{order if order > 1 else ''}{function}/{bottom}"


def unicode_name(function: str, variables: list[str]) -> str:
    """`∂f/∂x`, `∂²f/∂x∂y`, `∂³f/∂x³`."""
    order = len(variables)
    bottom = "".join(f"∂{name}" + (str(n).translate(RAISED) if n > 1 else "") for name, n in grouped(variables))
    return f"∂{str(order).translate(RAISED) if order > 1 else ''}{function}/{bottom}"


def operator(variables: list[str]) -> str:
    """`d/dx`, `d^2/dxdy`, `d^3/dx^2dy`: what stands before the expression that is differentiated."""
    bottom = "".join(f"d{name}" + (f"^{n}" if n > 1 else "") for name, n in grouped(variables))
    return f"d{f'^{len(variables)}' if len(variables) > 1 else ''}/{bottom}"
