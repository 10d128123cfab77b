"""Modules that most runs do without: whoever needs one reaches it through its package, and it is loaded then."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def door(package: str, *names: str) -> Callable[[str], ModuleType]:
    """The `__getattr__` of a package that loads its modules of these names when they are first reached."""

    def loaded(name: str) -> ModuleType:
        if name not in names:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        return import_module(f"{package}.{name}")

    return loaded
