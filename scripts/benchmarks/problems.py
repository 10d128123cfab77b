"""The functions whose gradients are timed, written once for every program by its own operations."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Protocol


class Algebra(Protocol):
    """What a program offers to build an expression with."""

    def inputs(self, count: int) -> list[Any]:
        """That many inputs."""

    def number(self, value: int) -> Any:
        """A constant."""

    def add(self, a: Any, b: Any) -> Any:
        """The sum."""

    def sub(self, a: Any, b: Any) -> Any:
        """The difference."""

    def mul(self, a: Any, b: Any) -> Any:
        """The product."""

    def call(self, name: str, a: Any) -> Any:
        """`sin`, `exp` or `tanh` of something."""


Built = tuple[Any, list[Any]]
"""The value and its inputs."""


def rosenbrock(algebra: Algebra, size: int) -> Built:
    """The sum of 100 (x' - x²)² + (1 - x)² over neighbours, in `size` inputs."""
    add, sub, mul = algebra.add, algebra.sub, algebra.mul
    xs = algebra.inputs(size)
    one, hundred = algebra.number(1), algebra.number(100)
    total = algebra.number(0)
    for x, following in pairwise(xs):
        valley, slope = sub(following, mul(x, x)), sub(one, x)
        total = add(total, add(mul(hundred, mul(valley, valley)), mul(slope, slope)))
    return total, xs


WIDTH = 8


def network(algebra: Algebra, size: int) -> Built:
    """A recurrent network of eight units, unrolled until it has `size` nodes; its inputs are weights and state."""
    add, mul = algebra.add, algebra.mul
    inputs = algebra.inputs(WIDTH * WIDTH + WIDTH)
    weights = [inputs[WIDTH * row : WIDTH * (row + 1)] for row in range(WIDTH)]
    state = inputs[WIDTH * WIDTH :]
    for _ in range(max(size // (WIDTH * 2 * WIDTH), 1)):
        state = [algebra.call("tanh", _dot(add, mul, row, state)) for row in weights]
    return _dot(add, mul, state, state), inputs


def _dot(add: Callable[[Any, Any], Any], mul: Callable[[Any, Any], Any], row: list[Any], column: list[Any]) -> Any:
    total = mul(row[0], column[0])
    for a, b in zip(row[1:], column[1:], strict=True):
        total = add(total, mul(a, b))
    return total


def product(algebra: Algebra, size: int) -> Built:
    """Speelpenning's product of all inputs."""
    xs = algebra.inputs(size)
    total = xs[0]
    for x in xs[1:]:
        total = algebra.mul(total, x)
    return total, xs


def chain(algebra: Algebra, size: int) -> Built:
    """The sine of the sine of …, `size` deep."""
    (x,) = algebra.inputs(1)
    node = x
    for _ in range(size):
        node = algebra.call("sin", node)
    return node, [x]


def squarings(algebra: Algebra, size: int) -> Built:
    """`size` squarings of x + y: as a tree it has 2^size leaves."""
    x, y = algebra.inputs(2)
    node = algebra.add(x, y)
    for _ in range(size):
        node = algebra.add(algebra.mul(node, node), x)
    return node, [x, y]


def dense(algebra: Algebra, size: int) -> Built:
    """The exponential of a sum of sines of neighbours' products: every second derivative is there."""
    xs = algebra.inputs(size)
    total = algebra.number(0)
    for x, following in zip(xs, [*xs[1:], xs[0]], strict=True):
        total = algebra.add(total, algebra.call("sin", algebra.mul(x, following)))
    return algebra.call("exp", total), xs


def eighth(algebra: Algebra, size: int) -> Built:
    """exp(x sin x), whose derivative of order `size` is taken."""
    (x,) = algebra.inputs(1)
    return algebra.call("exp", algebra.mul(algebra.call("sin", x), x)), [x]


PROBLEMS: dict[str, Callable[[Algebra, int], Built]] = {
    "Rosenbrock": rosenbrock,
    "network": network,
    "product": product,
    "sine chain": chain,
    "squarings": squarings,
    "Hessian": dense,
    "8th derivative": eighth,
}
SECOND, HIGH = "Hessian", "8th derivative"
"""The problems of which more than the gradient is taken."""
