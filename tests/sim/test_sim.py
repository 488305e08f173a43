"""The simulation's short form: every promise holds for these seeds, and a seed tells the same story twice."""

import os

import pytest

from tests.sim.run import run_seed, run_seeds

SEEDS = int(os.environ.get("OUTPOST_SIM_SEEDS", "500"))


@pytest.mark.timeout(1200)
def test_every_promise_holds_for_every_seed() -> None:
    outcomes = list(run_seeds(range(SEEDS), os.cpu_count() or 1))
    assert len(outcomes) == SEEDS
    broken = {outcome.seed: outcome.failure for outcome in outcomes if outcome.failure}
    assert not broken, broken
    happened = sum((outcome.stats for outcome in outcomes[1:]), outcomes[0].stats)
    for fault in (
        "headquarters died",
        "laptop died",
        "reply lost",
        "request cut",
        "image restored",
        "attack",
    ):
        assert happened[fault], f"no seed had: {fault}"


def test_the_same_seed_ends_in_the_same_state() -> None:
    assert [run_seed(seed).state for seed in range(5)] == [run_seed(seed).state for seed in range(5)]
