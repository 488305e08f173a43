"""Headquarters of the simulation on a real PostgreSQL: one schema a process, emptied for every world."""

import os
from functools import cache
from typing import Any

import psycopg
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import StaticPool

from sync.hq.database import Database
from sync.hq.migrate import migrate
from sync.hq.scopes import Principal
from sync.hq.tables import METADATA
from tests.sim.ground import Edge, EdgedDatabase, Record, quiet, settled

TABLES = tuple(METADATA.tables)


class PostgresDatabase(EdgedDatabase):
    """On a server that is never away: one connection, which need not be looked at before it is used."""

    edge: Edge = staticmethod(quiet)

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.engine.dispose()
        self.engine = create_engine(self.engine.url, poolclass=StaticPool, hide_parameters=True)


class PostgresGround:
    """See ``tests.sim.ground.Ground``. ``url`` is that of a database, ``name`` of a schema to make in it.

    Tables are made once and emptied by DELETE: after TRUNCATE every statement would be planned anew.
    """

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
        self._copies = self._schemas = 0
        self._settled = self.keep()

    def fresh(self, edge: Edge) -> tuple[Database, tuple[Principal, ...]]:
        """See ``Ground``."""
        self._copies = 1
        return self.put_back(self._settled, edge), self.people

    def keep(self) -> Any:
        """See ``Ground``."""
        copy = f"{self.name}_{self._copies}"
        if self._copies == self._schemas:
            self._schemas += 1
            made = (f"CREATE TABLE {copy}.{one} AS TABLE {self.name}.{one} WITH NO DATA;" for one in TABLES)
            self._run(f"BEGIN; CREATE SCHEMA {copy}; {''.join(made)} COMMIT")
        self._copies += 1
        kept = (f"DELETE FROM {copy}.{one}; INSERT INTO {copy}.{one} TABLE {one};" for one in TABLES)
        self._run(f"BEGIN; {''.join(kept)} COMMIT")
        return copy

    def _run(self, sql: str) -> None:
        self.raw.execute(sql.encode())

    def put_back(self, copy: Any, edge: Edge) -> Database:
        """See ``Ground``."""
        fill = "".join(f"DELETE FROM {one}; {_filled(one, copy)}" for one in TABLES)
        self._run(f"BEGIN; {fill} COMMIT")
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
