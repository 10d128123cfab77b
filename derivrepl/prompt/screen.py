"""The screen that the prompt stands on: its size, its characters, its colours; decided once for each prompt."""

from __future__ import annotations

import os
import shutil
import sys

from derivrepl.formats.charset import wants_color, wants_unicode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from derivrepl.session.settings import Settings

MOST_DRAWN = 500_000
"""Characters of a paste that is put into the line: drawing ten times as much takes a minute."""


class Screen:
    """What the terminal can show."""

    def __init__(self, options: Namespace, settings: Settings) -> None:
        self.options = options
        self.settings = settings
        self.plain = is_plain(options)
        self.update()

    def update(self) -> None:
        """Look again: settings may have changed."""
        charset, theme = self.settings.get("charset"), self.settings.get("theme")
        encoding = sys.stdout.encoding
        self.unicode = not self.plain and wants_unicode(encoding, os.environ, self.options.ascii, charset)
        choice = {"mono": "never", "color": "always"}.get(theme, "auto")
        if self.options.color != "auto":
            choice = self.options.color
        self.color = not self.plain and wants_color(choice, os.environ, True)

    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        if self.plain:
            size = shutil.get_terminal_size((80, 24))
            return size.columns, size.lines
        try:
            columns, rows = os.get_terminal_size(sys.stdout.fileno())
        except (OSError, ValueError):
            from prompt_toolkit.application.current import get_app_session

            rows, columns = get_app_session().output.get_size()
        return columns or 80, rows or 24


def is_plain(options: Namespace) -> bool:
    """Whether the terminal cannot move its cursor, or shall not."""
    return bool(options.plain) or os.environ.get("TERM", "") in ("", "dumb", "unknown")
