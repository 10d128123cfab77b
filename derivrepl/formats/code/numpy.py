"""The target numpy."""

from __future__ import annotations

from derivrepl.formats.code.pythonic import Arrays, write_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Signs(Arrays):
    """The constants of the library."""

    constants = {"pi": "np.pi", "e": "np.e", "inf": "np.inf"}


def write(code: Code, store: Store) -> list[str]:
    """The lines of the module."""
    return write_python(code, store, Signs(code.target), "import numpy as np")
