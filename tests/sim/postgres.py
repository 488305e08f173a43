"""Headquarters of the simulation on a real PostgreSQL: one schema a process, emptied for every world."""

import os
from functools import cache
from typing import Any

import psycopg
from sqlalchemy import make_url

from sync.hq.database import Database
from sync.hq.migrate import migrate
from sync.hq.scopes import Principal
from sync.hq.tables import METADATA
from tests.sim.ground import Edge, EdgedDatabase, Record, quiet, settled

TABLES = tuple(METADATA.tables)


class PostgresDatabase(EdgedDatabase):
    """On a server."""

    edge: Edge = staticmethod(quiet)


class PostgresGround:
    """See ``tests.sim.ground.Ground``. ``url`` is that of a database, ``name`` of a schema to make in it."""

    log_order = "written"

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        path = {"options": f"-csearch_path={name}"}
        inside = make_url(url).update_query_dict(path).render_as_string(hide_password=False)
        self.raw = psycopg.connect(inside, autocommit=True)
        self._run(f"CREATE SCHEMA {name}")
        self.database = PostgresDatabase(inside)
        migrate(self.database)
        self.people = settled(self.database)
        # SQLite numbers rows as they are written; this makes PostgreSQL tell the order of the log too.
        self._run("ALTER TABLE operation ADD COLUMN written BIGSERIAL")
        self._copies = 0
        self._settled = self.keep()

    def fresh(self, edge: Edge) -> tuple[Database, tuple[Principal, ...]]:
        """See ``Ground``."""
        while self._copies > 1:
            self._copies -= 1
            self._run(f"DROP SCHEMA {self.name}_{self._copies} CASCADE")
        return self.put_back(self._settled, edge), self.people

    def keep(self) -> Any:
        """See ``Ground``."""
        name = f"{self.name}_{self._copies}"
        self._copies += 1
        tables = "".join(f"CREATE TABLE {name}.{one} AS TABLE {self.name}.{one};" for one in TABLES)
        self._run(f"BEGIN; CREATE SCHEMA {name}; {tables} COMMIT")
        return name

    def _run(self, sql: str) -> None:
        self.raw.execute(sql.encode())

    def put_back(self, copy: Any, edge: Edge) -> Database:
        """See ``Ground``."""
        fill = "".join(_filled(one, copy) for one in TABLES)
        self._run(f"BEGIN; TRUNCATE {', '.join(TABLES)}; {fill} COMMIT")
        self.database.edge = edge
        return self.database

    def rows(self, sql: str) -> list[Record]:
        """See ``Ground``."""
        return self.raw.execute(sql.encode()).fetchall()


def _filled(table: str, copy: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in METADATA.tables[table].columns)
    order = " ORDER BY written" if table == "operation" else ""
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {copy}.{table}{order};"


@cache
def ground_at(url: str) -> PostgresGround:
    """The ground of this process on the server at ``url``."""
    return PostgresGround(url, f"sim_{os.getpid()}")
