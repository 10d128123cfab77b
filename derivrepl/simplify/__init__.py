"""Shorter equal expressions, with the conditions that they no longer show.

`simplify` is the door; `same` decides equality where the canonical form can.
"""

from derivrepl.simplify.door import Simplified, hidden_conditions, same, simplify
from derivrepl.simplify.facts import Facts

__all__ = ["Facts", "Simplified", "hidden_conditions", "same", "simplify"]
