"""Folding the write-ahead log into the file beside those who write, not inside somebody's save.

SQLite does it in whichever commit finds 1,000 pages in the log: that takes 20 to 60 ms, for which everybody
in the process waits, and again with every commit after it as long as somebody reads (makes a copy, for one).
Whoever writes what nobody waits for looks here afterwards; a save folds only a log that has grown too long.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.store.settings import Opener

PAGES = 500  # of 4 KB, that the log holds and the file does not
LONG = 1000  # pages of the log, folded in or not, from which on it should begin anew
LONGEST = 4000  # pages from which on a commit folds it in
EVERY = 0.5  # seconds at least between two tries, of which the second finds little while somebody reads

log = logging.getLogger(__name__)


class LogFolding:
    """The log of one store. ``reading``: of connections that nobody writes with."""

    def __init__(self, reading: Engine, now: Callable[[], float] = time.monotonic) -> None:
        self._reading = reading
        self._now = now
        self._next = 0.0

    def after(self, writing: Opener) -> Opener:
        """``writing``, for what nobody waits for: it looks at the log once the file is let go."""

        @contextmanager
        def beside() -> Iterator[Connection]:
            with writing() as connection:
                yield connection
            self.when_long()

        return beside

    def when_long(self) -> bool:
        """Fold it in if it is long; whether that was tried.

        Trouble is for whoever needs the file next: nothing is lost while the log stays as it is.
        """
        if self._now() < self._next:
            return False
        try:
            with closing(self._reading.raw_connection()) as connection:
                return self._fold(connection.cursor())
        except (sqlcipher.Error, DBAPIError) as error:
            log.info("the log cannot be folded in: %s", error)
            return False

    def _fold(self, cursor: Any) -> bool:
        (_, pages, folded) = cursor.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if pages - folded < PAGES:
            return False
        self._next = self._now() + EVERY
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if pages >= LONG:
            self._begin_anew(cursor)
        return True

    def _begin_anew(self, cursor: Any) -> None:
        """Let the log be written from its beginning again, unless somebody is in the way.

        For that nobody writes for a moment, as little is left to fold by now. Else the log would grow for as
        long as there is always somebody who writes.
        """
        (waits,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {waits}")
