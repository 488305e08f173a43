"""Calls every route of the running headquarters with what its description allows and with what it does not.

``python -m tests.sync.hq.fuzz``: at least ``--cases`` calls signed in as each role; a server error, an answer
that is not described or an acceptance that breaks the schema is a failure. The short form is a test.
"""

import argparse
import itertools
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.hq.scopes import ROLES
from sync.hq.throttle import Throttle
from tests.sync.hq.office import Office, open_office
from tests.sync.hq.served import served

# JSON Schema takes 2.0 for an integer, the protocol does not: the schema alone cannot say what is valid.
# Another schema version is refused with 426, which the tool does not count as a refusal by itself.
CONFIG = """
[checks]
positive_data_acceptance.enabled = false
negative_data_rejection.expected-statuses = [400, 401, 403, 404, 405, 413, 415, 426, 429]
"""
CASES = 3000
PEOPLE = {"officer": "张三", "leader": "王局", "hq": "总部"}


@dataclass(frozen=True)
class Run:
    """What one run of the tool came to."""

    ok: bool
    cases: int
    report: str


def fuzz(office: Office, folder: Path, role: str, *, examples: int, seed: int = 1, seconds: int = 110) -> Run:
    """Call every operation with what its schema allows at its edges and ``examples`` more, as a ``role``."""
    office.laptop(PEOPLE[role], role=role)
    (folder / "schemathesis.toml").write_text(CONFIG)
    hours = itertools.count(0, 3600)  # every look at the clock is an hour later: limits never bite
    with served(office, throttle=Throttle(lambda: float(next(hours)))) as up:
        command = [
            *(str(Path(sys.executable).with_name("st")), "run", f"http://127.0.0.1:{up.port}/openapi.json"),
            *("--header", f"Authorization: {up.caller(PEOPLE[role]).headers['Authorization']}"),
            *("--max-examples", str(examples), "--seed", str(seed), "--phases", "coverage,fuzzing"),
            *("--no-color", "--continue-on-failure"),
        ]
        ran = subprocess.run(
            command, check=False, cwd=folder, capture_output=True, text=True, timeout=seconds
        )
    told = re.search(r"([\d,]+) (?:generated|test cases)", ran.stdout)
    return Run(ran.returncode == 0, int(told[1].replace(",", "")) if told else 0, ran.stdout + ran.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every answer to every call of every role was a described one."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync.hq.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="calls as each role, at least")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    bad = 0
    for role in ROLES:
        began, cases, seed = time.monotonic(), 0, asked.seed
        while cases < asked.cases:
            with tempfile.TemporaryDirectory() as folder:
                office = open_office(Path(folder) / "hq", "")
                run = fuzz(office, Path(folder), role, examples=100, seed=seed, seconds=3600)
                office.store.close()
            cases, seed = cases + run.cases, seed + 1
            if not run.ok:
                bad += 1
                print(run.report)
            if not run.cases:
                break
        print(f"{role:8} {cases} calls in {time.monotonic() - began:.0f} s", flush=True)
    print(
        "every answer was a described one" if not bad else f"{bad} runs found answers that are not described"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
