"""The colours of the line being typed, for prompt_toolkit. What has which role stands in `roles.py`."""

from __future__ import annotations

from asyncio import get_running_loop

from prompt_toolkit.lexers import Lexer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from derivrepl.errors import Span
    from derivrepl.language.scope import Scope


class RoleLexer(Lexer):
    """Pieces of the line with their roles, what the panel speaks of underlined."""

    def __init__(self, scope: Callable[[], Scope], marks: Callable[[str], list[tuple[Span, str]]]) -> None:
        self.scope = scope
        self.marks = marks
        """Underlined places in a text, with their styles."""
        self._text = ""

    def invalidation_hash(self) -> Hashable:
        """What besides the text decides the colours."""
        return tuple(self.marks(self._text))

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """A function from line numbers to coloured pieces."""
        text = self._text = document.text
        if not text:
            return lambda number: []
        from derivrepl.prompt.roles import LONGEST, roles

        if len(text) > LONGEST:
            plain = text.split("\n")
            return lambda number: [("", plain[number])] if number < len(plain) else []
        try:
            places = roles(text, self.scope())
        except Exception as bug:  # a line without colours is better than none
            get_running_loop().call_exception_handler({"exception": bug})
            places = []
        styles = [""] * len(text)
        for start, end, role in places:
            styles[start:end] = [f"class:{role}"] * (end - start)
        for (start, end), style in self.marks(text):
            for k in range(start, min(end, len(text))):
                styles[k] += f" class:{style}"
        lines: list[StyleAndTextTuples] = [[]]
        for character, style in zip(text, styles, strict=True):
            if character == "\n":
                lines.append([])
            elif lines[-1] and lines[-1][-1][0] == style:
                lines[-1][-1] = (style, lines[-1][-1][1] + character)
            else:
                lines[-1].append((style, character))
        return lambda number: lines[number] if number < len(lines) else []
