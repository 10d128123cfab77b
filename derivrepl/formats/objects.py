"""Answers as plain objects of strings, numbers, lists and dictionaries, in the order and with the names of the schema.

An expression's facts stand in its object itself, a command's below `data`, both under the same names.
Nodes are numbered as in the table; where an expression stands for a node, a whole number is the node of
that number and a text an exact constant.
"""

from __future__ import annotations

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.code import source as program
from derivrepl.formats.text import NOTE_LIMIT, TextFormat
from derivrepl.session.answer import Code, Equation, Graph, Grid, Json, Lines, More, Note, Results
from derivrepl.store import INPUT, PARAMETER, ZERO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from derivrepl.errors import Caution, DerivError
    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer, Block, Result
    from derivrepl.session.view import View
    from derivrepl.store import Node, Store

    Object = dict[str, Any]
    Value = float | str | list["Value"]

SCHEMA = 1
"""Rises only when a field changes its meaning; new fields may appear."""
INFINITIES = {float("inf"): "inf", float("-inf"): "-inf"}


class Objects:
    """Makes the objects of a session's answers.

    nodes  whether node tables are told too
    limit  characters of an expression that are written out; a longer one has `truncated` and no text
    """

    def __init__(self, store: Store, nodes: bool = True, limit: int = NOTE_LIMIT) -> None:
        self.store = store
        self.nodes = nodes
        self.text = TextFormat(store, limit=limit)
        self.text.begin()

    def answer(self, answer: Answer, label: str, source: Source) -> Object:
        """The object of one statement."""
        self.text.begin()
        made: Object = {"schema": SCHEMA, "label": clean(label), "line": source.line, "end_line": source.end_line}
        made |= {"kind": "error" if answer.error else answer.kind, "input": clean(source.text)}
        made["ok"] = answer.error is None
        if answer.entry is not None:
            made["entry"] = answer.entry
        if answer.error is not None:
            made["error"] = diagnostic(answer.error, source)
        elif answer.kind == "command":
            made |= {"command": answer.command, "data": self.facts(answer.blocks)}
        else:
            made |= self._statement(answer.kind, answer.blocks)
        made["warnings"] = [diagnostic(caution, source) for caution in answer.cautions]
        return made

    def expression(self, block: Json) -> Object:
        """The object of `:json`."""
        return {"schema": SCHEMA, "input": clean(block.typed), **self._statement("expression", block.blocks)}

    def _statement(self, kind: str, blocks: Sequence[Block]) -> Object:
        """What a statement that is no command says, in the object itself."""
        made = self.facts(blocks)
        if kind == "declaration":
            text = " ".join(made.pop("lines", []))
            names, _, type_ = text.partition(" : ")
            return {"names": names.split(", "), "type": type_, **made}
        for key in ("definitions", "results"):  # a statement has one of either
            if len(made.get(key, ())) == 1:
                made = made.pop(key)[0] | made
        return made

    def facts(self, blocks: Sequence[Block]) -> Object:
        """The blocks as fields; a field holds what all blocks of its kind say."""
        made: Object = {}
        for block in blocks:
            for key, found in self._block(block).items():
                if isinstance(found, list):
                    made.setdefault(key, []).extend(found)
                else:
                    made[key] = found
        order = [key for key in ORDER if key in made]
        return {key: made[key] for key in [*order, *(k for k in made if k not in order)]} | {
            "notes": made.get("notes", [])
        }

    def _block(self, block: Block) -> Object:
        if isinstance(block, Results):
            return self._results(block)
        if isinstance(block, Graph):
            return {"nodes": self._graph(block)} if self.nodes else {}
        if isinstance(block, Grid):
            return {"matrix": self._grid(block)}
        if isinstance(block, Equation):
            return {"definitions": [self._equation(block)]}
        if isinstance(block, Code):
            return {"code": "\n".join(program(block, self.store)) + "\n", "target": block.target.name}
        if isinstance(block, More):
            return self.facts(block.blocks)
        if isinstance(block, Json):
            return {"object": self.expression(block)}
        if isinstance(block, Note):
            return {"notes": [to_ascii(block.text)]}
        if isinstance(block, Lines):
            return {"lines": [to_ascii(line) for line in block.lines]}
        lines: list[str] = []
        self.text.lines_of(block, lines)
        return {"lines": lines}

    # Results

    def _results(self, block: Results) -> Object:
        made: Object = {}
        own = [r for r in block.results if not r.by]
        if own:
            made["results"] = [self._own(r, block.view, block.values_only) for r in own]
        if len(own) < len(block.results) or own:
            made["derivatives"] = [self._derivative(r, block.view, block.values_only) for r in block.results if r.by]
        return made

    def _own(self, result: Result, view: View | None, values_only: bool) -> Object:
        """A result that is no derivative: its name, its inputs, its node and its text."""
        made: Object = {"name": result.function}
        if not values_only:
            found = [self.store.name(n) for n in self.store.inputs_met(result.node)]
            made |= {"inputs": found, "root": self._reference(view, result.node), **self._written(result.node)}
        return made | _value(result)

    def _derivative(self, result: Result, view: View | None, values_only: bool = False) -> Object:
        made: Object = {"of": result.function, "wrt": list(result.by)}
        if not values_only:
            made |= {"node": self._reference(view, result.node), **self._written(result.node)}
        return made | {"checked": result.badge or None} | _value(result)

    def _written(self, node: Node) -> Object:
        text = self.text.short(node)
        return {"text": text, "truncated": text is None, **self._shaped(node)}

    def _grid(self, block: Grid) -> Object:
        entries = [[self._derivative(cell, block.view) for cell in row] for row in block.cells]
        facts = [to_ascii(fact) for fact in block.facts]
        return {"kind": block.kind, "rows": block.rows, "columns": block.columns, "entries": entries, "facts": facts}

    def _equation(self, block: Equation) -> Object:
        left = to_ascii(block.left)
        if block.checked:
            made: Object = {"claim": left, **self._written(block.node), "holds": True}
            return made | ({"proof": to_ascii(block.proof)} if block.proof else {})
        name, bracket, params = left.partition("(")
        made = {"name": name, "params": params.rstrip(")").split(", ") if bracket else None}
        return made | self._written(block.node)

    # Nodes

    def _shape(self, node: Node) -> list[int | str]:
        """The sizes of an array, by their names where they are not known; none for a number."""
        shapes = self.store.shapes
        return list(shapes.of(node) or ()) if shapes is not None else []

    def _shaped(self, node: Node) -> Object:
        """The shape of an array; nothing for a number."""
        shape = self._shape(node)
        return {"shape": shape} if shape else {}

    def _reference(self, view: View | None, node: Node) -> int | str | None:
        """A node by its number, a constant by its text, None where there is no number."""
        if view is not None and node in view.labels:
            return _number(view, node)
        return None if self.store.op(node) > PARAMETER or self.store.op(node) == INPUT else self.text.short(node)

    def _graph(self, block: Graph) -> list[Object]:
        view = block.view
        derived = set(view.derived)
        return [self._node(view, n, n in derived) for n in block.nodes()]

    def _node(self, view: View, node: Node, derived: bool) -> Object:
        store = self.store
        made: Object = {"id": _number(view, node), "op": store.operations[store.op(node)].name}
        if store.op(node) == INPUT:
            made |= {"name": store.name(node), "shape": self._shape(node)}
        else:
            made["args"] = [self._reference(view, a) for a in store.operands(node)]
            if store.operations[store.op(node)].signature:
                made["axes"] = store.operations[store.op(node)].signature
            made |= self._shaped(node)
        columns = {} if derived or store.op(node) == INPUT else view.columns
        by_input = {store.name(x): column[node] for x, column in columns.items() if column.get(node, ZERO) != ZERO}
        if by_input:
            made["d"] = {name: self._reference(view, found) for name, found in by_input.items()}
        if derived:
            made["part"] = "derivative"
        origin = view.origins.get(node)
        if origin is not None:
            local = origin.by in store.operands(origin.of)
            made |= {"of": _number(view, origin.of), "wrt": None if local else store.name(origin.by)}
            made |= {"by": _number(view, origin.by)} if local else {}
            made["rule"] = store.operations[store.op(origin.of)].name
        if node in view.values:
            made["value"] = number(view.values[node])
        if node in view.adjoints:
            made["adjoint"] = number(view.adjoints[node])
        return made


