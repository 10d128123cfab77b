"""Keys that wait behind the one that is pressed: after a slow moment, or a paste by a terminal that sends it as keys.

Each alone costs a look at the names, at the history and at the screen; together they cost it once.
"""

from __future__ import annotations

from itertools import takewhile
from select import select

from prompt_toolkit.keys import Keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent
    from prompt_toolkit.key_binding.key_processor import KeyPress

SPELT: dict[Keys | str, str] = {Keys.Enter: "\n", Keys.ControlJ: "\n", Keys.Tab: "\t"}
"""Keys that are characters where they are pasted."""
MANY_KEYS = 200
MANY_LINES = 10
"""Nobody types as much ahead: it is a paste, and more of it is on its way."""
BETWEEN = 0.05
"""Seconds within which the next piece of a paste comes."""


def characters(event: KeyPressEvent) -> str:
    """The character that is pressed with those that wait directly behind it, which are taken out of the queue."""
    queue = event.key_processor.input_queue
    if len(queue) > MANY_KEYS:
        _read_on(event)
    taken = [queue.popleft() for _ in list(takewhile(_is_character, queue))]
    text = event.data * event.arg + "".join(key.data for key in taken)
    event.key_sequence.extend(taken)  # for what records keys to repeat them
    return text


def lines(event: KeyPressEvent) -> str:
    """The lines that wait behind an Enter, each with its end, taken out of the queue where they are many."""
    queue = event.key_processor.input_queue
    if not any(SPELT.get(key.key) == "\n" for key in queue):
        return ""
    _read_on(event)
    text = "".join(SPELT.get(key.key, key.data) for key in takewhile(_is_pasted, queue))
    if text.count("\n") < MANY_LINES:
        return ""
    text = text[: text.rindex("\n") + 1]
    for _ in text:
        queue.popleft()
    return text


def _read_on(event: KeyPressEvent) -> None:
    """Put all that is on its way into the queue."""
    source = event.app.input
    try:
        while select([source.fileno()], [], [], BETWEEN)[0]:
            keys = source.read_keys()
            if not keys:
                return
            event.key_processor.feed_multiple(keys)
    except OSError:  # no file that can be waited for
        return


def _is_character(key: KeyPress) -> bool:
    return not isinstance(key.key, Keys)


def _is_pasted(key: KeyPress) -> bool:
    return key.key in SPELT or _is_character(key)
