"""The door to the fault scenarios: which there are, what they need, and the exit code."""

import argparse
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.faults import busy, damage, disk, failover, hq, kill, link, points, power, tools
from tests.faults.outcome import Outcome, Setting

Scenario = Callable[[Setting], Iterator[Outcome]]
SCENARIOS: dict[str, Scenario] = {
    "kill": kill.kill,
    "busy": busy.busy,
    "points": points.points,
    "power": power.power,
    "disk": disk.disk,
    "hq": hq.hq,
    "link": link.link,
    "damage": damage.damage,
    "failover": failover.failover,
}
SHOWN = 10  # violations of one result that are printed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run scenarios, print one line per result; 1 where anything was lost, damaged or could not be run."""
    parser = argparse.ArgumentParser(prog="tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(SCENARIOS)}")
    parser.add_argument("--quick", action="store_true", help="a short form, under a minute")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(SCENARIOS):
        parser.error(f"no such scenario: {', '.join(sorted(unknown))}")
    failed = []
    for name in options.names or SCENARIOS:
        missing = tools.missing(name, install=not options.quick)
        if missing:
            # A gate that leaves something out is no gate; only the short form may.
            say(f"{'left out' if options.quick else 'FAIL'} {name} seed={options.seed} needs {missing}")
            failed += [] if options.quick else [name]
        elif not passed(name, seed=options.seed, quick=options.quick):
            failed.append(name)
    say(f"failed: {', '.join(failed)}" if failed else "all passed")
    return 1 if failed else 0


def passed(name: str, *, seed: int, quick: bool) -> bool:
    """Run one scenario in a folder of its own; the folder of a failed one stays."""
    folder = Path(tempfile.mkdtemp(prefix=f"faults-{name}-"))
    sound = True
    try:
        for outcome in SCENARIOS[name](Setting(folder, seed, quick)):
            say(outcome.line(seed))
            for violation in outcome.violations[:SHOWN]:
                say(f"     {violation}")
            sound = sound and not outcome.violations
    except Exception:  # noqa: BLE001 - a scenario that breaks off is a failure like any other
        say(f"FAIL {name} seed={seed} broke off\n{traceback.format_exc()}")
        sound = False
    if sound:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        say(f"     kept: {folder}; again: python -m tests.faults {name} --seed {seed}")
    return sound


def say(text: str) -> None:
    """One line on standard output, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
