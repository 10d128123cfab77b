"""What may be typed next: names with their derivative rules, commands, settings, inputs, letters.

Everything comes from the tables and the session; a new function or command needs nothing here.
"""

from __future__ import annotations

import re

from prompt_toolkit.completion import Completer, Completion

from derivrepl.formats.charset import to_ascii
from derivrepl.prompt.letters import LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from derivrepl.prompt.candidates import Candidate
    from derivrepl.session.session import Session

_letter = re.compile(r"\\(\w*)$")
_name = re.compile(r"(?<![\w.])[^\W\d]\w*$")
LONGEST = 5_000
MOST = 200
"""Entries of the menu."""


class NameCompleter(Completer):
    """Completes the word before the cursor; by itself only from the second letter on.

    session, unicode  what there is, and how it is written
    opens             whether the menu may open by itself
    """

    def __init__(self, session: Callable[[], Session], unicode: Callable[[], bool], opens: Callable[[], bool]) -> None:
        self.session = session
        self.unicode = unicode
        self.opens = opens

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """The completions at the cursor, best first."""
        before = document.text_before_cursor
        if len(document.text) > LONGEST or (complete_event.text_inserted and not self.opens()):
            return
        letter = _letter.search(before)
        if letter is not None:
            yield from self._letters(letter.group(1), complete_event.completion_requested)
            return
        word, candidates = self._candidates(before, complete_event)
        after = document.text_after_cursor[:1]
        told = str if self.unicode() else to_ascii
        for candidate in list(matching(word, candidates))[:MOST]:
            text = candidate.text.removesuffix("(") if after == "(" else candidate.text
            yield Completion(text, -len(word), told(candidate.shown or candidate.text), told(candidate.meta))

    def _candidates(self, before: str, event: CompleteEvent) -> tuple[str, list[Candidate]]:
        """The word to complete and what it may become."""
        from derivrepl.prompt import candidates

        line = before.rsplit("\n", 1)[-1].lstrip()
        if line[:1] in (":", "?") and "=" not in line.rsplit(" ", 1)[-1]:
            words = line.split(" ")
            return words[-1], candidates.for_command(self.session(), words, self.unicode())
        found = _name.search(before)
        word = found.group() if found else ""
        if not word or (len(word) < 2 and event.text_inserted):
            return word, []
        return word, candidates.for_expression(self.session(), self.unicode())

    def _letters(self, word: str, requested: bool) -> Iterator[Completion]:
        names = [name for name in LETTERS if name.startswith(word)]
        if not requested and len(word) < 2:
            return
        for name in sorted(names, key=len):
            yield Completion(LETTERS[name], -len(word) - 1, f"\\{name}", LETTERS[name])


def matching(word: str, candidates: list[Candidate]) -> list[Candidate]:
    """Those that fit the word: as a prefix, as one in other case, as a subsequence of three letters and more."""
    lower = word.lower()
    classes: list[list[Candidate]] = [[], [], []]
    for candidate in candidates:
        name = candidate.text
        if candidate.alias and candidate.alias.startswith(word):
            continue
        if name.startswith(word):
            classes[0].append(candidate)
        elif name.lower().startswith(lower):
            classes[1].append(candidate)
        elif len(word) > 2 and subsequence(lower, name.lower()):
            classes[2].append(candidate)
    return [c for group in classes for c in sorted(group, key=lambda c: (not c.own, c.text.rstrip("(").lower()))]


def subsequence(word: str, name: str) -> bool:
    """Whether the word's letters appear in the name in this order, beginning with its first one."""
    letters = iter(name)
    return name[:1] == word[:1] and all(letter in letters for letter in word)
