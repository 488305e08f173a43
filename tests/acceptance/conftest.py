"""A headquarters process and officers at their laptops, all of them real processes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from sync.hq.cli import main
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
    """Founded, with two officers; by the administrator's commands, which are not what is tested here."""
    made = Headquarters(tmp_path / "hq", database)
    users = [("user", "add", name, "--unit", UNIT) for name in ("周敏", "李强")]
    founding = ("init", "--name", "测试招商局", *(("--database", database) if database else ()))
    for command in (founding, ("unit", "add", UNIT), *users):
        assert main([*command, "--data", str(made.folder)]) == 0
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
