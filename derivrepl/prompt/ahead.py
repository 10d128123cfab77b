"""The first prompt, on the screen before the editor is loaded that it belongs to: that takes longer than all before it.

What is typed meanwhile waits in the terminal as it was pressed. The editor draws over this prompt and reads it.
"""

from __future__ import annotations

from contextlib import contextmanager

from derivrepl.prompt.terminal_mode import untouched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


@contextmanager
def drawn_ahead(out: TextIO, prompt: str, color: bool) -> Iterator[None]:
    """In the block the prompt stands on the screen; afterwards the cursor is before it."""
    with untouched():
        out.write(f"\x1b[1{';34' if color else ''}m{prompt}\x1b[0m")
        out.flush()
        yield
        out.write("\r")
        out.flush()
