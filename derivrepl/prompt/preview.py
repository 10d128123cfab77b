"""The derivative while typing: one worker thread, the newest text wins, and nobody waits for it.

The worker has its own copy of the session (`twin.py`), made when a prompt begins, so that nothing it does
can be seen by the session, and it can be stopped in the middle of anything.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from derivrepl.prompt.deadline import Deadline, Stopped, drop_messages
from derivrepl.prompt.twin import copied

if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.prompt.insight import Insight
    from derivrepl.session.session import Session

PAUSE = 0.03
"""Seconds after the last key before anything is computed."""
DEADLINE = 0.3
"""Seconds that a preview may take."""
FIRST = "sin(x)*x^2/y"
"""What the worker looks at before anything is typed: that loads what it needs."""
LARGEST = 200_000
"""Nodes of a session beyond which no copy of it is made."""


class Preview:
    """Looks at texts in the background.

    look  what makes an insight of a text: (session, text, cursor) → Insight
    tell  called from the worker with each insight that is still wanted; None when the time was up
    """

    def __init__(
        self, look: Callable[[Session, str, int], Insight], tell: Callable[[str, int, Insight | None], None]
    ) -> None:
        self.look = look
        self.tell = tell
        self.session: Session | None = None
        self.twin: Session | None = None
        self.wanted: tuple[str, int] | None = None
        self.changed = threading.Condition()
        self.thread: threading.Thread | None = None

    def begin(self) -> None:
        """A new line begins: what is known of the session is out of date."""
        with self.changed:
            self.twin = None
            self.wanted = None

    def request(self, session: Session, text: str, cursor: int) -> bool:
        """Look at this text soon; False when the session is too large for that."""
        with self.changed:
            if self.twin is None and len(session.store) > LARGEST:
                return False
            self.session = session
            self.wanted = (text, cursor)
            self.changed.notify()
        self.start(session)
        return True

    def start(self, session: Session) -> None:
        """Start the worker unless it is there."""
        if self.thread is None or not self.thread.is_alive():
            first = self.thread is None and len(session.store) <= LARGEST
            warm = copied(session) if first else None
            drop_messages()
            self.thread = threading.Thread(target=self._work, args=(warm,), name="preview", daemon=True)
            self.thread.start()

    def end(self) -> None:
        """The line is done: nothing is wanted any more."""
        with self.changed:
            self.wanted = None
            self.changed.notify()

    def _work(self, warm: Session | None) -> None:
        deadline = Deadline()
        if self.wanted is None and warm is not None:
            with suppress(Exception):
                self.look(warm, FIRST, 0)
        else:
            self._once(deadline)
        from derivrepl.prompt import show  # noqa: F401  loads Rich, which the first answer needs

        while True:
            self._once(deadline)

    def _once(self, deadline: Deadline) -> None:
        """Look at the next text that is wanted."""
        with suppress(Stopped):
            self._serve(deadline)

    def _serve(self, deadline: Deadline) -> None:
        wanted, twin = self._next()
        if twin is None:
            return
        insight = self._look(deadline, twin, *wanted)
        with self.changed:
            current = self.wanted == wanted
            if current:
                self.wanted = None
            if insight is None and self.twin is twin:
                self.twin = None
        if current:
            self.tell(*wanted, insight)

    def _next(self) -> tuple[tuple[str, int], Session | None]:
        """The text to look at, once the keys have rested, and the copy of the session to do it in.

        The copy is made under the lock, so that no statement can begin to run meanwhile.
        """
        with self.changed:
            self.changed.wait_for(lambda: self.wanted is not None)
            while self.changed.wait(PAUSE):
                pass
            if self.wanted is None or self.session is None:
                return ("", 0), None
            if self.twin is None:
                self.twin = copied(self.session)
            return self.wanted, self.twin

    def _look(self, deadline: Deadline, twin: Session, text: str, cursor: int) -> Insight | None:
        """The insight, or None when it takes too long (the copy is spoilt then); an empty one for a bug."""
        try:
            return deadline.within(DEADLINE, lambda: self.look(twin, text, cursor))
        except Stopped:
            return None
        except Exception:
            from derivrepl.prompt.insight import nothing

            return nothing()
