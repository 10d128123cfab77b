"""A session as a program: its statements as typed, and what they showed as claims that can be proved again.

Nothing is kept for this but the statements. They are run once more, in a session of their own, so that
what is written is known to come out again.
"""

from __future__ import annotations

from derivrepl.errors import DerivError
from derivrepl.language.derivative_names import ascii_name
from derivrepl.language.text import ASCII, Writer, with_parts
from derivrepl.numeric.digits import shortest
from derivrepl.session.answer import claims_in
from derivrepl.session.record import MOST
from derivrepl.session.settings import SETTINGS, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from derivrepl.session.answer import Answer, Result
    from derivrepl.session.record import Recorded
    from derivrepl.session.session import Session

LONGEST = 20_000
"""Characters of a claim; a longer result is only told about."""
SETTERS = (":set", ":wrt", ":simplify")


class Rerun:
    """What was said in a session, run once more in one of its own (`session`), which touches no file.

    Raises DerivError E702 for a session whose beginning is not known any more.
    """

    def __init__(self, session: Session) -> None:
        if session.record.full:
            raise DerivError("E702", f"a run of over {MOST:,} statements is not saved: it came from a file already")
        self.session = type(session)(Settings(session.first_settings.items()))
        self.session.max_nodes = session.max_nodes
        self.session.shows_tables = session.shows_tables
        self.session.files.open = False
        self.said = lasting(session.record.said)

    def answers(self) -> Iterator[tuple[Recorded, Answer]]:
        """The statements with their answers now, one after the other."""
        for said in self.said:
            yield said, self.session.step(said.text)


def lasting(said: list[Recorded]) -> list[Recorded]:
    """The statements since the last `:reset`, and the settings from before it."""
    resets = [k for k, one in enumerate(said) if one.text == ":reset"]
    if not resets:
        return list(said)
    before = [one for one in said[: resets[-1]] if one.changed and one.text.split()[0] in SETTERS]
    return before + said[resets[-1] + 1 :]


class Program:
    """The lines of a saved session.

    statements, checks  how many of each have been given out
    """

    def __init__(self, session: Session) -> None:
        self.rerun = Rerun(session)
        first = session.first_settings.items()
        self.first = [(k, v) for k, v in first if SETTINGS[k].travels and v != SETTINGS[k].default]
        self.rerun.said = [one for one in self.rerun.said if one.lasts or one.claims]
        self.statements = 0
        self.checks = 0
        self.claimed: set[str] = set()

    def lines(self) -> Iterator[str]:
        """One after the other."""
        yield "# A derivrepl session: what was typed, and the results as checks."
        for key, value in self.first:
            yield self._statement(f":set {key} {value}")
        for said, answer in self.rerun.answers():
            if said.kind == "expression":
                yield ""
                self.claimed.clear()
            if said.kind == "check":
                yield from self._check(said.text)
            elif said.lasts and _travels(said.text):
                yield self._statement(said.text)
            yield from self._claims(answer)

    def _statement(self, text: str) -> str:
        self.statements += 1
        return text

    def _check(self, text: str) -> Iterator[str]:
        """A claim, unless it has been made since the last expression."""
        if text not in self.claimed:
            self.claimed.add(text)
            self.checks += 1
            yield text

    def _written(self, result: Result) -> str | None:
        """The right side of a claim; None where it is too long."""
        if not result.by and result.value is not None:
            return result.digits or shortest(result.value)
        store = self.rerun.session.store
        text = Writer(store, ASCII, LONGEST).text(result.node)
        return text or with_parts(store, result.node, ASCII, LONGEST)

    def _claims(self, answer: Answer) -> Iterator[str]:
        """What a statement showed, each result once and proved; as a comment where that fails."""
        scratch = self.rerun.session
        for result in claims_in(answer):
            text = self._written(result)
            head = ascii_name(result.function, list(result.by)) if result.by else result.function
            claim = f"{head} = {text or ASCII.mark}"
            if claim in self.claimed:
                continue
            proof = scratch.step(claim) if text else None
            if proof is not None and proof.error is None and proof.kind == "check":
                yield from self._check(claim)
            else:
                self.claimed.add(claim)
                yield f"# {claim}"


def _travels(text: str) -> bool:
    """Whether a statement says something about the mathematics, not about how this terminal looks."""
    words = text.replace("=", " ").split()
    return words[0] != ":set" or len(words) < 2 or words[1] not in SETTINGS or SETTINGS[words[1]].travels
