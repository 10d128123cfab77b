"""Files that commands write: replaced when all is written, never left half done."""

from __future__ import annotations

import os

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def write_lines(path: str, lines: Iterable[str]) -> None:
    """Write the lines to a file, which is replaced at the end; raises E702 where that fails."""
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line + "\n")
        os.replace(temporary, path)
    except OSError as error:
        raise DerivError("E702", f"cannot write {path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        if os.path.exists(temporary):
            os.unlink(temporary)
