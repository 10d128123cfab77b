"""The text of a pipe: ASCII, no colour, no alignment, no cut; every line can be read back.

Node rows are definitions, result lines definitions or claims, the rest is behind `#`.
"""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii, visible
from derivrepl.language.derivative_names import ascii_name
from derivrepl.language.text import ASCII, Writer, roughly, sizes, with_parts
from derivrepl.session.answer import (
    Clip,
    Code,
    Drawing,
    Equation,
    Graph,
    Grid,
    Json,
    Lines,
    Listing,
    More,
    Note,
    Page,
    Results,
    Steps,
)
from derivrepl.store import INPUT, Node, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from derivrepl.errors import Caution, DerivError
    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer, Result
    from derivrepl.session.session import Session
    from derivrepl.session.view import View

NOTE_LIMIT = 2_000
"""Longer expressions are written by their node or with shared parts named."""
FULL_LIMIT = 10_000_000
"""The same with --full, and where `:more` writes out what was cut."""
MOST_SOUGHT = 100_000
"""How many nodes of one answer are counted and searched for parts to name."""
FAR_TOO_LONG = 3
"""How many times the limit a definition may take written out and still be tried with its parts named."""
SHOWN_WIDTH = 76


def _page(block: Page) -> list[str]:
    from derivrepl.formats.page import WIDEST, page_lines

    return page_lines(block.rows, WIDEST, unicode=False) if block.piped is None else list(map(to_ascii, block.piped))


def make(session: Session, options: Namespace, out: TextIO) -> TextFormat:
    """This form, as the options say."""
    return TextFormat(session.store, options.quiet, options.result, FULL_LIMIT if options.full else NOTE_LIMIT)


