"""Databases in memory that can be copied in an instant: the laptops' stores and headquarters'."""

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from app.services.indexing import ChineseIndexing
from app.store import database, migrate
from app.store.file_cache import FileCache
from app.store.files import Files
from app.store.late_indexing import LateIndexing
from app.store.settings import Settings
from app.store.store import Clock, Store

NOWHERE = Path("memory.db")
STATEMENTS = 5000  # kept ready: the programs of several versions have each their own


def raw() -> Any:
    """An empty database in memory."""
    return sqlcipher.connect(
        ":memory:", isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )


def copied(source: Any) -> Any:
    """A second database with the same content."""
    target = raw()
    source.backup(target)
    return target


class Fresh:
    """Databases like a template, emptied and used again from seed to seed: their statements stay prepared."""

    def __init__(self, template: Any) -> None:
        self._template = template
        self._made: list[Any] = []
        self._used = 0
        tables, indexes = _tables(template)
        self._tables = tables
        self._filled = " UNION ALL ".join(
            f'SELECT {number} WHERE EXISTS (SELECT 1 FROM "{name}")' for number, name in enumerate(tables)
        )
        self._indexes = [f'INSERT INTO "{name}" ("{name}") VALUES (\'delete-all\')' for name in indexes]
        rows = ((name, template.execute(f'SELECT * FROM "{name}"').fetchall()) for name in tables)
        self._content = [(name, found) for name, found in rows if found]

    def release(self) -> None:
        """All of them may be used again."""
        self._used = 0

    def lend(self) -> Any:
        """One that nobody uses."""
        self._used += 1
        if self._used > len(self._made):
            self._made.append(copied(self._template))
        else:
            self._empty_again(self._made[self._used - 1])
        return self._made[self._used - 1]

    def _empty_again(self, connection: Any) -> None:
        connection.execute("BEGIN")
        for (number,) in connection.execute(self._filled).fetchall():
            connection.execute(f'DELETE FROM "{self._tables[number]}"')
        for statement in self._indexes:
            connection.execute(statement)
        for name, rows in self._content:
            for row in rows:
                connection.execute(f'INSERT INTO "{name}" VALUES ({",".join("?" * len(row))})', row)
        connection.execute("COMMIT")


def _tables(template: Any) -> tuple[list[str], list[str]]:
    """The tables with content of their own, and the search indexes."""
    found = template.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    indexes = [name for name, sql in found if sql.startswith("CREATE VIRTUAL TABLE")]
    parts = {f"{name}_{part}" for name in indexes for part in ("data", "idx", "docsize", "config")}
    return [name for name, _ in found if name not in parts and name not in indexes], indexes


class Engines:
    """Engines used again from seed to seed: each has compiled the statements long ago, only the database
    under it is new. Compiling them for every world would take most of the time.

    The databases that a world begins with are used again, too."""

    def __init__(self) -> None:
        self._fresh: dict[str, Fresh] = {}
        self._slots: list[tuple[Engine, list[Any]]] = []
        self._used = 0
        self._opened: list[Connection] = []

    def release(self) -> None:
        """Everything lent so far is free again."""
        self._used = 0
        for one in self._opened:
            one.close()
        self._opened.clear()
        for fresh in self._fresh.values():
            fresh.release()

    def begun(self, name: str, template: Callable[[], Any]) -> Any:
        """A database that begins as the template does."""
        if name not in self._fresh:
            self._fresh[name] = Fresh(template())
        return self._fresh[name].lend()

    def opened(self, engine: Engine) -> Connection:
        """A connection that stays open until everything is free again: opening one takes its time, too."""
        self._opened.append(engine.connect())
        return self._opened[-1]

    def lend(self, connection: Any) -> Engine:
        """An engine whose only connection is ``connection``."""
        if self._used == len(self._slots):
            self._slots.append(_slot())
        engine, holder = self._slots[self._used]
        self._used += 1
        if holder != [connection]:  # connecting defines functions, and that unmakes every prepared statement
            holder[:] = [connection]
            engine.dispose(close=False)
        return engine


def _slot() -> tuple[Engine, list[Any]]:
    """An engine that leaves transactions to whoever reads and writes."""
    holder: list[Any] = []
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=lambda: holder[0],
        poolclass=StaticPool,
        query_cache_size=STATEMENTS,
    )
    return engine, holder


@cache
def engines() -> Engines:
    """The engines of this process."""
    return Engines()


def _slot_on(connection: Any) -> Engine:
    engine, holder = _slot()
    holder.append(connection)
    event.listen(engine, "begin", database.begin_immediate)  # the migrations begin and end as they like
    return engine


@cache
def empty_store() -> Any:
    """A migrated, empty laptop's database to copy from."""
    connection = raw()
    migrate.migrate(_slot_on(connection), NOWHERE)
    return connection


class MemoryStore(Store):
    """The real store on a database in memory, with a hook at both edges of every commit."""

    def __init__(
        self, connection: Any, *, clock: Clock, randomness: random.Random, edge: Callable[[str], None]
    ) -> None:
        self.path = NOWHERE
        self.clock = clock
        self.randomness = randomness
        self.indexing = ChineseIndexing()
        self.edge = edge
        self.connection = connection
        self._reader = self._writer = engines().lend(connection)
        self._opened = engines().opened(self._writer)
        self.files = Files(NOWHERE.parent, bytes(32), self._writer, NOWHERE)
        self.file_cache = FileCache(self.files, self._read, self._write)
        self.settings = Settings(self._read, self._write)
        self.late_indexing = LateIndexing(self._read, self._write, self.indexing)
        self._beside = self._write  # there is no log in memory
        self._opened.info["edge"] = edge  # for bugs that commit on their own
        self._reading = _Reading(self._opened)

    def _write(self) -> "_Writing":  # type: ignore[override]
        return _Writing(self, self._opened)

    def _read(self) -> "_Reading":
        return self._reading


class _Reading:
    """What the store reads in; nobody else writes meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            with database.known_errors(NOWHERE):
                raise error


class _Writing:
    """One transaction of the store; there are hundreds in a seed, so it does without generators."""

    def __init__(self, store: MemoryStore, connection: Connection) -> None:
        self._store = store
        self._connection = connection
        self._raw = store.connection
        self._inner = False

    def __enter__(self) -> Connection:
        # Written while the file is held for writing: here both are one.
        self._inner = self._raw.in_transaction
        if not self._inner:
            self._raw.execute("BEGIN IMMEDIATE")
        return self._connection

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            try:
                self._store.edge("before")
            except BaseException:
                self._undo()
                raise
            if not self._inner:
                self._raw.execute("COMMIT")
            self._store.edge("after")
            return
        self._undo()
        with database.known_errors(NOWHERE):
            raise error

    def _undo(self) -> None:
        if not self._inner:
            self._raw.rollback()
