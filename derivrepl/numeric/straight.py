"""The steps of a program as one Python function: what runs often is not interpreted step by step."""

from __future__ import annotations

from derivrepl.numeric.namespaces import SIGNS
from derivrepl.store import ADD, DIV, MUL, NEG, SUB

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from derivrepl.store import Node

    Step = tuple[Node, Callable[..., Any], tuple[Node, ...]]

WRITTEN = {SIGNS[ADD]: "{} + {}", SIGNS[SUB]: "{} - {}", SIGNS[MUL]: "{}*{}", SIGNS[DIV]: "{}/{}", SIGNS[NEG]: "-{}"}
"""Functions that are written as their signs."""


def straight(steps: Sequence[Step], leaves: Sequence[Node], constant: Callable[[Node], Any]) -> Callable[..., Any]:
    """The values of the steps, one after the other, as a function of the leaves' values."""
    space: dict[str, Any] = {}
    for _, _, operands in steps:
        space.update({_name(a): constant(a) for a in operands if a < 0})
    lines = [f"def run({', '.join(map(_name, leaves))}):"]
    for k, (n, function, operands) in enumerate(steps):
        names = [_name(a) for a in operands]
        sign = WRITTEN.get(function)
        if sign is None:
            space[f"f{k}"] = function
            sign = f"f{k}({', '.join(['{}'] * len(names))})"
        lines.append(f"    {_name(n)} = {sign.format(*names)}")
    lines.append(f"    return ({''.join(f'{_name(n)}, ' for n, _, _ in steps)})")
    exec(compile("\n".join(lines), "<program>", "exec"), space)
    run: Callable[..., Any] = space["run"]
    return run


def _name(node: Node) -> str:
    return f"v{node}" if node >= 0 else f"c{-node}"
