"""The named constants. They cannot be assigned; every other name is free for the user."""

from __future__ import annotations

import math


class Constant:
    """A number with a name.

    name     as typed and printed
    value    the nearest float
    define   the constant in terms of others, for backends that lack it; may be empty
    mpmath   name in mpmath, or empty
    arb      name of a python-flint `arb` function without operands, or empty
    latex    how LaTeX writes it
    help     one line
    aliases  other accepted spellings
    """

    __slots__ = ("aliases", "arb", "define", "help", "latex", "mpmath", "name", "value")

    def __init__(
        self,
        name: str,
        value: float,
        *,
        define: str = "",
        mpmath: str = "",
        arb: str = "",
        latex: str = "",
        help: str = "",
        aliases: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.value = value
        self.define = define
        self.mpmath = mpmath
        self.arb = arb
        self.latex = latex
        self.help = help
        self.aliases = aliases

    def __repr__(self) -> str:
        return f"<{self.name}>"


CONSTANTS = [
    Constant("pi",  math.pi,  mpmath="pi",  arb="pi",      latex="\\pi",    help="circumference of a circle / diameter", aliases=("π",)),
    Constant("e",   math.e,   mpmath="e",   arb="const_e", latex="e",       help="base of the natural logarithm"),
    Constant("tau", math.tau, define="2*pi",               latex="\\tau",   help="a full turn: 2*pi"),
    Constant("inf", math.inf, mpmath="inf", arb="pos_inf", latex="\\infty", help="infinity"),
]

CONSTANT_VALUES = {row.name: row.value for row in CONSTANTS}
