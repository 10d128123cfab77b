"""The function table: one row is everything the program knows of a function.

A new function is a new row in `elementary.py`, `piecewise.py` or `special.py`; the parser, both sweeps,
printing, completion, help, code targets and tests read it from here. The fields are explained in
`derivrepl/operation.py`.
"""

from __future__ import annotations

from derivrepl.tables.elementary import ELEMENTARY
from derivrepl.tables.piecewise import ACTIVATIONS, PIECEWISE
from derivrepl.tables.special import SPECIAL

FUNCTIONS = ELEMENTARY + PIECEWISE + ACTIVATIONS + SPECIAL
