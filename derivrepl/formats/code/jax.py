"""The target jax."""

from __future__ import annotations

from derivrepl.formats.code.pythonic import Arrays, write_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


class Signs(Arrays):
    """The constants of the library."""

    constants = {"pi": "jnp.pi", "e": "jnp.e", "inf": "jnp.inf"}


def write(code: Code, store: Store) -> list[str]:
    """The lines of the module."""
    return write_python(code, store, Signs(code.target), "import jax.numpy as jnp")
