"""The file itself, without SQLAlchemy: what opens it, and one kept value read before the store is open."""

import contextlib
import json
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

DATABASE_NAME = "outpost.db"
LAST_SEEN = "last_seen"
"""The setting that keeps what the first page showed (``ui.context.last_seen``)."""
BUSY_SECONDS = 10
STATEMENTS = 512  # kept ready by a connection: a sync alone has more different ones than the usual 128


def connect(path: Path, key: bytes, *, mode: str = "rwc", immutable: bool = False) -> Any:
    """A raw connection to ``path`` under the 32-byte ``key``; nothing is read yet."""
    uri = f"{path.absolute().as_uri()}?mode={mode}{'&immutable=1' if immutable else ''}"
    connection = sqlcipher.connect(
        uri,
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


class FirstLook:
    """A look at one kept value of a store that is about to be opened; ``close`` it once it is.

    Closed earlier, as the only connection, it would fold the write-ahead log in, for which somebody waits.
    What keeps the store from opening is told by whoever opens it: here there is nothing to be seen then.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self._connection: Any = None
        if path.exists():
            with contextlib.suppress(sqlcipher.Error):
                self._connection = connect(path, key, mode="rw")

    def kept(self, name: str) -> Any:
        """The value that the store's settings keep under ``name``, or None."""
        if self._connection is None:
            return None
        try:
            found = self._connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
            return None if found is None else json.loads(found[0])
        except (sqlcipher.Error, ValueError):
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
