"""The whole check of a function's derivatives at some points: differences, both sweeps, certificates."""

from __future__ import annotations

import math

from derivrepl.calculus.forward import by_input
from derivrepl.calculus.reverse import gradient
from derivrepl.numeric.certify import CERTIFIED, REFUTED, Certifier
from derivrepl.numeric.check import difference
from derivrepl.numeric.evaluate import Program
from derivrepl.numeric.sample import points
from derivrepl.store import Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOLERANCE = 1e-6
SWEEPS_TOLERANCE = 1e-9
TRIES, FEW_TRIES = 40, 3
"""Points that are tried for each that is wanted, by differences and by series alone."""


class Row:
    """One derivative at one point.

    error     how far the difference quotient is from the value, relative to the larger of it and 1
    verdict   of the certificate, with what it says
    """

    __slots__ = ("detail", "error", "exact", "leaf", "numeric", "point", "verdict")

    def __init__(self, point: dict[Node, float], leaf: Node, exact: float, numeric: float) -> None:
        self.point = point
        self.leaf = leaf
        self.exact = exact
        self.numeric = numeric
        self.error = abs(exact - numeric) / max(abs(numeric), 1.0)
        self.verdict = ""
        self.detail = ""

    def agrees(self) -> bool:
        """Whether a certificate, else the difference quotient, confirms the value."""
        return self.verdict == CERTIFIED or (self.near() and self.verdict != REFUTED)

    def near(self) -> bool:
        """Whether the difference quotient confirms the value."""
        return self.error <= TOLERANCE


class Verification:
    """Checks the printed derivatives of a function by its inputs.

    rows     what was found, point by point
    sweeps   the worst disagreement of forward mode, reverse mode and printed form: (leaf, values), or None
    open     why a certificate could not be given; empty where all could
    """

    def __init__(self, store: Store, function: Node, wanted: list[Node], printed: list[Node]) -> None:
        self.store = store
        self.function = function
        self.wanted = wanted
        self.printed = printed
        self.rows: list[Row] = []
        self.sweeps: tuple[Node, dict[Node, float], tuple[float, float, float]] | None = None
        self.open = ""
        self._forward = [by_input(store, leaf).of(function) for leaf in wanted]
        self._reverse = gradient(store, function, wanted)
        self._function = Program(store, [function])
        self._derivatives = Program(store, [*printed, *self._forward, *self._reverse])
        self._certifier = Certifier(store, function)
        self.leaves = store.inputs([function, *printed, *wanted])

    def at_samples(self, text: str, count: int, within: Mapping[Node, tuple[float, float]] | None = None) -> None:
        """Check at points of the domain that the text determines, perhaps within intervals for some leaves."""
        self._at(points(text, self.leaves, count * TRIES, within), count, picky=True)
        if not self.rows:  # too steep for differences everywhere: the series alone can tell
            self._at(points(text, self.leaves, count * FEW_TRIES, within), count, picky=False, proved=True)

    def at_point(self, point: dict[Node, float]) -> None:
        """Check at one point."""
        self._at([point], 1, picky=False)

    def certified(self) -> int:
        """How many rows are certified."""
        return sum(row.verdict == CERTIFIED for row in self.rows)

    def worst(self) -> Row | None:
        """The row that disagrees most, where one does."""
        wrong = [row for row in self.rows if not row.agrees()]
        return max(wrong, key=lambda row: row.error, default=None)

    def _at(self, tried: Iterable[dict[Node, float]], count: int, picky: bool, proved: bool = False) -> None:
        """Check at points until `count` have told something; proved: only certificates tell."""
        for point in tried:
            rows = self._rows(point, picky)
            for row, node in zip(rows, self.printed):
                row.verdict, row.detail = self._certifier.verdict(row.leaf, node, point)
            if not rows or (proved and any(row.verdict not in (CERTIFIED, REFUTED) for row in rows)):
                continue
            self._compare_sweeps(point)
            self.open = self.open or next((r.detail for r in rows if r.verdict not in (CERTIFIED, REFUTED)), "")
            self.rows += rows
            count -= 1
            if not count:
                return

    def _rows(self, point: dict[Node, float], picky: bool) -> list[Row]:
        """The rows of a point; none where the function is not finite, or (picky) too steep to be judged."""
        values = self._derivatives.run(point)
        rows = []
        for leaf, node in zip(self.wanted, self.printed):
            step = 1e-3 * max(abs(point[leaf]), 0.1)
            narrow = difference(self._function, self.function, leaf, point, step / 2)
            wide = difference(self._function, self.function, leaf, point, step)
            row = Row(point, leaf, values[node], narrow)
            if not math.isfinite(row.error):
                return []
            if picky and abs(wide - narrow) > TOLERANCE / 10 * max(abs(narrow), 1.0):
                return []
            rows.append(row)
        return rows

    def _compare_sweeps(self, point: dict[Node, float]) -> None:
        values = self._derivatives.run(point)
        for leaf, *nodes in zip(self.wanted, self.printed, self._forward, self._reverse):
            a, b, c = (values[node] for node in nodes)
            if max(a, b, c) - min(a, b, c) > SWEEPS_TOLERANCE * max(abs(a), abs(b), abs(c), 1.0):
                self.sweeps = self.sweeps or (leaf, point, (a, b, c))
