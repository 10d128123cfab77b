"""The panels of a trace: what each node computes, its tangents, its adjoints."""

from __future__ import annotations

from copy import copy

from derivrepl.language.counted import counted
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import UNICODE, Notation, Writer
from derivrepl.numeric.array_value import ArrayValue, literal
from derivrepl.numeric.trace import Trace
from derivrepl.session.panels import Column, Look, Panel, Table
from derivrepl.shapes import product, written
from derivrepl.simplify import Facts, simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.numeric.formulas import Short
    from derivrepl.session.cells import Cells, Value
    from derivrepl.session.entry import Entry
    from derivrepl.session.panels import Row
    from derivrepl.session.session import Session

WIDEST, LEAST, SEED = 60, 24, 20
"""Columns that a value takes at most, where its middle is left out, and a seed above its panel."""
READ = 300
"""Nodes up to which the formulas of a trace are read by somebody, and shortened."""
COUNTED = 76
"""Columns of the sentence below the panels."""


def shortener(session: Session, target: Entry) -> Short:
    """What brings a rule's formula into its shortest form, where somebody may read it."""
    level = session.settings.get("simplify") if len(target.view.nodes) <= READ else "off"
    return lambda scratch, node: simplify(scratch, node, level, Facts()).node


class Parts:
    """The panels of one trace in one notation.

    along: the input, or its element, that tangents are derivatives by; empty for another direction
    room: the columns that a value takes at most; 0 in a pipe
    """

    def __init__(
        self,
        session: Session,
        target: Entry,
        cells: Cells,
        along: str,
        notation: Notation,
        room: int = 0,
    ) -> None:
        self.session = session
        self.target = target
        self.cells = cells
        self.along = along
        self.store = session.store
        self.notation = notation
        self.plain = not room
        self.room = room
        view = target.view
        self.trace = Trace(
            self.store, target.node, view.nodes, view.labels, shortener(session, target), notation, self.plain
        )

    def within(self, room: int) -> Parts:
        """The same panels, whose values take at most so many columns."""
        made = copy(self)
        made.room = room
        return made

    def text(self, value: Value, most: int = WIDEST) -> str:
        """A value for a cell, in at most so many columns."""
        from derivrepl.numeric.digits import rounded, shortest

        room, mark = min(self.room, most), self.notation.mark
        if isinstance(value, ArrayValue):
            text = value.text if self.plain else literal(value.array, 4)
            shape = f"{mark} {written(value.array.shape)}"
            return text if self.plain or len(text) <= room else text[: room - len(shape)] + shape
        if isinstance(value, float):
            return shortest(value) if self.plain else rounded(value, int(self.session.settings.get("digits")))
        text = Writer(self.store, self.notation).shown(value)
        if self.plain or len(text) <= room:
            return text
        return f"{text[: room * 2 // 3]}{mark}{text[-(room // 3 - len(mark)) :]}"

    def name(self, by: str) -> str:
        """What the derivative by an input is called."""
        return (unicode_name if self.notation is UNICODE else ascii_name)(self.target.name, [by])

    def nodes(self) -> list[str]:
        """What each node computes: `v3 = log v1`."""
        labels = self.trace.labels
        return [f"{labels[n]} = {self.trace.operation(n)}" for n in self.trace.nodes]

    def primal(self) -> Column:
        """What each node computes, and its value."""
        texts = zip(self.nodes(), self.trace.nodes)
        return Column("forward primal trace ▼", [[(text, self.text(self.cells.value(n)), "")] for text, n in texts])

    def tangents(self) -> Column:
        """The tangent of each node, of its operands' tangents."""
        cells, trace = self.cells, self.trace
        known = {n: cells.seeds.get(n, cells.zero) for n in trace.inputs}
        result = f"= {self.name(self.along)}" if self.along else "along the seed"
        rows: list[list[Row]] = []
        for n in trace.nodes:
            text = trace.forward(n, known)
            if n not in known and text:
                known[n] = cells.pushed(trace, n, known)
            head = trace.formulas.tangent(n) + (f" = {text}" if text else "")
            rows.append([(head, self.text(known.get(n, cells.zero)), result if n == trace.root else "")])
        seeds = ", ".join(f"{trace.formulas.tangent(n)} = {self.text(known[n], SEED)}" for n in trace.inputs[:4])
        return Column("tangent trace ▼", rows, f"seed {seeds}")

    def adjoints(self) -> Column:
        """The adjoint of each input, and what each operation adds to the adjoints of its operands."""
        cells, trace = self.cells, self.trace
        known = {trace.root: cells.one}
        groups: list[list[Row]] = []
        for n in reversed(trace.nodes):
            rows: list[Row] = []
            if n in trace.inputs:
                rows.append(
                    (
                        trace.formulas.adjoint(n),
                        self.text(known.get(n, cells.zero)),
                        f"= {self.name(self.store.name(n))}",
                    )
                )
            for update in reversed(trace.reverse(n)):
                known[update.operand] = cells.gained(trace, n, update, known)
                head = f"{trace.formulas.adjoint(update.operand)} += {update.text}"
                rows.insert(0, (head, self.text(known[update.operand]), ""))
            if n == trace.root and n not in trace.inputs:
                rows.append((trace.formulas.adjoint(n), self.text(cells.one), "seed"))
            groups.append(rows)
        return Column("reverse adjoint trace ▲", groups[::-1])

    def count_lines(self, room: int) -> list[str]:
        """How the two ways compare, and at the right edge the command that tells more where it fits."""
        from textwrap import wrap

        trace = self.trace
        operations = len(trace.nodes) - len(trace.inputs)
        updates = sum(len(trace.reverse(n)) for n in trace.nodes)
        size = len(trace.inputs)
        what = {1: "the derivative", 2: "both derivatives"}.get(size, f"all {size} derivatives")
        passes = self._passes()
        done = counted(operations, "operation")
        back = counted(updates, "update")
        sentence = f"{done} forward and {back} back give {what}; forward mode needs {passes} over the {done}"
        *lines, last = wrap(sentence, min(room, COUNTED))
        return [*lines, f"{last:<{COUNTED - 5}}:cost" if room >= COUNTED else last]

    def _passes(self) -> str:
        """How many passes forward mode needs: one for each element of the inputs."""
        known: list[int] = []
        named: list[str] = []
        for leaf in self.trace.inputs:
            size = product(list(self.session.shape(leaf)))
            if isinstance(size, int):
                known.append(size)
            else:
                named.append(size)
        if not named:
            return counted(sum(known), "pass", "passes")
        return " + ".join([*named, *([str(sum(known))] if known else [])]) + " passes"

    def piped(self, kind: str) -> list[str]:
        """The same as rows with tabs: node, operation, value, update, result."""
        lines = []
        labels = self.trace.labels
        for name in PANELS[kind][1:]:
            lines.append("node\toperation\tvalue\tupdate\tresult")
            for n, group in zip(self.trace.nodes, COLUMNS[name](self).rows):
                start = f"{labels[n]}\t{self.trace.operation(n)}\t{self.text(self.cells.value(n))}"
                lines += [f"{start}\t{text}\t{value}" for text, value, _ in group]
        return lines


