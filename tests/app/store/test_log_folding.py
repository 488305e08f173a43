"""The write-ahead log is folded in by whoever writes what nobody waits for, not by saves."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from app.store import database, log_folding, raw
from app.store.log_folding import EVERY, LONG, LONGEST, PAGES, LogFolding
from app.store.store import Store
from tests.fakes.stores import KEY

Engines = tuple[Engine, Engine]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engines(tmp_path: Path) -> Iterator[Engines]:
    writing, reading = database.writer(tmp_path / "a.db", KEY), database.reader(tmp_path / "a.db", KEY)
    with writing.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    yield writing, reading
    reading.dispose()
    writing.dispose()


def write(writing: Engine, pages: int) -> None:
    with writing.begin() as connection:
        fill(connection, pages)


def fill(connection: Connection, pages: int) -> None:
    for _ in range(pages):
        connection.exec_driver_sql("INSERT INTO t VALUES (randomblob(3800))")


def state(reading: Engine) -> tuple[int, int]:
    """Pages in the log, and how many of them the file has too."""
    with closing(reading.raw_connection()) as connection:
        (_, pages, folded) = connection.cursor().execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return pages, folded


def rows(reading: Engine) -> int:
    with reading.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM t")).scalar_one())


def test_a_short_log_stays(engines: Engines) -> None:
    writing, reading = engines
    write(writing, PAGES // 2)
    assert not LogFolding(reading).when_long()
    assert state(reading)[1] == 0


def test_a_long_one_is_folded_in_and_the_next_write_begins_it_anew(engines: Engines) -> None:
    writing, reading = engines
    write(writing, LONG)
    assert LogFolding(reading).when_long()
    pages, folded = state(reading)
    assert pages == folded >= LONG
    write(writing, 1)
    assert state(reading)[0] < 10
    assert rows(reading) == LONG + 1


def test_the_next_try_comes_some_time_later(engines: Engines) -> None:
    (writing, reading), clock = engines, Clock()
    folding = LogFolding(reading, clock)
    for late, tried in ((0.0, True), (EVERY / 2, False), (EVERY, True)):
        write(writing, PAGES + 1)
        clock.now += late
        assert folding.when_long() is tried


def test_whoever_reads_is_not_waited_for_nor_disturbed(engines: Engines) -> None:
    (writing, reading), clock = engines, Clock()
    folding = LogFolding(reading, clock)
    with reading.connect() as early:
        assert early.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
        write(writing, LONG)
        assert folding.when_long()
        assert state(reading)[1] < LONG
        assert early.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
    clock.now += EVERY
    assert folding.when_long()
    pages, folded = state(reading)
    assert pages == folded


def test_whoever_writes_is_not_waited_for(engines: Engines) -> None:
    writing, reading = engines
    write(writing, LONG)
    with writing.begin() as connection:
        fill(connection, 1)
        assert LogFolding(reading).when_long()
    assert rows(reading) == LONG + 1


def test_connections_go_on_waiting_for_others_as_before(engines: Engines) -> None:
    writing, reading = engines
    write(writing, LONG)
    LogFolding(reading).when_long()
    with closing(reading.raw_connection()) as connection:
        waits = connection.cursor().execute("PRAGMA busy_timeout").fetchone()
    assert waits == (raw.BUSY_SECONDS * 1000,)


def test_trouble_is_left_to_whoever_needs_the_file(tmp_path: Path) -> None:
    reading = database.reader(tmp_path / "nowhere.db", KEY)
    assert not LogFolding(reading).when_long()
    reading.dispose()


def test_it_is_looked_once_the_file_is_let_go(engines: Engines) -> None:
    writing, reading = engines
    order: list[str] = []

    class Watched(LogFolding):
        def when_long(self) -> bool:
            order.append("look")
            return super().when_long()

    @contextmanager
    def opened() -> Iterator[Connection]:
        with writing.begin() as connection:
            yield connection
        order.append("let go")

    beside = Watched(reading).after(opened)
    with beside() as connection:
        fill(connection, 1)
    with pytest.raises(ValueError), beside():
        raise ValueError
    assert order == ["let go", "look"]


def test_sync_folds_what_saves_leave(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_folding, "PAGES", 20)
    with store.replica():
        pass
    for number in range(30):
        with store.write(actor="张三", label="") as unit:
            unit.create("company", {"name": f"公司{number}", "note": "备注" * 1000})
    before = state(store._reader)
    assert before[0] - before[1] > 20
    with store.replica() as replica:
        replica.set("said", "x")
    pages, folded = state(store._reader)
    assert pages - folded < 20


def test_a_save_folds_only_a_log_that_has_grown_too_long(store: Store) -> None:
    with closing(store._writer.raw_connection()) as connection:
        assert connection.cursor().execute("PRAGMA wal_autocheckpoint").fetchone() == (LONGEST,)
