"""The line editor: an application of prompt_toolkit with the panel directly under the line.

Functions that prompt_toolkit calls for every redraw return what is ready; everything else is found out
by the worker of `preview.py`, or synchronously on Enter.
"""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from contextlib import suppress

from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.auto_suggest import AutoSuggest, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import Condition, has_completions, has_focus, is_done
from prompt_toolkit.layout import (
    BufferControl,
    CompletionsMenu,
    ConditionalContainer,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    SearchBufferControl,
    Window,
)
from prompt_toolkit.layout.processors import (
    AppendAutoSuggestion,
    BeforeInput,
    ConditionalProcessor,
    HighlightIncrementalSearchProcessor,
    HighlightMatchingBracketProcessor,
)
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.styles import DynamicStyle

from derivrepl.prompt.complete import NameCompleter
from derivrepl.prompt.highlight import RoleLexer
from derivrepl.prompt.keys import make_bindings
from derivrepl.prompt.leaving import Ended
from derivrepl.prompt.resize import ResizingApplication
from derivrepl.prompt.state import EditorState
from derivrepl.prompt.style import fragments, make_style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from derivrepl.prompt.history import EntryHistory
    from derivrepl.prompt.screen import Screen

MENU_ROWS, MENU_ROOM = 8, 5
"""Most entries of the menu that are seen at once, and lines that are kept for it where the screen has them."""
ENDINGS = ("SIGHUP", "SIGTERM")
"""Signals that end the program; not every system has them."""
LONGEST_SUGGESTED = 5_000
ESCAPE, ESCAPE_VI = 0.25, 0.1
"""Seconds in which the rest of a key that begins with Escape must come: a slow link may bring it in pieces."""


class HistorySuggest(AutoSuggest):
    """The newest entry that begins with what is typed, from two characters on."""

    def __init__(self, state: EditorState, history: EntryHistory) -> None:
        self.state = state
        self.history = history

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """What would complete the line."""
        text = document.text
        if not 2 <= len(text) <= LONGEST_SUGGESTED or "\n" in text or self.state.setting("suggest") == "off":
            return None
        entry = self.history.begun(text)
        return None if entry is None else Suggestion(entry[len(text) :])


class Editor:
    """Reads lines. One application serves all prompts."""

    def __init__(self, screen: Screen, history: EntryHistory, state: EditorState) -> None:
        self.state = state
        self.buffer = Buffer(
            multiline=True,
            history=history,
            completer=NameCompleter(state.session, lambda: screen.unicode, lambda: state.setting("menu") == "auto"),
            complete_while_typing=Condition(lambda: state.setting("menu") == "auto"),
            auto_suggest=HistorySuggest(state, history),
            enable_history_search=True,
            tempfile_suffix=".deriv",
            on_text_changed=lambda _: state.text_changed(self.buffer.text, self.buffer.cursor_position),
            on_cursor_position_changed=lambda _: state.cursor_moved(self.buffer.text, self.buffer.cursor_position),
        )
        state.redraw = self._redraw
        self.search = SearchBufferControl(
            Buffer(multiline=False), input_processors=[BeforeInput("search: ", "class:dim")], ignore_case=True
        )
        styles = {color: make_style(color) for color in (False, True)}
        output = get_app_session().output
        if hasattr(output, "enable_cpr"):
            output.enable_cpr = False
        self.application = ResizingApplication(
            layout=self._layout(),
            key_bindings=make_bindings(state, self.buffer),
            style=DynamicStyle(lambda: styles[screen.color]),
            include_default_pygments_style=False,
            color_depth=lambda: ColorDepth.DEPTH_4_BIT if screen.color else ColorDepth.DEPTH_1_BIT,
            editing_mode=EditingMode.VI if state.setting("editmode") == "vi" else EditingMode.EMACS,
            enable_page_navigation_bindings=False,
            mouse_support=False,
            output=output,
        )
        self.application.failed = self._failed
        self.application.resized = lambda: state.text_changed(self.buffer.text, self.buffer.cursor_position)
        self.application.after_render += self._drawn

    def read(self, number: int, text: str = "") -> str:
        """A line, or several; raises EOFError when the user leaves, Ended when a signal says so."""
        self.state.begin(number)
        self.buffer.reset()
        if text:
            self.buffer.text = text
            self.buffer.cursor_position = len(text)
        vi = self.state.setting("editmode") == "vi"
        self.application.editing_mode = EditingMode.VI if vi else EditingMode.EMACS
        self.application.ttimeoutlen = ESCAPE_VI if vi else ESCAPE
        try:
            return self.application.run(pre_run=self._listen)
        finally:
            self.state.end()

    def _listen(self) -> None:
        """Keep the line also where the terminal is closed or the program is told to end."""
        for name in ENDINGS:
            # Not every system has it, and only the main thread may listen.
            with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
                number = getattr(signal, name)
                get_running_loop().add_signal_handler(number, self._end, number)

    def _end(self, number: int) -> None:
        self.buffer.append_to_history()
        if not self.application.is_done:
            self.application.exit(exception=Ended(number))

    def _failed(self, bug: BaseException) -> None:
        """Tell of a bug where it is seen: a menu that is half made would lie over it."""
        self.buffer.complete_state = None
        self.state.admit(bug, self.buffer.text)

    def _redraw(self) -> None:
        """Called by the worker, which may come just when the line is done and its event loop closed."""
        with suppress(RuntimeError):
            self.application.invalidate()

    def _drawn(self, application: Application[str]) -> None:
        """The first prompt is on the screen: load what it did without."""
        self.application.after_render -= self._drawn
        get_running_loop().call_soon(self.state.load)

    # Layout

    def _layout(self) -> Layout:
        line = BufferControl(
            buffer=self.buffer,
            lexer=RoleLexer(lambda: self.state.session().scope, self.state.marks),
            input_processors=[
                HighlightIncrementalSearchProcessor(),
                HighlightMatchingBracketProcessor(chars="()[]"),
                ConditionalProcessor(AppendAutoSuggestion("class:auto-suggest"), ~is_done),
            ],
            search_buffer_control=self.search,
            include_default_input_processors=False,
            preview_search=True,
        )
        window = Window(
            line,
            get_line_prefix=self._prefix,
            wrap_lines=True,
            dont_extend_height=True,
            height=Dimension(min=1),
        )
        searching = ConditionalContainer(Window(self.search, height=1), has_focus(self.search))
        panel = ConditionalContainer(
            Window(FormattedTextControl(self._panel), height=self._height, dont_extend_height=True),
            ~is_done,
        )
        menu_room = ConditionalContainer(Window(height=Dimension(preferred=MENU_ROOM)), has_completions & ~is_done)
        root = FloatContainer(
            HSplit([window, searching, panel, menu_room]),
            [Float(CompletionsMenu(max_height=MENU_ROWS, scroll_offset=1), xcursor=True, ycursor=True)],
        )
        return Layout(root, window)

    def _prefix(self, line: int, wrapped: int) -> StyleAndTextTuples:
        """The prompt, the continuation prompt, or blanks of the same width."""
        state = self.state
        if line == 0 and wrapped == 0:
            return [("class:prompt", state.prompt)]
        if wrapped:
            return [("", " " * len(state.prompt))]
        return [("class:dim", state.continuation)]

    def _panel(self) -> StyleAndTextTuples:
        """The panel's lines; nothing while the menu lies over them."""
        return fragments(self.state.panel if self.buffer.complete_state is None else [])

    def _height(self) -> Dimension:
        """As many lines as it has had, where the screen has room for them and the line."""
        return Dimension(preferred=self.state.height, max=self.state.height)