class TextFormat:
    """Writes answers as lines of text.

    quiet  results only, no header and no node rows
    bare   derivatives only, separated by tabs, one line for each statement with a result
    """

    has_columns = False
    """Whether the rows of a table show their derivatives."""

    def __init__(self, store: Store, quiet: bool = False, bare: bool = False, limit: int = NOTE_LIMIT) -> None:
        self.store = store
        self.quiet = quiet
        self.bare = bare
        self.limit = limit
        self.whole = False
        """Whether results are written out, however long."""
        self.rows: set[str] = set()
        """Labels of the current expression whose rows have been written, so that they can stand for a node."""
        self.defined: set[str] = set()
        """Names that what has been written so far defines, when it is read back."""
        self.sizes: dict[Node, int] = {}
        self.generation = store.generation

    def answer(self, answer: Answer, label: str = "", source: Source | None = None) -> str:
        """The lines of an answer, each ended by a newline; empty where nothing is to be said."""
        self.begin()
        if self.bare:
            return self._bare(answer)
        lines: list[str] = []
        if answer.entry is not None:
            self.rows.clear()
        has_table = any(isinstance(block, Graph) for block in answer.blocks)
        if has_table and source is not None and answer.kind == "expression":
            text = source.joined()
            shown = text if len(text) <= self.limit else text[: self.limit] + ASCII.mark
            lines.append(f"# {label}:{source.line}: {shown}")
        if answer.kind == "expression":
            lines.extend(self._freed(answer))
        for block in answer.blocks:
            self.lines_of(block, lines)
        if has_table and answer.kind == "expression":
            lines.append("")
        return "".join(line + "\n" for line in lines)

    def begin(self) -> None:
        """A new answer is written: what was written for the last one is forgotten."""
        self.writer = Writer(self.store, ASCII, self.limit)
        if self.generation != self.store.generation:
            self.sizes, self.generation = {}, self.store.generation
        self.sought = 0

    def _freed(self, answer: Answer) -> list[str]:
        """`:undef` for each input that is called like something written before: read back, it is an input again."""
        shown = next((b for b in answer.blocks if isinstance(b, Results)), None)
        if shown is None or not self.defined or not shown.results:
            return []
        names = {self.store.name(n) for n in self.store.inputs([shown.results[0].node])} & self.defined
        self.defined -= names
        return [f":undef {name}" for name in sorted(names)]

    # Blocks

    def lines_of(self, block: object, lines: list[str]) -> None:
        """Add the lines of one block."""
        if isinstance(block, Graph):
            lines.extend(self._rows(block))
        elif isinstance(block, Results):
            lines.extend(self._result(result, block) for result in block.results)
            if block.more:
                lines.append(f"# {to_ascii(block.more)}")
        elif isinstance(block, Grid):
            listing = Results(block.view, [])
            lines.extend(self._result(result, listing) for result in block.distinct())
        elif isinstance(block, Equation):
            lines.append(self._equation(block))
        elif isinstance(block, Lines):
            lines.extend(("# " if block.comment else "") + to_ascii(line) for line in block.lines)
        elif isinstance(block, Page):
            lines.extend(_page(block))
        elif isinstance(block, Drawing | Listing):
            lines.extend(map(to_ascii, block.piped))
        elif isinstance(block, Steps):
            from derivrepl.formats.steps import piped

            lines.extend(f"# {to_ascii(line)}" for line in piped(self.store, block))
        elif isinstance(block, Code):
            from derivrepl.formats.code import source

            lines.extend(source(block, self.store))
        elif isinstance(block, Json):
            lines.append(self._json(block))
        elif isinstance(block, More):
            self._more(block, lines)
        elif isinstance(block, Clip):
            lines.append(f"# {block.told()}")
        elif isinstance(block, Note):
            lines.append(f"# note: {to_ascii(block.text)}")

    def _equation(self, block: Equation) -> str:
        """A definition or a claim as it is typed."""
        end = "  # ok" if block.checked else ""
        text = self.short(block.node)
        left = to_ascii(block.left)
        if not block.checked:
            self.defined.add(left.partition("(")[0])
        return f"{left} = {text}{end}" if text else f"# {left}: {self._characters(block.node)}"

    def _more(self, block: More, lines: list[str]) -> None:
        """The blocks with nothing cut."""
        inner = TextFormat(self.store)
        inner.whole = True
        inner.begin()
        for part in block.blocks:
            inner.lines_of(part, lines)

    def _json(self, block: Json) -> str:
        """The object on one line."""
        from derivrepl.formats.json_lines import written
        from derivrepl.formats.objects import Objects

        return written(Objects(self.store, limit=self.limit).expression(block))

    def _rows(self, block: Graph) -> list[str]:
        view = block.view
        rows = []
        for node in block.nodes():
            label = view.labels[node]
            self.rows.add(label)
            self.defined.add(label)
            rows.append(f"{label} = {self._operation(view, node)}  # {self._note(view, node)}")
        return rows

    def _operation(self, view: View, node: Node) -> str:
        if self.store.op(node) == INPUT:
            return self.store.name(node)
        return self.writer.row(node, view.labels)

    def _note(self, view: View, node: Node) -> str:
        if self.store.op(node) == INPUT:
            return "input"
        text = self.writer.text(node) or self._characters(node)
        rule = self._rule(view, node)
        return f"{text}; {rule}" if rule else text

    def _rule(self, view: View, node: Node) -> str:
        """Which derivative a node is and the rule that made it, `dv3/dv1, sin rule`; empty for any other node.

        What it is taken by stands with its label where it is an operand, an input that is none with its name.
        """
        origin = view.origins.get(node)
        if origin is None:
            return ""
        local = origin.by in self.store.operands(origin.of)
        by = view.labels[origin.by] if local else self.store.name(origin.by)
        return f"d{view.labels[origin.of]}/d{by}, {origin.rule}"

    def short(self, node: Node) -> str | None:
        """The expression, perhaps with shared parts named; what is far too long is not even walked through."""
        if node >= 0 and self._length(node) > FAR_TOO_LONG * self.limit:
            return None
        return self.writer.text(node) or self._with_parts(node, self.limit)

    def _size(self, node: Node) -> str:
        if self.sought > MOST_SOUGHT:
            return self._characters(node)
        nodes = len(self.store.live([node]))
        self.sought += nodes
        return f"{nodes} nodes, {self._characters(node)}"

    def _characters(self, node: Node) -> str:
        """How long the node would be; its parts are measured with it, for the rows that follow."""
        return f"{roughly(self._length(node))} characters"

    def _text(self, node: Node) -> str:
        """The expression, with shared parts named where it is long, its size where even that is too long."""
        return self.writer.text(node) or self._with_parts(node, self.limit) or f"...  # {self._size(node)}"

    def _length(self, node: Node) -> int:
        """About how many characters the node would take; what was measured before is not walked again."""
        if node not in self.sizes:
            sizes(self.store, [node], self.sizes)
        return self.sizes[node]

    def _with_parts(self, node: Node, limit: int) -> str | None:
        """The expression with shared parts named; not tried any more once an answer has had its share of work."""
        if self.sought > MOST_SOUGHT:
            return None
        self.sought += len(self.store.live([node]))
        return with_parts(self.store, node, ASCII, limit)

    def _result(self, result: Result, block: Results) -> str:
        name = result_name(result)
        if not result.by:
            self.defined.add(name)
        if block.values_only:
            return f"{name} = {value(result)}"
        label = block.view.labels.get(result.node) if block.view else None
        text = self.writer.text(result.node)
        if text is None and self.whole and self._length(result.node) <= FULL_LIMIT:
            from derivrepl.language.whole import whole_text

            text = whole_text(self.store, result.node, ASCII, FULL_LIMIT)
        notes = [label] if label else []
        if text is None and label is not None and label in self.rows:
            text, notes = label, [self._size(result.node)]
        elif text is None:
            text = self._with_parts(result.node, 10 * self.limit)
        if text is None:
            return f"# {name}: {self._size(result.node)}"
        if result.value is not None:
            notes.append(f"value {value(result)}")
        if result.detail:
            notes.append(f"MISMATCH: {result.detail}")
        return f"{name} = {text}" + (f"  # {', '.join(notes)}" if notes else "")

    def _bare(self, answer: Answer) -> str:
        """Derivatives in a row; the value itself where nothing is differentiated."""
        if answer.error is not None:
            return "\n"
        results: list[Result] = []
        for block in answer.blocks:
            if isinstance(block, Results):
                results += block.results
            elif isinstance(block, Grid):
                results += block.distinct()
        if not results:
            return ""
        chosen = [r for r in results if r.by] or results
        return "\t".join(value(r) if r.value is not None else self._text(r.node) for r in chosen) + "\n"


