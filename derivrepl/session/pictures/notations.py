"""The graph in the notations of Graphviz (DOT) and Mermaid, for other programs to draw."""

from __future__ import annotations

from derivrepl.store import INPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.pictures.part import Part
    from derivrepl.store import Node


def dot(part: Part) -> list[str]:
    """A DOT file: inputs as ellipses, operations as boxes, derivative nodes as dashed boxes."""
    lines = [f'digraph "{_quoted(part.view.name)}" {{', "  rankdir=TB;", '  node [fontname="monospace", shape=box];']
    for n in part.nodes:
        style = ", shape=ellipse" if part.store.op(n) == INPUT else ", style=dashed" if n in part.derived else ""
        words = _words(part, n).replace("\n", "\\n")
        lines.append(f'  {part.label(n)} [label="{words}"{style}];')
    for n in part.nodes:
        for k, a in part.operands(n):
            value = part.partials.get((n, k))
            label = f' [label="{value}"]' if value is not None else ""
            lines.append(f"  {part.label(a)} -> {part.label(n)}{label};")
    return [*lines, "}"]


def mermaid(part: Part) -> list[str]:
    """A Mermaid flowchart, with the same shapes."""
    from html import escape

    lines = ["flowchart TD"]
    for n in part.nodes:
        opened, closed = ("([", "])") if part.store.op(n) == INPUT else ("[", "]")
        words = escape(_words(part, n), quote=False).replace("\n", "<br/>")
        lines.append(f'  {part.label(n)}{opened}"{words}"{closed}')
    for n in part.nodes:
        for k, a in part.operands(n):
            value = part.partials.get((n, k))
            lines.append(f"  {part.label(a)} -->{f'|{value}|' if value is not None else ''} {part.label(n)}")
    dashed = [part.label(n) for n in part.nodes if n in part.derived]
    if dashed:
        lines += ["  classDef derivative stroke-dasharray: 4 3", f"  class {','.join(dashed)} derivative"]
    return lines


def _words(part: Part, node: Node) -> str:
    """Label and operation on one line, the name of a result on the next."""
    result = part.result(node)
    return f"{part.label(node)}   {_quoted(part.row(node))}" + (f"\n{_quoted(result)}" if result else "")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")
