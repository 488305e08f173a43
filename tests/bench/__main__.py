"""``python -m tests.bench``: every figure as a ratio to its floor on the same machine in the same run."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from tests.bench import desktop, distance, listing, memory, saving, searching, syncing, year
from tests.bench.data import large_store, opened_store
from tests.bench.figures import Figure, table
from tests.journeys.stage import Size

FULL = {
    "contacts": 100_000,
    "projects": 100_000,
    "listed": 1_000_000,
    "synced": 10_000,
    "rounds": 5,
    "crowd": 50_000,
    "year": 20_000,
    "runs": 5,
    "visits": 200_000,
}
QUICK = {
    "contacts": 2_000,
    "projects": 2_000,
    "synced": 500,
    "rounds": 1,
    "crowd": 1_000,
    "runs": 1,
    "listed": 20_000,
    "year": 1_000,
    "visits": 2_000,
}


Sizes = Mapping[str, int]
Tell = Callable[[str], None]


def _large(sizes: Sizes, folder: Path, tell: Tell) -> Path:
    """The folder of the store that is searched, saved into and shown; made once."""
    large = folder / "large"
    if not large.exists():
        tell(f"a store of {sizes['contacts']:,} contacts and {sizes['projects']:,} projects")
        large.mkdir()
        store = large_store(large, contacts=sizes["contacts"], projects=sizes["projects"])
        with store.late_indexing.complete():  # as in every store that was ever searched or captured into
            pass
        store.close()
    return large


def _store(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    store = opened_store(_large(sizes, folder, tell))
    tell("searching, saving")
    found = searching.measure(store) + saving.measure(store, folder)
    store.close()
    return found


def _desktop(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    large = _large(sizes, folder, tell)
    tell("the desktop")
    return desktop.measure(large, runs=sizes["runs"])


def _memory(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    """On the store of the journeys, at its full size or a fraction of it."""
    visits = sizes["visits"]
    size = Size(visits // 10, visits // 2, visits // 10, visits, visits // 5, visits // 40)
    tell(f"memory with {size.contact:,} contacts, {size.project:,} projects and {size.visit:,} visits")
    quiet = sizes.get("quiet", memory.QUIET)
    return memory.measure(folder / "field", size, runs=sizes["runs"], quiet=quiet)


def _lists(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    tell(f"lists of {sizes['listed']:,} projects")
    (folder / "listed").mkdir()
    return listing.measure(folder / "listed", sizes["listed"])


def _year(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    tell(f"a year of {sizes['year']:,} projects")
    (folder / "year").mkdir()
    pages = list(year.PAGES)[:: sizes.get("every", 1)]  # each is a process of its own
    return year.measure(folder / "year", sizes["year"], pages=pages)


def _sync(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    tell(f"syncing {sizes['synced']:,} records")
    return syncing.measure(folder / "synced", sizes["synced"], rounds=sizes["rounds"])


def _crowd(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    tell(f"syncing {sizes['crowd']:,} records")
    return syncing.measure(folder / "crowd", sizes["crowd"])


def _distance(sizes: Sizes, folder: Path, tell: Tell) -> list[Figure]:
    tell(f"syncing {sizes['synced']:,} records over a bad link")
    return distance.measure(folder, sizes["synced"])


# Sync comes first, in a process that holds nothing else yet, as a laptop's or a headquarters' does.
PARTS = {
    "sync": _sync,
    "crowd": _crowd,
    "distance": _distance,
    "store": _store,
    "desktop": _desktop,
    "memory": _memory,
    "lists": _lists,
    "year": _year,
}


def figures(sizes: Sizes, folder: Path, tell: Tell, parts: Iterable[str] = PARTS) -> list[Figure]:
    """Measure everything, or some parts of it."""
    return [figure for part in parts for figure in PARTS[part](sizes, folder, tell)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit code says whether everything is as wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; all, if none")
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the size, to see that it runs")
    options = parser.parse_args(arguments)
    if unknown := set(options.part) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="outpost-bench-") as folder:
        found = figures(QUICK if options.quick else FULL, Path(folder), _tell, options.part or PARTS)
    print(table(found))
    missed = [one.name for one in found if one.met is False]
    print(f"\n{time.perf_counter() - started:.0f} s; not as wanted: {', '.join(missed) or 'nothing'}")
    return 1 if missed and not options.quick else 0


def _tell(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
