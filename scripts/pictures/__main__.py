"""Draws the pictures of the README into this folder."""

from __future__ import annotations

from pathlib import Path

from scripts.pictures.stories import PICTURES

for name, draw in PICTURES.items():
    Path(__file__).with_name(name).write_text(draw(), encoding="utf-8")
