"""The line that tells what is being done while a statement runs."""

from __future__ import annotations

import importlib.util
import io
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from derivrepl.prompt.waiting import BEGINS, OTHERWISE, PHASES, Waiting, phase

if TYPE_CHECKING:
    from collections.abc import Callable


def forever() -> None:
    while True:
        time.sleep(0.01)


def interrupted(waiting: Waiting, delay: float) -> None:
    """Wait for ever, and press Ctrl-C after a moment."""
    press = threading.Timer(delay, signal.pthread_kill, (threading.get_ident(), signal.SIGINT))
    press.start()
    waiting.run(forever)


def test_a_short_statement_shows_nothing() -> None:
    out = io.StringIO()
    assert Waiting(out, True).run(lambda: 7) == 7
    assert out.getvalue() == ""


def test_a_long_one_counts_the_seconds_and_leaves_nothing_behind() -> None:
    out = io.StringIO()
    Waiting(out, False).run(lambda: time.sleep(BEGINS + 0.3))
    assert "\r\x1b[K  | computing ... 0.3 s   Ctrl-C stops" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_one_of_many_tells_how_far_the_run_is() -> None:
    out = io.StringIO()
    Waiting(out, True, "3 of 5,000").run(lambda: None)
    assert out.getvalue() == "\r\x1b[K  ⠋ 3 of 5,000   Ctrl-C stops\r\x1b[K"


@pytest.mark.parametrize(("width", "line"), [
    (80, "⠋ 3 of 5,000   Ctrl-C stops"),
    (28, "⠋ 3 of 5,000"),
    (12, "⠋ 3 of 5…"),
])  # fmt: skip
def test_the_line_never_goes_on_in_the_next(width: int, line: str) -> None:
    out = io.StringIO()
    Waiting(out, True, "3 of 5,000", width).run(lambda: None)
    assert out.getvalue() == f"\r\x1b[K  {line}\r\x1b[K"


def test_control_c_at_any_moment_ends_the_line_for_good() -> None:
    for delay in (0.0005, 0.001, 0.002, 0.005, 0.02, BEGINS + 0.05):
        out = io.StringIO()
        waiting = Waiting(out, True, "1 of 20")
        with pytest.raises(KeyboardInterrupt):
            interrupted(waiting, delay)
        if waiting.thread is not None and waiting.thread.ident is not None:
            waiting.thread.join(60)
            assert not waiting.thread.is_alive()


@pytest.mark.parametrize(("package", "what", "key"), PHASES)
def test_what_is_being_done_is_seen_from_the_code_that_runs(package: str, what: str, key: str) -> None:
    assert importlib.util.find_spec(package) is not None
    code: dict[str, Callable[[Callable[[], object]], object]] = {}
    exec("def run(work): return work()", {"__name__": f"{package}.some"}, code)
    assert code["run"](lambda: phase(sys._getframe())) == (what, key)
    assert phase(sys._getframe()) == OTHERWISE
