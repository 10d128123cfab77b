"""Power series of nodes in ball arithmetic: Taylor coefficients that know nothing of any derivative rule.

A row's `series` field says how it acts on truncated series; the functions below are the helpers that
these fields may use. Source: Johansson, "Rigorous high-precision computation of the Hurwitz zeta function
and its derivatives" (2015), section 5, on arithmetic of series with ball coefficients.
"""

from __future__ import annotations

from math import factorial

from derivrepl.numeric.balls import RELATIONS, decided, exact, named_constant
from derivrepl.numeric.circles import NoSeries, around, is_steady
from derivrepl.numeric.lower import Lowering
from derivrepl.store import ADD, DIV, IF, MUL, NAMED, NEG, PARAMETER, POW, SUB, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from derivrepl.operation import Operation


# Helpers of the rows' fields


def signed(u: Any) -> int:
    """1 or -1, whichever sign the series has near its point."""
    if u[0] > 0 or u[0] < 0:
        return 1 if u[0] > 0 else -1
    raise NoSeries("a change of sign")


def whole(u: Any, rounded: Callable[[Any], Any]) -> Any:
    """The whole number that `rounded` gives near the point; there is none at a jump."""
    value = rounded(u[0])
    if not value.is_exact() or not u[0] != value:
        raise NoSeries("a jump")
    return value


def steady(u: Any) -> Any:
    """The number that the series is; it must not vary."""
    if not is_steady(u):
        raise NoSeries("an operand that varies")
    return u[0]


def order(u: Any) -> int:
    """The whole number that the series is."""
    value = steady(u)
    if not value.is_integer():
        raise NoSeries("an order that is no whole number")
    return int(value.unique_fmpz())


def composed(outer: Any, u: Any) -> Any:
    """The sum of outer[k]·(u - u[0])^k: a series in the distance from the point, put on the inner one."""
    from flint import arb_series

    coefficients = outer.coeffs()
    moved = u - u[0]
    total = arb_series([0])
    for c in reversed(coefficients):
        total = total * moved + c
    return total


def derived(function: Callable[[Any], Any], times: int, u: Any) -> Any:
    """A derivative of a function that has series itself, composed with u."""
    from flint import arb_series, ctx

    before = ctx.cap
    try:
        ctx.cap = before + times
        outer = function(arb_series([u[0], 1]))
        for _ in range(times):
            outer = outer.derivative()
    finally:
        ctx.cap = before
    return composed(outer, u)


def inverse(function: Callable[[Any], Any], value: Any, u: Any) -> Any:
    """The inverse of a function that has series itself, whose value at the point is known."""
    from flint import arb_series

    forward = function(arb_series([value, 1]))
    return composed(value + arb_series([0, *forward.coeffs()[1:]]).reversion(), u)


def cardinal(u: Any) -> Any:
    """sin(u)/u, and its limit where u is 0 at the point."""
    from flint import arb_series, ctx

    if u[0] != 0:
        return u.sin() / u
    if not u[0].is_zero():
        raise NoSeries("a value near 0")
    before = ctx.cap
    try:
        ctx.cap = before + 1
        sine = arb_series([0, 1]).sin()
    finally:
        ctx.cap = before
    return composed(arb_series(sine.coeffs()[1:]), u)


def angle(y: Any, x: Any) -> Any:
    """atan2(y, x) away from the negative x-axis."""
    from flint import arb

    if x[0] > 0:
        return (y / x).atan()
    if y[0] > 0 or y[0] < 0:
        return (arb.pi() if y[0] > 0 else -arb.pi()) / 2 - (x / y).atan()
    raise NoSeries("a jump")


def complex_series(u: Any) -> Any:
    """The real series as a complex one."""
    from flint import acb_series

    return acb_series(u.coeffs())


def real_series(u: Any) -> Any:
    """The real part of a complex series; each imaginary part must be able to be 0."""
    from flint import arb_series

    if any(not c.imag.contains(0) for c in u.coeffs()):
        raise NoSeries("a value that is not real")
    return arb_series([c.real for c in u.coeffs()])


def _names() -> dict[str, Any]:
    from flint import acb_series, arb, arb_series

    functions = (signed, whole, steady, is_steady, order, derived, inverse, cardinal, angle, power, around)
    helpers = {f.__name__: f for f in functions}
    return {**helpers, "complex": complex_series, "real": real_series,
            "arb": arb, "arb_series": arb_series, "acb_series": acb_series}  # fmt: skip


