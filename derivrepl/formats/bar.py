"""How far something long is, as a bar of signs with the share behind it."""

from __future__ import annotations

CELLS = 20


def bar(done: int, total: int, unicode: bool) -> str:
    """`━━━━━─────  52 %`; done may be over the total."""
    share = min(max(done / max(total, 1), 0.0), 1.0)
    full = int(share * CELLS)
    signs = "━─" if unicode else "#-"
    return f"{signs[0] * full}{signs[1] * (CELLS - full)} {int(100 * share):3} %"