PANELS = {
    "forward": ("primal", "tangents"),
    "reverse": ("primal", "adjoints"),
    "both": ("primal", "tangents", "adjoints"),
}
"""What is asked for → the panels that show it."""
COLUMNS = {"primal": Parts.primal, "tangents": Parts.tangents, "adjoints": Parts.adjoints}

# fmt: off
THREE = {"primal": Look(16, 30), "tangents": Look(24, 38, bare=True), "adjoints": Look(18, 40)}
TWO   = {"primal": Look(16, 32), "tangents": Look(23, 40),            "adjoints": Look(20, 40)}
TIGHT = {"primal": Look(),       "tangents": Look(),                  "adjoints": Look()}
# fmt: on


def arranged(parts: Parts, kind: str, width: int) -> list[Table]:
    """The panels in as few tables as a screen of so many cells has room for: whole values first, wide panels first."""
    names = PANELS[kind]
    groups = [names[:2], names[2:]] if len(names) > 2 else [names]
    whole, cut = max(min(width - 36, WIDEST), LEAST // 2), min((width - 52) // 2, 32)
    ways = [(whole, [names], THREE if len(names) > 2 else TWO), (whole, [names], TIGHT), (whole, groups, TWO),
            (whole, groups, TIGHT)]  # fmt: skip
    if cut >= LEAST:
        ways += [(cut, [names], THREE if len(names) > 2 else TWO), (cut, groups, TWO)]
    ways += [(whole, [(name,) for name in names], look) for look in (TWO, TIGHT)]
    nodes = parts.nodes()
    columns: dict[int, dict[str, Column]] = {}
    tables: list[Table] = []
    for room, groups, look in ways:
        if room not in columns:
            columns[room] = {name: COLUMNS[name](parts.within(room)) for name in names}
        found = columns[room]
        tables = [Table([Panel(found[name], look[name]) for name in group], nodes) for group in groups]
        if all(table.width <= width for table in tables):
            break
    return tables
