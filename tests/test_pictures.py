"""The pictures of the README show what the program shows."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts.pictures.stories import PICTURES
from scripts.pictures.svg import INK, Piece, Shot, film, picture

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scripts" / "pictures"
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_the_program_shows_byte_for_byte(name: str) -> None:
    drawn = PICTURES[name]()
    assert drawn == (FOLDER / name).read_text("utf-8"), "draw it anew: .venv/bin/python -m scripts.pictures"


def test_the_readme_shows_every_picture() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(PICTURES) <= {p.name for p in FOLDER.glob("*.svg")}
    assert all(f"(scripts/pictures/{p.name})" in readme for p in FOLDER.glob("*.svg"))


def row(text: str) -> tuple[Piece, ...]:
    return (Piece(0, text, INK, False, False, False),) if text else ()


def test_a_picture_holds_every_text() -> None:
    drawn = picture(Shot((row("a < b"), (), row("second")), (1, 2)), "some <title>", 20)
    assert [t.text for t in ElementTree.fromstring(drawn).iter(TEXT)] == ["a < b", "second"]


def test_a_film_draws_a_row_once_for_as_long_as_it_stays() -> None:
    shots = [Shot((row("same"), row(text)), None, 1.0) for text in ("one", "two", "two", "one")]
    drawn = film(shots, "film", 20)
    assert [t.text for t in ElementTree.fromstring(drawn).iter(TEXT)] == ["same", "one", "two", "one"]
    assert "@keyframes s1{0%{visibility:hidden}25.000%{visibility:visible}75.000%{visibility:hidden}}" in drawn
    assert drawn.count("infinite") == 3
