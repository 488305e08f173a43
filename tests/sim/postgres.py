"""Headquarters of the simulation on a real PostgreSQL: one database a process, emptied for every world."""

import os
from functools import cache
from typing import Any

import psycopg

from sync.hq.database import Database
from sync.hq.migrate import migrate
from sync.hq.scopes import Principal
from sync.hq.tables import METADATA
from tests.sim.ground import Edge, EdgedDatabase, Record, quiet, settled

TABLES = tuple(METADATA.tables)
TEMPLATE = "settled"


class PostgresDatabase(EdgedDatabase):
    """On a server."""

    edge: Edge = staticmethod(quiet)


class PostgresGround:
    """See ``tests.sim.ground.Ground``. ``url`` is that of an empty database."""

    log_order = "written"

    def __init__(self, url: str) -> None:
        self.database = PostgresDatabase(url)
        migrate(self.database)
        self.people = settled(self.database)
        self.raw = psycopg.connect(url, autocommit=True)
        # SQLite numbers rows as they are written; this makes PostgreSQL tell the order of the log too.
        self.raw.execute("ALTER TABLE operation ADD COLUMN written BIGSERIAL")
        self._copy(TEMPLATE)
        self._copies = 0

    def fresh(self, edge: Edge) -> tuple[Database, tuple[Principal, ...]]:
        """See ``Ground``."""
        for number in range(self._copies):
            self.raw.execute(f"DROP SCHEMA copy{number} CASCADE")
        self._copies = 0
        return self.put_back(TEMPLATE, edge), self.people

    def keep(self) -> Any:
        """See ``Ground``."""
        name = f"copy{self._copies}"
        self._copies += 1
        self._copy(name)
        return name

    def _copy(self, name: str) -> None:
        tables = "".join(f"CREATE TABLE {name}.{one} AS TABLE public.{one};" for one in TABLES)
        self.raw.execute(f"BEGIN; CREATE SCHEMA {name}; {tables} COMMIT")

    def put_back(self, copy: Any, edge: Edge) -> Database:
        """See ``Ground``."""
        fill = "".join(_filled(one, copy) for one in TABLES)
        self.raw.execute(f"BEGIN; TRUNCATE {', '.join(TABLES)}; {fill} COMMIT")
        self.database.edge = edge
        return self.database

    def rows(self, sql: str) -> list[Record]:
        """See ``Ground``."""
        return self.raw.execute(sql.encode()).fetchall()


def _filled(table: str, copy: str) -> str:
    columns = ", ".join(f'"{column.name}"' for column in METADATA.tables[table].columns)
    order = " ORDER BY written" if table == "operation" else ""
    return f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM {copy}.{table}{order};"


@cache
def ground_at(url: str) -> PostgresGround:
    """The ground of this process on the server at ``url``, in a database of its own."""
    name = f"sim_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return PostgresGround(psycopg.conninfo.make_conninfo(url, dbname=name))
