"""Runs seeds under a deliberate bug until one breaks a promise."""

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import ModuleType

import pytest

from tests.sim.mutants import at_headquarters, in_scopes, in_the_protocol, in_versions, on_the_laptop
from tests.sim.run import quiet, run_seed

SEEDS = 1000
AREAS: tuple[ModuleType, ...] = (on_the_laptop, at_headquarters, in_the_protocol, in_scopes, in_versions)

Mutant = Callable[[pytest.MonkeyPatch], None]


def mutants() -> Mapping[str, tuple[str, Mutant]]:
    """Every deliberate bug by name, with the area it lies in."""
    return {
        name: (area.__name__.rpartition(".")[2], found)
        for area in AREAS
        for name, found in vars(area).items()
        if callable(found) and not name.startswith("_") and getattr(found, "__module__", "") == area.__name__
    }


def hunt(name: str, seeds: int = SEEDS) -> tuple[str, int | None, str]:
    """Run seeds under one bug; returns the first that broke a promise only because of it, and which."""
    _, plant = mutants()[name]
    for seed in range(seeds):
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            failure = run_seed(seed).failure
        if failure and not run_seed(seed).failure:
            return name, seed, failure.splitlines()[0]
    return name, None, ""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every bug was caught."""
    known = mutants()
    parser = argparse.ArgumentParser(prog="python -m tests.sim.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *known], metavar="NAME", help="one of the bugs")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="most seeds to run under each")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args(arguments)
    names = asked.names or list(known)
    began, caught = time.monotonic(), 0
    with multiprocessing.get_context("spawn").Pool(asked.processes, quiet) as pool:
        for name, seed, failure in pool.imap_unordered(partial(hunt, seeds=asked.seeds), names):
            caught += seed is not None
            found = "SURVIVED" if seed is None else f"seed {seed:4}  {failure[:100]}"
            print(f"{known[name][0]:16} {name:24} {found}", flush=True)
    print(f"{caught} of {len(names)} deliberate bugs caught in {time.monotonic() - began:.0f} s")
    return 0 if caught == len(names) else 1
