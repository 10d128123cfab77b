"""One long expression written out, in time and room that grow with its length only.

`Writer` keeps the text of every part, which for a chain of operations takes the square of its length. Here
each operation is written once around marks for its long operands, and the marks are filled in at the end.
"""

from __future__ import annotations

from derivrepl.language.text import Notation, Writer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.language.text import Written
    from derivrepl.store import Node, Store

SHORT = 200
"""Characters up to which a part is kept as text."""
MARK = "\0"


def whole_text(store: Store, root: Node, notation: Notation, limit: int) -> str | None:
    """The node's text, or None when it is longer than the limit or has more nodes than that."""
    writer = Writer(store, notation, SHORT)
    short = writer.text(root)
    if short is not None:
        return short
    nodes = store.live([root])
    if len(nodes) > limit:
        return None
    frames: dict[Node, Written] = {}
    for n in nodes:
        if writer.written[n] is None:
            operands = []
            for k, a in enumerate(store.operands(n)):
                operands.append(writer.written[a] or (f"{MARK}{k}{MARK}", frames[a][1]))
            frames[n] = writer.compose(n, operands)
    return _filled(store, root, frames, limit)


def _filled(store: Store, root: Node, frames: dict[Node, Written], limit: int) -> str | None:
    """The root's frame with the frames of its operands at their marks, and so on."""
    out: list[str] = []
    length = 0
    stack: list[tuple[Node, list[str], int]] = [(root, frames[root][0].split(MARK), 0)]
    while stack:
        node, pieces, k = stack.pop()
        if k % 2 == 0:
            out.append(pieces[k])
            length += len(pieces[k])
            if length > limit:
                return None
        if k + 1 < len(pieces):
            stack.append((node, pieces, k + 1))
        if k % 2:
            operand = store.operands(node)[int(pieces[k])]
            stack.append((operand, frames[operand][0].split(MARK), 0))
    return "".join(out)
