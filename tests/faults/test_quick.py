"""The short form of every fault scenario this machine can run, inside the ordinary suite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ExpectedLogs
from tests.faults import tools
from tests.faults.outcome import Outcome, Setting
from tests.faults.run import SCENARIOS, main

# ``python -m tests.faults`` is the gate: there a scenario that cannot be run is a failure.
# A failover takes Patroni the best part of a minute however short the form.
SLOW = ("failover",)
HERE = [name for name in SCENARIOS if name not in SLOW and not tools.missing(name, install=False)]


@pytest.mark.timeout(300)  # links and kills happen in real time, which a busy machine has less of
@pytest.mark.parametrize("name", HERE)
def test_nothing_acknowledged_is_lost(name: str, tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    outcomes = list(SCENARIOS[name](Setting(tmp_path, seed=1, quick=True)))
    assert outcomes
    assert [(outcome.line(1), outcome.violations) for outcome in outcomes if outcome.violations] == []
    if name == "power":  # the controls mean to lose something, and the store notices
        expected_logs.let_be("acknowledged writes older")


def test_a_violation_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Outcome("kill", {"kills": 1}, ["lost something"])
    monkeypatch.setitem(SCENARIOS, "kill", lambda setting: iter([found]))
    assert main(["kill", "--quick", "--seed", "7"]) == 1
    told = capsys.readouterr().out
    assert "FAIL kill seed=7 kills=1" in told
    assert "lost something" in told


def test_a_scenario_that_breaks_off_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(setting: Setting) -> Iterator[Outcome]:
        raise OSError("no")

    monkeypatch.setitem(SCENARIOS, "kill", broken)
    assert main(["kill", "--quick"]) == 1
    assert "broke off" in capsys.readouterr().out


def test_the_gate_leaves_nothing_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools, "is_root", lambda: False)
    monkeypatch.setitem(tools.NEEDS, "power", ("root",))
    assert main(["power"]) == 1
    assert "FAIL power seed=1 needs root" in capsys.readouterr().out
    assert main(["power", "--quick"]) == 0
    assert "left out power" in capsys.readouterr().out
