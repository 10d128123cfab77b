"""The target python: the standard library only."""

from __future__ import annotations

from derivrepl.formats.code.pythonic import Pythonic, write_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Signs(Pythonic):
    """The constants of the library."""

    constants = {"pi": "math.pi", "e": "math.e", "tau": "math.tau", "inf": "math.inf"}


def write(code: Code, store: Store) -> list[str]:
    """The lines of the module."""
    return write_python(code, store, Signs(code.target), "import math")
