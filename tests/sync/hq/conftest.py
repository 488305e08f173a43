"""A headquarters with two units and people in them, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.postgres import Postgres, running_postgres
from tests.sync.hq.office import Office, open_office


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """One database for all tests, one after the other."""
    return postgres.empty_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, "" for SQLite."""
    if request.param == "sqlite":
        return ""
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.emptied(request.getfixturevalue("postgres_url"))


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    """On either database."""
    opened = open_office(tmp_path / "hq", database)
    yield opened
    opened.store.close()


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[Office]:
    """On SQLite, for what does not depend on the database."""
    opened = open_office(tmp_path / "hq", "")
    yield opened
    opened.store.close()
