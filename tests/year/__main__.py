"""``python -m tests.year``: a simulated year, every figure of it against the second opinion."""

import argparse
import sys
import time

from tests.year.run import lived


def say(text: str) -> None:
    """Tell the person at the keyboard, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """0 where every figure of every seed is equal."""
    parser = argparse.ArgumentParser(prog="dev.py year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds")
    parser.add_argument("--projects", type=int, default=300)
    parser.add_argument("--units", type=int, default=40)
    asked = parser.parse_args()
    differing = 0
    for seed in range(asked.seed, asked.seed + asked.seeds):
        began = time.monotonic()
        with lived(seed, projects=asked.projects, units=asked.units) as year:
            here = year.at_the_end(year.driver.desk)
            there = year.at_the_end(year.driver.second())
        for where, found in (("on its way", year.compared), ("at its end", here), ("second laptop", there)):
            say(f"seed {seed}, {where}\n{found.table()}\n")
            differing += len(found.differences)
        same = here.told == there.told
        differing += not same
        say(f"both laptops tell the same: {same}; {time.monotonic() - began:.0f} s\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
