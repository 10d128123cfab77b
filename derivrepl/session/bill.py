"""What `:cost` prints: the operations of the function and of each sweep, the size, and which sweep is cheaper."""

from __future__ import annotations

from derivrepl.language.counted import counted
from derivrepl.numeric.amount import Amount
from derivrepl.numeric.cost import ENDLESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.cost import Cost, Work
    from derivrepl.session.answer import Row

TERMS = 5
"""Terms of a polynomial that are shown; of more only the leading ones."""


def cost_rows(name: str, cost: Cost, inputs: int) -> list[Row]:
    """The table of a screen: what it is about, and how much that takes."""
    figures = [cost.function, cost.forward_one, cost.reverse_all, len(cost.nodes)]
    room = max(2, *(len(f"{n:,}") for n in figures if isinstance(n, int)))
    first, forward, reverse, nodes = (f"{_text(n):>{room}}" for n in figures)
    rows: list[Row] = [(name, f"{first} operation{'s' * (cost.function != 1)}")]
    if inputs:
        behind, ahead = _for_each(cost, inputs)
        sweeps = {"forward": f"{forward} {behind}", "reverse": f"{reverse} {ahead}"}
        column, cheaper = max(map(len, sweeps.values())), _cheaper(cost)
        rows += [
            (f"{sweep} mode", f"{text:<{column}}   ← cheaper" if sweep == cheaper else text)
            for sweep, text in sweeps.items()
        ]
    written = "over 1e18" if cost.written >= ENDLESS else f"{cost.written:,}"
    size = f"{nodes} node{'s' * (len(cost.nodes) != 1)}, {written} written out"
    return [*rows, ("size", f"{size}; at most {counted(cost.peak, 'value')} alive at once")]


def _for_each(cost: Cost, inputs: int) -> tuple[str, str]:
    """What stands behind the figure of the forward sweep, and behind that of the reverse sweep."""
    if isinstance(cost.directions, Amount):
        return f"for one of {_text(cost.directions)} directions", "for all of them"
    if cost.directions != inputs:
        every = f"all {cost.directions:,} elements"
        return f"for one direction, {_text(cost.forward_all)} for {every}", f"for {every}"
    every = {1: "one input", 2: "both"}.get(inputs, f"all {inputs:,}")
    return "for one input" + (f", {_text(cost.forward_all)} for {every}" if inputs > 1 else ""), f"for {every}"


def _cheaper(cost: Cost) -> str:
    """The sweep that takes less for all inputs; empty where they take the same, or it depends on the sizes."""
    forward, reverse = (
        work if isinstance(work, Amount) else Amount.of(work) for work in (cost.forward_all, cost.reverse_all)
    )
    return "forward" if forward.is_less(reverse) else "reverse" if reverse.is_less(forward) else ""


def cost_piped(cost: Cost) -> list[str]:
    """The same as `key value` lines."""
    figures = {
        "operations": cost.function, "forward": cost.forward_one, "forward_all": cost.forward_all,
        "reverse": cost.reverse_all, "nodes": len(cost.nodes), "written_out": cost.written, "peak": cost.peak,
    }  # fmt: skip
    return [f"{key} {work.text() if isinstance(work, Amount) else work}" for key, work in figures.items()]


def _text(work: Work) -> str:
    return work.text(TERMS) if isinstance(work, Amount) else f"{work:,}"
