"""What is taller than the screen, through the user's pager. Only `:more` asks for it."""

from __future__ import annotations

import os
import shlex
import subprocess

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

DEFAULT = "less -RFX"


def page(text: str, height: int, out: TextIO) -> None:
    """Show the text: at once where it fits, else through $PAGER, and at once again where that does not start."""
    if text.count("\n") >= height:
        command = shlex.split(os.environ.get("PAGER") or DEFAULT)
        try:
            out.flush()
            done = subprocess.run(command, input=text.encode("utf-8", "surrogateescape"), check=False)
        except OSError:
            pass
        else:
            if done.returncode == 0:
                return
    out.write(text)
    out.flush()
