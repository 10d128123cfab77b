"""`:plot`: f above its derivative, on one x axis, in braille; as TSV in a pipe; as SVG or TSV to a file."""

from __future__ import annotations

from derivrepl.errors import DerivError, NoValue
from derivrepl.session.answer import Block, Drawing, Lines
from derivrepl.session.commands.registry import command
from derivrepl.session.pictures.curves import Curves
from derivrepl.session.pictures.heat import HeatMap
from derivrepl.session.pictures.panels import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Bare, Output, Point, Ranges, Sizes, Target, Window
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

REACH = 5.0
USAGE = "usage: :plot x=LOW..HIGH y=NUMBER …"


@command(
    "plot", "p",
    usage="[NAME] [x=LOW..HIGH] [overlay] [y=LOW..HIGH] [w=WIDTH] [h=HEIGHT] [z=NUMBER …] [> FILE.svg | > FILE.tsv]",
    examples=("exp(-x^2)*sin(3*x)", ":plot x=-3..3", ":plot x=-3..3 overlay y=-1..1", ":plot x=-3..3 > f.svg",
              "x^2 - y^2", ":plot x y"),
)  # fmt: skip
def plot(
    session: Session, target: Target, output: Output, window: Window, sizes: Sizes, ranges: Ranges, words: Bare,
    point: Point,
) -> list[Block]:  # fmt: skip
    """Curve of f above that of its derivative: extremes over zeros.

    Without a range from -5 to 5, or around the kept point. Other inputs need
    a value. overlay draws both in one panel; y=-1..1 fixes the values shown
    (f=-1..1 where y is an input); w and h are the size in characters, in
    pixels of a panel for SVG. Poles are gaps. In a pipe 201 rows of x, f and
    f'. With two inputs a heat map of f.
    """
    if target.is_list or session.shape(target.node):
        raise DerivError("E302", f"{target.name} is not a scalar", hint="plot one component")
    look = Look(window, sizes.get("w", 0), sizes.get("h", 0))
    names = [*ranges, *(word for word in words if word not in ranges and word != "overlay")]
    if len(ranges) == 1 and len(names) == 2:  # the words do not tell which came first
        names.sort(key=lambda name: target.input_names().index(name) if name in target.input_names() else -1)
    whole = {**session.point, **point}
    for name in names:
        if session.shape(session.store.input(name)):
            raise DerivError("E304", f"{name} is an array, and a curve is drawn over a number")
    drawn: Curves | HeatMap
    if len(names) == 2:
        if "overlay" in words:
            raise DerivError("E502", "overlay is for curves along one input", hint=USAGE)
        ends = [_ends(name, ranges, (-REACH, REACH)) for name in names]
        drawn = HeatMap(session, target, names, (ends[0], ends[1]), whole, look)
    else:
        name, span = _axis(session, target, names, ranges, whole)
        drawn = Curves(session, target, session.store.input(name), span, whole, look, "overlay" in words)
    if output:
        return [_to_file(session, drawn, output)]
    return [Drawing(drawn.screen, drawn.rows())]


def _axis(
    session: Session, target: Entry, asked: list[str], ranges: dict[str, tuple[float, float]], point: dict[str, float]
) -> tuple[str, tuple[float, float]]:  # fmt: skip
    """The input along the axis and its range; raises DerivError."""
    names = target.input_names()
    if len(asked) > 1:
        raise DerivError("E502", ":plot draws along one input, or two as a heat map", hint=USAGE)
    free = [name for name in names if name not in point]
    numbers = [name for name in names if not session.shape(session.store.input(name))]
    name = next(iter([*asked, *[n for n in numbers if n in free], *numbers]), "")
    if not numbers:
        raise DerivError("E203", f"{target.name} has no number as an input to plot along")
    if name not in names:
        raise target.no_such_input(name)
    missing = [n for n in free if n != name]
    if missing:
        raise NoValue(missing)
    middle = point.get(name, 0.0)
    return name, _ends(name, ranges, (middle - REACH, middle + REACH))


def _ends(name: str, ranges: dict[str, tuple[float, float]], usual: tuple[float, float]) -> tuple[float, float]:
    """The range of an input; raises DerivError where it is empty."""
    low, high = ranges.get(name, usual)
    if not low < high:
        raise DerivError("E502", f"the range of {name} is empty", hint="write x=LOW..HIGH")
    return low, high


def _to_file(session: Session, drawn: Curves | HeatMap, path: str) -> Block:
    """Write the picture; the ending of the name says in which form."""
    if path.endswith(".svg"):
        session.files.write(path, drawn.svg())
    elif path.endswith((".tsv", ".txt")):
        session.files.write(path, drawn.rows())
    else:
        raise DerivError("E502", f"a plot is written as .svg or .tsv, not {path}")
    return Lines([f"wrote {path}"], comment=True)
