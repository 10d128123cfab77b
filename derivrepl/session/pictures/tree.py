"""The expression as a tree of its operations, each shared node drawn once and named where it returns."""

from __future__ import annotations

from derivrepl.errors import LEFT_OUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.pictures.part import Part
    from derivrepl.store import Node

MARK_AT = 24
"""Cells before the remark about a shared node, at least."""
MOST_ROWS = 400
STEP = 4
"""Cells by which each level is indented."""
ROOM = 36
"""Cells of a line that are kept for the node itself and a remark."""


def tree(part: Part, root: Node, width: int) -> list[str]:
    """The lines of the tree under a node; what is deeper or longer than the screen allows is cut and named."""
    labels, store = part.view.labels, part.store
    deepest = max((width - ROOM) // STEP, 4)
    lines: list[tuple[str, str]] = []
    seen: set[Node] = set()
    stack: list[tuple[Node, str, str]] = [(root, "", "")]
    while stack and len(lines) < MOST_ROWS:
        node, before, below = stack.pop()
        text = before + (f"{labels[node]} " if node in labels else "") + part.rows.sign(node)
        operands = store.operands(node)
        if operands and node in seen:
            lines.append((text, "↑ shared"))
        elif operands and len(below) >= STEP * deepest:
            lines.append((f"{text} {LEFT_OUT}", f":graph tree {labels[node]}"))
        else:
            lines.append((text, "↑ shared" if node in seen else ""))
            for k, operand in reversed(list(enumerate(operands))):
                last = k == len(operands) - 1
                stack.append((operand, below + ("└── " if last else "├── "), below + ("    " if last else "│   ")))
        if node >= 0:
            seen.add(node)
    at = max([MARK_AT, *(len(text) + 2 for text, mark in lines if mark)])
    drawn = [f"{text:<{at}}{mark}".rstrip() if mark else text for text, mark in lines]
    if stack:
        node = next((n for n, _, _ in reversed(stack) if store.operands(n)), root)
        drawn.append(f"⋮ cut after {MOST_ROWS} rows   :graph tree {labels[node]} draws a part")
    return drawn
