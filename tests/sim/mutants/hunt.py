"""Runs seeds under a deliberate bug until one breaks a promise.

The seed that broke one last time is tried first (``known.json``): whether a bug is caught, the answer to that
is the same, and most of the time is saved. ``--afresh`` searches from the first seed on and knows them anew.
"""

import argparse
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from tests.sim.mutants import (
    at_headquarters,
    in_claims,
    in_masks,
    in_retention,
    in_scopes,
    in_the_protocol,
    in_versions,
    on_the_laptop,
)
from tests.sim.run import ready, run_seed

SEEDS = 1000
# What a bug breaks that no longer fits the code it changes: that it is caught would prove nothing.
MISFIT = ("TypeError", "AttributeError", "NameError", "ImportError", "UnboundLocalError")
KNOWN = Path(__file__).with_name("known.json")
AREAS: tuple[ModuleType, ...] = (
    *(on_the_laptop, at_headquarters, in_the_protocol),
    *(in_scopes, in_versions, in_claims, in_masks, in_retention),
)

Mutant = Callable[[pytest.MonkeyPatch], None]


def mutants() -> Mapping[str, tuple[str, Mutant]]:
    """Every deliberate bug by name, with the area it lies in."""
    return {
        name: (area.__name__.rpartition(".")[2], found)
        for area in AREAS
        for name, found in vars(area).items()
        if callable(found) and not name.startswith("_") and getattr(found, "__module__", "") == area.__name__
    }


def hunt(name: str, seeds: Iterable[int]) -> tuple[str, int | None, str]:
    """Run seeds under one bug; returns the first that broke a promise only because of it, and which.

    None where none did, or where the bug itself broke: then with how.
    """
    _, plant = mutants()[name]
    for seed in seeds:
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            failure = run_seed(seed).failure
        if failure.startswith(MISFIT):
            return name, None, failure.splitlines()[0]
        if failure and not run_seed(seed).failure:
            return name, seed, failure.splitlines()[0]
    return name, None, ""


def known() -> dict[str, int]:
    """The seed that caught a bug when all were last hunted."""
    return msgspec.json.decode(KNOWN.read_bytes(), type=dict[str, int])


def _keep(seeds: Mapping[str, int]) -> None:
    KNOWN.write_bytes(msgspec.json.format(msgspec.json.encode(dict(sorted(seeds.items())))) + b"\n")


def _hunted(order: tuple[str, list[int]]) -> tuple[str, int | None, str]:
    return hunt(*order)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every bug was caught."""
    there, seen = mutants(), known()
    parser = argparse.ArgumentParser(prog="python -m tests.sim.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *there], metavar="NAME", help="one of the bugs")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="most seeds to run under each")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--afresh", action="store_true", help="search from the first seed on")
    asked = parser.parse_args(arguments)
    names = asked.names or list(there)
    first = {name: [] if asked.afresh or name not in seen else [seen[name]] for name in names}
    orders = [(name, first[name] + [n for n in range(asked.seeds) if n not in first[name]]) for name in names]
    began, found = time.monotonic(), dict[str, int]()
    with multiprocessing.get_context("spawn").Pool(asked.processes, ready) as pool:
        for name, seed, failure in pool.imap_unordered(_hunted, orders):
            if seed is not None:
                found[name] = seed
                if asked.afresh:
                    _keep(seen | found)
            how = "known" if [seed] == first[name] else "found"
            told = f"SURVIVED {failure}" if seed is None else f"seed {seed:4} ({how})  {failure[:100]}"
            print(f"{there[name][0]:16} {name:24} {told}", flush=True)
    by_known = sum([seed] == first[name] for name, seed in found.items())
    print(
        f"{len(found)} of {len(names)} deliberate bugs caught in {time.monotonic() - began:.0f} s, "
        f"{by_known} of them by the seed that caught them before, {len(found) - by_known} by a search"
    )
    return 0 if len(found) == len(names) else 1
