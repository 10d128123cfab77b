"""The node browser: its screens, its moves, and its keys at a prompt."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.terminal_expression import Expressions
from derivrepl.formats.terminal_style import plain
from derivrepl.prompt.browsing import Browsing
from derivrepl.session.answer import Browse
from derivrepl.session.session import Session
from tests.prompt.in_process import InProcess

FORMULA = "log(x1) + x1*x2 - sin(x2)"


def browsing(*lines: str, unicode: bool = True) -> Browsing:
    session = Session()
    answers = [session.step(line) for line in lines]
    assert all(answer.error is None for answer in answers)
    block = answers[-1].blocks[0]
    assert isinstance(block, Browse)
    return Browsing(block, Expressions(session.store, unicode))


def shown(walk: Browsing, width: int = 80, height: int = 18) -> str:
    return "\n".join(plain(line).rstrip() for line in walk.screen(width, height))


def label(walk: Browsing) -> str:
    return walk.view.labels[walk.node]


@pytest.mark.parametrize("width", [24, 40, 60, 80, 120, 200])
@pytest.mark.parametrize("height", [5, 8, 24, 60])
def test_the_screen_keeps_its_size(width: int, height: int) -> None:
    walk = browsing("[sin(力), " + "x*" * 40 + "y]", ":browse")
    for _ in range(3):
        lines = [plain(line) for line in walk.screen(width, height)]
        assert len(lines) <= height
        assert all(wcswidth(line.rstrip()) <= width for line in lines)
        walk.move(20)
        walk.to_users()


def test_the_screen_can_be_told_in_ascii() -> None:
    walk = browsing(FORMULA, ":browse", unicode=False)
    assert to_ascii(shown(walk)).isascii()


def test_the_chosen_node_tells_its_rule() -> None:
    for label, told in (
        ("v3", "v3 = log(v1)   log rule: d log(u) = du/u"),
        ("v4", "v4 = v1·v2   product rule: d(u·v) = du·v + u·dv"),
        ("v8", "v8 = 1/v1   ∂v3/∂v1, log rule"),
    ):
        assert told in shown(browsing(FORMULA, f":browse {label}")).replace("1 / v1", "1/v1")


def test_links_are_followed_and_come_back() -> None:
    walk = browsing(FORMULA, ":browse")
    assert label(walk) == "v7"
    for digit, place in (("1", "v5"), ("2", "v4"), ("1", "v1")):
        walk.digit(digit)
        walk.settle()
        assert label(walk) == place
    for place in ("v4", "v5", "v7", "v7"):
        walk.back()
        assert label(walk) == place


def test_a_number_goes_to_a_node_and_a_wrong_one_says_so() -> None:
    walk = browsing(FORMULA, ":browse")
    for digit in "10":
        walk.digit(digit)
    assert "go to v10▌" in shown(walk)
    walk.settle()
    walk.enter()
    assert label(walk) == "v10"
    for digit in "99":
        walk.digit(digit)
    walk.back()
    walk.digit("9")
    walk.enter()
    assert "no node v99 (v1 to v11)" in shown(walk)
    walk.digit("7")
    walk.settle()
    assert "v10 has no operand 7" in shown(walk)


def test_the_only_user_is_gone_to_and_several_are_listed() -> None:
    walk = browsing(FORMULA, ":browse v3")
    walk.to_users()
    assert label(walk) == "v5"
    walk.move(-9)
    walk.to_users()
    assert "used by   1 v3   2 v4   3 v8" in shown(walk)
    walk.digit("2")
    walk.settle()
    assert label(walk) == "v4"
    walk.move(99)
    walk.to_users()
    assert "nothing reads v11" in shown(walk)


def test_search_goes_round_and_tells_what_it_does_not_find() -> None:
    walk = browsing(FORMULA, ":browse")
    walk.sought = "x1"
    walk.find()
    assert label(walk) == "v1"
    walk.sought = "v1*v2"
    walk.find()
    assert label(walk) == "v4"
    walk.sought = "∂f/∂x2"
    walk.find(-1)
    assert label(walk) == "v11"
    walk.sought = "gamma"
    walk.find()
    assert "not found: gamma" in shown(walk)


def test_derivative_nodes_can_be_walked_alone() -> None:
    walk = browsing(FORMULA, ":browse")
    walk.toggle_derivatives()
    assert label(walk) == "v8"
    assert "4 derivative nodes" in shown(walk)
    walk.move(3)
    walk.digit("1")
    walk.settle()
    assert label(walk) == "v1"
    walk.back()
    walk.toggle_derivatives()
    walk.toggle_derivatives()
    assert label(walk) == "v11"


def test_a_large_graph_is_walked_by_its_visible_rows() -> None:
    walk = browsing("+".join(f"sin(x{k}*y)" for k in range(3_000)), ":wrt x1", ":browse")
    written: list[int] = []
    row = walk.expressions.row

    def counting(node: int, labels: dict[int, str]) -> str:
        written.append(node)
        return row(node, labels)

    walk.expressions.row = counting
    for step in (-4_000, 17, 900):
        walk.move(step)
        shown(walk)
    assert len(written) < 200


def test_rows_are_copied_as_they_can_be_typed() -> None:
    walk = browsing(FORMULA, ":browse v6")
    assert walk.row(walk.node) == "v6 = sin(v2)"
    assert walk.row(walk.everything[0]) == "v1 = x1"


def test_the_keys_at_a_prompt() -> None:
    with InProcess(80, 20) as prompt:
        prompt.send(f"{FORMULA}\r")
        prompt.wait("2>")
        prompt.send(":browse\r")
        prompt.wait("v7 · 63 %")
        prompt.send("G")
        prompt.wait("v11 · 100 %")
        prompt.send("3\r")
        prompt.wait("v3 · 27 %")
        prompt.send("\x7f")
        prompt.wait("v11 · 100 %")
        prompt.send("/cos\r")
        prompt.wait("v10 · 90 %")
        prompt.send("1")
        prompt.wait("v2 · 18 %")
        prompt.cols = 60
        prompt.send("j")
        prompt.wait("v3 · 27 %")
        assert "adjoint" not in prompt.text()
        prompt.send("q")
        prompt.wait_line("∂2>")


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [36, 40, 60, 80])
def test_the_key_that_leaves_is_always_told(width: int, unicode: bool) -> None:
    walk = browsing("weight_of_part^2*y", ":browse", unicode=unicode)
    lines = [plain(line).rstrip() for line in walk.screen(width, 20)]
    assert lines[-1].endswith("q leave")
    assert all(wcswidth(line) <= width for line in lines)
    assert unicode or lines[-1].isascii()
