"""The kinds of arena nodes, and the nodes that every arena begins with."""

from __future__ import annotations

from derivrepl.numbers import Number

Id = int
Pair = tuple[Number, Id]
"""A coefficient and a term of a sum."""
Factor = tuple[Id, Id]
"""A base and an exponent of a product."""

NUMBER, SYMBOL, SUM, PRODUCT, CALL = range(5)
ZERO, ONE, MINUS_ONE, TWO, BASE_E = range(5)
