"""Work that takes too long is stopped, wherever it is, and nothing is printed about it."""

from __future__ import annotations

import sys
import time
import weakref
from typing import TYPE_CHECKING

import pytest

from derivrepl.prompt.deadline import Deadline, Stopped, drop_messages

if TYPE_CHECKING:
    from pathlib import Path


def forever() -> None:
    while True:
        pass


def test_work_in_time_returns_what_it_returns() -> None:
    assert Deadline().within(60, lambda: 7) == 7


def test_work_that_takes_too_long_is_stopped_and_the_thread_goes_on() -> None:
    deadline = Deadline()
    for _ in range(20):
        with pytest.raises(Stopped):
            deadline.within(0.001, forever)
        assert deadline.within(60, lambda: 7) == 7
    assert sum(range(100_000)) == 4_999_950_000


def test_a_stop_that_a_callback_swallows_is_repeated_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    drop_messages()

    def callbacks() -> None:
        class Thing:
            pass

        def dropped(_: object) -> None:
            sum(range(30_000))
            assert sum(map(float, range(30_000)))

        while True:
            thing = Thing()
            watching = weakref.ref(thing, dropped)
            del thing
            assert watching() is None
            assert sum(map(float, range(3_000)))

    for _ in range(3):
        with pytest.raises(Stopped):
            Deadline().within(0.02, callbacks)
    assert "Stopped" not in capfd.readouterr().err


def test_a_control_c_that_a_callback_drops_comes_again() -> None:
    drop_messages()

    def press(_: object) -> None:
        raise KeyboardInterrupt

    def work() -> None:
        thing = type("Thing", (), {})()
        watching = weakref.ref(thing, press)
        del thing
        while watching() is None:
            time.sleep(0.001)

    with pytest.raises(KeyboardInterrupt):
        work()


def test_an_import_is_not_stopped_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_module_of_a_test.py").write_text("import time\ntime.sleep(0.2)\nready = True\n")
    monkeypatch.syspath_prepend(str(tmp_path))

    def work() -> None:
        __import__("slow_module_of_a_test")
        forever()

    with pytest.raises(Stopped):
        Deadline().within(0.01, work)
    assert sys.modules["slow_module_of_a_test"].ready
