"""The pictures of a walk, one after the other in place: Space goes on, ← back, r runs, q stops."""

from __future__ import annotations

from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import FormattedTextControl, Layout, Window

from derivrepl.formats.charset import to_ascii
from derivrepl.formats.prose import prose
from derivrepl.prompt.forgiving import ForgivingApplication
from derivrepl.session.answer import INDENT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyPressEvent

    from derivrepl.session.walk import Frame, Walk

BEAT = 0.4
"""Seconds for each picture when it runs by itself."""
KEYS = ("Space next", "← back", "r run", "q stop")
SEPARATED = "   "
BELOW = 3
"""Lines that stand below a picture at least: a blank one, the note, the keys."""


class Walker:
    """A walk at its first picture. width, height: columns and lines of the screen."""

    def __init__(self, frames: Walk, width: int, height: int, unicode: bool) -> None:
        self.frames = frames
        self.width = width - INDENT
        self.height = height
        self.unicode = unicode
        self.k = 0
        self.running = False

    def run(self) -> None:
        """Show the pictures until the last one or until the user stops; what was shown is erased."""
        control = FormattedTextControl(self.content, show_cursor=False)
        window = Window(control, dont_extend_height=True)
        application: ForgivingApplication[None] = ForgivingApplication(
            Layout(window), key_bindings=self._bindings(), erase_when_done=True, include_default_pygments_style=False
        )

        def tick() -> None:
            async def beat() -> None:
                from asyncio import sleep

                while True:
                    await sleep(BEAT)
                    if self.running:
                        self.move(application, 1)

            application.create_background_task(beat())

        application.run(pre_run=tick)

    def move(self, application: Application[None], by: int) -> None:
        """Go on or back; beyond the last picture the walk ends."""
        if self.k + by >= len(self.frames):
            if application.is_running and not application.is_done:
                application.exit()
            return
        self.k = max(self.k + by, 0)
        application.invalidate()

    def content(self) -> StyleAndTextTuples:
        """The picture with its note and the keys."""
        frame = self.frames[self.k]
        notes = prose(self._told(frame.note), self.width)
        keys = prose(self._told(SEPARATED.join([*KEYS, f"{self.k + 1} of {len(self.frames)}"])), self.width)
        room = max(self.height - BELOW + 1 - len(notes) - len(keys), 3)
        first = min(max(frame.at - room // 2, 0), max(len(frame.lines) - room, 0))
        pieces: StyleAndTextTuples = []
        for k, line in enumerate(frame.lines[first : first + room], first):
            pieces += self._line(frame, k, line)
        pieces.append(("", "\n"))
        pieces += [("bold", f"{' ' * INDENT}{line}\n") for line in notes]
        return [*pieces, ("", "\n".join(" " * INDENT + line for line in keys))]

    def _line(self, frame: Frame, k: int, line: str) -> StyleAndTextTuples:
        """One line: the mark of the row in force, and underlined what it reads."""
        text = " " * INDENT + line
        if k == frame.at:
            at = frame.mark + INDENT
            text = f"{text[:at]}▌{text[at + 1 :]}"
        pieces: StyleAndTextTuples = []
        done = 0
        for start, end in sorted({(s + INDENT, e + INDENT) for row, s, e in frame.marks if row == k}):
            pieces += [("", self._told(text[done:start])), ("underline", self._told(text[start:end]))]
            done = end
        return [*pieces, ("", self._told(text[done:]) + "\n")]

    def _told(self, text: str) -> str:
        return text if self.unicode else to_ascii(text)

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        def bind(by: int, *keys: str) -> None:
            def moved(event: KeyPressEvent) -> None:
                self.running = False
                self.move(event.app, by)

            for key in keys:
                bindings.add(key)(moved)

        bind(1, " ", "right", "down", "enter")
        bind(-1, "left", "up", "backspace")

        @bindings.add("r")
        def _(event: KeyPressEvent) -> None:
            self.running = not self.running

        @bindings.add("q")
        @bindings.add("escape", eager=True)
        @bindings.add("c-c")
        @bindings.add("c-d")
        def _(event: KeyPressEvent) -> None:
            event.app.exit()

        return bindings
