"""A real store for each test of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.store import Store
from tests.fakes.stores import new_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = new_store(tmp_path)
    yield made
    made.close()
