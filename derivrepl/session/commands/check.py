"""`:check`: derivatives against differences, forward against reverse, and certified by power series."""

from __future__ import annotations

from derivrepl.errors import DerivError, NoValue
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import Writer
from derivrepl.numeric.certify import REFUTED
from derivrepl.numeric.decide import where
from derivrepl.numeric.verify import Verification
from derivrepl.session.answer import INDENT, MISMATCH, UNSAMPLED, Block, Drawing, Page
from derivrepl.session.commands.registry import command
from derivrepl.session.entry import components
from derivrepl.store import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.commands.words import Count, Point, Target
    from derivrepl.session.entry import Entry
    from derivrepl.session.session import Session

POINTS = 3


@command(
    "check", "verify", usage="[NAME] [n=COUNT] [x=NUMBER …]",
    examples=("sin(x) + x*y", ":check", ":check n=100", ":check x=1 y=2"),
)  # fmt: skip
def check(session: Session, target: Target, count: Count, point: Point) -> list[Block]:
    """Check every derivative in numbers, at points of the domain or a given one.

    Each value stands beside a five-point difference; forward mode, reverse
    mode and the printed form must agree; and a power series in ball
    arithmetic, which knows no rule, must enclose the value (certified).
    """
    if not session.wanted(target):
        raise DerivError("E203", f"{target.name} has no derivative to check")
    return [_checked(session, part, count, point) for part in components(target) if session.wanted(part)]


def _checked(session: Session, target: Entry, count: int, point: dict[str, float]) -> Block:
    """The check of one function; raises DerivError where it fails or cannot be made."""
    wanted = session.wanted(target)
    printed = session.derivatives.gradient(target, wanted)
    if target.has_arrays:
        return _arrays(session, target, wanted, printed)
    found = Verification(session.store, target.node, wanted, printed)
    if point:
        whole = {**session.point, **point}
        missing = [n for n in map(session.store.name, found.leaves) if n not in whole]
        if missing:
            raise NoValue(missing)
        found.at_point({leaf: whole[session.store.name(leaf)] for leaf in found.leaves})
    else:
        found.at_samples(target.text, count or POINTS)
    if not found.rows:
        raise DerivError("E403", f"no point was found where {target.name} and its derivatives are finite and smooth")
    _refuse(session, target, found)
    return Drawing(lambda width, _: _table(session, target, found, width - INDENT), _piped(session, target, found))


def _arrays(session: Session, target: Entry, wanted: list[Node], printed: list[Node]) -> Block:
    """Derivatives with arrays: each along random directions, at arrays of random numbers."""
    from derivrepl.numeric.array_check import compare_with_differences

    store = session.store
    rows: list[tuple[str, str]] = []
    piped = []
    for leaf, node in zip(wanted, printed, strict=True):
        badge, detail = compare_with_differences(store, target.node, leaf, node, wanted=POINTS)
        name = ascii_name(target.name, [store.name(leaf)])
        if badge == MISMATCH:
            raise DerivError("E602", f"{name} is wrong: {detail} by differences")
        if badge == UNSAMPLED:
            raise DerivError("E403", f"no arrays were found where {target.name} and {name} are finite and smooth")
        piped.append(f"check {name} ok")
        shown = unicode_name(target.name, [store.name(leaf)])
        rows.append((shown, f"agrees with five-point differences along random directions at {POINTS} points"))
    return Page(rows, piped)


def _refuse(session: Session, target: Entry, found: Verification) -> None:
    """Raise E602 where anything disagrees."""
    store = session.store
    worst = found.worst()
    if worst is not None:
        name = ascii_name(target.name, [store.name(worst.leaf)])
        numbers = f"{worst.exact:.10g} against {worst.numeric:.10g} by differences"
        if worst.verdict == REFUTED:
            numbers = f"{worst.detail} by power series, which is proof"
        message = f"{name} is wrong at {where(store, worst.point)}: {numbers}"
        raise DerivError("E602", message, hint=_first(session, target, worst.leaf, worst.point))
    if found.sweeps is not None:
        leaf, point, (printed, forward, reverse) = found.sweeps
        name = ascii_name(target.name, [store.name(leaf)])
        numbers = f"{forward:.10g} forward, {reverse:.10g} reverse, {printed:.10g} printed"
        message = f"{name} comes out differently at {where(store, point)}: {numbers}"
        raise DerivError("E602", message, hint=_first(session, target, leaf, point))


