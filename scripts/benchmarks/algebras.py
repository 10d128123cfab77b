"""This program and its peers, each as an algebra for the problems, with its own way to differentiate."""

from __future__ import annotations

import operator
from typing import Any


class Operators:
    """An algebra whose values have Python's operators."""

    add = staticmethod(operator.add)
    sub = staticmethod(operator.sub)
    mul = staticmethod(operator.mul)
    library: Any

    def inputs(self, count: int) -> list[Any]:
        """Symbols x0, x1 and so on."""
        return [self.library.Symbol(f"x{k}") for k in range(count)]

    def number(self, value: int) -> Any:
        """The library takes Python's numbers."""
        return value

    def call(self, name: str, a: Any) -> Any:
        """The library's function of that name."""
        return getattr(self.library, name)(a)

    def derived(self, value: Any, x: Any) -> Any:
        """The library's derivative by one input."""
        return value.diff(x)

    def gradient(self, value: Any, inputs: list[Any]) -> Any:
        """One derivative after the other: the library knows no sweep."""
        return [self.derived(value, x) for x in inputs]

    def hessian(self, value: Any, inputs: list[Any]) -> Any:
        """Every second derivative on and above the diagonal."""
        first = self.gradient(value, inputs)
        return [[self.derived(first[i], x) for x in inputs[i:]] for i in range(len(inputs))]

    def high(self, value: Any, x: Any, order: int) -> Any:
        """The derivative of that order."""
        for _ in range(order):
            value = self.derived(value, x)
        return value


class Own:
    """This program: nodes of one store, without the simplifier, as the peers build theirs."""

    def __init__(self) -> None:
        from derivrepl.language.scope import OPERATIONS
        from derivrepl.store import Store

        self.store = Store(OPERATIONS)
        self.add, self.sub, self.mul = self.store.add, self.store.sub, self.store.mul
        self.codes = {row.name: code for code, row in enumerate(OPERATIONS)}

    def inputs(self, count: int) -> list[int]:
        """Inputs x0, x1 and so on."""
        return [self.store.input(f"x{k}") for k in range(count)]

    def number(self, value: int) -> int:
        """A constant's node."""
        return self.store.constant(value)

    def call(self, name: str, a: int) -> int:
        """A row of the function table."""
        return self.store.make(self.codes[name], (a,))

    def gradient(self, value: int, inputs: list[int]) -> list[int]:
        """One reverse sweep."""
        from derivrepl.calculus.reverse import gradient

        return gradient(self.store, value, inputs)

    def hessian(self, value: int, inputs: list[int]) -> list[list[int]]:
        """Forward over reverse."""
        from derivrepl.calculus.higher import hessian

        return hessian(self.store, value, inputs)

    def high(self, value: int, x: int, order: int) -> int:
        """Forward, with what is known kept."""
        from derivrepl.calculus.higher import derivative

        return derivative(self.store, value, [x] * order)


class Sympy(Operators):
    """SymPy."""

    def __init__(self) -> None:
        import sympy

        self.library = sympy


class Symengine(Operators):
    """SymEngine."""

    def __init__(self) -> None:
        import symengine

        self.library = symengine


class Symbolica(Operators):
    """Symbolica; it has no tanh, whose place an unknown function takes."""

    def __init__(self) -> None:
        import symbolica

        self.library = symbolica

    def inputs(self, count: int) -> list[Any]:
        """Symbols."""
        return [self.library.S(f"x{k}") for k in range(count)]

    def number(self, value: int) -> Any:
        """A number of its own."""
        return self.library.E(str(value))

    def call(self, name: str, a: Any) -> Any:
        """A function symbol's call."""
        return self.library.S(name)(a)

    def derived(self, value: Any, x: Any) -> Any:
        """Its own word for it."""
        return value.derivative(x)


class Casadi(Operators):
    """CasADi's scalar expressions."""

    def __init__(self) -> None:
        import casadi

        self.library = casadi

    def inputs(self, count: int) -> list[Any]:
        """Scalar symbols."""
        return [self.library.SX.sym(f"x{k}") for k in range(count)]

    def derived(self, value: Any, x: Any) -> Any:
        """A gradient by one input."""
        return self.library.gradient(value, x)

    def gradient(self, value: Any, inputs: list[Any]) -> Any:
        """One reverse sweep."""
        return self.library.gradient(value, self.library.vertcat(*inputs))

    def hessian(self, value: Any, inputs: list[Any]) -> Any:
        """Its own Hessian."""
        return self.library.hessian(value, self.library.vertcat(*inputs))


class Pytensor(Operators):
    """PyTensor's symbolic graphs of double scalars."""

    def __init__(self) -> None:
        import pytensor
        import pytensor.tensor

        self.library = pytensor.tensor
        self.grad = pytensor.grad

    def inputs(self, count: int) -> list[Any]:
        """Scalars."""
        return [self.library.dscalar(f"x{k}") for k in range(count)]

    def derived(self, value: Any, x: Any) -> Any:
        """A sweep for one input."""
        return self.grad(value, x)

    def gradient(self, value: Any, inputs: list[Any]) -> Any:
        """One reverse sweep."""
        return self.grad(value, inputs)

    def hessian(self, value: Any, inputs: list[Any]) -> Any:
        """A sweep for each first derivative."""
        first = self.gradient(value, inputs)
        return [self.grad(first[i], inputs[i:], disconnected_inputs="ignore") for i in range(len(inputs))]


ALGEBRAS = {
    "derivrepl": Own,
    "casadi": Casadi,
    "symengine": Symengine,
    "symbolica": Symbolica,
    "pytensor": Pytensor,
    "sympy": Sympy,
}
"""Name of the library → its algebra; JAX traces functions and has its own way in `gradients`."""
