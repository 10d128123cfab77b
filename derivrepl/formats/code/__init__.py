"""Source text for other languages: one module a target, found by the name of its row in `tables/targets.py`."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from derivrepl.session.answer import Code
    from derivrepl.store import Store


def source(code: Code, store: Store) -> list[str]:
    """The lines of a Code block's program."""
    module = import_module(f"derivrepl.formats.code.{code.target.name}")
    lines: list[str] = module.write(code, store)
    return lines