def value(result: Result) -> str:
    """A result's value: to the digits that were asked for, else the shortest text of the double."""
    if result.value is None:
        return result.digits
    from derivrepl.numeric.array_value import ArrayValue
    from derivrepl.numeric.digits import shortest

    if isinstance(result.value, ArrayValue):
        return result.value.text
    return result.digits or shortest(result.value)


def result_name(result: Result) -> str:
    """What a result is called: `f`, `df/dx`, `d2f/dxdy`."""
    return ascii_name(result.function, list(result.by)) if result.by else result.function


# Diagnostics


def error_text(
    error: DerivError | Caution, source: Source, label: str, short: bool = False, ascii_only: bool = False
) -> str:
    """An error or a warning as editors understand it: `file:line:col: error: …`, the line, a caret, a hint."""
    say = (lambda text: to_ascii(visible(text))) if ascii_only else visible
    start, end = error.span or (0, 0)
    line, column = source.place(min(start, len(source.text)))
    first = f"{label}:{line}:{column}: {error.kind}: {say(error.message)} [{error.code}]\n"
    if short:
        return first
    text, offset = source.shown(min(start, len(source.text)))
    shown, caret = _window(text, offset, max(end - start, 1) if error.span else len(text))
    hint_line = f"  hint: {say(error.hint)}\n" if error.hint else ""
    return f"{first}  {shown}\n  {caret}\n{hint_line}"


def _window(text: str, offset: int, length: int) -> tuple[str, str]:
    """At most `SHOWN_WIDTH` characters of the line around the place, and the caret under it."""
    from wcwidth import wcswidth

    begin = max(0, offset - SHOWN_WIDTH // 2) if len(text) > SHOWN_WIDTH else 0
    shown = visible(text[begin : begin + SHOWN_WIDTH])
    before = visible(text[begin:offset])
    inside = visible(text[offset : min(offset + length, begin + SHOWN_WIDTH)])
    indent = max(wcswidth(before), 0)
    return shown, " " * indent + "^" + "~" * (max(wcswidth(inside), 1) - 1)
