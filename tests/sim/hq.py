"""Headquarters in the simulation: the real handlers on a database in memory, that dies and is restored."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection

from sync.hq import directory
from sync.hq.blobs import FolderBlobs
from sync.hq.database import Database
from sync.hq.exchange import handle_exchange, renew_epoch
from sync.hq.migrate import migrate
from sync.hq.scopes import Principal
from sync.hq.setup import create_tenant
from sync.hq.store import HqStore
from sync.protocol import codec
from tests.sim import memory

UNITS = ("A", "B")
START = 1_772_413_200_000  # milliseconds: 2 March 2026, nine in the morning in China


class MemoryDatabase(Database):
    """The real database on a connection in memory, with a hook at both edges of a writing commit."""

    def __init__(self, connection: Any, edge: Callable[[str], None]) -> None:
        super().__init__("sqlite://")
        self.engine.dispose()
        self.connection = connection
        self.edge = edge
        self.engine = memory.engines().lend(connection)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with super().write() as connection:
            yield connection
            self.edge("before")
        self.edge("after")


@cache
def empty_hq() -> tuple[Any, tuple[Principal, ...]]:
    """A headquarters with two offices and five people with a laptop each, to copy from; and who they are."""
    database = MemoryDatabase(memory.raw(), quiet)
    migrate(database)
    chance = random.Random("headquarters")
    tenant = create_tenant(database, "总部", now=START, randomness=chance)
    people = []
    with database.write() as connection:
        units = [
            directory.add_unit(connection, tenant, name, now=START, randomness=chance).id for name in UNITS
        ]
        for number, (unit, role) in enumerate(
            ((0, "officer"), (0, "officer"), (0, "officer"), (1, "officer"), (1, "leader"))
        ):
            user = directory.add_user(
                connection,
                tenant,
                f"人{number}",
                role=role,
                unit_id=units[unit],
                now=START,
                randomness=chance,
            )
            device = directory.add_device(
                connection, tenant, user.id, f"机{number}", "", now=START, randomness=chance
            )
            people.append(Principal(device, user.id, user.name, user.role, user.unit))
    return memory.copied(database.connection), tuple(people)


class Hq:
    """One headquarters: it answers bytes with bytes, or is down."""

    def __init__(
        self, randomness: random.Random, now: Callable[[], int], edge: Callable[[str], None]
    ) -> None:
        template, self.people = empty_hq()
        self.randomness = randomness
        self.now = now
        self.edge = edge
        self.revoked: set[str] = set()
        self.backup: Any = None
        self._use(memory.copied(template))

    def _use(self, connection: Any) -> None:
        self.database = MemoryDatabase(connection, self.edge)
        self.store = HqStore(self.database, FolderBlobs(memory.NOWHERE), 1)

    def answer(self, principal: Principal, body: bytes, clock: Callable[[], Any]) -> bytes:
        """What headquarters answers to ``body`` from a device that proved who it is.

        Raises:
            OutpostError: as the handlers do. HqDown: it died before or after it committed.
        """
        request = codec.decode_request(body)
        reply = handle_exchange(self.store, principal, request, clock, self.randomness)
        return codec.encode(reply)

    def back_up(self) -> None:
        """Keep a copy."""
        self.backup = memory.copied(self.connection)

    def restore(self) -> None:
        """Go on from the copy, as after a disaster; the epoch is new."""
        self._use(memory.copied(self.backup))
        self.database.edge = quiet
        with self.store.write() as connection:
            renew_epoch(connection, 1, self.randomness, now=self.now())
            for device in self.revoked:
                directory.revoke(connection, 1, device, now=self.now())
        self.database.edge = self.edge

    def revoke(self, device: str) -> None:
        """Withdraw a device."""
        self.revoked.add(device)
        with self.database.engine.begin() as connection:
            directory.revoke(connection, 1, device, now=self.now())

    @property
    def connection(self) -> Any:
        """The raw database."""
        return self.database.connection


def quiet(_edge: str) -> None:
    """Nothing happens at this commit."""
