"""Runs sampled mutants of the core modules against the tests of each: `scripts/mutate --seed 1 --count 40 store`.

Every mutant stands in a copy of the checkout, so that nothing here is changed. A survivor is printed with
its line, what was changed and, where `survivors.txt` explains it, the reason. Exit code 1 for new survivors.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from scripts.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = Path(__file__).with_name("survivors.txt")
SECONDS = 300
"""How long the tests of a mutant may take; one that never ends is found as well."""

SWEEPS = "tests/calculus tests/arrays/test_identities.py tests/arrays/test_rows.py tests/arrays/test_small.py"
FORMS = "tests/simplify/test_forms.py tests/simplify/test_regressions.py"
SIMPLIFIER = f"{FORMS} tests/simplify/test_facts.py tests/simplify/test_graphs.py tests/simplify/test_corpus.py"
# fmt: off
TARGETS = {  # module of the package → the tests that are to see a fault in it, quickest first
    "store":              "tests/test_store.py tests/test_store_leaves.py tests/calculus tests/language/test_text.py",
    "numbers":            "tests/test_numbers.py tests/language/test_parse.py",
    "calculus/reverse":   SWEEPS,
    "calculus/forward":   SWEEPS,
    "calculus/higher":    SWEEPS,
    "calculus/rules":     SWEEPS,
    "session/merging":    "tests/session/test_merging.py",
    "tables/elementary":  "tests/tables tests/calculus/test_rows.py",
    "tables/piecewise":   "tests/tables tests/calculus/test_rows.py",
    "tables/special":     "tests/tables tests/calculus/test_rows.py",
    "tables/arrays":      "tests/arrays/test_rows.py tests/arrays/test_identities.py",
    "tables/rewrites":    "tests/simplify/test_rewrites.py tests/simplify/test_regressions.py",
    **{f"simplify/{path.stem}": SIMPLIFIER for path in sorted((ROOT / "derivrepl/simplify").glob("[a-z]*.py"))},
    "simplify/conditions": f"{SIMPLIFIER} tests/session/test_transcripts.py",
    "simplify/needs": f"{SIMPLIFIER} tests/session/test_transcripts.py",
}
# fmt: on


def explained() -> dict[str, str]:
    """The survivors that were looked at: `module: change` → why it is no fault that a test should see."""
    reasons = {}
    for line in EXPLAINED.read_text("utf-8").splitlines():
        key, bar, reason = line.partition(" | ")
        if bar and not line.startswith("#"):
            reasons[key.strip()] = reason.strip()
    return reasons


def survives(copy: Path, module: str, mutant: Mutant) -> bool:
    """Whether the tests of a module pass with a mutant in its place."""
    path = copy / "derivrepl" / f"{module}.py"
    before = path.read_text("utf-8")
    path.write_text(mutant.text, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TARGETS[module].split()]
    try:
        env = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=copy, env=env, capture_output=True, timeout=SECONDS, check=False)
        return done.returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        path.write_text(before, "utf-8")


def main() -> int:
    """Read the command line and try mutants."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10, help="mutants of each module")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"any of {' '.join(TARGETS)}; all without")
    options = parser.parse_args()
    unknown = [name for name in options.modules if name not in TARGETS]
    if unknown:
        parser.error(f"no module {unknown[0]}; there are {' '.join(TARGETS)}")
    reasons = explained()
    new = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__"))
        for module in options.modules or TARGETS:
            text = (ROOT / "derivrepl" / f"{module}.py").read_text("utf-8")
            every = list(mutants(text, module.startswith("tables/")))
            for mutant in Random(f"{options.seed}:{module}").sample(every, min(options.count, len(every))):
                tried += 1
                if survives(copy, module, mutant):
                    reason = reasons.get(f"{module}: {mutant.change}")
                    new += reason is None
                    print(f"{module}:{mutant.line}: {mutant.change}" + (f"  # {reason}" if reason else ""), flush=True)
    print(f"seed {options.seed}: {tried} mutants, {new} survivors without an explanation")
    return min(new, 1)


if __name__ == "__main__":
    sys.exit(main())
