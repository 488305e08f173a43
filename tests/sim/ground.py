"""What headquarters stands on in the simulation: its real database, quickly emptied, copied and put back."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DBAPIError

from sync.hq import directory, tokens
from sync.hq.database import Database, _known_trouble
from sync.hq.migrate import migrate
from sync.hq.scopes import Principal
from sync.hq.setup import create_tenant
from sync.hq.tables import TOKEN
from tests.sim import memory

Edge = Callable[[str], None]
Record = tuple[Any, ...]

UNITS = ("A", "B")
PEOPLE = ((0, "officer"), (0, "officer"), (0, "officer"), (1, "officer"), (1, "leader"))
START = 1_772_413_200_000  # milliseconds: 2 March 2026, nine in the morning in China
TENANT = 1


class Ground(Protocol):
    """A database that begins as ``settled`` left it and can be copied and put back."""

    log_order: str
    """The column by which the change log was written."""

    def fresh(self, edge: Edge) -> tuple[Database, tuple[Principal, ...]]:
        """Begin again; ``edge`` hears of every transaction. Also who the people are."""

    def keep(self) -> Any:
        """A copy."""

    def put_back(self, copy: Any, edge: Edge) -> Database:
        """Go on from a copy."""

    def rows(self, sql: str) -> list[Record]:
        """What a query finds, past everything under test."""


class EdgedDatabase(Database):
    """The real database with a hook before and after every writing commit, and at the start of all else."""

    edge: Edge

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writing() as connection:
            self.edge("begin")
            yield connection
            self.edge("before")
        self.edge("after")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._reading() as connection:
            self.edge("begin")
            yield connection

    def _writing(self) -> AbstractContextManager[Connection]:
        return super().write()

    def _reading(self) -> AbstractContextManager[Connection]:
        return super().read()


class MemoryDatabase(EdgedDatabase):
    """On a connection in memory, which stays open: opening one anew for every transaction takes its time."""

    def __init__(self, connection: Any, edge: Edge) -> None:
        self.is_sqlite = True
        self.connection = connection
        self.edge = edge
        self._opened = memory.engines().opened(memory.engines().lend(connection))

    def write(self) -> "_Transaction":  # type: ignore[override]
        return _Transaction(self, self._opened, writes=True)

    def read(self) -> "_Transaction":  # type: ignore[override]
        return _Transaction(self, self._opened, writes=False)


class _Transaction:
    """One of headquarters' transactions; there are hundreds in a seed, so it does without generators.

    Nobody writes while another reads: there is only one thread.
    """

    def __init__(self, database: MemoryDatabase, connection: Connection, *, writes: bool) -> None:
        self._database = database
        self._connection = connection
        self._writes = writes

    def __enter__(self) -> Connection:
        if self._writes:
            self._database.connection.execute("BEGIN IMMEDIATE")
        self._meet("begin")
        return self._connection

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            self._undo()
            with _known_trouble():
                raise error
        if self._writes:
            self._meet("before")
            self._database.connection.execute("COMMIT")
            self._database.edge("after")

    def _meet(self, edge: str) -> None:
        try:
            self._database.edge(edge)
        except DBAPIError as error:
            self._undo()
            with _known_trouble():
                raise error
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        if self._writes:
            self._database.connection.rollback()


class SqliteGround:
    """SQLite in memory, a new one for every world."""

    log_order = "rowid"

    def __init__(self) -> None:
        self.connection: Any = None

    def fresh(self, edge: Edge) -> tuple[Database, tuple[Principal, ...]]:
        """See ``Ground``."""
        template, people = _empty_sqlite()
        return self._on(memory.engines().begun("headquarters'", lambda: template), edge), people

    def keep(self) -> Any:
        """See ``Ground``."""
        return memory.copied(self.connection)

    def put_back(self, copy: Any, edge: Edge) -> Database:
        """See ``Ground``."""
        return self._on(memory.copied(copy), edge)

    def _on(self, connection: Any, edge: Edge) -> Database:
        self.connection = connection
        return MemoryDatabase(connection, edge)

    def rows(self, sql: str) -> list[Record]:
        """See ``Ground``."""
        found: list[Record] = self.connection.execute(sql).fetchall()
        return found


@cache
def _empty_sqlite() -> tuple[Any, tuple[Principal, ...]]:
    database = MemoryDatabase(memory.raw(), quiet)
    migrate(database)
    people = settled(database)
    return memory.copied(database.connection), people


def settled(database: Database) -> tuple[Principal, ...]:
    """Make two offices and five people with a laptop each, signed in for good; the same on any database."""
    chance = random.Random("headquarters")
    tenant = create_tenant(database, "总部", now=START, randomness=chance)
    assert tenant == TENANT
    people = []
    with database.write() as connection:
        units = [
            directory.add_unit(connection, tenant, name, now=START, randomness=chance).id for name in UNITS
        ]
        for number, (unit, role) in enumerate(PEOPLE):
            who = {"role": role, "unit_id": units[unit]}
            user = directory.add_user(connection, tenant, f"人{number}", **who, now=START, randomness=chance)
            device = directory.add_device(
                connection, tenant, user.id, f"机{number}", "", now=START, randomness=chance
            )
            signed_in = {"hash": tokens._hash(device), "device": device, "expires_at": 1 << 50}
            connection.execute(insert(TOKEN).values(tenant=tenant, **signed_in))
            people.append(Principal(device, user.id, user.name, user.role, user.unit))
    return tuple(people)


def quiet(_edge: str) -> None:
    """Nothing happens at this commit."""
