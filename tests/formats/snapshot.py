"""Snapshots: plain files with what a screen must look like. `UPDATE_SNAPSHOTS=1` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def trimmed(text: str) -> str:
    """The text without the blanks at the ends of its lines."""
    return "\n".join(line.rstrip() for line in text.split("\n"))


def check(name: str, text: str) -> None:
    """Compare a text with the file `name`, byte for byte; blanks at the ends of lines do not count."""
    path = FOLDER / name
    text = trimmed(text)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.exists(), f"no snapshot {name}; UPDATE_SNAPSHOTS=1 makes it"
    assert text == path.read_bytes().decode(), f"{path} differs; UPDATE_SNAPSHOTS=1 writes it anew"


def check_screen(name: str, width: int, paper: str, text: str) -> None:
    """Compare a screen with its file in the folder of a width and a paper.

    Without colour a screen is the one in Unicode. It has a file of its own only where a sign stands for a colour.
    """
    file, twin = f"{width}-{paper}/{name}.txt", FOLDER / f"{width}-unicode/{name}.txt"
    if paper == "mono" and twin.exists() and trimmed(text) == twin.read_bytes().decode():
        assert not (FOLDER / file).exists(), f"{file} is {twin.parent.name}/{twin.name} again; one of them is enough"
        return
    check(file, text)
