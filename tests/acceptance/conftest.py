"""A headquarters process and officers at their laptops, all of them real processes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.fakes.postgres import running_postgres
from tests.fakes.shell import Talk
from ui.cli.demo.headquarters import Headquarters, Running

UNIT = "驻上海招商小分队"
Join = Callable[[str], Talk]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database, "" for the embedded one."""
    if request.param == "sqlite":
        yield ""
        return
    with running_postgres() as server:
        yield server.empty_database()


@pytest.fixture
def headquarters(database: str, tmp_path: Path) -> Headquarters:
    """Founded, with two officers."""
    made = Headquarters(tmp_path / "hq", database)
    made.prepare("测试招商局")
    made.add_people(UNIT, ["周敏", "李强"])
    return made


@pytest.fixture
def running(headquarters: Headquarters) -> Iterator[Running]:
    """Serving on this computer."""
    with headquarters.serving() as found:
        yield found


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Ends what a test began."""
    with ExitStack() as found:
        yield found
