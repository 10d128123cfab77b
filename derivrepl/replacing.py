"""Writing a file so that it is the old one or the new one, whole, whatever happens in between.

The text goes into a file without a name where the system has such files (Linux), so that not even SIGKILL
leaves a piece of it; it reaches the disk before the old file's name is given to it.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

STREAMS = ("/dev/", "/proc/")
"""Folders of what is no file, though it may lead to one."""
NAMELESS = getattr(os, "O_TMPFILE", 0)


@contextmanager
def replacing(path: str) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` when the block ends without an exception.

    A link keeps pointing to its file, a file keeps its mode, and what is no regular file (a pipe, a device,
    /dev/stdout) is written to directly. Raises OSError.
    """
    before = os.stat(path) if os.path.exists(path) else None
    if path.startswith(STREAMS) or (before is not None and not stat.S_ISREG(before.st_mode)):
        with open(path, "ab") as file:
            yield file
        return
    path = os.path.realpath(path)
    if before is not None and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied", path)
    temporary = f"{path}.{os.getpid()}.part"
    handle, named = _opened(temporary)
    try:
        with open(handle, "wb") as file:
            yield file
            file.flush()
            if before is not None:
                os.chmod(handle, stat.S_IMODE(before.st_mode))
            os.fsync(handle)
            if not named:
                with suppress(FileNotFoundError):
                    os.unlink(temporary)
                os.link(f"/proc/self/fd/{handle}", temporary, src_dir_fd=handle, follow_symlinks=True)
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
    _remember(os.path.dirname(path))


def _opened(temporary: str) -> tuple[int, bool]:
    """A new file in the same folder, and whether it has the temporary name already."""
    if NAMELESS and os.path.exists("/proc/self/fd"):
        with suppress(OSError):
            return os.open(os.path.dirname(temporary), NAMELESS | os.O_RDWR, 0o666), False
    return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), True


def _remember(folder: str) -> None:
    """Let the new name reach the disk, where the system can be told so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def added(path: str, data: bytes) -> None:
    """Add to the end of a file, or nothing at all. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
    try:
        regular = stat.S_ISREG(os.fstat(handle).st_mode)
        size = os.fstat(handle).st_size
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            if regular:
                os.fsync(handle)
        except OSError:
            if regular:
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
