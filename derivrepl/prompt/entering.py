"""What Enter, Tab and the function keys do with the line."""

from __future__ import annotations

import re

from prompt_toolkit.completion import CompleteEvent

from derivrepl.prompt import typeahead
from derivrepl.prompt.screen import MOST_DRAWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.key_binding import KeyPressEvent

    from derivrepl.prompt.state import EditorState

CONTINUED = "\n  "
"""A continuation line is indented, as in a file."""
WORD = re.compile(r"\W*\w+|\W+")


class Entering:
    """Key functions over the line's buffer."""

    def __init__(self, state: EditorState, buffer: Buffer) -> None:
        self.state = state
        self.buffer = buffer

    def enter(self, event: KeyPressEvent) -> None:
        """Run what is complete, go on with what is open, stay on what is wrong."""
        from derivrepl.prompt.reading import OPEN, WRONG

        buffer = self.buffer
        if buffer.complete_state is not None and buffer.complete_state.current_completion is not None:
            buffer.complete_state = None
            return
        pasted = typeahead.lines(event)
        if pasted:
            self._put(event, "\n" + pasted)
            if not event.app.is_done:
                self._submit(event)
            return
        reading = self.state.read(buffer.text)
        if reading.state == WRONG:
            self._to_error()
        elif reading.state == OPEN and reading.error is not None:
            self._continue()
        else:
            self._submit(event)

    def type(self, event: KeyPressEvent) -> None:
        """Put what is typed into the line."""
        self._put(event, typeahead.characters(event))

    def paste(self, event: KeyPressEvent) -> None:
        """Put what is pasted into the line."""
        self._put(event, event.data.replace("\r\n", "\n").replace("\r", "\n"))

    def _put(self, event: KeyPressEvent, text: str) -> None:
        """Put a text into the line; what no editor could show runs at once, like a file."""
        if len(text) <= MOST_DRAWN:
            self.buffer.insert_text(text)
        else:
            document = self.buffer.document
            event.app.exit(result=document.text_before_cursor + text + document.text_after_cursor)

    def close_and_enter(self, event: KeyPressEvent) -> None:
        """Close what is open and run it; on a complete line begin another statement."""
        from derivrepl.prompt.reading import COMPLETE, OPEN, WRONG

        buffer = self.buffer
        reading = self.state.read(buffer.text)
        if reading.state == COMPLETE:
            buffer.insert_text("\n")
        elif reading.state == WRONG:
            self._to_error()
        elif reading.state == OPEN:
            if reading.closers and self.state.read(buffer.text.rstrip() + reading.closers).state == COMPLETE:
                buffer.text = buffer.text.rstrip() + reading.closers
                buffer.cursor_position = len(buffer.text)
                self._submit(event)
            else:
                self.state.tell(f"… {reading.expects} is expected")

    def enter_and_next(self, event: KeyPressEvent) -> None:
        """Run the line and bring the entry that followed it in the history; pressed again, the one after that."""
        lines, index = list(self.buffer._working_lines), self.buffer.working_index
        coming = lines[index + 1 : -1] if index + 1 < len(lines) else self.state.coming
        self.enter(event)
        if event.app.is_done:
            self.state.coming = coming

    def _submit(self, event: KeyPressEvent) -> None:
        self.state.coming = []
        self.buffer.complete_state = None
        self.buffer.cursor_position = len(self.buffer.text)
        self.buffer.append_to_history()
        event.app.exit(result=self.buffer.text)

    def _continue(self) -> None:
        buffer = self.buffer
        document = buffer.document
        if "\n" in buffer.text and not document.current_line.strip():
            error = self.state.as_error(buffer.text)
            if error is not None:
                self._to_error()
                return
        buffer.cursor_position = len(buffer.text)
        buffer.insert_text(CONTINUED)

    def _to_error(self) -> None:
        """The cursor to the place of the error."""
        error = self.state.error
        self.buffer.complete_state = None
        if error is not None and error.span is not None:
            self.buffer.cursor_position = min(error.span[0], len(self.buffer.text))

    # Tab and its relatives

    def tab(self, event: KeyPressEvent) -> None:
        """Complete; where there is nothing to complete, mend."""
        buffer = self.buffer
        if buffer.complete_state is not None:
            only = len(buffer.complete_state.completions) == 1
            buffer.complete_next()
            if only:
                buffer.complete_state = None
            return
        if not buffer.text.strip():
            self._again()
            return
        if self._at_fixable_error():
            self.fix(event)
            return
        found = list(buffer.completer.get_completions(buffer.document, CompleteEvent(completion_requested=True)))
        if len(found) == 1:
            buffer.apply_completion(found[0])
        elif found:
            buffer.start_completion(select_first=False)
        else:
            self.fix(event)

    def _at_fixable_error(self) -> bool:
        """Whether the cursor stands where Enter put it: at an error that has a correction."""
        from derivrepl.prompt.reading import WRONG

        reading = self.state.read(self.buffer.text)
        error = reading.error if reading.state == WRONG else None
        if error is None or error.fix is None or error.span is None:
            return False
        return self.buffer.cursor_position == min(error.span[0], len(self.buffer.text))

    def fix(self, event: KeyPressEvent) -> None:
        """Put the offered correction into the line."""
        from derivrepl.prompt.reading import WRONG, fixed

        buffer = self.buffer
        if not buffer.text.strip():
            self._again()
            return
        reading = self.state.read(buffer.text)
        text = fixed(buffer.text, reading.error) if reading.state == WRONG and reading.error is not None else None
        if text is None:
            return
        behind = self._at_fixable_error()
        from_end = 0 if behind else len(buffer.text) - buffer.cursor_position
        buffer.save_to_undo_stack()
        buffer.text = text
        buffer.cursor_position = max(len(text) - from_end, 0)

    def _again(self) -> None:
        """The last statement, which failed, with its fix."""
        if self.state.retry:
            self.buffer.text = self.state.retry
            self.buffer.cursor_position = len(self.state.retry)
            self.state.retry = ""

    def take(self, event: KeyPressEvent) -> None:
        """The whole suggestion into the line."""
        if self.buffer.suggestion is not None:
            self.buffer.insert_text(self.buffer.suggestion.text)

    def take_word(self, event: KeyPressEvent) -> None:
        """The suggestion's next name or number, with the signs before it."""
        found = WORD.match(self.buffer.suggestion.text) if self.buffer.suggestion is not None else None
        if found is not None:
            self.buffer.insert_text(found.group())

    def edit(self, event: KeyPressEvent) -> None:
        """The line in the user's editor; what is written there comes back into the line."""
        self.buffer.open_in_editor()

    # Function keys

    def scrub(self, event: KeyPressEvent, change: int) -> None:
        """Turn the number under the cursor up or down; the preview follows."""
        from prompt_toolkit.document import Document

        from derivrepl.prompt.scrub import scrubbed

        buffer = self.buffer
        found = scrubbed(buffer.text, buffer.cursor_position, change * event.arg)
        if found is None:
            self.state.tell("no number under the cursor")
            return
        buffer.save_to_undo_stack()
        buffer.complete_state = None
        buffer.document = Document(*found)

    def help(self, event: KeyPressEvent) -> None:
        """A page about the word under the cursor, below the line."""
        from derivrepl.prompt.about import about, words_at

        document = self.buffer.document
        self.buffer.complete_state = None
        words = words_at(document.text, document.cursor_position)
        lines = about(self.state.session(), words, self.state.screen.unicode)
        self.state.show_page(lines, event.app.output.get_size().rows)

    def toggle_preview(self, event: KeyPressEvent) -> None:
        """Derivatives while typing, on or off."""
        value = "off" if self.state.setting("preview") == "on" else "on"
        self.state.settings.set("preview", value)
        self._refresh(f"preview {value}")

    def next_wrt(self, event: KeyPressEvent) -> None:
        """The next choice of what derivatives are taken by: all inputs, then each alone."""
        session = self.state.session()
        names = session.current.input_names() if session.current is not None else list(session.scope.inputs)
        choices = ["auto", *names]
        now = self.state.setting("wrt")
        value = choices[(choices.index(now) + 1) % len(choices)] if now in choices else "auto"
        session.step(f":wrt {value}")
        self._refresh(f"wrt {value}")

    def _refresh(self, text: str) -> None:
        self.buffer.complete_state = None
        self.state.tell(text)
        self.state.changed_settings()
        self.state.text_changed(self.buffer.text, self.buffer.cursor_position)

    # Leaving

    def clear(self, event: KeyPressEvent) -> None:
        """Forget the line, but not in the history."""
        if not self.buffer.text:
            self.state.tell("Ctrl-D quits")
            return
        self.buffer.append_to_history()
        self.buffer.reset()
        self.state.text_changed("", 0)

    def leave(self, event: KeyPressEvent) -> None:
        """Leave on an empty line; else delete the character under the cursor."""
        if self.buffer.text:
            self.buffer.delete(event.arg)
        else:
            event.app.exit(exception=EOFError())
