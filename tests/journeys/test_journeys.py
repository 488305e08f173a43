"""The journeys come to their end within their steps on a small store; ``dev.py journeys`` times them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.every import JOURNEYS
from tests.journeys.frame import Budget, Journey, Result, table

NOTHING = Journey("9", "试一试", Budget(2, 1, 0, {"answer": 50}), lambda _hands: None)


def result(**told: object) -> Result:
    given = {"keys": 2, "clicks": 1, "lines": 0, "ms": {"answer": 40.0}} | told
    return Result(NOTHING, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "ok"),
    [
        ({}, True),
        ({"keys": 3}, False),
        ({"clicks": 2}, False),
        ({"lines": 1}, False),
        ({"ms": {"answer": 51.0}}, False),
        ({"ms": {}}, False),  # never measured
        ({"trouble": "the strip does not say who has it"}, False),
    ],
)
def test_a_journey_is_within_its_budget_or_not(told: dict[str, object], ok: bool) -> None:
    assert result(**told).ok is ok


def test_the_table_says_why_a_journey_failed() -> None:
    lines = table(
        [result(), result(ms={"answer": 51.0}), result(keys=9), result(trouble="no telephone")]
    ).splitlines()
    assert lines[1].endswith("ok")
    assert [line.rsplit("NO: ")[-1] for line in lines[2:]] == ["answer", "too many steps", "no telephone"]


@pytest.mark.timeout(240)
def test_every_journey_comes_to_its_end_within_its_steps(tmp_path: Path) -> None:
    """In a process of its own, as ``dev.py journeys`` runs it."""
    command = [sys.executable, "-m", "tests.journeys", "--small", "--store", str(tmp_path)]
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=220, check=False)
    rows = run.stdout.strip().splitlines()
    assert len(rows) == len(JOURNEYS) + 1, run.stdout + run.stderr
    slow = {name for journey in JOURNEYS for name in journey.budget.ms}
    for row in rows[1:]:  # a busy machine may be slow; nothing else may go wrong
        assert row.endswith("ok") or set(row.rsplit("NO: ")[-1].split(", ")) <= slow, run.stdout
