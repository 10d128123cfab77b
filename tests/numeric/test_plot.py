"""`:plot` and `:taylor`: the picture of the documents, ranges, ticks, zeros, files; polynomials."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from derivrepl.formats.text import TextFormat
from derivrepl.language.text import UNICODE
from derivrepl.numeric.plot import picture, rounded_out, value_range, zeros
from derivrepl.session.answer import Drawing
from derivrepl.session.session import Session

if TYPE_CHECKING:
    from pathlib import Path

PICTURE = """\
f = exp(-x²)·sin(3·x)
     1 ┤                                 │   ⣀⣀
       │                                 │ ⣠⠏⠁⠈⠙⢦
   0.5 ┤                                 │⡴⠃    ⠈⠳⣄
       │          ⣀⣀⣀⣀⣀⡤⠤⠤⠤⠤⢤⣀           ⡼⠁       ⠈⠳⣄           ⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
     0 ┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠁──────────⠈⠳⣄────────⣰⠃──────────⠈⠙⠒⠒⠒⠒⠒⠋⠉⠉⠉⠉⠁─────────
  -0.5 ┤                       ⠈⠳⣄     ⡴⠃│
       │                         ⠘⢦⣀ ⣀⡞⠁ │
    -1 ┤                           ⠈⠉⠁   │
∂f/∂x
     3 ┤                               ⣠⠞⠙⢦⡀
     2 ┤                              ⢰⠃ │ ⢳
       │                             ⢀⡏  │ ⠈⣇
     1 ┤                             ⡞   │  ⠘⡆
     0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⡤⠤⠤⠤⠖⠒⠒⠒⠲⢤⡀────────⣸⠁───┼───⢹⡀────────⣠⠴⠒⠒⠒⠒⠦⠤⠤⠤⣄⣀⣀⣀⣀⣀⣀⣀⣀
       │                   ⠙⢦⡀     ⢰⠃    │    ⢳      ⣠⠞⠁
    -1 ┤                     ⠙⢦⡀  ⣠⠏     │    ⠈⢧⡀  ⣠⠞⠁
    -2 ┤                       ⠙⠒⠚⠁      │      ⠙⠒⠚⠁
       └──────────────────────────────────────────────────────────────────
       -3             -1.5              0              1.5               3
