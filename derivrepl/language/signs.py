"""Formulas that are told in ASCII, with the signs of a screen that has more: `u²·v`, `x ≠ π/2`."""

from __future__ import annotations

import re

from derivrepl.language.derivative_names import RAISED
from derivrepl.language.text import UNICODE

_power = re.compile(r"\^(\d+)(?![\w.(])")
_pi = re.compile(r"\bpi\b")
_relation = re.compile("|".join(map(re.escape, UNICODE.relations)))


def typeset(text: str) -> str:
    """The text with raised digits and the signs of multiplication, of relations and of pi."""
    text = _power.sub(lambda found: found[1].translate(RAISED), text)
    text = _relation.sub(lambda found: UNICODE.relations[found[0]], text)
    return _pi.sub(UNICODE.pi, text).replace("*", UNICODE.times)
