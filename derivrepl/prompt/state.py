"""What the editor knows between two redraws: the prompt, the panel's lines, where the error is."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from derivrepl.errors import DerivError, Span
    from derivrepl.formats.terminal_style import Line
    from derivrepl.prompt.insight import Insight
    from derivrepl.prompt.panel import Paper
    from derivrepl.prompt.preview import Preview
    from derivrepl.prompt.reading import Reading
    from derivrepl.prompt.screen import Screen
    from derivrepl.session.answer import Row
    from derivrepl.session.session import Session
    from derivrepl.session.settings import Settings


class EditorState:
    """Shared by the layout, the keys and the worker.

    session  gives the session; making it is put off until something is typed
    retry    the last statement with its fix applied, for Tab on an empty line
    """

    def __init__(self, screen: Screen, settings: Settings, session: Callable[[], Session]) -> None:
        self.screen = screen
        self.settings = settings
        self.session = session
        self.retry = ""
        self.coming: list[str] = []
        """The entries that Ctrl-O brings one after the other, the next line's first."""
        self.prompt = ""
        self.continuation = ""
        self.panel: list[Line] = []
        self.height = 0
        self.page_closed: int | None = None
        """The panel's height before the page that it shows; None while it shows none."""
        self.redraw: Callable[[], None] = lambda: None
        self.looked_at = ""
        self.error: DerivError | None = None
        self.covered: Span | None = None
        """The place that the lens looks at."""
        self.hint = ""
        self._paper: Paper | None = None
        """The paper that the worker writes on."""
        self._preview: Preview | None = None
        """Made by `load`, or by the first key where that comes sooner."""

    def setting(self, key: str) -> str:
        """The value of a setting."""
        return self.settings.get(key)

    # The life of a line

    def begin(self, number: int) -> None:
        """A new line."""
        self.screen.update()
        sign = "∂" if self.screen.unicode else "d"
        self.prompt = f"{sign}{number}> "
        more = "… " if self.screen.unicode else "... "
        self.continuation = " " * max(len(self.prompt) - len(more), 0) + more
        self.error = self.covered = None
        self.looked_at = ""
        self.height = 0
        self.page_closed = None
        self.panel = []
        if self.hint:
            self.tell(self.hint)
            self.hint = ""
        if self._preview is not None:
            self._preview.begin()

    def end(self) -> None:
        """The line is entered or given up."""
        if self._preview is not None:
            self._preview.end()

    def load(self) -> None:
        """Import and make what the first keys need."""
        self._guarded(self._load, "")

    def _load(self) -> None:
        from derivrepl.language.driver import lex
        from derivrepl.prompt import insight  # noqa: F401  the worker needs it at once

        lex("")
        self._paper = self.paper()
        self._worker().start(self.session())

    def _worker(self) -> Preview:
        if self._preview is None:
            from derivrepl.prompt.preview import Preview

            self._preview = Preview(self._look, self._told)
        return self._preview

    def text_changed(self, text: str, cursor: int) -> None:
        """Look at the new text in the background."""
        self._guarded(lambda: self._text_changed(text, cursor), text)

    def cursor_moved(self, text: str, cursor: int) -> None:
        """Look at another part of the same text; what is wrong with it stays."""
        if text and self.error is None:
            self.text_changed(text, cursor)

    def _guarded(self, work: Callable[[], None], text: str) -> None:
        """Do the work; a bug in it is no reason to lose the line."""
        try:
            work()
        except Exception as bug:
            self.admit(bug, text)

    def admit(self, bug: BaseException, text: str) -> None:
        """Tell of a bug in the panel; what led to it goes into a file."""
        from derivrepl.crash import report
        from derivrepl.prompt.panel import error_panel

        self.show(error_panel(self.paper(), report(bug, text), text, len(self.prompt)))

    def _text_changed(self, text: str, cursor: int) -> None:
        """What was said about the old text stays until the worker has looked at the new one."""
        if self.page_closed is not None:
            self.panel, self.height, self.page_closed = [], self.page_closed, None
        if text != self.looked_at:
            self.error = self.covered = None
        if not text:
            self.panel, self.height = [], 0
        if not text.strip() or len(text) > 5_000:
            if self._preview is not None:
                self._preview.end()
            self.panel = []
            return
        self._paper = self.paper()
        if not self._worker().request(self.session(), text, cursor):
            self.panel = []

    def _look(self, session: Session, text: str, cursor: int) -> Insight:
        from derivrepl.prompt.insight import look

        paper = self._paper or self.paper()
        return look(session, text, cursor, paper, len(self.prompt), self.setting("preview") == "on")

    def _told(self, text: str, cursor: int, insight: Insight | None) -> None:
        """Called by the worker."""
        from derivrepl.prompt.insight import PAUSED
        from derivrepl.prompt.reading import WRONG

        if insight is None:
            paper = self._paper or self.paper()
            self.panel = [paper.line(PAUSED, "dim")]
        elif insight.hold:
            if self.looked_at:
                return
            self.panel = []
        else:
            self.panel = insight.lines
            self.looked_at = text
            self.covered = insight.covered
            self.error = insight.reading.error if insight.reading.state == WRONG else None
        self.height = max(self.height, len(self.panel))
        self.redraw()

    def marks(self, text: str) -> list[tuple[Span, str]]:
        """Places in this text that are underlined, with their style: the error, what the lens looks at."""
        if self.looked_at != text:
            return []
        if self.error is not None:
            return [(self.error.span, "err")] if self.error.span is not None else []
        return [(self.covered, "covered")] if self.covered is not None else []

    def changed_settings(self) -> None:
        """Settings have changed: the worker's copy of the session is out of date."""
        if self._preview is not None:
            self._preview.begin()

    # The panel

    def paper(self) -> Paper:
        """The panel's paper at the terminal's width."""
        from derivrepl.prompt.panel import Paper

        return Paper(self.screen.size()[0], self.screen.unicode, self.screen.color)

    def tell(self, text: str, role: str = "dim") -> None:
        """Show one line in the panel."""
        self.show([self.paper().line(text, role)])

    def show(self, lines: list[Line]) -> None:
        """Show these lines in the panel, whatever the worker is about to say."""
        if self._preview is not None:
            self._preview.end()
        self.panel = lines
        self.height = max(self.height, len(lines))

    def show_page(self, page: list[Row], tallest: int) -> None:
        """Show a page of help until the next key, on a screen of so many lines."""
        from derivrepl.prompt.panel import page_panel

        height = self.height if self.page_closed is None else self.page_closed
        self.height = 0
        self.show(page_panel(self.paper(), page, max(tallest - 4, 3)))
        self.page_closed = height

    def read(self, text: str) -> Reading:
        """What the text is, found out now; the panel shows what is wrong with it."""
        from derivrepl.prompt.reading import WRONG, read

        if self._preview is not None:
            self._preview.end()
        self.covered = None
        reading = read(self.session(), text)
        if reading.state == WRONG and reading.error is not None:
            self._accuse(text, reading.error)
        return reading

    def as_error(self, text: str) -> DerivError | None:
        """What an unfinished text lacks, told as an error."""
        from derivrepl.prompt.reading import read

        error = read(self.session(), text).error
        if error is not None:
            self._accuse(text, error)
        return error

    def _accuse(self, text: str, error: DerivError) -> None:
        from derivrepl.prompt.panel import error_panel

        self.looked_at, self.error = text, error
        self.show(error_panel(self.paper(), error, text, len(self.prompt)))
