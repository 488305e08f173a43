"""Opening the file: SQLCipher through SQLAlchemy with the settings measured in ``stack.md`` trap 5.

WAL, ``synchronous=FULL``, ``BEGIN IMMEDIATE``, one writer: less loses acknowledged rows at a power cut.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.model.binding import bind_plainly
from app.store import errors, log_folding
from app.store.raw import BUSY_SECONDS, connect

bind_plainly(sqlcipher)

KEY_BYTES = 32
LOOK_EVERY = 4  # milliseconds: within them SQLite looks after one, three and four, then gives up
PLAIN_HEADER = b"SQLite format 3\x00"
PAGE = 4096
SHARED_MEMORY_STEP = 32 * 1024  # bytes by which the index of the write-ahead log grows


def check(path: Path, key: bytes) -> None:
    """See that ``path`` is a store that ``key`` opens, without changing a byte of what it holds.

    Raises:
        StoreMissing, NotADatabase, WrongKey, ReadOnlyStore, DamagedStore: as they say.
    """
    if not path.exists():
        raise errors.StoreMissing(path=str(path))
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(len(PLAIN_HEADER))
    except PermissionError as error:
        raise errors.ReadOnlyStore(path=str(path)) from error
    # A process that died while it folded the log into the file left half of it there and all in the log.
    log = _has_log(path)
    if size == 0 or (size % PAGE and not log) or head == PLAIN_HEADER:
        raise errors.NotADatabase(path=str(path))
    trouble = _trouble(path, key, immutable=True)
    if trouble is not None and log:
        trouble = _trouble(path, key, immutable=False)
    if trouble is not None:
        raise errors.WrongKey(path=str(path)) if _is_foreign(trouble) else translated(trouble, path)


def _has_log(path: Path) -> bool:
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _trouble(path: Path, key: bytes, *, immutable: bool) -> sqlcipher.DatabaseError | None:
    """What a first look into the file meets; ``immutable`` looks past the log and touches nothing."""
    connection = connect(path, key, mode="ro", immutable=immutable)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        return error
    finally:
        connection.close()
    return None


def _is_foreign(error: BaseException) -> bool:
    """Whether the first page does not decrypt: another key, or another kind of file."""
    return "not a database" in str(error)


def writer(path: Path, key: bytes) -> Engine:
    """The engine of the one writing connection; every transaction begins IMMEDIATE."""

    def open_writer() -> Any:
        connection = connect(path, key)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "fullfsync = 1",
            "checkpoint_fullfsync = 1",
            "foreign_keys = ON",
            "cache_size = -65536",
            f"wal_autocheckpoint = {log_folding.LONGEST}",
            "temp_store = MEMORY",  # sorts never spill plaintext to a temporary file
            f"busy_timeout = {LOOK_EVERY}",  # from here on: ``begin_immediate`` is who waits
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = _engine(open_writer, size=1)
    event.listen(engine, "begin", begin_immediate)
    return engine


def reader(path: Path, key: bytes) -> Engine:
    """The engine of reading connections; they cannot write."""

    def open_reader() -> Any:
        connection = connect(path, key, mode="rw")
        for pragma in (
            "query_only = ON",
            "cache_size = -65536",
            "temp_store = MEMORY",
            "checkpoint_fullfsync = 1",  # they fold the log in, too (``log_folding``)
        ):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = _engine(open_reader, size=4)
    event.listen(engine, "begin", lambda c: c.connection.cursor().execute("BEGIN"))
    return engine


def let_go(*engines: Engine) -> None:
    """Give back the pages that connections keep which nobody uses now; they are read again when wanted."""
    for engine in engines:
        pool = engine.pool
        assert isinstance(pool, QueuePool)
        for connection in [pool.connect() for _ in range(pool.checkedin())]:
            connection.cursor().execute("PRAGMA shrink_memory")
            connection.close()


def copy(reading: Engine, target: Path) -> None:
    """Copy the database of ``reading`` to ``target``, in the state it has now, without holding up a writer.

    A file of that name is replaced once the copy is whole.

    Raises:
        ReadOnlyStore, DiskFull, DiskTrouble: of the target; nothing is left behind then.
    """
    growing = target.with_name(f"{target.name}.part")
    growing.unlink(missing_ok=True)  # of a copy that was cut off
    try:
        with known_errors(target), reading.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA query_only = OFF")  # which the new file falls under too
            try:
                connection.exec_driver_sql("VACUUM INTO ?", (str(growing),))
            finally:
                connection.exec_driver_sql("PRAGMA query_only = ON")
        growing.replace(target)
    finally:
        growing.unlink(missing_ok=True)


def begin_immediate(connection: Connection) -> None:
    """Begin as a writer: whoever waits does it here, and a transaction never fails half-way for the lock.

    SQLite itself would look again after ever longer pauses, of 100 ms in the end: whoever has waited longest
    would be the last to see that another process let go.
    """
    cursor, until = connection.connection.cursor(), time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
            return
        except sqlcipher.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise


def _engine(creator: Callable[[], Any], size: int) -> Engine:
    return create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=creator,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,  # who reads next finds the pages of who read last
        pool_reset_on_return="rollback",
    )


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction; SQLite's complaints come out as the store's own errors."""
    with known_errors(path), engine.begin() as connection:
        yield connection


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turn the driver's complaints inside the block into the store's own errors."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error.orig, path) from error
    except sqlcipher.Error as error:
        raise translated(error, path) from error
    except MemoryError as error:  # what SQLCipher says where it cannot read or seal a page on a dying disk
        raise errors.DiskTrouble(path=str(path)) from error


def translated(error: BaseException | None, path: Path) -> Exception:
    """The store error that stands for a driver error; a bug of ours is handed back unchanged."""
    text = str(error).lower()
    code = getattr(error, "sqlite_errorname", "") or ""
    for marks, kind in (
        (("full",), errors.DiskFull),
        (("readonly", "read-only", "unable to open"), errors.ReadOnlyStore),
        (("locked", "busy"), errors.StoreBusy),
        (("malformed", "not a database", "corrupt", "hmac"), errors.DamagedStore),
        (("disk i/o",), errors.DiskTrouble),
    ):
        if any(mark in text or mark in code.lower() for mark in marks):
            if kind is errors.DiskTrouble and _no_room(path):
                kind = (
                    errors.DiskFull
                )  # SQLite says only "disk I/O error" where its shared memory finds no room
            return kind(path=str(path))
    return error if isinstance(error, Exception) else RuntimeError(text)


def _no_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < SHARED_MEMORY_STEP
    except OSError:
        return False
