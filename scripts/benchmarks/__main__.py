"""scripts/bench: every section, or those named, as a table of ratios.

A ratio is the peer's time or memory over ours in the same run: above 1 the program is ahead.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from scripts.benchmarks.chart import chart
from scripts.benchmarks.figures import Figure, table
from scripts.benchmarks.readme import summary, write_between

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = ("start", "pipe", "gradients", "language", "evaluate", "arrays", "simplify")
"""Modules of this folder with `figures(quick)`; a new one is a name here. `simplify` counts operations."""


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="smaller problems, fewer rounds")
    parser.add_argument("--compiled", action="store_true", help="measure the program as `pip install .` compiles it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write every figure as JSON")
    parser.add_argument(
        "--from", dest="earlier", type=Path, metavar="FILE", help="take an earlier --json, measure nothing"
    )
    parser.add_argument("--readme", action="store_true", help="renew README.md's table and scripts/pictures/speed.svg")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.sections if name not in SECTIONS]
    if unknown:
        parser.error(f"no section {unknown[0]}: choose from {', '.join(SECTIONS)}")
    return chosen


def main() -> int:
    """Run the sections; each prints its table as soon as it is there."""
    chosen = options()
    if chosen.earlier is not None:
        return finish(chosen, from_json(json.loads(chosen.earlier.read_text(encoding="utf-8"))))
    if chosen.compiled:
        start_over_compiled()
    found: list[Figure] = []
    for name in chosen.sections or SECTIONS:
        start = time.perf_counter()
        part = import_module(f"scripts.benchmarks.{name}").figures(chosen.quick)
        print("\n".join(table(part)))
        print(f"  ({time.perf_counter() - start:.0f} s)", flush=True)
        found += part
    return finish(chosen, found)


def start_over_compiled() -> None:
    """Compile the checkout and run again with the result in front of it."""
    folder = Path(sys.prefix) / "compiled"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--upgrade",
        "--target",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(install, check=True)
    os.environ["PYTHONPATH"] = f"{folder}{os.pathsep}{ROOT}"
    words = [word for word in sys.argv[1:] if word != "--compiled"]
    os.execv(sys.executable, [sys.executable, "-P", "-m", "scripts.benchmarks", *words])


def finish(chosen: argparse.Namespace, found: list[Figure]) -> int:
    """Write the files that were asked for."""
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(as_json(found), indent=1) + "\n", encoding="utf-8")
    if chosen.readme:
        write_between(ROOT / "README.md", summary(found))

        (ROOT / "scripts" / "pictures" / "speed.svg").write_text(chart(found), encoding="utf-8")
    return 0


def as_json(figures: list[Figure]) -> dict[str, object]:
    """The figures with what they were measured on; times are processor seconds, sizes bytes."""
    rows = [{**figure.__dict__, "ratio": figure.ratio} for figure in figures]
    return {"python": platform.python_version(), "machine": platform.machine(), "figures": rows}


def from_json(data: dict[str, Any]) -> list[Figure]:
    """The figures of an earlier run."""
    return [Figure(**{name: value for name, value in row.items() if name != "ratio"}) for row in data["figures"]]


if __name__ == "__main__":
    sys.exit(main())
