"""The graph as an SVG file of its own layered drawing: no other program is needed.

Colours are chosen to be read on white and on black: shapes bring their own pale ground, lines and remarks
are of a middle grey.
"""

from __future__ import annotations

from html import escape

from derivrepl.session.pictures.layers import Layered
from derivrepl.store import INPUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.pictures.part import Part
    from derivrepl.store import Node

# Lengths in pixels.
LETTER = 7.8
"""Width of one letter of the fixed-width type at size 13."""
HEIGHT = 30.0
LAYER = 78.0
"""From one layer to the next."""
PADDING, GAP, MARGIN, DUMMY = 12.0, 26.0, 20.0, 10.0
RESULT_GAP = 8.0
"""Between a box and what it is the result of."""
PORT = 14.0
"""Between the places where the edges of two operands arrive."""

STYLE = (
    "text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace}"
    ".node{fill:#f4f6f8;stroke:#7d8590;stroke-width:1.2}"
    ".input{fill:#dcebfb;stroke:#4b83c4}"
    ".derivative{fill:#e6f4ea;stroke:#3f9142;stroke-dasharray:5 3}"
    ".label{fill:#57606a}.row{fill:#1f2328}"
    ".result{fill:#3f9142;font-weight:bold}"
    ".partial{fill:#7d8590;font-size:11px}"
    ".edge{fill:none;stroke:#7d8590;stroke-width:1.2}"
)


class Drawn:
    """The drawing of a part."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.number = {n: k for k, n in enumerate(part.nodes)}
        edges = [(self.number[a], self.number[n]) for n in part.nodes for _, a in part.operands(n)]
        self.sizes = [self._size(n) for n in part.nodes]
        self.right = [LETTER * len(part.result(n)) + (RESULT_GAP if part.result(n) else 0) for n in part.nodes]
        widths = [size + right for size, right in zip(self.sizes, self.right)]
        self.layout = Layered(edges, widths, DUMMY, GAP)
        self.layer = {v: k for k, layer in enumerate(self.layout.layers) for v in layer}

    def lines(self) -> list[str]:
        """The lines of the SVG file."""
        layout = self.layout
        width = max((x + w / 2 for x, w in zip(layout.x, layout.widths)), default=0.0) + 2 * MARGIN
        height = (len(layout.layers) - 1) * LAYER + HEIGHT + 2 * MARGIN
        lines = [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
                f'viewBox="0 0 {width:.0f} {height:.0f}" role="img">'
            ),
            f"<title>{escape(self.part.view.name)}: {len(self.part.nodes)} nodes</title>",
            f"<style>{STYLE}</style>",
            (
                '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
                'orient="auto"><path d="M0,1 L7,4 L0,7 z" fill="#7d8590"/></marker></defs>'
            ),
        ]
        for n in self.part.nodes:
            lines += self._edges(n)
        for n in self.part.nodes:
            lines += self._node(n)
        return [*lines, "</svg>"]

    def _size(self, node: Node) -> float:
        return LETTER * len(self._text(node)) + 2 * PADDING

    def _text(self, node: Node) -> str:
        return f"{self.part.label(node)}  {self.part.row(node)}"

    def _middle(self, vertex: int) -> float:
        """The middle of a box, which stands left of the name of its result, or of a dummy."""
        x = self.layout.x[vertex] + MARGIN
        return x - self.right[vertex] / 2 if vertex < len(self.right) else x

    def _top(self, vertex: int) -> float:
        return MARGIN + self.layer[vertex] * LAYER

    def _node(self, node: Node) -> list[str]:
        part, v = self.part, self.number[node]
        x, y, size = self._middle(v), self._top(v), self.sizes[v]
        leaf = part.store.op(node) == INPUT
        kind = "input" if leaf else "derivative" if node in part.derived else ""
        shape = f'<rect x="{x - size / 2:.1f}" y="{y:.1f}" width="{size:.1f}" height="{HEIGHT:.0f}" '
        shape += f'rx="{HEIGHT / 2 if leaf else 4:.0f}" class="node {kind}"/>'.replace(' "', '"')
        start = x - size / 2 + PADDING
        label = f'<tspan class="label">{escape(part.label(node))}</tspan>'
        text = f'<text x="{start:.1f}" y="{y + HEIGHT / 2 + 4.5:.1f}" xml:space="preserve">{label}'
        text += f'<tspan class="row">  {escape(part.row(node))}</tspan></text>'
        lines = [shape, text]
        if part.result(node):
            at = f'x="{x + size / 2 + RESULT_GAP:.1f}" y="{y + HEIGHT / 2 + 4.5:.1f}"'
            lines.append(f'<text {at} class="result">{escape(part.result(node))}</text>')
        return lines

    def _edges(self, node: Node) -> list[str]:
        """The curves from the node's operands, which arrive from left to right as they come."""
        b = self.number[node]
        routes = [(self.layout.routes[self.number[a], b], k) for k, a in self.part.operands(node)]
        routes.sort(key=lambda route: self._middle(route[0][-2]))
        lines = []
        for place, (route, k) in enumerate(routes):
            shift = (place - (len(routes) - 1) / 2) * PORT
            lines.append(f'<path d="{self._curve(route, shift)}" class="edge" marker-end="url(#tip)"/>')
            value = self.part.partials.get((node, k))
            if value is not None:
                left = shift < 0 or (shift == 0 and self._middle(route[-2]) > self._middle(b))
                side, anchor = (-6, "end") if left else (6, "start")
                at = f'x="{self._middle(b) + shift + side:.1f}" y="{self._top(b) - 5:.1f}" text-anchor="{anchor}"'
                lines.append(f'<text {at} class="partial">{escape(value)}</text>')
        return lines

    def _curve(self, route: list[int], shift: float) -> str:
        """A path down through the gaps between the boxes; at its end it is shifted from the box's middle."""
        x, y = self._middle(route[0]), self._top(route[0]) + HEIGHT
        path = f"M{x:.1f},{y:.1f}"
        for vertex in route[1:]:
            last = vertex == route[-1]
            to_x, to_y = self._middle(vertex) + last * shift, self._top(vertex) - last
            half = (y + to_y) / 2
            path += f" C{x:.1f},{half:.1f} {to_x:.1f},{half:.1f} {to_x:.1f},{to_y:.1f}"
            x, y = to_x, to_y
            if not last:
                y += HEIGHT
                path += f" L{x:.1f},{y:.1f}"
        return path
