"""The languages that `:code` writes: one row each, with a module of the same name in `formats/code`.

What a function is called there stands in the function's own row: in the field `code`, or in `python` and
`numpy` for the targets that use these libraries.
"""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.operation import Operation

COMMON = ("c", "julia", "rust", "fortran")
"""Targets that a bare word of a row's `code` speaks of."""


class Target:
    """One language.

    name      as typed behind :code; its module in `formats/code`
    column    the row's field that names functions, for targets on a Python library; empty: `code` alone
    prefix    what stands before these names
    products  whether small whole powers are written as products
    aliases   other accepted spellings
    help      one line
    """

    __slots__ = ("aliases", "column", "help", "name", "prefix", "products")

    def __init__(
        self, name: str, help: str, *, column: str = "", prefix: str = "", products: bool = False,
        aliases: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.name = name
        self.help = help
        self.column = column
        self.prefix = prefix
        self.products = products
        self.aliases = aliases

    def spelling(self, row: Operation) -> str:
        """What the row's function is called in this language; empty where it has none.

        With braces it is a template of the row's operands, with a dot in front of the last name a module's.
        """
        if row.signature:
            return self._array_text(row)
        own = {}
        for word in row.code.split():
            target, colon, name = word.partition(":")
            if colon:
                own[target] = name
            else:
                own |= {common: word for common in COMMON if common not in own}
        if self.name in own:
            return own[self.name]
        name = getattr(row, self.column) if self.column else ""
        if not name or (self.column == "python" and not hasattr(math, name)):
            return ""
        return self.prefix + str(name)

    def _array_text(self, row: Operation) -> str:
        """A Python expression in the row's operands, for targets with arrays."""
        if self.column != "numpy":
            return ""
        text = row.numpy
        if not text and row.contracts:
            before, after = row.signature.split("->")
            if len(set(after)) < len(after):
                return ""
            text = f'np.einsum("{before}->{after}", {", ".join(row.params)})'
        return text.replace("np.", self.prefix)


# fmt: off
TARGETS = {row.name: row for row in (
    Target("python",  "Python, its math module",        column="python", prefix="math.",  aliases=("py",)),
    Target("numpy",   "Python, NumPy arrays",           column="numpy",  prefix="np.",    aliases=("np",)),
    Target("c",       "C99",                            products=True),
    Target("jax",     "Python, JAX arrays",             column="numpy",  prefix="jnp."),
    Target("torch",   "Python, PyTorch tensors",        column="numpy",  prefix="torch.", aliases=("pytorch",)),
    Target("julia",   "Julia",                          aliases=("jl",)),
    Target("rust",    "Rust, f64",                      products=True,   aliases=("rs",)),
    Target("fortran", "Fortran 2008, double precision", aliases=("f90",)),
    Target("latex",   "LaTeX formulas",                 aliases=("tex",)),
)}
# fmt: on