ORDER = ("results", "derivatives", "definitions", "matrix", "lines", "code", "target", "object", "nodes", "notes")
"""The order of the fields that blocks become."""


def diagnostic(told: DerivError | Caution, source: Source) -> Object:
    """An error or a warning with its place, 1-based and in code points, the end exclusive."""
    start, end = told.span or (0, len(source.text))
    line, column = source.place(min(start, len(source.text)))
    end_line, end_column = source.place(min(max(end, start), len(source.text)))
    fix = []
    if told.fix is not None:
        first, last, text = told.fix
        row, at = source.place(first)
        end_row, to = source.place(last)
        fix = [{"line": row, "col": at, "end_line": end_row, "end_col": to, "text": clean(text)}]
    return {
        "code": told.code, "message": clean(told.message), "line": line, "col": column, "end_line": end_line,
        "end_col": end_column, "hint": clean(told.hint), "fix": fix,
    }  # fmt: skip


def clean(text: str) -> str:
    """The text with a replacement character for each byte that is no text, which JSON cannot hold."""
    if text.isascii():
        return text
    return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def number(value: float) -> Value:
    """A value for JSON, which has no infinities and no nan; an array as lists."""
    array = getattr(value, "array", None)
    if array is not None:
        return _listed(array.tolist())
    return "nan" if value != value else INFINITIES.get(value, value)


def _listed(values: Any) -> Value:
    """The elements of an array, one list inside of another for each axis."""
    return [_listed(v) for v in values] if isinstance(values, list) else number(values)


def _number(view: View, node: Node) -> int:
    return int(view.labels[node][len(view.letter) :])


def _value(result: Result) -> Object:
    if result.value is None:
        return {}
    made: Object = {"value": number(result.value)}
    return made | ({"digits": result.digits} if result.digits else {})
