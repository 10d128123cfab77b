"""The loop of the prompt: a line is read, its statements run, their answers are shown.

Statements run between two prompts in the main thread, where Ctrl-C is a KeyboardInterrupt; nothing is
printed while a prompt is open. Lark, Rich and the session are loaded after the first prompt is drawn.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from derivrepl import __version__
from derivrepl.folders import config_file, history_file, init_file
from derivrepl.prompt.leaving import Ended
from derivrepl.prompt.screen import MOST_DRAWN, Screen
from derivrepl.session.settings import SETTINGS, Settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from derivrepl.prompt.history import EntryHistory
    from derivrepl.prompt.show import Shower
    from derivrepl.session.session import Session

BETWEEN = " · "
"""What stands between the parts of a line, which are left out whole."""
FIRST_HINT = "try  sin(x) + x*y        :tour shows the rest in two minutes"
MANY = 20
"""Statements entered at once from which on they are counted on the screen."""
HINT = "F1 help   Tab complete or fix   Ctrl-D quit"


def run(session: Session | None, options: Namespace) -> int:
    """Read and answer until the user leaves; the exit code."""
    settings = session.settings if session is not None else Settings()
    notices = _set_up(settings, session, options)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    screen = Screen(options, settings)
    repl = Repl(session, settings, screen)
    if settings.on("banner"):
        repl.say(BETWEEN.join([f"derivrepl {__version__}", "type an expression, get its derivative", ":help"]))
    for notice in notices:
        repl.say(notice)
    if session is None and not options.no_init and os.path.exists(init_file()):
        repl.begin(init_file())
    if screen.plain:
        from derivrepl.prompt.plain import read_lines

        return repl.loop(read_lines(repl))
    from derivrepl.prompt.ahead import drawn_ahead
    from derivrepl.prompt.terminal_mode import silent

    with silent():
        with drawn_ahead(repl.out, repl.prompt, screen.color):
            read = edited_lines(repl, options)
        return repl.loop(read)


def _set_up(settings: Settings, session: Session | None, options: Namespace) -> list[str]:
    """Set what the user's file says and what the options say, which goes first; what is wrong with the file.

    Behind files that have run, only what the prompt looks like is still set.
    """
    notices: list[str] = []
    if not options.no_init and config_file():
        from derivrepl.prompt.config import configure

        given = {key for key, _ in options.settings}
        later = {key for key, row in SETTINGS.items() if row.travels} if session is not None else set()
        notices = configure(settings, config_file(), given | later)
    if session is None:
        for key, value in options.settings:
            settings.set(key, value)
    return notices


def edited_lines(repl: Repl, options: Namespace) -> Callable[[], str]:
    """What reads a line with the editor."""
    from derivrepl.prompt.editor import Editor
    from derivrepl.prompt.history import EntryHistory
    from derivrepl.prompt.state import EditorState

    kept = not options.no_history and repl.settings.on("history")
    history = EntryHistory(history_file() if kept else "", lambda: repl.settings.on("history"))
    repl.history = history
    state = EditorState(repl.screen, repl.settings, lambda: repl.session)
    state.hint = HINT if history.used else FIRST_HINT
    editor = Editor(repl.screen, history, state)

    def read() -> str:
        if history.notice:
            repl.say(history.notice)
            history.notice = ""
        state.retry = repl.retry
        return editor.read(repl.number, state.coming.pop(0) if state.coming else "")

    return read


class Repl:
    """The session behind the prompt, and what the last statement left.

    retry  the last statement with its fix, when it failed
    """

    def __init__(self, session: Session | None, settings: Settings, screen: Screen) -> None:
        self._session = session
        self._shower: Shower | None = None
        self.settings = settings
        self.screen = screen
        self.retry = ""
        self.history: EntryHistory | None = None
        self.out = sys.stdout
        """Where everything goes that is printed between two prompts."""

    @property
    def session(self) -> Session:
        """The session, made when it is first needed."""
        if self._session is None:
            from derivrepl.formats.files import equip
            from derivrepl.session.session import Session

            self._session = Session(self.settings, checks=True)
            equip(self._session, self.screen.options)
        self._session.at_prompt = True
        self._session.typed = self.history
        return self._session

    @property
    def number(self) -> int:
        """The number of the next entry."""
        return self._session.number if self._session is not None else 1

    @property
    def prompt(self) -> str:
        """The prompt's text."""
        return f"{'∂' if self.screen.unicode else 'd'}{self.number}> "

    def say(self, text: str) -> None:
        """Print one dim line, such as the banner, without the help of a library; of parts at ` · ` as many as fit."""
        from derivrepl.errors import LEFT_OUT
        from derivrepl.formats.charset import to_ascii
        from derivrepl.formats.columns import whole_parts

        told = str if self.screen.unicode else to_ascii
        parts = map(told, text.split(BETWEEN))
        text = whole_parts(parts, self.screen.size()[0] - 1, told(BETWEEN), told(LEFT_OUT))
        self.out.write(f"\x1b[90m{text}\x1b[0m\n" if self.screen.color else f"{text}\n")
        self.out.flush()

    def begin(self, path: str) -> None:
        """Run the statements that come before the first prompt."""
        from derivrepl.formats.charset import to_ascii
        from derivrepl.prompt.init import run_init

        for told in run_init(self.session, path):
            self.out.write(told if self.screen.unicode else to_ascii(told))
        self.out.flush()

    def loop(self, read: Callable[[], str]) -> int:
        """Lines until the end."""
        while True:
            try:
                text = read()
            except Ended as end:
                return end.code
            except EOFError:
                return 0
            except KeyboardInterrupt:
                continue
            try:
                if not self.enter(text):
                    return 0
            except KeyboardInterrupt:
                self.out.write("\ninterrupted\n\n")
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return 1

    def enter(self, text: str) -> bool:
        """Run the statements of what was entered, in order; False when one of them was to leave."""
        from derivrepl.prompt.reading import statements
        from derivrepl.prompt.show import Shower
        from derivrepl.prompt.terminal_mode import silent

        if self._shower is None:
            self._shower = Shower(self)
        self.retry = ""
        if len(text) > MOST_DRAWN:
            self.say(f"  {len(text):,} characters")
        sources = statements(text)
        total = f"{len(sources):,}"
        with silent():
            for done, source in enumerate(sources, 1):
                alone = len(sources) == 1 and source.text == text.strip()
                count = f"{done:,} of {total}" if len(sources) >= MANY else ""
                if not self._shower.run(source.text, text if alone else None, count):
                    return False
                if self._shower.interrupted and done < len(sources):
                    self.say(f"stopped at statement {done:,} of {total}")
                    break
        return True
