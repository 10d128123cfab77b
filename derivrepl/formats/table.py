"""Batch output in the prompt's layout: at a terminal by itself, elsewhere with `--format table`."""

from __future__ import annotations

import io
import os
import shutil

from derivrepl.formats.charset import wants_color, wants_unicode
from derivrepl.formats.terminal import Terminal, make_console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO

    from derivrepl.language.statements import Source
    from derivrepl.session.answer import Answer
    from derivrepl.session.session import Session

WIDTH = 80
"""Columns where no terminal says how many."""
ENDLESS = 1_000_000_000
"""Rows where no terminal says how many: nothing is cut."""


def make(session: Session, options: Namespace, out: TextIO) -> TableFormat:
    """This form: as wide and as colourful as the terminal, in a file 80 columns of ASCII, or as the options say."""
    color = wants_color(options.color, os.environ, out.isatty())
    if out.isatty():
        size = shutil.get_terminal_size()
        unicode = wants_unicode(out.encoding, os.environ, options.ascii)
        return TableFormat(Terminal(options.width or size.columns, size.lines, unicode, color, session.settings,
                                    session.store))  # fmt: skip
    unicode = options.unicode and not options.ascii
    return TableFormat(Terminal(options.width or WIDTH, ENDLESS, unicode, color, session.settings, session.store),
                       styled=color)  # fmt: skip


class TableFormat:
    """Writes answers in the prompt's layout.

    styled  whether bold and underline are written as control sequences
    """

    has_columns = True

    def __init__(self, terminal: Terminal, styled: bool = True) -> None:
        self.terminal = terminal
        self.styled = styled

    def answer(self, answer: Answer, label: str = "", source: Source | None = None) -> str:
        """The lines of an answer; an error is told on stderr, and leaves nothing to show."""
        if answer.error is not None:
            return ""
        cautions, answer.cautions = answer.cautions, []
        file = io.StringIO()
        console = make_console(file, self.terminal.width, self.terminal.height, self.terminal.color, self.styled)
        self.terminal.show(answer, console)
        answer.cautions = cautions
        if self.styled:
            return file.getvalue()
        return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())