def _first(session: Session, target: Entry, leaf: Node, point: dict[int, float]) -> str:
    """The first node whose derivative is wrong, in words."""
    from derivrepl.numeric.locate import first_wrong

    place = first_wrong(session.store, target.node, leaf, point)
    if place is None:
        return "the rules of all nodes agree with differences there: simplification, or rounding, made the difference"
    labels = target.view.labels
    row = Writer(session.store).row(place.node, labels)
    label = f"{labels[place.node]} = " if place.node in labels else ""
    slope = f"{place.by_rule:.6g} by its rule, {place.by_differences:.6g} by differences"
    return f"the first node that is wrong is {label}{row}: d/d{session.store.name(leaf)} is {slope}"


def _number(value: float, places: int) -> str:
    return f"{value + 0.0:.{places}f}" if 1e-4 <= abs(value) < 1e6 or value == 0 else f"{value:.{places}e}"


def _table(session: Session, target: Entry, found: Verification, width: int) -> list[str]:
    """The table of a screen: with fewer places, then without the points, where it is narrow."""
    from textwrap import wrap

    lines: list[str] = []
    for places, least, points in ((10, (25, 12, 16, 16, 0), True), (6, (0,) * 5, True), (4, (0,) * 5, False)):
        lines = _rows(session, target, found, places, least, points)
        if max(map(len, lines)) <= width:
            break
    return [*lines, *(part for line in _summary(found) for part in wrap(line, width, subsequent_indent="  "))]


def _rows(
    session: Session, target: Entry, found: Verification, places: int, least: tuple[int, ...], points: bool
) -> list[str]:
    rows: list[tuple[str, ...]] = [("point", "derivative", "exact", "numeric", "error")]
    last: object = None
    for row in found.rows:
        place = "" if row.point is last else where(session.store, row.point)
        last = row.point
        name = unicode_name(target.name, [session.store.name(row.leaf)])
        error = f"{row.error:.0e}".replace("e-0", "e-").replace("e+00", "") if row.error else "0"
        rows.append((place, name, _number(row.exact, places), _number(row.numeric, places), error))
    if not points:
        rows = [row[1:] for row in rows]
        least = least[1:]
    widths = [max(max(len(row[k]) for row in rows) + 2, least[k]) for k in range(len(rows[0]))]
    return ["".join(f"{cell:<{w}}" for cell, w in zip(row, widths)).rstrip() for row in rows]


def _summary(found: Verification) -> list[str]:
    size = len(found.rows)
    near = sum(row.near() for row in found.rows)
    lines = [f"{near} of {size} agree (five-point difference, tolerance 1e-6)   forward = reverse ✓"]
    sure = found.certified()
    if near < size:
        lines.append("where it does not, the function is too steep for a difference, and a certificate decides")
    if sure:
        widest = max((row.detail for row in found.rows if row.verdict == "certified"), key=float)
        lines.append(f"{sure} of {size} certified: power series enclose the value, in balls below {widest}")
    if sure < size:
        lines.append(f"{size - sure} of {size} not certified: {found.open}")
    return lines


def _piped(session: Session, target: Entry, found: Verification) -> list[str]:
    lines = []
    for leaf in found.wanted:
        rows = [row for row in found.rows if row.leaf == leaf]
        name = ascii_name(target.name, [session.store.name(leaf)])
        sure = " certified" if all(row.verdict == "certified" for row in rows) else ""
        lines.append(f"check {name} ok {max(row.error for row in rows):.1e}{sure}")
    return lines
