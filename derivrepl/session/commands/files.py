"""Files that commands write: `> FILE` behind a command's words, and writing that is never left half done."""

from __future__ import annotations

import os

from derivrepl.errors import DerivError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def output_file(words: list[str]) -> tuple[str, list[str]]:
    """The file behind `>`, empty where there is none, and the other words."""
    for k, word in enumerate(words):
        if word.startswith(">"):
            names = [word[1:], *words[k + 1 :]] if word != ">" else words[k + 1 :]
            if len(names) != 1 or not names[0]:
                raise DerivError("E502", "one file name is expected behind >")
            return names[0], words[:k]
    return "", words


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
