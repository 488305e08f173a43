"""Real laptops and a real headquarters, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.headquarters import Headquarters, open_headquarters
from tests.fakes.laptops import Laptop, Open, open_laptop
from tests.fakes.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, "" for SQLite."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres").empty_database()


@pytest.fixture
def headquarters(database: str, tmp_path: Path) -> Iterator[Headquarters]:
    hq = open_headquarters(tmp_path / "hq", database=database)
    yield hq
    hq.store.close()


@pytest.fixture
def opened(tmp_path: Path, headquarters: Headquarters) -> Iterator[Open]:
    """Opens a laptop by its user's name, enrolled with the headquarters."""
    laptops: list[Laptop] = []

    def open_one(name: str) -> Laptop:
        laptops.append(open_laptop(tmp_path, name, headquarters.gateway(name)))
        return laptops[-1]

    yield open_one
    for laptop in laptops:
        laptop.store.close()
