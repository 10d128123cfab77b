"""Certificates: the value of a printed derivative must lie in a ball that was computed without any rule.

The function's own Taylor coefficient, from power-series ball arithmetic, encloses the true derivative;
the printed expression, evaluated in balls, encloses its own value. Two balls that do not meet prove the
expression wrong; two narrow balls that meet leave no room for an error that could be seen.
"""

from __future__ import annotations

from math import factorial

from derivrepl.errors import DerivError
from derivrepl.numeric.balls import Balls
from derivrepl.numeric.circles import NoSeries
from derivrepl.numeric.decide import where
from derivrepl.numeric.sample import points
from derivrepl.numeric.series import Series

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from derivrepl.store import Node, Store

CERTIFIED, REFUTED, OPEN = "certified", "refuted", "open"
PRECISIONS = (128, 320)
"""Working bits that are tried in turn."""
NARROW = 66
"""Bits that both balls must have to count as narrow: 20 digits."""
MOST_NODES = 300
"""Larger graphs are not certified behind a result: it would be felt."""


class Certifier:
    """Certifies derivatives of one function.

    reason  why nothing can be certified; empty where something can
    """

    def __init__(self, store: Store, function: Node) -> None:
        self.store = store
        self.function = function
        self.reason = ""
        self.series: Series | None = None
        try:
            self.series = Series(store, function)
        except NoSeries as lack:
            self.reason = str(lack)
        except ImportError:
            self.reason = "python-flint is not installed"

    def verdict(
        self, leaf: Node, derivative: Node, point: Mapping[Node, float], order: int = 1
    ) -> tuple[str, str]:  # fmt: skip
        """CERTIFIED with the width of the balls, REFUTED with both values, or OPEN with the reason.

        order: how often `derivative` differentiates by the leaf
        """
        if self.series is None:
            return OPEN, self.reason
        from flint import arb, ctx

        try:
            printed = Balls(self.store, [derivative])
            for bits in PRECISIONS:
                with ctx.workprec(bits):
                    at = {n: arb(value) for n, value in point.items()}
                    true = self.series.coefficients(at, leaf, order + 1)[order] * factorial(order)
                    own = printed.run(at)[0]
                    if not own.is_finite() or not true.is_finite():
                        continue
                    if not own.overlaps(true):
                        return REFUTED, f"{_text(own)} against {_text(true)}"
                    if min(_accuracy(own), _accuracy(true)) >= NARROW:
                        return CERTIFIED, f"{float(true.rad() + own.rad()):.0e}"
        except (NoSeries, DerivError) as lack:
            return OPEN, str(lack)
        return OPEN, "the balls stay too wide"


def _accuracy(ball: object) -> int:
    """Correct bits, relative or absolute, whichever are more."""
    bits = max(ball.rel_accuracy_bits(), ball.rel_one_accuracy_bits())  # type: ignore[attr-defined]
    return int(bits)


def _text(ball: object) -> str:
    return str(ball.str(15, radius=False))  # type: ignore[attr-defined]


def second_opinion(
    store: Store, function: Node, leaf: Node, derivative: Node, text: str, order: int = 1, patient: bool = False,
    tries: int = 7,
) -> tuple[str, str]:  # fmt: skip
    """What a certificate says at a sampled point of the domain; OPEN where none can be given.

    text     determines the points, as for the check by differences
    patient  whether it may take so long that it is felt
    """
    if len(store.live([function, derivative])) > MOST_NODES:
        return OPEN, ""
    certifier = Certifier(store, function)
    if not patient and certifier.series is not None and certifier.series.slow:
        return OPEN, "a proof takes too long here; :check gives it"
    for point in points(text, store.inputs([function, derivative, leaf]), tries):
        if certifier.series is None:
            break
        verdict, detail = certifier.verdict(leaf, derivative, point, order)
        if verdict != OPEN:
            return verdict, f"{detail} at {where(store, point)}"
    return OPEN, certifier.reason
