"""Pictures of the graph: the rails and trees of known expressions, and what every drawing must keep."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from derivrepl.errors import DerivError
from derivrepl.language.text import UNICODE
from derivrepl.session.answer import Drawing
from derivrepl.session.pictures.layers import Layered, isotonic
from derivrepl.session.pictures.part import Part
from derivrepl.session.pictures.rails import Rails
from derivrepl.session.session import Session

SVG = "{http://www.w3.org/2000/svg}"
WIDE = "log(x1)*x2 + exp(x1*x2^2)*cos(x1/x2)*tanh(x1 + x2)"


def session(*lines: str) -> Session:
    made = Session()
    for line in lines:
        assert made.step(line).error is None, line
    return made


def drawn(made: Session, command: str, width: int = 80) -> list[str]:
    answer = made.step(command)
    if answer.error is not None:
        raise answer.error
    (block,) = answer.blocks
    assert isinstance(block, Drawing)
    return block.screen(width, UNICODE)


def part(made: Session) -> Part:
    drawn(made, ":graph")
    assert made.current is not None
    view = made.current.view
    return Part(view, view.numbered(), view.numbered())


RAILS = """\
●        v1   x                = ∂f/∂y
│ ●      v2   y
├─│─●    v3   sin v1
├─┼─│─●  v4   v1·v2
│ │ ╰─●  v5   v3 + v4          = f
● │      v6   cos v1
╰─●      v7   v6 + v2          = ∂f/∂x
7 nodes, depth 3, at most 4 values alive at once"""

TREE = """\
v5 +
├── v3 sin
│   └── v1 x
└── v4 ·
    ├── v1 x            ↑ shared
    └── v2 y"""


def test_the_rails_of_a_known_expression() -> None:
    assert "\n".join(drawn(session("sin(x) + x*y"), ":graph")) == RAILS


def test_a_range_of_rails_begins_with_the_values_that_it_reads() -> None:
    lines = drawn(session("sin(x) + x*y"), ":graph v4..v6")
    assert lines[:2] == ["├─┼─│─●  v4   v1·v2", "│ │ ╰─●  v5   v3 + v4          = f"]


def test_rails_without_derivatives_end_with_the_function() -> None:
    lines = drawn(session("sin(x) + x*y"), ":graph f")
    assert lines[-2].endswith("= f")
    assert lines[-1] == "5 nodes, depth 3, at most 3 values alive at once"


@pytest.mark.parametrize("text", ["sin(x) + x*y", WIDE, "x^2", "x*x + x", "if(x > 0, x, -x)*y", "3*x + 4"])
def test_rails_read_as_many_values_as_the_operations_do(text: str) -> None:
    made = part(session(text))
    rails = Rails(made)
    for node, line in zip(made.nodes, rails.drawn, strict=True):
        reads = {a for a in made.store.operands(node) if a in made.own}
        marks = len(re.findall("[├┼┤╰┴╯]", line))
        assert line.count("●") == 1
        assert len(reads) - 1 <= marks <= len(reads)
    assert rails.peak >= rails.width


def test_the_tree_of_a_known_expression() -> None:
    assert "\n".join(drawn(session("sin(x) + x*y"), ":graph tree")) == TREE


def test_a_tree_draws_constants_and_one_node_when_asked() -> None:
    assert drawn(session("sin(x^2) + x"), ":graph tree v2") == ["v2 ^", "├── v1 x", "└── 2"]


def test_a_deep_tree_is_cut_and_says_how_to_go_on() -> None:
    lines = drawn(session("sin(" * 200 + "x" + ")" * 200), ":graph tree", 60)
    assert max(map(len, lines)) <= 60
    assert re.fullmatch(r".*└── v\d+ sin … +:graph tree v\d+", lines[-1])


def test_a_tree_of_many_nodes_is_cut() -> None:
    lines = drawn(session(f"[{','.join(f'x{k}^2' for k in range(1000))}]"), ":graph tree")
    assert len(lines) < 500
    assert ":graph tree" in lines[-1]


def test_too_many_rails_or_nodes_are_an_error_with_a_cure() -> None:
    many = "*".join(f"(x{k} + 1)" for k in range(30))
    with pytest.raises(DerivError, match="too many rails") as wide:
        drawn(session(many), ":graph f")
    assert wide.value.code == "E506"
    assert ":graph v1..v20" in wide.value.hint
    with pytest.raises(DerivError, match="too many for a picture"):
        drawn(session("sin(" * 600 + "x" + ")" * 600), ":graph svg")


def test_dot_and_mermaid_name_every_node_and_edge() -> None:
    made = session("sin(x) + x*y")
    dot, mermaid = "\n".join(drawn(made, ":graph dot")), "\n".join(drawn(made, ":graph mermaid"))
    assert len(re.findall(r"v\d -> v\d", dot)) == len(re.findall(r"v\d --> v\d", mermaid)) == 8
    assert 'v1 [label="v1   x\\n= ∂f/∂y", shape=ellipse];' in dot
    assert "class v6,v7 derivative" in mermaid


def test_edges_carry_the_local_partials_at_a_point() -> None:
    made = session("sin(x) + x*y", ":eval x=4 y=0.5")
    assert '  v1 -> v3 [label="-0.6536"];' in drawn(made, ":graph dot")
    assert ">-0.6536<" in "".join(drawn(made, ":graph svg"))


def test_edges_between_arrays_carry_no_numbers() -> None:
    made = session("A : matrix(2,2)", "trace(A @ A)", ":eval A=[1,2;3,4]")
    assert all("label=" not in line for line in drawn(made, ":graph dot") if "->" in line)


@pytest.mark.parametrize("text", ["sin(x) + x*y", WIDE, "x", "x*x", "if(a < b, a, b)", "√(x) + 力^2"])
def test_an_svg_is_well_formed_and_its_boxes_do_not_overlap(text: str) -> None:
    lines = drawn(session(text), ":graph svg")
    root = ElementTree.fromstring("\n".join(lines))
    boxes = [
        (float(r.get("y", "")), float(r.get("x", "")), float(r.get("x", "")) + float(r.get("width", "")))
        for r in root.iter(f"{SVG}rect")
    ]
    for (y, _, right), (below, left, _) in zip(sorted(boxes), sorted(boxes)[1:]):
        assert y != below or left > right
    width = float(root.get("width", ""))
    assert all(left >= 0 and right <= width for _, left, right in boxes)
    assert lines == drawn(session(text), ":graph svg")


def test_the_file_says_which_kind_of_picture(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("pictures")
    made = session("sin(x) + x*y")
    for name, start in (("f.svg", "<svg"), ("f.dot", "digraph"), ("f.mmd", "flowchart"), ("f.txt", "●")):
        assert made.step(f":graph > {folder / name}").error is None
        assert (folder / name).read_text("utf-8").startswith(start)


def test_layers_keep_edges_downward_and_neighbours_apart() -> None:
    edges = [(a, b) for b in range(2, 60) for a in (b // 2, b - 1 - (b * 7) % b // 2)]
    made = Layered(edges, [30.0 + 7 * (k % 5) for k in range(60)], 10.0, 20.0)
    level = {v: k for k, layer in enumerate(made.layers) for v in layer}
    assert all(level[a] < level[b] for a, b in edges)
    for layer in made.layers:
        for a, b in itertools.pairwise(layer):
            assert made.x[b] - made.x[a] >= (made.widths[a] + made.widths[b]) / 2 + 20 - 1e-6
    for (a, b), route in made.routes.items():
        assert [level[v] for v in route] == list(range(level[a], level[b] + 1))


def test_a_graph_that_can_be_drawn_without_crossings_is() -> None:
    crossed = Layered([(0, 5), (1, 4), (2, 3)], [10.0] * 6, 4.0, 5.0)
    assert crossed.crossings() == 0


def test_isotonic_regression_is_the_nearest_rising_sequence() -> None:
    assert isotonic([1, 3, 2, 4], [1, 1, 1, 1]) == [1, 2.5, 2.5, 4]
    assert isotonic([5, 1], [3, 1]) == [4, 4]
