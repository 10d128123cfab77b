"""The keys of the prompt beyond those of every line editor."""

from __future__ import annotations

from prompt_toolkit.filters import (
    Condition,
    emacs_insert_mode,
    emacs_mode,
    has_completions,
    has_focus,
    is_searching,
    vi_insert_mode,
    vi_navigation_mode,
)
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.key_binding.bindings.basic import if_no_repeat
from prompt_toolkit.key_binding.bindings.named_commands import get_by_name
from prompt_toolkit.keys import Keys

from derivrepl.prompt.entering import Entering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.filters import Filter
    from prompt_toolkit.key_binding import KeyPressEvent

    from derivrepl.prompt.state import EditorState


def make_bindings(state: EditorState, buffer: Buffer) -> KeyBindings:
    """All bindings of the line."""
    keys = KeyBindings()
    entering = Entering(state, buffer)
    at_line = has_focus(buffer) & ~is_searching
    _bind_line(keys, entering, at_line)
    _bind_suggestion(keys, entering, at_line)
    _bind_menu(keys, entering, at_line)
    return keys


def _bind_line(keys: KeyBindings, entering: Entering, at_line: Filter) -> None:
    """Keys that do something with the line as it stands."""
    inserting = at_line & (emacs_insert_mode | vi_insert_mode)
    keys.add(Keys.Any, filter=inserting, save_before=if_no_repeat)(entering.type)
    keys.add("enter", filter=at_line)(entering.enter)
    keys.add("escape", "enter", filter=at_line)(entering.close_and_enter)
    keys.add(Keys.BracketedPaste, filter=at_line)(entering.paste)
    keys.add("c-o", filter=at_line)(entering.enter_and_next)
    keys.add("f4", filter=at_line)(entering.fix)
    keys.add("f1", filter=at_line)(entering.help)
    keys.add("f2", filter=at_line)(entering.toggle_preview)
    keys.add("f3", filter=at_line)(entering.next_wrt)
    for up, down in ((("c-up",), ("c-down",)), (("escape", "up"), ("escape", "down"))):
        keys.add(*up, filter=at_line)(lambda event: entering.scrub(event, 1))
        keys.add(*down, filter=at_line)(lambda event: entering.scrub(event, -1))
    keys.add("c-c", filter=at_line)(entering.clear)
    keys.add("<sigint>", filter=at_line)(entering.clear)
    keys.add("c-d", filter=at_line)(entering.leave)
    keys.add("c-x", "c-e", filter=at_line & emacs_mode)(entering.edit)
    keys.add("v", filter=at_line & vi_navigation_mode)(entering.edit)
    keys.add("c-l")(get_by_name("clear-screen"))
    keys.add("c-z")(lambda event: event.app.suspend_to_background())


def _bind_suggestion(keys: KeyBindings, entering: Entering, at_line: Filter) -> None:
    """Keys that take the grey text behind the cursor."""

    @Condition
    def suggested() -> bool:
        buffer = entering.buffer
        return bool(buffer.suggestion and buffer.suggestion.text) and buffer.document.is_cursor_at_the_end

    for key in ("right", "end", "c-e", "c-f"):
        keys.add(key, filter=at_line & suggested)(entering.take)
    keys.add("escape", "right", filter=at_line & suggested)(entering.take_word)
    keys.add("escape", "f", filter=at_line & suggested & emacs_mode)(entering.take_word)


def _bind_menu(keys: KeyBindings, entering: Entering, at_line: Filter) -> None:
    """Keys that move in the menu while it is open, else in the history."""
    buffer = entering.buffer
    inserting = at_line & (emacs_insert_mode | vi_insert_mode)

    @Condition
    def chosen() -> bool:
        """Whether an entry of the menu is taken."""
        return buffer.complete_state is not None and buffer.complete_state.current_completion is not None

    unchosen = has_completions & ~chosen
    keys.add("tab", filter=inserting)(entering.tab)
    keys.add("s-tab", filter=inserting)(lambda event: buffer.complete_previous())
    keys.add("up", filter=at_line & ~chosen)(_backward(buffer))
    keys.add("down", filter=at_line & ~chosen & ~unchosen)(_forward(buffer))
    keys.add("down", filter=at_line & unchosen)(lambda event: buffer.complete_next())

    @keys.add("escape", filter=at_line & has_completions, eager=True)
    def _(event: KeyPressEvent) -> None:
        state_text = buffer.complete_state.original_document if buffer.complete_state else buffer.document
        buffer.cancel_completion()
        buffer.document = state_text


def _backward(buffer: Buffer) -> Callable[[KeyPressEvent], None]:
    def up(event: KeyPressEvent) -> None:
        """A line up, or the previous entry that begins with the text before the cursor."""
        if buffer.document.cursor_position_row > 0:
            buffer.cursor_up(count=event.arg)
        else:
            buffer.complete_state = None
            buffer.history_backward(count=event.arg)

    return up


def _forward(buffer: Buffer) -> Callable[[KeyPressEvent], None]:
    def down(event: KeyPressEvent) -> None:
        """A line down, or the next entry."""
        if buffer.document.cursor_position_row < buffer.document.line_count - 1:
            buffer.cursor_down(count=event.arg)
        else:
            buffer.history_forward(count=event.arg)

    return down
