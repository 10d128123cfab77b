"""An application that goes on after a bug in it; prompt_toolkit would print a traceback and wait for a key."""

from __future__ import annotations

from derivrepl.prompt.resize import ResizingApplication

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from typing import Any


class ForgivingApplication(ResizingApplication):
    """`failed` is called with each bug in a key, in the background or in drawing; with the same one only once a run."""

    failed: Callable[[BaseException], None] = staticmethod(lambda bug: None)
    seen: str = ""

    def reset(self) -> None:
        """Called by prompt_toolkit at the beginning of each run."""
        self.seen = ""
        super().reset()

    def _handle_exception(self, loop: AbstractEventLoop, context: dict[str, Any]) -> None:
        """Called by prompt_toolkit. What fails in drawing fails again when its message is drawn: that is no news."""
        bug = context.get("exception")
        if bug is not None and repr(bug) != self.seen:
            self.seen = repr(bug)
            self.failed(bug)
            self.invalidate()
