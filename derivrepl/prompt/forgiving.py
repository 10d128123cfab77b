"""An application that a bug in it ends, or that goes on; prompt_toolkit would print a traceback and wait for a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from prompt_toolkit.application import Application

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import Any

Result = TypeVar("Result")


class ForgivingApplication(Application[Result]):
    """A bug in a key, in the background or in drawing is raised by `run`, except where it goes to `failed`.

    failed  called with each bug, with the same one only once a run; the application goes on
    """

    failed: Callable[[BaseException], None] | None = None
    seen: str = ""

    def reset(self) -> None:
        """Called by prompt_toolkit at the beginning of each run."""
        self.seen = ""
        super().reset()

    def _handle_exception(self, loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        """Called by prompt_toolkit."""
        bug = context.get("exception")
        if bug is not None:
            self._met(bug)

    def _redraw(self, render_as_done: bool = False) -> None:
        """Called by prompt_toolkit, the first time and the last where nothing would give the screen back."""
        try:
            super()._redraw(render_as_done)
        except Exception as bug:
            self._met(bug)

    def _met(self, bug: BaseException) -> None:
        """What fails in drawing fails again when its message is drawn: that is no news."""
        if repr(bug) == self.seen:
            return
        self.seen = repr(bug)
        if self.failed is not None:
            self.failed(bug)
            self.invalidate()
        elif not self.is_done:
            self.exit(exception=bug)
