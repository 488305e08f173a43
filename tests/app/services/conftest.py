"""What nearly every test of a service begins with: a clock, and a desk on a new store that it times."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services.desk import Desk
from tests.fakes.stores import SteppingClock, new_store


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def desk(tmp_path: Path, clock: SteppingClock) -> Iterator[Desk]:
    made = Desk(new_store(tmp_path, clock=clock), "周敏")
    yield made
    made.store.close()
