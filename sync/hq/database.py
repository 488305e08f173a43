"""The database: SQLite in a file by default, PostgreSQL by URL, with what each needs to lose nothing.

SQLite: WAL, ``synchronous=FULL``, ``BEGIN IMMEDIATE``, one writer at a time (stack.md trap 5). PostgreSQL:
reads see one snapshot; the row of the tenant's counter orders the writers. Errors never show parameters,
because those are people's data.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool, StaticPool

from app.model.binding import bind_plainly
from sync.hq.errors import DatabaseUnreachable, StorageFull

bind_plainly(sqlite)

BUSY_SECONDS = 10
POOL = 16
_WRITES = "hq_writes"

_DISK_FULL = (
    "database or disk is full",
    "disk i/o error",
    "no space left on device",
    "could not extend file",
)
# Larger pages take a large push a tenth sooner; only a database that is not there yet gets them. The log is
# folded into the file once it has so many pages (32 MB), not within every large push, whose laptop waits.
_PRAGMAS = (
    "page_size = 8192",
    *("journal_mode = WAL", "synchronous = FULL", "fullfsync = 1", "cache_size = -8192"),
    "wal_autocheckpoint = 4000",
)
# What PostgreSQL says when two transactions met: the loser tries again.
_RETRY_STATES = frozenset({"40001", "40P01", "23505"})


class Database:
    """Transactions on one database; safe to share between threads."""

    def __init__(self, url: str) -> None:
        """``url``: ``sqlite://`` (in memory), ``sqlite:///FILE`` or ``postgresql://…``."""
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.engine = _sqlite(parsed) if self.is_sqlite else _postgresql(parsed)
        # SQLite has one writer: waiting in line here is fair, its own busy handler is not.
        self._writer = threading.Lock() if self.is_sqlite else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction: commit at the end, roll back when anything is raised.

        Raises:
            StorageFull, DatabaseUnreachable: as they say; nothing was written.
        """
        with self._writer, _known_trouble(), self.engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One reading transaction; everything read in it is of one moment."""
        with _known_trouble(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def should_retry(error: DBAPIError) -> bool:
    """Whether the transaction failed only because another was there at the same moment."""
    if getattr(error.orig, "sqlstate", None) in _RETRY_STATES:
        return True
    text = str(error.orig)
    return "UNIQUE constraint failed" in text or "database is locked" in text


@contextmanager
def _known_trouble() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        text = str(error.orig).lower()
        if any(sign in text for sign in _DISK_FULL):
            raise StorageFull from error
        if error.connection_invalidated or _refused(error):
            raise DatabaseUnreachable from error
        raise


def _refused(error: DBAPIError) -> bool:
    """Whether the connection was never made or broke off, by the name psycopg gives it."""
    return isinstance(error, OperationalError) and getattr(error.orig, "sqlstate", "") is None


def _sqlite(url: URL) -> Engine:
    memory = url.database in (None, "", ":memory:")

    def connect() -> Any:
        target = ":memory:" if memory else str(Path(str(url.database)))
        connection = sqlite.connect(
            target, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    if memory:
        engine = create_engine(
            "sqlite+pysqlite://", module=sqlite, creator=connect, poolclass=StaticPool, hide_parameters=True
        )
    else:
        engine = create_engine(
            "sqlite+pysqlite://",
            module=sqlite,
            creator=connect,
            poolclass=QueuePool,
            pool_size=POOL,
            hide_parameters=True,
        )

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "begin", begin)
    return engine


def _postgresql(url: URL) -> Engine:
    # A batch that fails is raised to us and tried again; psycopg would also warn of its broken pipeline.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 10, "application_name": "outpost-hq"},
    )

    def wait_for_the_disk(connection: Any, _: object) -> None:
        # A server may be set to answer a commit before it is safe; then an acknowledged push could go.
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")
        connection.commit()

    event.listen(engine, "connect", wait_for_the_disk)
    return engine
