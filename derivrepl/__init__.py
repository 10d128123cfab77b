"""derivrepl: type an expression, understand its derivative.

As a library, `import derivrepl` offers what `derivrepl.api` documents, and every function of the language under
its name (`derivrepl.sin`). All of it is loaded when it is first used.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from derivrepl.api import Compiled as Compiled
    from derivrepl.api import DerivError as DerivError
    from derivrepl.api import Expr as Expr
    from derivrepl.api import compile as compile
    from derivrepl.api import diff as diff
    from derivrepl.api import grad as grad
    from derivrepl.api import hessian as hessian
    from derivrepl.api import jacobian as jacobian
    from derivrepl.api import parse as parse
    from derivrepl.api import same as same
    from derivrepl.api import simplify as simplify
    from derivrepl.api import symbols as symbols
    from derivrepl.api import to_code as to_code
    from derivrepl.api import to_latex as to_latex
    from derivrepl.api import to_text as to_text
    from derivrepl.api import where as where


def __getattr__(name: str) -> Any:
    """What the library offers under a name, loaded now; not for modules, which the import statement finds."""
    from importlib.machinery import PathFinder

    if name == "simplify" or (not name.startswith("_") and PathFinder.find_spec(f"derivrepl.{name}", __path__) is None):
        import derivrepl.api as api

        if name in api.__all__:
            return getattr(api, name)
        if name in api.functions.NAMES:
            return api.table_function(name)
    raise AttributeError(f"module 'derivrepl' has no attribute {name!r}")


def __dir__() -> list[str]:
    import derivrepl.api as api
    from derivrepl.api.functions import NAMES

    return sorted({*globals(), *api.__all__, *NAMES})
