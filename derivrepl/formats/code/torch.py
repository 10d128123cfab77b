"""The target torch: PyTorch, whose functions take tensors only.

What depends on no input is computed by Python, in double precision; where it is an operand of a function
it becomes a tensor.
"""

from __future__ import annotations

from derivrepl.formats.code.pythonic import Arrays, Pythonic, write_python
from derivrepl.formats.code.style import Written
from derivrepl.store import FIRST_FUNCTION, NAMED, Node
from derivrepl.tables.operators import ATOM
from derivrepl.tables.targets import TARGETS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store
    from derivrepl.tables.targets import Target


class Signs(Arrays):
    """PyTorch's constants and calls."""

    constants = {"pi": "torch.pi", "e": "torch.e", "inf": "torch.inf"}

    def __init__(self, target: Target) -> None:
        super().__init__(target)
        self.python = Pythonic(TARGETS["python"])
        self.steady: set[Node] = set()
        """Operations that depend on no input."""

    def operation(self, store: Store, node: Node, operands: list[Written]) -> Written:
        """One operation: in Python's numbers where no operand is a tensor."""
        fixed = [a < 0 or store.op(a) == NAMED or a in self.steady for a in store.operands(node)]
        row = store.operations[store.op(node)]
        function = store.op(node) >= FIRST_FUNCTION
        if all(fixed):
            self.steady.add(node)
            if not function or self.python.target.spelling(row):
                return self.python.operation(store, node, operands)
        if function and "{" not in self.target.spelling(row):
            operands = [_tensor(text) if f else (text, level) for f, (text, level) in zip(fixed, operands)]
        return super().operation(store, node, operands)


def _tensor(text: str) -> Written:
    return f"torch.as_tensor({text}, dtype=torch.float64)", ATOM


def write(code: Code, store: Store) -> list[str]:
    """The lines of the module."""
    return write_python(code, store, Signs(code.target), "import math", "import torch")
