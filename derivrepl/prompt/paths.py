"""Names of files that a command may be meant to read or write."""

from __future__ import annotations

import os

from derivrepl.prompt.candidates import Candidate

MOST = 2_000
"""Entries of a folder that are looked at."""


def paths(word: str) -> list[Candidate]:
    """What the word may become: folders and files, programs first; hidden ones only where asked for."""
    folder, _, start = word.rpartition("/")
    head = word[: len(word) - len(start)]
    made = []
    try:
        with os.scandir(os.path.expanduser(f"{folder}/" if head else ".")) as entries:
            for _, entry in zip(range(MOST), entries):
                name = entry.name
                if name[0] == "." != start[:1] or not name.isprintable() or " " in name:
                    continue
                kind = "folder" if entry.is_dir() else ""
                made.append(Candidate(f"{head}{name}{'/' if kind else ''}", name, kind, name.endswith(".deriv")))
    except OSError:
        return []
    return made
