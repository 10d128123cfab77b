"""A tour under way: which stop it is at, and whether a statement did what the stop asks for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session


class Tour:
    """The state of `:tour`.

    at  number of the stop that waits to be done, from 1; 0 while there is no tour
    """

    def __init__(self) -> None:
        self.at = 0

    def line(self, session: Session) -> str:
        """What the present stop says: `2/7  …`."""
        from derivrepl.tables.tour import TOUR

        current = session.current
        names = current.input_names() if current is not None else []
        text = TOUR[self.at - 1].text
        text = text.replace("{f}", current.name if current is not None else "f")
        return f"{self.at}/{len(TOUR)}  {text.replace('{x}', names[0] if names else 'x')}"

    def advance(self, session: Session, answer: Answer) -> None:
        """Go on where the statement was what the stop asks for; the answer then says what comes next.

        A claim may fail, that is what it is for; any other statement has to work.
        """
        if not self.at:
            return
        from derivrepl.tables.tour import THE_END, TOUR

        done = TOUR[self.at - 1].done
        claimed = answer.kind == "check" or answer.command == "is"
        failed = answer.error is not None and not (claimed and answer.error.code == "E601")
        what = f":{answer.command}" if answer.kind == "command" else answer.kind
        if failed or what not in done:
            return
        self.at = (self.at + 1) % (len(TOUR) + 1)
        answer.after = self.line(session) if self.at else THE_END
