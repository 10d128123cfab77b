"""The faults: one changed operator, comparison, constant, condition or row of a table."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
SIGNS = {"+": "-", "-": "+", "*": "/", "/": "*", "^": "*", "<": ">", ">": "<"}


class Mutant:
    """One fault: the whole text of the module with it, its line, and what was changed."""

    def __init__(self, text: str, line: int, change: str) -> None:
        self.text = text
        self.line = line
        self.change = change


def mutants(text: str, rows: bool) -> Iterator[Mutant]:
    """Every mutant of a module's text. rows: whether it is a table, whose formulas are texts of the language."""
    tree = ast.parse(text)
    told = _told(tree)
    for node in ast.walk(tree):
        if node in told:
            continue
        for field, value in _changes(node, rows):
            kept, before = getattr(node, field), ast.unparse(node)
            setattr(node, field, value)
            line = getattr(node, "lineno", 0)
            yield Mutant(ast.unparse(tree), line, f"{_short(before)}  ->  {_short(ast.unparse(node))}")
            setattr(node, field, kept)


def _told(tree: ast.AST) -> set[ast.AST]:
    """What only a reader sees: docstrings, types, and the fields of rows that nothing computes with."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            found.add(node.value)
        elif isinstance(node, ast.Assign | ast.If) and "TYPE_CHECKING" in ast.unparse(node).split("\n")[0]:
            found.update(ast.walk(node))
        elif isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            found.update(ast.walk(node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            found.update(ast.walk(node.returns))
        elif isinstance(node, ast.keyword) and node.arg in ("help", "convention", "latex"):
            found.update(ast.walk(node.value))
    return found


def _changes(node: ast.AST, rows: bool) -> Iterator[tuple[str, object]]:
    """The fields of a syntax node that can be changed, each with a wrong value."""
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPPED:
        yield "op", SWAPPED[type(node.op)]()
    if isinstance(node, ast.Compare):
        for k, op in enumerate(node.ops):
            if type(op) in SWAPPED:
                yield "ops", [*node.ops[:k], SWAPPED[type(op)](), *node.ops[k + 1 :]]
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        yield "test", ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "op", ast.UAdd()
    if isinstance(node, ast.Constant):
        for value in _wrong(node.value, rows):
            yield "value", value


def _wrong(value: object, rows: bool) -> Iterator[object]:
    """Other values for a constant; of a table's formula, the formula with another sign."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str) and rows and re.search(r"\w\(|\w\^|\w\*", value):
        for found in re.finditer(r"[-+*/^<>]", value):
            yield value[: found.start()] + SIGNS[found.group()] + value[found.end() :]


def _short(text: str) -> str:
    line = text.split("\n")[0]
    return line if len(line) < 90 else line[:87] + "..."
