"""What the desktop does by itself when a run has ended."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.model.identity import record_id
from app.store.late_indexing import AT_ONCE
from app.store.replica import Incoming
from app.store.store import Store
from sync.client.watched import Watch
from tests.fakes.desktops import Desktop, ScriptedRunner, make_desktop
from tests.fakes.stores import new_store
from ui.context.headquarters import Enrolled, RunOutcome
from ui.theme.theme import Theme

MANY = AT_ONCE + 100


@dataclass
class BringingRunner(ScriptedRunner):
    """Every run brings ``MANY`` companies, and ends once it may."""

    store: Store | None = None
    may_end: Event = field(default_factory=Event)

    def run(self, *, allow_deletions: bool = False, watch: Watch | None = None) -> RunOutcome:
        assert self.store is not None
        with self.store.replica() as replica:
            ids = [record_id(number, self.store.randomness) for number in range(MANY)]
            replica.write("company", [arriving(id) for id in ids])
        assert self.may_end.wait(20)
        return super().run(allow_deletions=allow_deletions, watch=watch)


def arriving(id: str) -> Incoming:
    doc = {"name": "恒力电子"}
    return Incoming(id, 7, doc, False, doc, False, waiting=False, at=1000, by="李强")


@pytest.fixture
def runner() -> BringingRunner:
    return BringingRunner()


@pytest.fixture
def desktop(qtbot: QtBot, theme: Theme, tmp_path: Path, runner: BringingRunner) -> Iterator[Desktop]:
    new_store(tmp_path).close()
    (tmp_path / "outpost.db").rename(tmp_path / "store.db")
    for made in make_desktop(qtbot, theme, tmp_path, runner=runner):
        runner.store = made.desk.store
        yield made


def marked(store: Store) -> int:
    with store._read() as connection:
        return int(connection.execute(text("SELECT count(*) FROM unindexed")).scalar_one())


def test_what_a_run_brought_is_indexed_when_nothing_else_is_asked(
    desktop: Desktop, runner: BringingRunner
) -> None:
    runner.may_end.set()
    runner.who = Enrolled("https://hq.example", "陈立", "驻沪招商分局", "d1")
    desktop.window.monitor.joined(runner.who)
    desktop.until(lambda: len(runner.runs) > 0)
    desktop.until(lambda: marked(desktop.desk.store) == 0)
    assert len(desktop.desk.store.ids("company", find="恒力")) == MANY


def test_what_came_so_far_is_indexed_while_the_run_goes_on(desktop: Desktop, runner: BringingRunner) -> None:
    runner.who = Enrolled("https://hq.example", "陈立", "驻沪招商分局", "d1")
    desktop.window.monitor.joined(runner.who)
    store = desktop.desk.store
    try:
        desktop.until(lambda: len(store.ids("company")) == MANY)
        desktop.until(lambda: marked(store) == 0)
        assert desktop.window.monitor.syncing and not runner.runs
    finally:
        runner.may_end.set()
    desktop.until(lambda: len(runner.runs) > 0)
