"""An error is data: a code, one sentence, a place, a hint and a fix that a key can apply.

The codes are listed in `tables/diagnostics.py`; nothing here prints.
"""

from __future__ import annotations

Span = tuple[int, int]
"""Start and end (exclusive) as code-point offsets into the statement's text."""

Fix = tuple[int, int, str]
"""Replace the text from start to end by this."""


LEFT_OUT = "…"
"""The sign of text that is left out, where everything can be shown; `Notation.mark` is that of a screen or a pipe."""
LONGEST = 400
"""Characters of a sentence; one that quotes a name of a million letters loses its middle."""


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST // 2] + LEFT_OUT + text[-LONGEST // 4 :]


class DerivError(Exception):
    """A mistake in the input, told with its place, its cause and its cure."""

    kind = "error"

    def __init__(
        self,
        code: str,
        message: str,
        span: Span | None = None,
        hint: str = "",
        fix: Fix | None = None,
        incomplete: bool = False,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = _cut(message)
        self.span = span
        self.hint = _cut(hint)
        self.fix = fix
        self.incomplete = incomplete
        """Whether more text could still turn the input into a correct statement."""

    def at(self, span: Span) -> DerivError:
        """This error, placed at `span` unless it already has a place."""
        if self.span is None:
            self.span = span
        return self

    def within(self, text: str) -> DerivError:
        """This error with the place and the fix that only the whole statement tells; without `> FILE` at its end."""
        return self

    def shifted(self, offset: int) -> DerivError:
        """This error with its places moved right by `offset` characters."""
        if self.span is not None:
            self.span = (self.span[0] + offset, self.span[1] + offset)
        if self.fix is not None:
            self.fix = (self.fix[0] + offset, self.fix[1] + offset, self.fix[2])
        return self


class NoValue(DerivError):
    """E402 for inputs without a value; the hint tells how to give them one, unless another is given.

    Where they can be given behind the statement, the fix begins to.
    """

    def __init__(self, names: list[str], span: Span | None = None, hint: str = "") -> None:
        one = len(names) == 1
        self.behind = "" if span or hint else f" {names[0]}="
        hint = hint or f"give {'it a value' if one else 'them values'}: " + " ".join(f"{name}=…" for name in names)
        super().__init__("E402", f"no value{'' if one else 's'} for {' '.join(names)}", span, hint)

    def within(self, text: str) -> DerivError:
        """With the first of the names behind the statement, its value left to the user."""
        end = len(text.rstrip())
        self.fix = (end, end, self.behind) if self.behind else None
        return self


class Caution:
    """Something accepted that the user may not have meant."""

    __slots__ = ("code", "fix", "hint", "message", "span")
    kind = "warning"

    def __init__(
        self, code: str, message: str, span: Span | None = None, hint: str = "", fix: Fix | None = None
    ) -> None:
        self.code = code
        self.message = _cut(message)
        self.span = span
        self.hint = _cut(hint)
        self.fix = fix
