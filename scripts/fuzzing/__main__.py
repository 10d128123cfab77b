"""Runs the drivers in turn for some seconds: `scripts/fuzz --seed 7 --seconds 60 lines simplifier`.

Every case has a seed of its own, so that one that fails can be tried alone: `--case lines:7:123`. Exit
code 1 when a case failed, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from random import Random

from scripts.fuzzing.arrays import ARRAYS
from scripts.fuzzing.claims import CLAIMS, PROGRAMS
from scripts.fuzzing.driver import Driver, Failure, shortened, tried
from scripts.fuzzing.lines import LINES, PROMPT
from scripts.fuzzing.objects import OBJECTS
from scripts.fuzzing.printing import FILES, NODES
from scripts.fuzzing.sessions import DAMAGED, SAVED
from scripts.fuzzing.simplifier import SIMPLIFIER

EVERY = (LINES, PROMPT, NODES, FILES, SIMPLIFIER, CLAIMS, PROGRAMS, ARRAYS, OBJECTS, SAVED, DAMAGED)
DRIVERS = {driver.name: driver for driver in EVERY}
MOST_MEMORY = 4 << 30
"""Bytes of address space: a case that wants more fails by MemoryError."""


def case_of(driver: Driver, seed: int, number: int) -> str:
    """The case of a driver under its number."""
    return driver.make(Random(f"{driver.name}:{seed}:{number}"))


def told(driver: Driver, seed: int, number: int, failure: Failure, case: str) -> None:
    """Print a failed case, shortened."""
    print(f"{driver.name}:{seed}:{number}  {failure.kind} at {failure.place}\n  {failure.message[:600]}", flush=True)
    print(f"  case {shortened(driver.check, case, failure)!r}", flush=True)


def fuzz(drivers: list[Driver], seed: int, seconds: float) -> int:
    """Try cases of the drivers in turn; the number of different failures."""
    end = time.monotonic() + seconds
    found = 0
    seen: set[tuple[str, str, str]] = set()
    number = 0
    while time.monotonic() < end:
        for driver in drivers:
            case = case_of(driver, seed, number)
            failure = tried(driver.check, case)
            if failure is not None and (driver.name, failure.kind, failure.place) not in seen:
                if failure.kind != "AssertionError":
                    seen.add((driver.name, failure.kind, failure.place))
                found += 1
                told(driver, seed, number, failure, case)
        number += 1
    print(f"seed {seed}: {number * len(drivers)} cases of {' '.join(d.name for d in drivers)}, {found} failures")
    return found


def main() -> int:
    """Read the command line and fuzz."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--case", help="DRIVER:SEED:NUMBER, one case as it was printed")
    parser.add_argument("drivers", nargs="*", metavar="DRIVER", help=f"any of {' '.join(DRIVERS)}; all without")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    if options.case:
        name, seed, number = options.case.split(":")
        case = case_of(DRIVERS[name], int(seed), int(number))
        print(repr(case))
        DRIVERS[name].check(case)
        return 0
    unknown = [name for name in options.drivers if name not in DRIVERS]
    if unknown:
        parser.error(f"no driver {unknown[0]}; there are {' '.join(DRIVERS)}")
    return min(fuzz([DRIVERS[n] for n in options.drivers or DRIVERS], options.seed, options.seconds), 1)


if __name__ == "__main__":
    sys.exit(main())
