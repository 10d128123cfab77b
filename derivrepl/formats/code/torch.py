"""The target torch: PyTorch, whose functions take tensors only, so that numbers in calls become tensors."""

from __future__ import annotations

from derivrepl.formats.code.pythonic import Arrays, write_python
from derivrepl.formats.code.style import Written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Signs(Arrays):
    """PyTorch's constants and calls."""

    constants = {"pi": "torch.pi", "e": "torch.e", "inf": "torch.inf"}

    def call(self, name: str, operands: list[Written]) -> Written:
        """A call, with operands that name no input as tensors."""
        texts = [
            t if any(c.isalpha() for c in t.replace("torch.", "")) else f"torch.as_tensor({t})" for t, _ in operands
        ]
        return f"{name}({', '.join(texts)})", 0


def write(code: Code, store: Store) -> list[str]:
    """The lines of the module."""
    return write_python(code, store, Signs(code.target), "import torch")
