"""Compiles the hot modules into the wheel, with mypyc; where that cannot be done the wheel is pure Python.

A build hook of Hatch (pyproject.toml names the modules). `HATCH_BUILD_NO_HOOKS=true pip install .` leaves it out;
`MYPYC_OPT_LEVEL` is the C compiler's level of optimisation.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledModules(BuildHookInterface):  # type: ignore[type-arg]
    """Adds an extension module beside each of the modules that `modules` names by patterns."""

    PLUGIN_NAME = "compiled"

    def dependencies(self) -> list[str]:
        """What the build needs beyond Hatch."""
        return list(self.config["needs"])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and tell the builder where each file goes; an editable installation stays as it is."""
        if version == "editable":
            return
        self.work = TemporaryDirectory(prefix="derivrepl-compiled-")
        root, work = Path(self.root), Path(self.work.name)
        modules = sorted({path for pattern in self.config["modules"] for path in root.glob(pattern)})
        paths = [path.relative_to(root).as_posix() for path in modules if path.name != "__init__.py"]
        try:
            with _in_folder(root):
                _compile(paths, work)
        except (Exception, SystemExit) as failure:  # whatever is missing: a compiler, its headers, memory
            self.app.display_warning(
                f"not compiled, the wheel is pure Python: {str(failure) or type(failure).__name__}"
            )
            return
        built = work / "built"
        found = [path for path in built.rglob("*") if path.suffix in (".so", ".pyd")]
        build_data["force_include"].update({str(path): path.relative_to(built).as_posix() for path in found})
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled once it is in the wheel."""
        if version != "editable":
            self.work.cleanup()


@contextlib.contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    """Work in another folder, from which mypyc takes the modules' names; what is printed goes to stderr."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        os.chdir(before)


def _compile(paths: list[str], work: Path) -> None:
    """Extension modules for these source files, in `built` below the working folder."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    options = ["--config-file=", f"--cache-dir={work / 'cache'}", "--ignore-missing-imports", "--follow-imports=silent"]
    level = os.environ.get("MYPYC_OPT_LEVEL", "3")
    extensions = mypycify(
        [*options, *paths], opt_level=level, debug_level="0", target_dir=str(work / "c"), group_name="derivrepl"
    )
    command = build_ext(Distribution({"name": "derivrepl", "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(work / "built"), str(work / "objects")
    command.ensure_finalized()
    command.run()
