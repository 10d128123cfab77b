"""Result lines on a screen: `∂f/∂x = cos(x) + y   v7   ✓`, aligned, and what is done with long ones."""

from __future__ import annotations

from derivrepl.formats.array_values import array_lines
from derivrepl.formats.columns import cells, clip, pad, wrap
from derivrepl.formats.terminal_expression import number
from derivrepl.language.derivative_names import ascii_name, unicode_name
from derivrepl.language.text import with_parts
from derivrepl.language.whole import whole_text
from derivrepl.numeric.array_value import ArrayValue
from derivrepl.session.answer import INDENT, MISMATCH, OK, UNSAMPLED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.formats.boxes import Box
    from derivrepl.formats.terminal_expression import Expressions
    from derivrepl.formats.terminal_style import Line
    from derivrepl.session.answer import Result, Results

LABEL_AT = 25
"""Where node labels stand at least, so that they stay in one column from one short answer to the next."""
LABEL_WIDTH = 3
SHORT_NAME = 8
"""Cells of a name that stands in front of its expression where others are too long for that."""
CUT = ":more writes it in full"
WHOLE = 200_000
"""Characters of an expression, and lines of a result, where nothing is to be cut."""
TALLEST = 3
"""Lines of the terminal that an expression may fill before its shared parts are named, then only its size told."""


