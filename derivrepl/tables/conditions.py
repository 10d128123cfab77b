"""Conditions that read better in words; a new wording is a new row.

The first row that fits is taken. Its left side is a condition as the tables write it, in any names; its
right side says it of what stands for them.
"""

from __future__ import annotations

WORDS = (
    ("u != floor(min(u, 0))", "{u} not a whole number <= 0"),
    ("u != floor(min(u, -1))", "{u} not a whole number < 0"),
    ("u == floor(u)", "{u} is a whole number"),
    ("max(abs(u), abs(v)) == 0", "{u} = {v} = 0"),
    ("max(u, abs(v)) == 0", "{v} = 0 and {u} <= 0"),
)
