"""One statement at the prompt: run it, show its answer, survive its bugs and its interruption."""

from __future__ import annotations

import time
from io import StringIO

from derivrepl.crash import report
from derivrepl.errors import DerivError
from derivrepl.formats.bar import bar
from derivrepl.formats.columns import cells
from derivrepl.formats.terminal import Terminal, make_console
from derivrepl.language.text import ASCII, UNICODE
from derivrepl.prompt.reading import fixed
from derivrepl.prompt.waiting import Waiting
from derivrepl.session.answer import Answer, Browse, Clip, Drawing, Lines, More

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.prompt.repl import Repl


class Shower:
    """Runs statements for a prompt."""

    def __init__(self, repl: Repl) -> None:
        self.repl = repl
        self.interrupted = False
        """Whether Ctrl-C was pressed during the last statement."""

    def run(self, statement: str, typed: str | None, count: str = "") -> bool:
        """Run a statement and show its answer; False when it was to leave.

        typed: the whole line when the statement is all of it and so stands on the screen.
        count: how far a run of many statements is.
        """
        try:
            return self._run(statement, typed, count)
        except KeyboardInterrupt:
            self._interrupted()
            return True

    def _run(self, statement: str, typed: str | None, count: str) -> bool:
        prompt = cells(self.repl.prompt) + len(typed) - len(typed.lstrip()) if typed is not None else None
        began = time.perf_counter()
        answer = self._answer(statement, count)
        self.interrupted = self.repl.session.derivatives.stopped
        took = time.perf_counter() - began
        self._show(answer, prompt)
        if self.repl.settings.on("timing") and answer.kind != "empty":
            self.repl.say(f"  {took * 1000:.1f} ms")
        if answer.error is not None:
            self.repl.retry = fixed(statement, answer.error) or ""
        return not answer.quit

    def _interrupted(self) -> None:
        self.interrupted = True
        self._write("\ninterrupted\n\n" if self.repl.screen.plain else "\r\x1b[Kinterrupted\n\n")

    def _answer(self, statement: str, count: str) -> Answer:
        """The session's answer."""
        screen = self.repl.screen
        try:
            waiting = Waiting(None if screen.plain else self.repl.out, screen.unicode, count, screen.size()[0])
            session = self.repl.session
            session.meter = lambda done, total: waiting.tell(bar(done, total, screen.unicode))
            return waiting.run(lambda: session.step(statement))
        except Exception as bug:
            return self._failed(bug, statement)

    def _failed(self, bug: Exception, statement: str) -> Answer:
        answer = Answer("error", statement)
        answer.error = report(bug, statement)
        return answer

    def _show(self, answer: Answer, prompt: int | None) -> None:
        screen = self.repl.screen
        screen.update()
        if answer.command == "clear" and answer.error is None:
            self._write("" if screen.plain else "\x1b[H\x1b[2J")
            return
        width, height = screen.size()
        terminal = Terminal(width, height, screen.unicode, screen.color, self.repl.settings, self.repl.session.store)
        console = make_console(self.repl.out, width, height, screen.color, styled=not screen.plain)
        key = "" if screen.plain else "Tab: fix"
        try:
            if not screen.plain:
                self._walk(answer, width, height)
            if self._taken(answer, terminal, height):
                return
            terminal.show(answer, console, prompt, key)
        except BrokenPipeError:
            raise
        except Exception as bug:
            terminal.show(self._failed(bug, answer.text), console, prompt, key)
        self.repl.out.flush()

    def _taken(self, answer: Answer, terminal: Terminal, height: int) -> bool:
        """Whether the answer is not to be printed: a table that was walked through, a text through the pager."""
        plain = self.repl.screen.plain
        for block in answer.blocks:
            if isinstance(block, Browse) and not plain:
                from derivrepl.prompt.browse import Browser

                digits = min(int(self.repl.settings.get("digits")), 17)
                Browser(block, self.repl.screen, digits, self.repl.out).run()
                return True
            if isinstance(block, More) and not plain:
                from derivrepl.prompt.pager import page

                file = StringIO()
                terminal.show(answer, make_console(file, terminal.width, height, self.repl.screen.color))
                page(file.getvalue(), height, self.repl.out)
                return True
            if isinstance(block, Clip):
                self._copy(answer, block)
        return False

    def _copy(self, answer: Answer, block: Clip) -> None:
        """Reach for the clipboard; the answer says how that went."""
        from derivrepl.prompt.clipboard import copy

        try:
            out = None if self.repl.screen.plain else self.repl.out
            answer.blocks = [Lines([block.told(copy(block.text, out))])]
        except DerivError as error:
            answer.error, answer.blocks = error, []

    def _walk(self, answer: Answer, width: int, height: int) -> None:
        """What is to be walked through before it is shown whole."""
        for block in answer.blocks:
            if isinstance(block, Drawing) and block.walk is not None:
                from derivrepl.prompt.walk import Walker

                notation = UNICODE if self.repl.screen.unicode else ASCII
                Walker(block.walk(width, notation), width, height, self.repl.screen.unicode).run()

    def _write(self, text: str) -> None:
        self.repl.out.write(text)
        self.repl.out.flush()
