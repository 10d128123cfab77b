"""Rectangles of text with a baseline, and the ways in which mathematics puts them together.

Every function gives a new box whose lines are equally wide. What is drawn around boxes — bars, brackets,
roots — comes from `Signs`, in Unicode or in ASCII.
"""

from __future__ import annotations

from derivrepl.formats.columns import cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DEGREES = {"√": "", "∛": "3"}
"""The signs of roots and the degrees that are written at them."""
RAISED = dict(zip("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


class Box:
    """A rectangle of text.

    lines     from top to bottom, `width` cells each
    baseline  which of them stands on the line of the formula around it
    """

    __slots__ = ("baseline", "lines", "width")

    def __init__(self, lines: Sequence[str], baseline: int = 0) -> None:
        self.lines = list(lines)
        self.baseline = baseline
        self.width = cells(self.lines[0]) if lines else 0

    @property
    def height(self) -> int:
        """How many lines it has."""
        return len(self.lines)

    @property
    def middle(self) -> str:
        """The line on the baseline."""
        return self.lines[self.baseline]

    def padded(self, width: int) -> list[str]:
        """The lines in the middle of so many cells."""
        left = (width - self.width) // 2
        return [" " * left + line + " " * (width - self.width - left) for line in self.lines]


class Signs:
    """What is drawn around boxes.

    bar     of a fraction
    fences  bracket → its only line, or its first, inner and last ones where it is tall
    brace   the left brace of cases: first, other, middle and last line
    roots   degree ("" for the square root) → what stands in front of one line under a root
    foot, corner, roof  of a root over several lines: what its side stands on, what joins side and bar, the bar
    raised  whether there are raised digits
    """

    __slots__ = ("bar", "brace", "corner", "fences", "foot", "raised", "roof", "roots")

    def __init__(
        self, bar: str, fences: dict[str, tuple[str, str, str, str]], brace: str, roots: dict[str, str],
        foot: str, corner: str, roof: str, raised: bool,
    ) -> None:  # fmt: skip
        self.bar = bar
        self.fences = fences
        self.brace = brace
        self.roots = roots
        self.foot = foot
        self.corner = corner
        self.roof = roof
        self.raised = raised


# fmt: off
UNICODE = Signs(
    "─",
    {
        "(": ("(", "⎛", "⎜", "⎝"), ")": (")", "⎞", "⎟", "⎠"),
        "[": ("[", "⎡", "⎢", "⎣"), "]": ("]", "⎤", "⎥", "⎦"),
        "⌊": ("⌊", "⎢", "⎢", "⎣"), "⌋": ("⌋", "⎥", "⎥", "⎦"),
        "⌈": ("⌈", "⎡", "⎢", "⎢"), "⌉": ("⌉", "⎤", "⎥", "⎥"),
        "|": ("│", "│", "│", "│"), "‖": ("‖", "║", "║", "║"),
    },
    "⎧⎪⎨⎩", {"": "√", "3": "∛"}, "√", "┌", "─", True,
)
ASCII = Signs(
    "-",
    {
        "(": ("(", "/", "|", "\\"), ")": (")", "\\", "|", "/"),
        "[": ("[", "[", "[", "["),  "]": ("]", "]", "]", "]"),
        "|": ("|", "|", "|", "|"),
    },
    "/|<\\", {"": "\\/", "3": "\\/"}, "\\", " ", "_", False,
)
# fmt: on


def line(text: str) -> Box:
    """A text on one line."""
    return Box([text])


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes next to each other, their baselines on one line."""
    above = max(box.baseline for box in boxes)
    below = max(box.height - box.baseline for box in boxes)
    columns = []
    for box in boxes:
        blank = " " * box.width
        top, bottom = above - box.baseline, below - (box.height - box.baseline)
        columns.append([blank] * top + box.lines + [blank] * bottom)
    return Box(["".join(parts) for parts in zip(*columns)], above)


def fraction(top: Box, bottom: Box, signs: Signs) -> Box:
    """One over the other; the bar is longer than a bar right above or below it."""
    width = max(top.width, bottom.width)
    if any(box.width == width and box.height > 1 and signs.bar * box.width in box.lines for box in (top, bottom)):
        width += 2
    return Box([*top.padded(width), signs.bar * width, *bottom.padded(width)], top.height)


def fenced(box: Box, left: str, right: str, signs: Signs) -> Box:
    """The box between brackets of its height."""
    if box.height == 1:
        return Box([signs.fences[left][0] + box.lines[0] + signs.fences[right][0]])
    sides = [_side(signs.fences[sign], box.height) for sign in (left, right)]
    return Box([a + text + b for a, text, b in zip(sides[0], box.lines, sides[1])], box.baseline)


def _side(sign: tuple[str, str, str, str], height: int) -> list[str]:
    _, first, inner, last = sign
    return [first, *[inner] * (height - 2), last]


def power(base: Box, exponent: Box, signs: Signs) -> Box:
    """The exponent above and right of the base; raised digits need no line of their own."""
    if signs.raised and exponent.height == 1 and all(c in RAISED for c in exponent.lines[0]):
        return marked(base, "".join(RAISED[c] for c in exponent.lines[0]))
    upper = [" " * base.width + text for text in exponent.lines]
    lower = [text + " " * exponent.width for text in base.lines]
    return Box(upper + lower, exponent.height + base.baseline)


def marked(base: Box, sign: str) -> Box:
    """The base with a raised sign behind its first line."""
    blank = " " * len(sign)
    return Box([base.lines[0] + sign, *(text + blank for text in base.lines[1:])], base.baseline)


def root(box: Box, degree: str, signs: Signs) -> Box:
    """The root of a box; a bar shows how far it reaches, and is left out over a single letter."""
    sign = signs.roots[degree]
    if box.height == 1 and box.width == 1 and len(sign) == 1:
        return Box([sign + box.lines[0]])
    if box.height == 1:
        above = degree if len(sign) > 1 else ""
        return Box([f"{above:<{len(sign)}}{'_' * box.width}", sign + box.lines[0]], 1)
    side = signs.fences["|"][0]
    lines = [f" {signs.corner}{signs.roof * (box.width + 1)}", *(f" {side} {text}" for text in box.lines)]
    lines[-1] = signs.foot + lines[-1][1:]
    if degree:
        lines[-2] = (RAISED[degree] if signs.raised else degree) + lines[-2][1:]
    return Box(lines, box.baseline + 1)


def below(rows: Sequence[Box]) -> Box:
    """Boxes under each other from the left, tall ones apart; the baseline is that of the first."""
    apart = any(box.height > 1 for box in rows)
    width = max(box.width for box in rows)
    lines: list[str] = []
    for k, box in enumerate(rows):
        lines += [" " * width] * (apart and k > 0)
        lines += [text + " " * (width - box.width) for text in box.lines]
    return Box(lines, rows[0].baseline)


def grid(rows: Sequence[Sequence[Box]], gap: int, left: bool = False) -> Box:
    """Rows of boxes in columns, the boxes in the middle of their columns or at the left.

    Rows of which one is tall stand apart by an empty line. The baseline is the middle of the whole.
    """
    widths = [max(box.width for box in column) for column in zip(*rows)]
    lines: list[str] = []
    apart = any(box.height > 1 for row in rows for box in row)
    for row in rows:
        cut = beside([_columned(box, width, gap * (k > 0), left) for k, (box, width) in enumerate(zip(row, widths))])
        if lines and apart:
            lines.append(" " * cut.width)
        lines += cut.lines
    return Box(lines, (len(lines) - 1) // 2)


def _columned(box: Box, width: int, gap: int, left: bool) -> Box:
    """A box as wide as its column, with a gap in front."""
    inner = [text + " " * (width - box.width) for text in box.lines] if left else box.padded(width)
    return Box([" " * gap + text for text in inner], box.baseline)


def cases(rows: Sequence[Sequence[Box]], signs: Signs) -> Box:
    """Values and their conditions behind a brace."""
    inner = grid(rows, 2, left=True)
    lines = list(inner.lines)
    if len(lines) % 2 == 0:
        lines.insert(len(lines) // 2, " " * inner.width)
    first, other, middle, last = tuple(signs.brace)
    side = [first, *[other] * (len(lines) - 2), last]
    side[len(lines) // 2] = middle
    return Box([f"{sign} {text}" for sign, text in zip(side, lines)], len(lines) // 2)


def matrix(rows: Sequence[Sequence[Box]], signs: Signs) -> Box:
    """Rows of boxes between tall square brackets."""
    inner = grid(rows, 2)
    return fenced(Box([f" {text} " for text in inner.lines], inner.baseline), "[", "]", signs)
