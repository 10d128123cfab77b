"""Programs in pseudo-terminals that end with their test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.prompt.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.prompt.pseudo_terminal import Start


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program; each test has its own state folder."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    running = []

    def begin(*arguments: str, **options: object) -> PseudoTerminal:
        terminal = PseudoTerminal(*arguments, **options)  # type: ignore[arg-type]
        running.append(terminal)
        return terminal

    yield begin
    for terminal in running:
        terminal.kill()