def series_function(row: Operation) -> Callable[..., Any]:
    """A row's function of power series; raises NoSeries where none is known."""
    if not row.series:
        raise NoSeries(f"{row.name}, of which no series is known")
    found: Callable[..., Any] = eval(f"lambda {', '.join(row.params)}: {row.series}", _names())
    return found


def is_slow(row: Operation) -> bool:
    """Whether the row's series come from circles: tenths of a second for each."""
    return row.series.startswith("around(")


def derivative_function(row: Operation, orders: tuple[int, ...]) -> Callable[..., Any]:
    """A row's derivative, so often by each operand, as a function of balls; raises NoSeries where none is known.

    Only one of the orders may be over 0.
    """
    function = series_function(row)
    if sum(n > 0 for n in orders) != 1:
        raise NoSeries("a mixed derivative")
    index, count = next((k, n) for k, n in enumerate(orders) if n)

    def call(*operands: Any) -> Any:
        from flint import arb, arb_series, ctx

        before = ctx.cap
        try:
            ctx.cap = count + 1
            given = [arb_series([arb(u), 1] if k == index else [arb(u)]) for k, u in enumerate(operands)]
            return function(*given)[count] * factorial(count)
        except (NoSeries, ValueError, ZeroDivisionError):
            return arb.nan()
        finally:
            ctx.cap = before

    return call


# Evaluation


def settled(op: int, a: Any, b: Any) -> bool:
    """Whether a comparison holds all around the point; raises NoSeries where it may change there."""
    varies = not (is_steady(a) and is_steady(b))
    found = decided(op, a[0], b[0])
    if found is None or (varies and not a[0] != b[0]):
        raise NoSeries("a condition that may change")
    return found


def power(a: Any, b: Any) -> Any:
    """a^b: by multiplication for whole exponents, else exp(b·log(a)) for a positive base."""
    constant = b[0] if is_steady(b) else None
    if constant is not None and constant.is_integer():
        exponent = int(constant.unique_fmpz())
        return 1 / a**-exponent if exponent < 0 else a**exponent
    if not a[0] > 0:
        raise NoSeries("a power of a number that is not positive")
    return (b * a.log()).exp()


STRUCTURE: dict[int, Callable[..., Any]] = {
    ADD: lambda a, b: a + b,
    SUB: lambda a, b: a - b,
    NEG: lambda a: -a,
    MUL: lambda a, b: a * b,
    DIV: lambda a, b: a / b,
    POW: power,
}


class Series:
    """A node as a power series in one direction, to be evaluated at points."""

    def __init__(self, store: Store, root: Node) -> None:
        lowering = Lowering(store, lambda row: bool(row.series))
        self.store = store
        self.root = lowering.of(root)
        self.nodes = store.live([self.root])
        self.functions: dict[int, Callable[..., Any]] = dict(STRUCTURE)
        self.slow = False
        """Whether a coefficient takes tenths of a second."""
        for op in {store.op(n) for n in self.nodes}:
            if op > PARAMETER and op not in STRUCTURE and op not in RELATIONS and op != IF:
                self.functions[op] = series_function(store.operations[op])
                self.slow = self.slow or is_slow(store.operations[op])

    def coefficients(self, point: Mapping[Node, Any], leaf: Node, length: int) -> list[Any]:
        """The first Taylor coefficients in one leaf at a point of balls; raises NoSeries where there are none."""
        from flint import arb_series, ctx

        before = ctx.cap
        try:
            ctx.cap = length
            start = {n: arb_series([value, 1] if n == leaf else [value]) for n, value in point.items()}
            found = self._run(start)
            return [found[k] for k in range(length)]
        except (ValueError, ZeroDivisionError) as error:
            raise NoSeries(str(error)) from None
        finally:
            ctx.cap = before

    def _run(self, start: Mapping[Node, Any]) -> Any:
        from flint import arb_series

        store = self.store
        values: dict[Node, Any] = {}

        def of(node: Node) -> Any:
            return values[node] if node >= 0 else arb_series([exact(store.value(node))])

        for n in self.nodes:
            op, operands = store.op(n), store.operands(n)
            if op == NAMED:
                values[n] = arb_series([named_constant(store.name(n))])
            elif op <= PARAMETER:
                values[n] = start[n]
            elif op in RELATIONS:
                values[n] = settled(op, of(operands[0]), of(operands[1]))
            elif op == IF:
                values[n] = of(operands[1] if values[operands[0]] else operands[2])
            else:
                values[n] = self.functions[op](*map(of, operands))
        return of(self.root)
