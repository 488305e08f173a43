"""``python -m tests.journeys``: every journey on a store of the real size; exits 1 unless all are ok.

Making the store takes minutes; ``--store FOLDER`` keeps it for the next time, ``--only-build SECONDS`` makes
a part of it.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.journeys.every import JOURNEYS
from tests.journeys.frame import Result, table, walked
from tests.journeys.stage import FULL, SMALL, Size, on_stage, prepared


def made(folder: Path) -> list[Result]:
    """Every journey, one after the other, on the store in ``folder``."""
    with on_stage(folder) as (window, desk):
        return [walked(journey, window, desk) for journey in JOURNEYS]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.journeys", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few hundred records, to see that it runs")
    parser.add_argument("--store", type=Path, help="keep the store here")
    parser.add_argument("--only-build", type=float, metavar="SECONDS", help="make a part of the store")
    options = parser.parse_args()
    size = SMALL if options.small else FULL
    if options.store is not None:
        options.store.mkdir(parents=True, exist_ok=True)
        return _at(options.store, size, options.only_build)
    with tempfile.TemporaryDirectory(prefix="outpost-journeys-") as folder:
        return _at(Path(folder), size, options.only_build)


def _at(folder: Path, size: Size, seconds: float | None) -> int:
    print(
        f"… a store of {size.contact:,} contacts, {size.project:,} projects, {size.visit:,} visits",
        file=sys.stderr,
    )
    done = prepared(folder, size, seconds if seconds is not None else float("inf"))
    if seconds is not None:
        print("the store is ready" if done else "there is more to make: call it again")
        return 0
    results = made(folder)
    print(table(results))
    return 0 if all(one.ok for one in results) else 1


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # the interpreter's own end takes widgets apart in any order