∂f/∂x = 0 at x = -2.288 -1.329 -0.4304 0.4304 1.329 2.288
"""


def session_with(*lines: str) -> Session:
    session = Session()
    session.shows_tables = False
    for line in lines:
        assert session.step(line).error is None
    return session


def drawn(session: Session, line: str) -> Drawing:
    answer = session.step(line)
    assert answer.error is None, answer.error
    block = answer.blocks[0]
    assert isinstance(block, Drawing)
    return block


def test_a_curve_stands_above_its_derivative() -> None:
    block = drawn(session_with("exp(-x^2)*sin(3*x)"), ":plot x=-3..3")
    assert "".join(line + "\n" for line in block.screen(80, UNICODE)) == PICTURE
    assert len(block.piped) == 202
    assert block.piped[0] == "x\tf\tdf/dx"
    assert block.piped[101] == "0\t0\t3"


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for expression in ("tan(x)", "1e9*x^3", "log(x)", "if(x > 99, 1, 2)"):
        assert max(map(len, drawn(session_with(expression), ":plot").screen(width, UNICODE))) <= width - 2


# fmt: off
RANGES = (
    # values                                 range
    ([1.0, 2.0, 3.0],                        (1.0, 3.0)),
    ([5.0],                                  (2.5, 7.5)),
    ([0.0, 0.0],                             (-1.0, 1.0)),
    ([math.nan, math.inf],                   None),
    ([*range(100), 1e6],                     (0, 151.0)),
)
ROUNDED = (
    ((-0.8, 0.8),                            [-1, -0.5, 0, 0.5, 1]),
    ((-1.9, 3.0),                            [-2, -1, 0, 1, 2, 3]),
    ((0, 1),                                 [0, 0.2, 0.4, 0.6, 0.8, 1]),
    ((1e-9, 3e-9),                           [1e-9, 1.5e-9, 2e-9, 2.5e-9, 3e-9]),
)
# fmt: on


@pytest.mark.parametrize(("values", "expected"), RANGES)
def test_outliers_do_not_set_the_range(values: list[float], expected: tuple[float, float] | None) -> None:
    found = value_range(values)
    assert (found is None) == (expected is None)
    if found and expected:
        assert found == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize(("ends", "marks"), ROUNDED)
def test_ticks_are_round_numbers_around_the_range(ends: tuple[float, float], marks: list[float]) -> None:
    assert rounded_out(*ends)[2] == pytest.approx(marks)


def test_a_pole_is_a_gap_and_no_zero() -> None:
    xs = [k / 10 - 1 + 0.05 for k in range(20)]
    values = [1 / x for x in xs]
    assert zeros(lambda x: 1 / x, xs, values) == []
    lines = picture([values], 10, 4, -20, 20, None)
    assert not any(line[4:6].strip(" ") == "⢸⡇" for line in lines)
    assert zeros(lambda x: x - 0.3, xs, [x - 0.3 for x in xs]) == pytest.approx([0.3])


def test_the_derivative_is_drawn_only_where_the_function_is() -> None:
    session = Session()
    session.step("log(x) + 5*x")
    (block,) = session.step(":plot x=-1..1").blocks
    assert isinstance(block, Drawing)
    left = [row.split("\t")[1:] for row in block.piped[1:] if row.startswith("-")]
    assert set(map(tuple, left)) == {("nan", "nan")}
    assert not any("= 0 at" in line for line in block.screen(80, UNICODE))


def test_an_axis_at_0_needs_no_second_line_beside_it() -> None:
    lines = drawn(session_with("sin(x)"), ":plot x=0..3").screen(80, UNICODE)
    assert not any("┤│" in line or "┤┼" in line or "││" in line for line in lines)
    assert any("│" in line[20:] for line in drawn(session_with("sin(x)"), ":plot x=-1..3").screen(80, UNICODE))


def test_two_inputs_give_a_heat_map() -> None:
    block = drawn(session_with("x + y"), ":plot x=0..1 y=0..1")
    title, top, *rest = block.screen(80, UNICODE)
    assert title == "y over x"
    assert top.startswith("     1 │")
    assert top.endswith("@")
    assert rest[14].startswith("     0 │  ")
    assert rest[-1].startswith("f from ")
    assert block.piped[0] == "x\ty\tf"
    assert len(block.piped) == 41 * 41 + 1
    assert drawn(session_with("log(x)*y"), ":plot x y").screen(80, UNICODE)[3].count("?") > 20


def test_files_are_written_as_their_names_say(tmp_path: Path) -> None:
    session = session_with("sin(x)*a")
    assert session.step(f":plot x a=2 > {tmp_path / 'f.tsv'}").error is None
    for name in ("f.svg", "f.tsv"):
        assert session.step(f":plot x=0..6 a=2 > {tmp_path / name}").error is None
    root = ElementTree.fromstring((tmp_path / "f.svg").read_text("utf-8"))
    assert next(e.text for e in root.iter("{http://www.w3.org/2000/svg}text")) == "f"
    assert (tmp_path / "f.tsv").read_text("utf-8").startswith("x\tf\tdf/dx\n0\t0\t2\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["f.svg", "f.tsv"]


def test_both_curves_stand_in_one_panel_the_derivative_dashed() -> None:
    session = session_with("x^2")
    title, *lines = drawn(session, ":plot overlay y=-4..4 w=60 h=9").screen(120, UNICODE)
    assert title == "f = x²   dashed ∂f/∂x"
    assert len(lines) == 9 + 3
    assert max(map(len, lines[:9])) <= 60
    assert lines[0].startswith("     4 ┤")
    assert lines[8].startswith("    -4 ┤")
    right = "".join(line[34:].replace("│", "") for line in lines[:9])
    assert right.count(" ") > 0
    assert drawn(session, ":plot x=-9..9").piped == drawn(session, ":plot overlay x=-9..9 y=-4..4").piped


def test_a_zero_at_the_origin_is_told_as_0() -> None:
    assert drawn(session_with("x^2"), ":plot x=-2..8").screen(80, UNICODE)[-1] == "∂f/∂x = 0 at x = 0"


def test_the_name_of_the_expression_gives_the_range_where_y_is_an_input() -> None:
    session = session_with("x*y")
    assert drawn(session, ":plot x f=-2..2 y=3").screen(80, UNICODE)[1].startswith("     2 ┤")
    assert drawn(session, ":plot x y f=-2..2").screen(80, UNICODE)[-1] == "f from -2 (blank) to 2 (@)"
    assert drawn(session, ":plot x y=0..1 h=5").screen(80, UNICODE)[5].startswith("     0 │")


def test_an_overlay_and_a_heat_map_are_drawn_too(tmp_path: Path) -> None:
    session = session_with("x^2*y")
    for name, command in (("o", ":plot x overlay y=2 w=300 h=100"), ("h", ":plot x=0..1 y=0..1")):
        assert session.step(f"{command} > {tmp_path / name}.svg").error is None
    root = ElementTree.fromstring((tmp_path / "o.svg").read_text("utf-8"))
    curves = [e for e in root.iter("{http://www.w3.org/2000/svg}path") if e.get("fill") == "none"]
    assert [e.get("stroke-dasharray") for e in curves] == [None, "6 4"]
    assert root.get("width") == "380"
    cells = ElementTree.fromstring((tmp_path / "h.svg").read_text("utf-8"))
    assert sum(1 for _ in cells.iter("{http://www.w3.org/2000/svg}rect")) == 80 * 80 + 1


# fmt: off
REFUSED = (
    ("x*y",        ":plot x=0..1",              "E402"),
    ("x",          ":plot x=1..1",              "E502"),
    ("x",          ":plot q=0..1",              "E203"),
    ("log(x)",     ":plot x=-2..-1",            "E403"),
    ("x",          ":plot x=0..1 > f.doc",      "E502"),
    ("x",          ":plot x=0..1 > /no/f.svg",  "E702"),
    ("[x, x]",     ":plot",                     "E302"),
    ("x",          ":plot y=3..1",              "E502"),
    ("x",          ":plot w=0",                 "E502"),
    ("x",          ":plot h=tall",              "E502"),
    ("x*y",        ":plot x y overlay",         "E502"),
    ("x*y",        ":plot x y=2..1",            "E502"),
    ("7",          ":plot",                     "E203"),
    ("log(x)",     ":taylor x",                 "E401"),
    ("x*y",        ":taylor",                   "E203"),
    ("x",          ":taylor x 3 4 y",           "E502"),
    ("x",          ":taylor x=x",               "E402"),
    ("sinc(x)",    ":taylor x 4",               "E602"),
)
POLYNOMIALS = (
    ("exp(x)*cos(x)",  ":taylor x 4",     "taylor = 1 + x - 1/3*x^3 - 1/6*x^4\n# the next term has x^5"),
    ("log(x)",         ":taylor x=1 2",   "taylor = x - 1 - 1/2*(x - 1)^2\n# the next term has (x - 1)^3"),
    ("1/(1 - x*y)",    ":taylor x 2",     "taylor = 1 + y*x + y^2*x^2\n# the next term has x^3"),
    ("x",              ":taylor x=2",     "taylor = 2 + (x - 2)\n# the next term has (x - 2)^6"),
    ("x^2",            ":taylor n=9",     "taylor = x^2\n# the next term has x^10"),
    ("7",              ":taylor x",       None),
)
# fmt: on


@pytest.mark.parametrize(("expression", "command", "code"), REFUSED)
def test_plot_and_taylor_say_why_they_cannot(expression: str, command: str, code: str) -> None:
    error = session_with(expression).step(command).error
    assert error is not None
    assert error.code == code


@pytest.mark.parametrize(("expression", "command", "shown"), POLYNOMIALS)
def test_a_taylor_polynomial_has_exact_coefficients(expression: str, command: str, shown: str | None) -> None:
    session = session_with(expression)
    answer = session.step(command)
    if shown is None:
        assert answer.error is not None
    else:
        assert TextFormat(session.store).answer(answer).strip() == shown