class ResultLines:
    """Lays out the results of one block.

    width   cells of the terminal
    digits  significant digits of values
    limit   how many results are shown; the rest is one line
    typeset whether expressions are drawn in two dimensions where they fit
    """

    def __init__(
        self, expressions: Expressions, width: int, digits: int, limit: int = 0, typeset: bool = False
    ) -> None:
        self.expressions = expressions
        self.unicode = expressions.unicode
        self.width = width
        self.digits = digits
        self.limit = limit
        self.typeset = typeset
        self.tallest = TALLEST
        self.pretty: dict[str, str] = {}
        """Names of inputs as they are drawn."""
        self.cut = False
        """Whether an expression was told by its size that `:more` would write."""
        self.own: set[int] = set()
        """The nodes of the function, which a derivative's size leaves out."""

    def lines(self, block: Results) -> list[Line]:
        """All lines of the block."""
        results = block.results
        shown = results[: self.limit] if self.limit and len(results) > self.limit + 1 else results
        labels = block.view.labels if block.view is not None else {}
        self.own = set(block.view.nodes) if block.view is not None else set()
        self._name(shown)
        if block.values_only or any(r.value is not None for r in shown):
            made = self._valued(shown, labels, block.values_only)
        else:
            made = self._written(shown, labels)
        if len(shown) < len(results):
            mark = "⋮" if self.unicode else ":"
            text = f"{mark}  {len(results) - len(shown):,} more results   :grad NAME shows one"
            made.append([(" " * INDENT + clip(text, self.width - INDENT, self.expressions.notation.mark), "dim")])
        if self.cut:
            made.append([(" " * INDENT + clip(CUT, self.width - INDENT, self.expressions.notation.mark), "dim")])
        if block.more:
            room = self.width - INDENT
            made += [[(" " * INDENT + text, "dim")] for text in wrap(block.more, room, room)]
        return made

    def name(self, result: Result) -> str:
        """What the result is called: `f`, `∂f/∂x`, `d2f/dxdy`."""
        if not result.by:
            return result.function
        name = unicode_name if self.unicode else ascii_name
        return name(result.function, [self.pretty.get(by, by) for by in result.by])

    def _name(self, results: list[Result]) -> None:
        """Choose how names of inputs are written."""
        if self.typeset and self.unicode:
            from derivrepl.formats.typeset import drawn_names

            self.pretty = drawn_names(list(dict.fromkeys(by for r in results for by in r.by)))

    def _measure(self, results: list[Result], widest: int) -> None:
        """Find the column of the signs of equality, with `widest` cells for what stands behind.

        Where names leave no room for that, all but the shortest stand on lines of their own.
        """
        names = [cells(self.name(r)) for r in results]
        most = max(self.width - INDENT - 3 - widest, self.width // 3)
        short = [n for n in names if n <= (most if max(names, default=0) <= most else SHORT_NAME)]
        self.name_width = max(short, default=1)
        self.start = INDENT + self.name_width + 3

    def _head(self, result: Result) -> tuple[list[Line], Line]:
        """The line above, where the name is too long to stand in front; and what stands in front."""
        name, role = self.name(result), "derivative" if result.by else ""
        if cells(name) <= self.name_width:
            return [], [(" " * INDENT, ""), (pad(name, self.name_width), role), (" = ", "")]
        name = clip(name, self.width - INDENT - 2, self.expressions.notation.mark)
        return [[(" " * INDENT, ""), (name, role), (" =", "")]], [(" " * self.start, "")]

    def _badge(self, result: Result) -> Line:
        if result.badge == OK:
            return [("✓" if self.unicode else "ok", "good")]
        if result.badge == UNSAMPLED:
            return [("?", "dim")]
        if result.badge == MISMATCH:
            return [("✗ MISMATCH" if self.unicode else "x MISMATCH", "error")]
        return []

    # Values

    def _valued(self, results: list[Result], labels: dict[int, str], values_only: bool) -> list[Line]:
        """`name = expression = value`; the expression is left out where it would not fit."""
        values = [r.digits or self._value(r.value) for r in results]
        widest = max(map(len, values), default=0)
        self._measure(results, widest + (3 + 1) * any(map(self._badge, results)))
        room = self.width - self.start - widest - 3 - 5
        texts = [None if values_only else self.expressions.text(r.node) for r in results]
        fitting = [t if t is not None and cells(t) <= room else None for t in texts]
        column = max((cells(t) for t in fitting if t is not None), default=0)
        lines: list[Line] = []
        for result, value, text in zip(results, values, fitting, strict=True):
            above, line = self._head(result)
            lines += above
            if text is None and not values_only and result.node in labels:
                text = labels[result.node]
            if text is not None:
                line += [(pad(text, column), ""), (" = ", "")]
            badge = self._badge(result)
            if isinstance(result.value, ArrayValue):
                lines += self._array(line, result.value)
                continue
            line.append((pad(value, widest) if badge else value, "number"))
            lines.append([*line, ("   ", ""), *badge] if badge else line)
            lines += self._detail(result)
        return lines

    def _value(self, value: float | None) -> str:
        """A number; an array is drawn on lines of its own."""
        return "" if value is None or isinstance(value, ArrayValue) else number(value, self.digits)

    def _array(self, head: Line, value: ArrayValue) -> list[Line]:
        """An array behind what it is the value of."""
        start = sum(cells(text) for text, _ in head)
        drawn = array_lines(value.array, self.digits, self.width - start, self.expressions.notation)
        lines: list[Line] = [[*head, (drawn[0], "number")]]
        return lines + [[(" " * start, ""), (text, "number")] for text in drawn[1:]]

    # Expressions

    def _written(self, results: list[Result], labels: dict[int, str]) -> list[Line]:
        own = [labels.get(r.node, "") for r in results]
        badges = [self._badge(r) for r in results]
        width = max([LABEL_WIDTH, *map(len, own)])
        tail = 3 + width + 2 + max((sum(cells(t) for t, _ in b) for b in badges), default=0)
        if not any(own) and not any(badges):
            tail = 0
        written = [self._text(r.node) for r in results]
        self._measure(results, tail + max((cells(t) if t is not None else self.width for t in written), default=0))
        room = max(self.width - self.start - tail, 8)
        drawn = [self.expressions.drawn(r.node, room) if self.typeset else None for r in results]
        bodies = [
            [] if box else self._body(r, text, room, label)
            for r, text, box, label in zip(results, written, drawn, own, strict=True)
        ]
        widths = [box.width if box else max(map(cells, body)) for box, body in zip(drawn, bodies, strict=True)]
        column = min(max([LABEL_AT - self.start - 3, *widths]), room)
        if any(len(body) > 1 for body in bodies):
            column = room
        behind = ["" if body and _begins_with(body[0], label) else label for body, label in zip(bodies, own)]
        width = max([LABEL_WIDTH, *map(len, behind)]) if any(behind) or not any(own) else 0
        lines: list[Line] = []
        for result, body, box, label, badge in zip(results, bodies, drawn, behind, badges, strict=True):
            mark: Line = [(pad(label, width), "node"), (" " * (2 if width > 0 else 0), ""), *badge] if badge else []
            if label and not badge:
                mark = [(label, "node")]
            if lines and any(b is not None and b.height > 1 for b in drawn):
                lines.append([])
            above, head = self._head(result)
            lines += above
            lines += self._boxed(head, box, mark, column) if box else self._placed(head, body, mark, column)
            lines += self._detail(result)
        return lines

    def _body(self, result: Result, text: str | None, room: int, label: str) -> list[str]:
        """The lines of an expression: as it is, wrapped, with parts named, or told by its size."""
        if text is not None:
            return [text] if cells(text) <= room else wrap(text, room, room)
        return self._with_parts(result, room) or self._size(result, room, label)

    def _boxed(self, head: Line, box: Box, mark: Line, column: int) -> list[Line]:
        """A box whose baseline is on the line of the head and of the mark."""
        lines: list[Line] = [[(" " * self.start, ""), (text, "")] for text in box.lines]
        lines[box.baseline] = [*head, (pad(box.middle, column + 3), ""), *mark] if mark else [*head, (box.middle, "")]
        return lines

    def _text(self, node: int) -> str | None:
        text = self.expressions.text(node)
        if text is None and self.tallest == WHOLE and self.expressions.size(node) <= WHOLE:
            return whole_text(self.expressions.store, node, self.expressions.notation, WHOLE)
        return text if text is not None and len(text) <= self.tallest * self.width else None

    def _with_parts(self, result: Result, room: int) -> list[str] | None:
        """`t1·(1 - t2²) where t1 = …` in as little room, or None."""
        limit = self.tallest * self.width
        store, notation = self.expressions.store, self.expressions.notation
        if self.expressions.count(result.node, limit) > limit:
            return None
        taken = {store.name(n) for n in store.inputs([result.node])}
        text = with_parts(store, result.node, notation, limit, taken)
        if text is None:
            return None
        top, _, parts = text.partition(" where ")
        return wrap(top, room, room) + wrap(f"where {parts}", room, room)

    def _size(self, result: Result, room: int, label: str) -> list[str]:
        """How large the expression is; behind its label where it has one, a derivative beyond the function."""
        self.cut = self.cut or self.expressions.size(result.node) <= WHOLE
        if label:
            known = self.own if result.by else set()
            count = self.expressions.told_count(result.node, known)
            told = count.replace(" node", " more node") if result.by else count
            return wrap(f"{label}   ({told})" if told else label, room, room)
        facts = [self.expressions.told_count(result.node), f"written out {self.expressions.told_size(result.node)}"]
        return wrap(f"({'; '.join(f for f in facts if f)})", room, room)

    def _placed(self, head: Line, body: list[str], mark: Line, column: int) -> list[Line]:
        """The body's lines under each other behind the head; the mark behind the last one where it fits."""
        indent = " " * self.start
        lines: list[Line] = [[*(head if k == 0 else [(indent, "")]), (text, "")] for k, text in enumerate(body)]
        if not mark:
            return lines
        used, needed = cells(body[-1]), sum(cells(text) for text, _ in mark)
        at = max(column, used) + 3
        if self.start + at + needed <= self.width:
            lines[-1] += [(" " * (at - used), ""), *mark]
        else:
            lines.append([(" " * max(min(self.start + column + 3, self.width - needed), 0), ""), *mark])
        return lines

    def _detail(self, result: Result) -> list[Line]:
        if result.badge != MISMATCH or not result.detail:
            return []
        room = self.width - self.start
        return [[(" " * self.start, ""), (text, "error")] for text in wrap(result.detail, room, room)]


def _begins_with(text: str, label: str) -> bool:
    """Whether a label stands in an expression's place, its size behind it."""
    return bool(label) and (text == label or text.startswith(f"{label}   ("))
