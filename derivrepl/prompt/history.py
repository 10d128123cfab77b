"""The history of what was typed: one file, only for the user's eyes, that never stands in the way.

One entry is one line of the file; line breaks inside of an entry are written `\\n`. Whatever goes wrong
with the file is told once, and the history then lives in memory.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from prompt_toolkit.history import History

from derivrepl.folders import make_folder
from derivrepl.replacing import replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KEPT = 10_000
_escape = re.compile(r"\\(.)")


class EntryHistory(History):
    """History in the file at `path`; in memory for an empty path.

    kept    whether an entry is to be written to it
    notice  what went wrong with the file, in one line; empty while nothing did
    """

    def __init__(self, path: str, kept: Callable[[], bool] = lambda: True) -> None:
        super().__init__()
        self.path = path
        self.kept = kept
        self.notice = ""
        self.last = ""
        self.used = False
        """Whether there has been an earlier run."""
        self._missed = ("", 0)
        """A beginning that no entry has, and how many entries there were then."""
        if path:
            self._prepare()

    def load_history_strings(self) -> Iterable[str]:
        """The entries, newest first, each once."""
        seen: set[str] = set()
        for entry in reversed(self._read()):
            if entry not in seen:
                seen.add(entry)
                yield entry

    def append_string(self, string: str) -> None:
        """Add an entry unless it is blank, repeats the last one, or begins with a blank (kept to oneself)."""
        if not string.strip() or string[0] == " " or string == self.last:
            return
        self.last = string
        if string in self._loaded_strings:
            self._loaded_strings.remove(string)
        super().append_string(string)

    def store_string(self, string: str) -> None:
        """Write an entry behind the others, with one write."""
        if not self.path or not self.kept():
            return
        line = string.replace("\\", "\\\\").replace("\n", "\\n") + "\n"
        try:
            make_folder(self.path)
            file = self._locked()
        except OSError as error:
            self._give_up(error)
            return
        try:
            os.write(file, line.encode("utf-8", "surrogateescape"))
        except OSError as error:
            self._give_up(error)
        finally:
            os.close(file)

    def entries(self) -> list[str]:
        """What was typed, the oldest first."""
        return list(self.get_strings())

    def begun(self, text: str) -> str | None:
        """The newest entry of one line that goes on from this text; what is not found is searched once."""
        entries = self._loaded_strings
        missed, searched = self._missed
        if missed and text.startswith(missed) and len(entries) == searched:
            return None
        for entry in entries:
            if entry.startswith(text) and len(entry) > len(text) and "\n" not in entry:
                return entry
        self._missed = (text, len(entries))
        return None

    def clear(self) -> int:
        """Forget every entry, in the file too; how many there were."""
        count = len(self.entries())
        self._loaded_strings.clear()
        self._missed = ("", 0)
        self.last = ""
        try:
            if self.path:
                os.truncate(self.path, 0)
        except OSError as error:
            self._give_up(error)
        return count

    def _locked(self) -> int:
        """The file, open for appending, while no other run shortens it; raises OSError."""
        while True:
            file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
            lock(file)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file), os.stat(self.path)):
                    return file
            os.close(file)

    def _prepare(self) -> None:
        """Find out whether the file can be written; mend its end, and shorten it when it has grown too long."""
        try:
            make_folder(self.path)
            self.used = os.path.exists(self.path)
            file = self._locked()
            try:
                os.chmod(self.path, 0o600)
                if (
                    os.lseek(file, 0, os.SEEK_END)
                    and os.lseek(file, -1, os.SEEK_END) >= 0
                    and os.read(file, 1) != b"\n"
                ):
                    os.write(file, b"\n")
                self._trim()
            finally:
                os.close(file)
        except OSError as error:
            self._give_up(error)

    def _trim(self) -> None:
        with open(self.path, "rb") as file:
            lines = file.readlines()
        if len(lines) > KEPT:
            with replacing(self.path) as file:
                file.writelines(lines[-KEPT:])

    def _give_up(self, error: OSError) -> None:
        self.notice = f"history is not kept: {self.path}: {error.strerror}"
        self.path = ""

    def _read(self) -> list[str]:
        """The file's entries, oldest first; lines that are no text are dropped."""
        if not self.path:
            return []
        try:
            with open(self.path, "rb") as file:
                lines = file.read().split(b"\n")
        except OSError as error:
            self._give_up(error)
            return []
        entries = []
        for line in lines[-KEPT - 1 :]:
            try:
                entry = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if "\\" in entry:
                entry = _escape.sub(lambda found: "\n" if found.group(1) == "n" else found.group(1), entry)
            if entry.strip() and entry.replace("\n", "").isprintable():
                entries.append(entry)
        return entries


def lock(file: int) -> None:
    """Wait until no other process has the file locked, where the system can do that; closing it unlocks."""
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        return
    with suppress(OSError):
        flock(file, LOCK_EX)
