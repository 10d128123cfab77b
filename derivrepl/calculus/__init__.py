"""Differentiation: one rule a row of the tables, a reverse and a forward sweep over the store, higher orders."""

from __future__ import annotations

from derivrepl.later import door

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.calculus import contracted as contracted
    from derivrepl.calculus import tensors as tensors

__getattr__ = door(__name__, "contracted", "tensors")
