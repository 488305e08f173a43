"""The simulation's short form: every promise holds for these seeds, and a seed tells the same story twice."""

import logging
import os
from collections.abc import Iterator

import pytest

from tests.sim.run import quiet, run_seed, run_seeds

SEEDS = int(os.environ.get("OUTPOST_SIM_SEEDS", "500"))


FAULTS = (
    *("request lost", "request doubled", "request again, late", "request slow", "request cut"),
    *("reply lost", "reply slow", "reply cut", "stray refused"),
    *("headquarters died before a commit", "headquarters died after a commit", "headquarters failed"),
    *("headquarters' disk full", "headquarters' database away", "headquarters' database balked"),
    *("headquarters restored", "image restored", "twin", "two disasters", "second process"),
    *(f"laptop died {edge} commit {n} of a sync" for edge in ("before", "after") for n in range(1, 6)),
    *("laptop died before commit 1 of an edit", "laptop died after commit 1 of an edit"),
    *("laptop's disk full", "clock jumped", "withdrawn", "withdrawn at the door", "pretended"),
    *("transferred", "person moved", "squad opened", "squad closed", "forged offer"),
    *(f"forged {a} of {k}" for a in ("update", "delete") for k in ("company", "project", "conflict")),
    *("forged create of company", "forged create of fund", "forged create of conflict"),
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    quiet()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.timeout(1200)
def test_every_promise_holds_for_every_seed() -> None:
    outcomes = list(run_seeds(range(SEEDS), os.cpu_count() or 1))
    assert len(outcomes) == SEEDS
    broken = {outcome.seed: outcome.failure for outcome in outcomes if outcome.failure}
    assert not broken, broken
    happened = sum((outcome.stats for outcome in outcomes[1:]), outcomes[0].stats)
    assert not (missing := [fault for fault in FAULTS if not happened[fault]]), missing


def test_the_same_seed_ends_in_the_same_state() -> None:
    assert [run_seed(seed).state for seed in range(5)] == [run_seed(seed).state for seed in range(5)]
