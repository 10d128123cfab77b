"""The target latex: f and its derivatives as formulas."""

from __future__ import annotations

from derivrepl.language.latex import Latex, quotient, symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


def write(code: Code, store: Store) -> list[str]:
    """One line for f and each derivative."""
    writer = Latex(store)
    head = symbol(code.name)
    heads = [head, *(quotient(head, [store.name(n)]) for n in code.leaves)]
    roots = [code.value, *code.gradient] if 1 in code.orders else [code.value]
    texts = [writer.with_parts(root) for root in roots]
    return [f"{left} = {text}" if text else f"% {left}: too long" for left, text in zip(heads, texts)]
