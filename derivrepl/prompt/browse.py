"""The node browser: a full screen that is left as it was found. What it shows is decided in `browsing`."""

from __future__ import annotations

from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output.color_depth import ColorDepth

from derivrepl.errors import DerivError
from derivrepl.formats.charset import to_ascii
from derivrepl.formats.terminal_expression import Expressions
from derivrepl.prompt.browsing import ABOVE, BELOW, Browsing
from derivrepl.prompt.clipboard import copy
from derivrepl.prompt.forgiving import ForgivingApplication
from derivrepl.prompt.style import fragments, make_style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent

    from derivrepl.prompt.screen import Screen
    from derivrepl.session.answer import Browse

PAUSE = 0.6
"""Seconds after which a single digit means an operand."""
MOVES = {("up", "k"): -1, ("down", "j"): 1}
FAR = 10**9


class Browser:
    """The browser for one table."""

    def __init__(self, block: Browse, screen: Screen, digits: int, out: TextIO) -> None:
        self.screen = screen
        self.out = out
        self.walk = Browsing(block, Expressions(block.view.store, screen.unicode), digits)
        self.typed = 0
        """Counts the keys, so that a pause after a digit is known to be one."""

    def run(self) -> None:
        """Show the browser until the user leaves."""
        control = FormattedTextControl(self.content, show_cursor=False, focusable=True)
        color = self.screen.color
        application: ForgivingApplication[None] = ForgivingApplication(
            Layout(Window(control, wrap_lines=False)), key_bindings=self._bindings(), full_screen=True,
            style=make_style(color),
            include_default_pygments_style=False, mouse_support=False,
            color_depth=ColorDepth.DEPTH_4_BIT if color else ColorDepth.DEPTH_1_BIT,
        )  # fmt: skip
        application.ttimeoutlen = 0.1
        application.run()

    def content(self) -> StyleAndTextTuples:
        """The screen at the size that the terminal has now."""
        size = get_app().output.get_size()
        lines = self.walk.screen(size.columns, size.rows)
        if not self.screen.unicode:
            lines = [[(to_ascii(text), role) for text, role in line] for line in lines]
        return fragments(lines)

    # Keys

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        searching = Condition(lambda: self.walk.search is not None)
        self._bind_moves(bindings, ~searching)
        walk = self.walk
        for key, action in (
            ("u", walk.to_users), ("backspace", walk.back), ("left", walk.back), ("enter", walk.enter),
            ("d", walk.toggle_derivatives), ("n", walk.find), ("N", lambda: walk.find(-1)), ("y", self._copy),
            ("/", self._search),
        ):  # fmt: skip
            self._bind(bindings, ~searching, action, key)
        for digit in "0123456789":
            bindings.add(digit, filter=~searching)(self._digit)
        for key in ("q", "escape", "c-c", "c-d"):
            bindings.add(key, filter=~searching, eager=key == "escape")(lambda event: event.app.exit())
        self._bind_search(bindings, searching)
        return bindings

    def _bind(self, bindings: KeyBindings, when: object, action: Callable[[], object], *keys: str) -> None:
        def pressed(event: KeyPressEvent) -> None:
            self.typed += 1
            action()
            event.app.invalidate()

        for key in keys:
            bindings.add(key, filter=when)(pressed)  # type: ignore[arg-type]

    def _bind_moves(self, bindings: KeyBindings, when: object) -> None:
        def moved(by: int, pages: int = 0) -> Callable[[], None]:
            return lambda: self.walk.move(by + pages * self._page())

        for keys, by in MOVES.items():
            self._bind(bindings, when, moved(by), *keys)
        self._bind(bindings, when, moved(0, 1), "pagedown", " ", "c-f")
        self._bind(bindings, when, moved(0, -1), "pageup", "c-b")
        self._bind(bindings, when, moved(-FAR), "g", "home")
        self._bind(bindings, when, moved(FAR), "G", "end")

    def _page(self) -> int:
        return max(get_app().output.get_size().rows - ABOVE - BELOW - 1, 1)

    def _digit(self, event: KeyPressEvent) -> None:
        """A digit: alone an operand, with others the number of a node."""
        self.typed += 1
        self.walk.digit(event.data)
        mark = self.typed

        async def settle() -> None:
            from asyncio import sleep

            await sleep(PAUSE)
            if self.typed == mark:
                self.walk.settle()
                event.app.invalidate()

        event.app.create_background_task(settle())
        event.app.invalidate()

    def _copy(self) -> None:
        try:
            way = copy(self.walk.row(self.walk.node) + "\n", self.out)
        except DerivError as error:
            self.walk.told = error.message
        else:
            self.walk.told = f"copied {self.walk.row(self.walk.node)} ({way})"

    def _search(self) -> None:
        self.walk.search = ""

    def _bind_search(self, bindings: KeyBindings, when: Condition) -> None:
        walk = self.walk

        def give_up() -> None:
            walk.search = None

        def erase() -> None:
            walk.search = (walk.search or "")[:-1]

        def find() -> None:
            walk.sought, walk.search = walk.search or walk.sought, None
            walk.find()

        self._bind(bindings, when, give_up, "escape", "c-c", "c-d")
        self._bind(bindings, when, erase, "backspace")
        self._bind(bindings, when, find, "enter")

        @bindings.add("<any>", filter=when)
        def _(event: KeyPressEvent) -> None:
            walk.search = (walk.search or "") + (event.data if event.data.isprintable() else "")
            event.app.invalidate()
