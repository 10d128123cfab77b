"""Products that are their own mirror image: what exchanging two axes of the result leaves as it is.

Second derivatives are such products: in `X.T @ diag(d) @ X` one factor stands twice, `d` hangs between. The product of
a matrix with its own transpose takes half of the operations of any other product.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    Axes = tuple[Hashable, ...]
    Factor = tuple[int, Axes]


class Mirror:
    """A product taken apart: half[s, a] half[s, a′] weights[s], summed over s.

    half     the factors of one half
    weights  the factors that are their own image; axes that they alone have are summed over first
    image    axis → the axis that it is exchanged with
    inner    the axes that both halves have, which are summed over
    outer    the axes of the result that one half has; their images are the other ones
    """

    def __init__(
        self, half: list[Factor], weights: list[Factor], image: dict[Hashable, Hashable], out: Axes
    ) -> None:  # fmt: skip
        self.half = half
        self.weights = weights
        self.image = image
        axes = dict.fromkeys(c for _, names in half for c in names)
        self.inner = [c for c in axes if image[c] == c]
        self.outer = [c for c in axes if image[c] != c and c in out]


def mirrored(factors: list[Factor], out: Axes) -> Mirror | None:
    """The product as two equal halves; None where it is none, or an axis of the result belongs to both."""
    if len(out) % 2 or not out:
        return None
    for k, first in enumerate(factors):
        for other in factors[k + 1 :]:
            if other[0] == first[0] and other[1] != first[1]:
                found = _grown(factors, first, other, out)
                if found is not None:
                    return found
    return None


def _grown(factors: list[Factor], first: Factor, other: Factor, out: Axes) -> Mirror | None:
    """The mirror that exchanges two factors, if the others find their images too."""
    image: dict[Hashable, Hashable] = {}
    if not _exchanged(image, first[1], other[1]):
        return None
    left = list(factors)
    left.remove(first)
    left.remove(other)
    half, weights = [first], []
    near = {c for c in first[1] if image[c] != c}
    while left:
        # First those that hang together with what is known: the others have no image yet.
        factor = next((f for f in left if any(c in image for c in f[1])), left[0])
        left.remove(factor)
        partner = next((g for g in left if g[0] == factor[0] and _exchanged(dict(image), factor[1], g[1])), None)
        if partner is None or factor[1] == partner[1]:
            if not _exchanged(image, factor[1], factor[1]):
                return None
            weights.append(factor)
            continue
        left.remove(partner)
        _exchanged(image, factor[1], partner[1])
        moving = {c for c in factor[1] if image[c] != c}
        if moving & {image[c] for c in near}:
            factor, moving = partner, {image[c] for c in moving}
        near |= moving
        half.append(factor)
    if near & {image[c] for c in near} or any(image.get(c, c) == c for c in out):
        return None
    if any((c in out) != (image[c] in out) for c in near):
        return None
    found = Mirror(half, weights, image, out)
    return found if found.inner else None


def _exchanged(image: dict[Hashable, Hashable], a: Axes, b: Axes) -> bool:
    """Whether a mirror can map two factors' axes on each other; it is told so as far as it can."""
    return all(image.setdefault(c, d) == d and image.setdefault(d, c) == c for c, d in zip(a, b, strict=True))
