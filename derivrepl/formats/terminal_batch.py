"""A batch whose output goes to a terminal is laid out as at the prompt."""

from __future__ import annotations

import io
import os
import shutil

from derivrepl.formats.charset import wants_color, wants_unicode
from derivrepl.formats.terminal import Terminal, make_console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session


class TerminalBatch:
    """Writes answers in the prompt's layout, as text with the terminal's own control sequences.

    color       `auto`, `always` or `never`
    ascii_only  whether to stay within ASCII
    """

    def __init__(self, session: Session, out: TextIO, color: str, ascii_only: bool) -> None:
        size = shutil.get_terminal_size()
        unicode = wants_unicode(out.encoding, os.environ, ascii_only)
        colored = wants_color(color, os.environ, is_terminal=True)
        self.terminal = Terminal(size.columns, size.lines, unicode, colored, session.settings, session.store)

    def answer(self, answer: Answer, label: str = "", source: Source | None = None) -> str:
        """The lines of an answer; an error has been told already, and leaves nothing to show."""
        if answer.error is not None:
            return ""
        answer.cautions = []
        file = io.StringIO()
        console = make_console(file, self.terminal.width, self.terminal.height, self.terminal.color)
        self.terminal.show(answer, console)
        return file.getvalue()
