"""What a benchmark finds: one figure a peer and case, always beside our own from the same run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One comparison.

    section  benchmark module: "start", "pipe", …
    case     what was done: "one statement", "network of 10,000 nodes"
    peer     who did it beside us
    unit     "s", "bytes", "operations" or, where only the ratio is known, "times": less is better in all
    ours     our seconds, bytes, …
    theirs   the peer's; None where it failed or took longer than its limit, `note` says which
    """

    section: str
    case: str
    peer: str
    unit: str
    ours: float
    theirs: float | None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The peer's over ours: above 1 the program is ahead."""
        return self.theirs / self.ours if self.theirs is not None and self.ours > 0 else None


def mean(values: Iterable[float]) -> float:
    """The geometric mean of some ratios, of which there is at least one."""
    logs = [math.log(v) for v in values]
    return math.exp(sum(logs) / len(logs))


def short(ratio: float) -> str:
    """A ratio to two digits: `0.62`, `1.4`, `26`, `3,600`."""
    if ratio >= 100:
        digits = len(str(int(ratio))) - 2
        return f"{round(ratio / 10**digits) * 10**digits:,}"
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1 else f"{ratio:#.2g}"


def table(figures: list[Figure]) -> Iterator[str]:
    """The figures as lines of text, a section after the other."""
    section = ""
    for figure in figures:
        if figure.section != section:
            section = figure.section
            yield ""
            yield f"{section:<46}{'derivrepl':>12}{'peer':>12}  ratio"
        ratio = figure.ratio
        theirs = figure.note or "failed" if figure.theirs is None else quantity(figure.theirs, figure.unit)
        shown = "" if ratio is None else short(ratio)
        name = f"{figure.case}, {figure.peer}"
        yield f"  {name:<44}{quantity(figure.ours, figure.unit):>12}{theirs:>12}  {shown}"


def quantity(value: float, unit: str) -> str:
    """A time or a size as people read it."""
    if unit != "s":
        return f"{value:,.0f} {unit}" if unit != "times" else short(value)
    for factor, name in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1:
            return f"{value * factor:.3g} {name}"
    return f"{value * 1e9:.3g} ns"
