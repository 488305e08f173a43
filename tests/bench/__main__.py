"""``python -m tests.bench``: every figure as a ratio to its floor on the same machine in the same run."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import desktop, distance, listing, saving, searching, syncing
from tests.bench.data import large_store
from tests.bench.figures import Figure, table

FULL = {
    "contacts": 100_000,
    "projects": 100_000,
    "listed": 1_000_000,
    "synced": 10_000,
    "crowd": 50_000,
    "runs": 5,
}
QUICK = {"contacts": 2_000, "projects": 2_000, "synced": 500, "crowd": 1_000, "runs": 1, "listed": 20_000}


def figures(sizes: dict[str, int], folder: Path, tell: Callable[[str], None]) -> list[Figure]:
    """Measure everything."""
    tell(f"a store of {sizes['contacts']:,} contacts and {sizes['projects']:,} projects")
    large = folder / "large"
    large.mkdir()
    store = large_store(large, contacts=sizes["contacts"], projects=sizes["projects"])
    found: list[Figure] = []
    tell("searching, saving")
    found += searching.measure(store)
    found += saving.measure(store, folder)
    store.close()
    tell("the desktop")
    found += desktop.measure(large, runs=sizes["runs"])
    tell(f"lists of {sizes['listed']:,} projects")
    (folder / "listed").mkdir()
    found += listing.measure(folder / "listed", sizes["listed"])
    for size in ("synced", "crowd"):
        tell(f"syncing {sizes[size]:,} records")
        found += syncing.measure(folder / size, sizes[size])
    tell(f"syncing {sizes['synced']:,} records over a bad link")
    found += distance.measure(folder, sizes["synced"])
    return found


def main() -> int:
    """Print the table; the exit code says whether everything is as wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the size, to see that it runs")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="outpost-bench-") as folder:
        found = figures(QUICK if options.quick else FULL, Path(folder), _tell)
    print(table(found))
    missed = [one.name for one in found if one.met is False]
    print(f"\n{time.perf_counter() - started:.0f} s; not as wanted: {', '.join(missed) or 'nothing'}")
    return 1 if missed and not options.quick else 0


def _tell(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
