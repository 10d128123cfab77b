"""Shorter equal expressions, with the conditions that they no longer show.

`simplify` is the door; `same` decides equality where the canonical form can.
"""

from derivrepl.simplify.door import Simplified, hidden_conditions, possible_signs, same, simplify
from derivrepl.simplify.facts import Facts
from derivrepl.simplify.hand import NO_HAND, Hand, hand_of
from derivrepl.simplify.needs import is_entire
from derivrepl.simplify.size import shown_size

__all__ = [
    "NO_HAND",
    "Facts",
    "Hand",
    "Simplified",
    "hand_of",
    "hidden_conditions",
    "is_entire",
    "possible_signs",
    "same",
    "shown_size",
    "simplify",
]
