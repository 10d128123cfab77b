"""What is left of a bug: one line for the user, a file for whoever mends it. The session goes on."""

from __future__ import annotations

import os
import sys
import time
import traceback

from derivrepl import __version__
from derivrepl.errors import DerivError
from derivrepl.folders import make_folder, state_folder

KEPT = 5


def report(bug: BaseException, statement: str) -> DerivError:
    """E901 for an exception that no statement should raise; its details go into a file."""
    path = _write(_details(bug, statement))
    what = f"{type(bug).__name__}: {bug}".splitlines()[0][:200]
    return DerivError(
        "E901", f"internal error: {what}",
        hint=f"please report it; details are in {path}" if path else "please report it, with the line as typed",
    )  # fmt: skip


def _details(bug: BaseException, statement: str) -> str:
    trace = "".join(traceback.format_exception(type(bug), bug, bug.__traceback__, limit=-40))
    return f"derivrepl {__version__}\nPython {sys.version}\n{sys.platform}\n\n{statement[:10_000]}\n\n{trace}"


def _write(text: str) -> str:
    """Write a crash file and keep the last few; the path, or nothing when it cannot be written."""
    folder = state_folder()
    path = os.path.join(folder, f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 1_000_000:06d}.txt")
    try:
        make_folder(path)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text.encode("utf-8", "backslashreplace").decode())
        old = sorted(name for name in os.listdir(folder) if name.startswith("crash-"))[:-KEPT]
        for name in old:
            os.unlink(os.path.join(folder, name))
    except OSError:
        return "" if not os.path.exists(path) else path
    return path
